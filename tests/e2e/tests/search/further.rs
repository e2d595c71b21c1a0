//! An answer that was full: said, and how one gets further.

use e2e::search_page::SearchPage;

use super::{beside_jaeger, duration_of, durations, recorded};

fn recorded_at_most(limit: u32) -> String {
    recorded("order").replace("limit=20", &format!("limit={limit}"))
}

#[test]
fn a_full_answer_says_so_and_older_traces_join_it() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded_at_most(3));
        let first = page.wait_for_rows(3);
        assert_eq!(app.text(".search-heading .search-limit"), "limit reached");
        let link = app.fragment();
        page.narrow("error");
        page.narrow("error");
        app.click_button("load older");
        let all = page.wait_for_rows(4);
        assert_eq!(durations(&all)[..3], durations(&first)[..], "rows moved");
        assert_eq!(all[3].duration, duration_of("order-failing"));
        assert!(!app.has(".search-heading .search-limit"), "one trace of three is no full answer");
        assert_eq!(app.fragment(), link);
        let ends: Vec<String> = app
            .site
            .asked("/api/traces?")
            .iter()
            .filter_map(|target| target.split('&').find_map(|part| part.strip_prefix("end=")))
            .map(str::to_owned)
            .collect();
        assert!(ends[1] < ends[0], "{ends:?}");
    });
}

#[test]
fn an_answer_with_room_offers_no_more() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded_at_most(5));
        page.wait_for_rows(4);
        assert!(!app.has(".search-heading .search-limit"));
    });
}

#[test]
fn the_slowest_of_a_window_are_found_by_asking_for_longer_and_longer_spans() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded_at_most(2));
        let first = page.wait_for_rows(2);
        let failing = duration_of("order-failing");
        assert!(!durations(&first).contains(&failing.as_str()), "{first:?}");
        app.click_button("slowest in this window");
        let slowest =
            app.wait_for_described(&|| format!("the slowest in {:?}", page.rows()), || {
                let is_over = !page.is_asking() && !app.has(".search-heading .search-limit");
                Some(page.rows()).filter(|rows| is_over && !rows.is_empty())
            });
        assert_eq!(slowest[0].duration, failing);
    });
}

#[test]
fn the_slowest_of_a_window_is_found_with_a_limit_of_one() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded_at_most(1));
        page.wait_for_rows(1);
        app.click_button("slowest in this window");
        app.wait_for_described(&|| format!("the slowest, not {:?}", page.rows()), || {
            let is_over = !page.is_asking() && page.count() != "";
            let rows = page.rows();
            (is_over && durations(&rows) == [duration_of("order-failing")]).then_some(())
        });
    });
}
