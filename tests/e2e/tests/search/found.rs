//! From the form to what was found and back, beside a real Jaeger.

use std::time::Duration;

use e2e::app::App;
use e2e::browser::Browser;
use e2e::environment;
use e2e::fixtures::{self, expected};
use e2e::jaeger::Jaeger;
use e2e::keys;
use e2e::search_page::SearchPage;
use e2e::site::Site;

use super::{at_once, beside_jaeger, duration_of, durations, facts_of, form, operations, recorded};

/// A day and a time for a field, in UTC as the tests' browser has it.
fn moment(app: &App, micros: u64) -> String {
    let text = app.script(
        "const date = new Date(arguments[0]);
         return new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 23)",
        &[(micros as f64 / 1_000.0).into()],
    );
    text.as_str().expect("a date is text").to_owned()
}

/// Fills the form so that it finds every recorded trace of the service.
fn fill_for_recorded(app: &App, page: &SearchPage<'_>, service: &str) {
    let (start, end) = fixtures::window_micros();
    page.fill("Service", service);
    page.choose("#search-lookback", "custom");
    page.set_moment("From", &moment(app, start));
    page.set_moment("To", &moment(app, end));
}

#[test]
fn the_form_leads_to_rows_and_a_row_to_its_trace() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, "");
        let services = page.wait_for_suggestions("services");
        assert_eq!(services, ["inventory", "order", "payment", "types"]);
        fill_for_recorded(app, &page, "order");
        let operations = page.wait_for_suggestions("operations");
        assert!(operations.contains(&"POST /orders".to_owned()), "{operations:?}");
        page.find();
        let rows = page.wait_for_rows(4);
        assert_eq!(page.count(), "4 traces");
        let failing = rows.iter().find(|row| row.duration == duration_of("order-failing"));
        let failing = failing.expect("the slowest order").clone();
        assert_eq!(
            (failing.service.as_str(), failing.operation.as_str()),
            ("order", "POST /orders")
        );
        assert_eq!(failing.facts, facts_of("order-failing"));
        assert!(failing.is_marked_failed);
        let healthy = rows.iter().find(|row| row.duration == duration_of("order-healthy"));
        let healthy = healthy.expect("the healthy order");
        assert_eq!(healthy.facts, facts_of("order-healthy"));
        assert!(!healthy.is_marked_failed);
        let refund = rows.iter().find(|row| row.operation == "POST /refunds").expect("the refund");
        assert!(refund.facts.ends_with(" · incomplete"), "{refund:?}");

        let asked = app.site.asked("/api/").len();
        app.click_row_of(&failing.duration);
        app.wait_for_trace_of("POST /orders");
        assert!(app.fragment().contains(&expected("order-failing").trace_id), "{}", app.fragment());
        app.back();
        page.wait_for_rows(4);
        let trace = format!("/api/traces/{}", expected("order-failing").trace_id);
        let again: Vec<String> = app.site.asked("/api/").split_off(asked);
        assert_eq!(again, [trace], "more than the trace was asked for");
    });
}

#[test]
fn a_search_takes_no_mouse() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded("inventory"));
        page.wait_for_rows(5);
        tab_to(app, "document.activeElement?.id === 'search-service'");
        app.press_with(&[keys::CONTROL], "a");
        app.type_over("order");
        app.press(keys::ENTER);
        page.wait_for_rows(4);
        tab_to(app, "document.activeElement?.role === 'grid'");
        app.press(keys::DOWN);
        app.press(keys::DOWN);
        let row = app.wait_for("a row at the keys", || {
            let id = app.attribute("[role=grid]", "aria-activedescendant")?;
            let text = app.text(&format!("#{id}[aria-selected=true] .search-duration"));
            (!text.is_empty()).then_some(text)
        });
        let latest = page.rows();
        assert_eq!(row, latest[1].duration, "{latest:?}");
        app.press(keys::ENTER);
        app.wait_for_trace();
        assert!(app.fragment().starts_with("#/trace/"), "{}", app.fragment());
    });
}

/// Presses Tab until this is so.
fn tab_to(app: &App, is_there: &str) {
    let there = (0..60).any(|_| {
        app.press(keys::TAB);
        app.script(&format!("return {is_there}"), &[]) == true
    });
    assert!(there, "Tab never leads to {is_there}");
}

#[test]
fn attributes_and_durations_narrow_a_search() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded("order"));
        page.wait_for_rows(4);
        page.fill("Attributes", "http.response.status_code=402");
        page.find();
        assert_eq!(durations(&page.wait_for_rows(1)), [duration_of("order-failing")]);
        page.fill("Attributes", "http.response.status_code=409");
        page.find();
        app.wait_for("the rejected order", || {
            (durations(&page.rows()) == [duration_of("order-rejected")]).then_some(())
        });
        page.fill("Attributes", "error");
        page.fill("… under", "600ms");
        page.find();
        app.wait_for("an answer", || app.fragment().contains("maxDuration=600ms").then_some(()));
        page.fill("Attributes", "");
        page.fill("… under", "");
        page.fill("Has a span over", "200ms");
        page.find();
        let rows = page.wait_for_rows(2);
        assert_eq!(durations(&rows), [duration_of("order-healthy"), duration_of("order-failing")]);
        page.fill("Has a span over", "1.2s");
        page.find();
        assert_eq!(durations(&page.wait_for_rows(1)), [duration_of("order-failing")]);
        page.fill("Operation", "nothing of this name");
        page.find();
        page.wait_for_rows(0);
        assert_eq!(page.count(), "0 traces");
    });
}

