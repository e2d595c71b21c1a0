//! What a server speaks is found by asking, and remembered.

use e2e::app::App;
use e2e::fixtures::{self, expected};
use e2e::jaeger::Jaeger;
use e2e::reply::Reply;
use e2e::search_page::SearchPage;
use e2e::site::Site;

use super::{duration_of, durations, facts_of, order_summaries, recorded};
use e2e::app::visit_site;

/// The paths that were asked for, without parameters.
fn paths_asked(app: &App) -> Vec<String> {
    let paths = app.site.asked("/api/").into_iter();
    paths.map(|target| target.split('?').next().unwrap_or_default().to_owned()).collect()
}

fn times(app: &App, path: &str) -> usize {
    paths_asked(app).iter().filter(|asked| *asked == path).count()
}

/// In front of a real Jaeger, the API as it is after v2.20.
fn after_2_20(jaeger: &Jaeger) -> Site {
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    let gone = || Reply::Status(404, "404 page not found\n");
    for path in ["/api/services", "/api/operations"] {
        site.answer(path, gone());
    }
    site.answer("/api/traces", gone());
    site.answer("/api/traces/", Reply::Proxy { origin: jaeger.origin() });
    site.answer("/api/v3/trace-summaries", Reply::json(order_summaries().to_string()));
    site
}

#[test]
fn a_jaeger_without_the_legacy_api_is_searched_by_summaries() {
    let jaeger = Jaeger::with_fixtures();
    visit_site(after_2_20(&jaeger), |app| {
        let page = SearchPage::open(app, &recorded("order"));
        let rows = page.wait_for_rows(4);
        let failing = rows.iter().find(|row| row.duration == duration_of("order-failing"));
        let failing = failing.expect("the slowest order");
        assert_eq!(failing.facts, facts_of("order-failing"));
        assert!(failing.is_marked_failed);
        // Not counted is not "complete": this storage did not say that the refund has an orphan.
        assert!(rows.iter().all(|row| !row.facts.contains("incomplete")), "{rows:?}");
        page.wait_for_suggestions("services");
        page.wait_for_suggestions("operations");
        let mut asked = paths_asked(app);
        // Whole traces are fetched for the rows in view, to say whose time it was.
        asked.retain(|path| !path.starts_with("/api/traces/"));
        asked.sort();
        asked.dedup();
        assert_eq!(asked, ["/api/v3/operations", "/api/v3/services", "/api/v3/trace-summaries"]);
        let (start, end) = fixtures::window_micros();
        let target = app.site.asked("/api/v3/trace-summaries").remove(0);
        for part in ["query.serviceName=order", "query.searchDepth=20"] {
            assert!(target.contains(part), "no {part} in {target}");
        }
        let says_times = target.contains("query.startTimeMin=2") && end > start;
        assert!(says_times, "{target}");

        app.click_row_of(&failing.duration);
        app.wait_for_trace_of("POST /orders");
        // Once to be shown, and before that perhaps for its bar.
        assert!(times(app, &format!("/api/traces/{}", expected("order-failing").trace_id)) >= 1);
    });
}

#[test]
fn the_newer_api_finding_nothing_is_no_fault() {
    let jaeger = Jaeger::with_fixtures();
    let site = after_2_20(&jaeger);
    let nothing = r#"{"error":{"httpCode":404,"message":"No traces found","grpcCode":5}}"#;
    site.answer("/api/v3/trace-summaries", Reply::Status(404, nothing));
    visit_site(site, |app| {
        app.expect_error("404");
        let page = SearchPage::open(app, &recorded("order"));
        page.wait_for_rows(0);
        assert_eq!(page.count(), "0 traces");
        assert_eq!(page.trouble(), None);
    });
}

/// In front of a real Jaeger, an old one, which answers whatever it does not know with its page.
fn before_v3(jaeger: &Jaeger) -> Site {
    let site = Site::start();
    let page = "<!doctype html><title>Jaeger UI</title><script>const JAEGER_CONFIG = null</script>";
    site.answer("/api", Reply::page(page));
    for path in ["/api/services", "/api/operations", "/api/traces"] {
        site.answer(path, Reply::Proxy { origin: jaeger.origin() });
    }
    site
}

#[test]
fn a_jaeger_that_shows_its_page_for_unknown_paths_is_searched_in_the_legacy_dialect() {
    let jaeger = Jaeger::with_fixtures();
    visit_site(before_v3(&jaeger), |app| {
        let page = SearchPage::open(app, &recorded("order"));
        page.wait_for_rows(4);
        page.wait_for_suggestions("services");
        page.wait_for_suggestions("operations");
        assert_eq!(times(app, "/api/v3/services"), 1);
        assert_eq!(times(app, "/api/services"), 1);
        assert_eq!(times(app, "/api/traces"), 1);

        // What was found out holds for the next search, and for the next visit.
        let tried = times(app, "/api/v3/trace-summaries");
        page.fill("Has a span over", "1s");
        page.find();
        assert_eq!(durations(&page.wait_for_rows(1)), [duration_of("order-failing")]);
        app.reload();
        let page = SearchPage::there(app);
        page.wait_for_rows(1);
        page.wait_for_suggestions("services");
        page.wait_for_suggestions("operations");
        assert_eq!(times(app, "/api/v3/trace-summaries"), tried, "{:?}", paths_asked(app));
        assert_eq!(times(app, "/api/v3/services"), 1, "{:?}", paths_asked(app));
        assert_eq!(times(app, "/api/traces"), 3);
    });
}

#[test]
fn a_server_that_was_replaced_by_a_newer_one_is_found_out_anew() {
    let jaeger = Jaeger::with_fixtures();
    visit_site(before_v3(&jaeger), |app| {
        app.expect_error("404");
        let page = SearchPage::open(app, &recorded("order"));
        page.wait_for_rows(4);
        app.site.answer("/api/traces", Reply::Status(404, "404 page not found\n"));
        let summaries = order_summaries().to_string();
        app.site.answer("/api/v3/trace-summaries", Reply::json(summaries));
        page.fill("At most", "30");
        page.find();
        app.wait_for("an answer of the newer one", || {
            let is_asked = times(app, "/api/v3/trace-summaries") > 0;
            (is_asked && app.fragment().contains("limit=30") && !page.is_asking()).then_some(())
        });
        page.wait_for_rows(4);
        assert_eq!(page.trouble(), None);
    });
}
