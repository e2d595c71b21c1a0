//! An answer that was full: said, and how one gets further.

use std::cmp::Reverse;

use e2e::app::visit_site;
use e2e::fixtures;
use e2e::reply::Reply;
use e2e::search_page::SearchPage;
use e2e::site::Site;
use serde_json::Value;

use super::{at_once, beside_jaeger, duration_of, durations, recorded};

fn recorded_at_most(limit: u32) -> String {
    recorded("order").replace("limit=20", &format!("limit={limit}"))
}

/// A number among the parameters of an address.
fn number(target: &str, name: &str) -> u64 {
    let named = |part: &str| Some(part.strip_prefix(name)?.strip_prefix('=')?.to_owned());
    let value = target.split(['?', '&']).find_map(named);
    value.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {name} in {target}"))
}

fn start_micros(trace: &Value) -> u64 {
    let spans = trace["spans"].as_array().expect("spans");
    spans.iter().filter_map(|span| span["startTime"].as_u64()).min().expect("a start")
}

/// The recorded orders that began in the window, the latest ones if they are too many: other
/// than Jaeger's memory, which gives any.
fn latest_orders(target: &str) -> Reply {
    let recorded = fixtures::read("search.jaeger.json");
    let mut answer: Value = serde_json::from_slice(&recorded).expect("it is JSON");
    let traces = answer["data"].as_array_mut().expect("traces");
    let window = number(target, "start")..=number(target, "end");
    traces.retain(|trace| window.contains(&start_micros(trace)));
    traces.sort_by_key(|trace| Reverse(start_micros(trace)));
    traces.truncate(number(target, "limit") as usize);
    Reply::json(answer.to_string())
}

#[test]
fn a_full_answer_says_so_and_older_traces_join_it() {
    let site = Site::start();
    site.answer("/api", Reply::Status(404, "404 page not found"));
    site.answer("/api/services", Reply::json(r#"{"data":["order"]}"#));
    site.answer("/api/operations", Reply::json(r#"{"data":[]}"#));
    site.answer("/api/traces", Reply::made(latest_orders));
    visit_site(site, |app| {
        app.expect_error("status of 404");
        let page = SearchPage::open(app, &recorded_at_most(2));
        let first = page.wait_for_rows(2);
        assert_eq!(app.text(".search-heading .search-limit"), "limit reached");
        let link = app.fragment();
        app.click_button("load older");
        // As many as there may be came once more.
        let all = page.wait_for_rows(4);
        assert_eq!(durations(&all)[..2], durations(&first)[..], "rows moved");
        assert!(durations(&all)[2..].contains(&duration_of("order-failing").as_str()), "{all:?}");
        assert_eq!(app.text(".search-heading .search-limit"), "limit reached");
        app.click_button("load older");
        app.wait_for("the end", || {
            (!page.is_asking() && !app.has(".search-heading .search-limit")).then_some(())
        });
        assert_eq!(at_once(&page.wait_for_rows(4)), at_once(&all));
        assert_eq!(app.fragment(), link);
        let asked = app.site.asked("/api/traces?");
        let ends: Vec<u64> = asked.iter().map(|target| number(target, "end")).collect();
        assert!(ends.len() == 3 && ends[2] < ends[1] && ends[1] < ends[0], "{ends:?}");
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
        // Jaeger's memory gives any two.
        page.wait_for_rows(2);
        app.click_button("slowest in this window");
        let slowest =
            app.wait_for_described(&|| format!("the slowest in {:?}", page.rows()), || {
                let is_over = !page.is_asking() && !app.has(".search-heading .search-limit");
                Some(page.rows()).filter(|rows| is_over && !rows.is_empty())
            });
        assert_eq!(slowest[0].duration, duration_of("order-failing"));
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