#[test]
fn a_range_of_time_counts_to_the_millisecond() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded("order"));
        page.wait_for_rows(4);
        // Jaeger compares the starts of spans, so a trace that began before counts with its later
        // spans; from the millisecond after the last of these on it does not.
        let failing = expected("order-failing");
        let end = (failing.start_nanos + failing.duration_nanos) / 1_000 + 1_000;
        page.set_moment("From", &moment(app, end));
        page.find();
        let rows = page.wait_for_rows(3);
        assert!(!durations(&rows).contains(&duration_of("order-failing").as_str()), "{rows:?}");
        let fragment = app.fragment();
        let start = format!("start={}000&", end / 1_000);
        assert!(fragment.contains(&start), "no {start} in {fragment}");
        page.set_moment("To", &moment(app, end - 1_000_000));
        page.find();
        let mistakes = page.mistakes();
        assert_eq!(mistakes, ["The end is before the start."]);
        assert_eq!(app.fragment(), fragment, "a form with a mistake was sent");
    });
}

#[test]
fn each_mistake_stands_at_its_field_and_nothing_is_asked() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, "");
        page.wait_for_suggestions("services");
        let asked = app.site.asked("/api/").len();
        page.fill("Attributes", "a=\"b");
        page.fill("Has a span over", "12");
        page.fill("… under", "soon");
        page.fill("At most", "0");
        page.find();
        let mistakes = page.mistakes();
        assert_eq!(mistakes.len(), 5, "{mistakes:?}");
        assert!(mistakes[0].starts_with("Choose a service"), "{mistakes:?}");
        assert!(mistakes[1].contains("never closed"), "{mistakes:?}");
        assert!(mistakes[2].contains("number and a unit"), "{mistakes:?}");
        let told = app.script(
            "return [...document.querySelectorAll('.search-form [aria-invalid=true]')].every(field =>
                document.getElementById(field.getAttribute('aria-describedby'))?.innerText)",
            &[],
        );
        assert_eq!(told, true, "a field in error does not say why");
        assert_eq!(app.site.asked("/api/").len(), asked);
        assert_eq!(page.value("Attributes"), "a=\"b");
    });
}

#[test]
fn the_address_carries_the_form_and_a_reload_repeats_the_search() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded("order"));
        page.wait_for_rows(4);
        // All conditions are of one span: the call that was declined.
        page.fill("Operation", "POST");
        page.fill("Attributes", "http.response.status_code=402");
        page.fill("Has a span over", "80ms");
        page.fill("At most", "7");
        page.find();
        page.wait_for_rows(1);
        let (fields, address) = (form(&page), app.fragment());
        for part in ["service=order", "operation=POST&", "minDuration=80ms", "limit=7", "tags="] {
            assert!(address.contains(part), "no {part} in {address}");
        }
        let asked = app.site.asked("/api/traces?").len();
        app.reload();
        let page = SearchPage::there(app);
        let rows = page.wait_for_rows(1);
        assert_eq!(durations(&rows), [duration_of("order-failing")]);
        assert_eq!((form(&page), app.fragment()), (fields, address));
        assert_eq!(app.site.asked("/api/traces?").len(), asked + 1);

        // One step back is the search before.
        app.back();
        page.wait_for_rows(4);
        assert_eq!(page.value("Operation"), "");
        assert_eq!(page.value("At most"), "20");
    });
}

#[test]
fn lists_to_choose_from_show_what_is_chosen_after_a_visit_to_a_trace() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, "");
        assert_eq!(page.value("When"), "1h");
        page.choose("#search-lookback", "2d");
        page.fill("Service", "order");
        page.find();
        app.wait_for("an answer", || (!page.count().is_empty()).then_some(()));
        let page = SearchPage::open(app, &recorded("order"));
        page.wait_for_rows(4);
        page.choose(".search-sort select", "LONGEST_FIRST");
        app.wait_for("the longest on top", || {
            (page.rows().first()?.duration == duration_of("order-failing")).then_some(())
        });
        app.click_row_of(&duration_of("order-failing"));
        app.wait_for_trace();
        app.back();
        page.wait_for_rows(4);
        assert_eq!(page.value("When"), "custom");
        let sort = app.script("return document.querySelector('.search-sort select').value", &[]);
        assert_eq!(sort, "LONGEST_FIRST");
    });
}

#[test]
fn each_row_says_whose_time_it_was() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded("order"));
        page.wait_for_rows(4);
        let rows = app.wait_for("the paths of all rows", || {
            Some(page.rows()).filter(|rows| rows.iter().all(|row| !row.path.is_empty()))
        });
        let failing = rows.iter().find(|row| row.duration == duration_of("order-failing"));
        let path = &failing.expect("the slowest order").path;
        // The gateway that sends no spans keeps payment waiting for 600 ms.
        assert!(path.starts_with("payment ") || path.starts_with("order "), "{path}");
        assert_eq!(path.split(", ").count(), 3, "{path}");
        let parts = app.count(".search-split i.service-color");
        assert!(parts >= 8, "{parts} parts of bars");
        let widths = app.script(
            "return [...document.querySelectorAll('.search-split > div')]
                .filter(bar => bar.checkVisibility()).map(bar => parseFloat(bar.style.width))",
            &[],
        );
        let widths: Vec<f64> =
            widths.as_array().into_iter().flatten().filter_map(|width| width.as_f64()).collect();
        assert_eq!(widths.iter().filter(|&&width| width == 100.0).count(), 1, "{widths:?}");
    });
}

#[test]
fn the_order_is_a_choice_and_facets_narrow_and_let_go() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded("order"));
        let recent = page.wait_for_rows(4);
        page.choose(".search-sort select", "SHORTEST_FIRST");
        let shortest = app.wait_for("the shortest on top", || {
            Some(page.rows()).filter(|rows| rows[0].duration == duration_of("lost-context"))
        });
        assert_eq!(shortest[3].duration, duration_of("order-failing"));
        page.choose(".search-sort select", "MOST_RECENT");
        app.wait_for("the order from before", || {
            (at_once(&page.rows()) == at_once(&recent)).then_some(())
        });

        page.narrow("payment");
        let rows = page.wait_for_rows(2);
        assert_eq!(page.count(), "2 of 4 traces");
        page.narrow("error");
        assert_eq!(durations(&page.wait_for_rows(1)), [duration_of("order-failing")]);
        page.narrow("payment");
        assert_eq!(page.wait_for_rows(2).len(), rows.len());
        page.narrow("Show all again");
        page.wait_for_rows(4);
        page.narrow("POST /refunds");
        assert_eq!(operations(&page.wait_for_rows(1)), ["POST /refunds"]);
        page.narrow("POST /refunds");
        page.wait_for_rows(4);
        app.click(".search-histogram button[aria-label^='1 from']:last-child");
        assert_eq!(durations(&page.wait_for_rows(1)), [duration_of("order-failing")]);
    });
}

#[test]
fn numbers_that_are_none_are_found_in_the_newer_dialect() {
    beside_jaeger(|app| {
        app.expect_error("500");
        let page = SearchPage::open(app, &recorded("types"));
        app.wait_for("an answer", || {
            (page.trouble().is_some() || page.rows().len() == 3).then_some(())
        });
        assert_eq!(page.trouble(), None, "{:#?}", app.site.asked("/api/"));
        let mut rows = page.wait_for_rows(3);
        rows.sort_by(|one, other| one.operation.cmp(&other.operation));
        assert_eq!(operations(&rows), ["every type of attribute", "not finite", "short trace id"]);
    });
}

#[test]
fn jaegers_own_links_work_where_jaeger_serves_the_page() {
    let jaeger = Jaeger::hosting(&environment::dist(), "/jaeger");
    let (failing, ago) = (expected("order-failing"), Duration::from_secs(120));
    jaeger.send_otlp_lines(&fixtures::otlp_lines_from("order-failing", ago));
    jaeger.wait_until_held(&failing.trace_id, failing.spans);
    let app = App::start(Browser::start(), Site::start());
    let link = "search?service=order&lookback=1h&limit=20&maxDuration&minDuration=80ms\
                &tags=%7B%22http.response.status_code%22%3A%22402%22%7D";
    app.go(&format!("{}/{link}", jaeger.origin()));
    let page = SearchPage::there(&app);
    let rows = page.wait_for_rows(1);
    assert_eq!(rows[0].facts, facts_of("order-failing"));
    assert_eq!(page.value("Attributes"), "http.response.status_code=402");
    assert_eq!((page.value("When").as_str(), page.value("Service").as_str()), ("1h", "order"));
    app.click_row_of(&rows[0].duration);
    app.wait_for_trace_of(&failing.root);
    assert!(app.url().starts_with(&format!("{}/#/trace/", jaeger.origin())), "{}", app.url());
    app.back();
    page.wait_for_rows(1);
    page.find();
    app.wait_for("an address of our own", || app.fragment().starts_with("#/search?").then_some(()));
    page.wait_for_rows(1);
    app.assert_quiet_console();
}

#[test]
fn attributes_are_completed_from_what_was_seen() {
    beside_jaeger(|app| {
        let page = SearchPage::open(app, &recorded("order"));
        let rows = page.wait_for_rows(4);
        app.wait_for("a path", || page.rows().iter().any(|row| !row.path.is_empty()).then_some(()));
        assert_eq!(rows.len(), 4);
        app.wait_for("values of http.response.status_code", || {
            page.fill("Attributes", "error http.response.status_code=4");
            let offered = page.suggestions("search-attributes");
            offered.contains(&"error http.response.status_code=402".to_owned()).then_some(())
        });
    });
}
