//! A real Jaeger: by trace id, by address, in both dialects, and as the page's own host.

use e2e::app::{App, visit, visit_site};
use e2e::browser::Browser;
use e2e::environment;
use e2e::fixtures::expected;
use e2e::jaeger::Jaeger;
use e2e::site::Site;

#[test]
fn a_trace_id_leads_to_the_trace_in_the_jaeger_next_to_the_page() {
    let jaeger = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| {
        let failing = expected("order-failing");
        app.type_into("#jaeger-trace-id", &failing.trace_id);
        app.click(".from-jaeger button[type=submit]");
        app.wait_for_trace_of(&failing.root);
        assert!(app.facts().contains(&format!("{} spans", failing.spans)), "{:?}", app.facts());
        let asked = app.site.asked("/api/");
        assert_eq!(asked, [format!("/api/traces/{}", failing.trace_id)]);
        app.select("charge_card");
        app.wait_for_inspector("charge_card");
        app.screenshot("from-a-real-jaeger");

        // The link alone brings a colleague there.
        let link = app.fragment();
        app.open(&link);
        app.wait_for_trace_of(&failing.root);
        app.wait_for_inspector("charge_card");
    });
}

#[test]
fn an_address_of_the_newer_api_opens_without_a_question_on_the_same_server() {
    let jaeger = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| {
        let types = expected("types");
        app.open(&open_link(&app.site.url(&format!("/api/v3/traces/{}", types.trace_id))));
        app.wait_for_trace_of(&types.root);
        assert_eq!(app.row_count(), types.spans);
    });
}

#[test]
fn a_search_of_a_real_jaeger_is_listed() {
    let jaeger = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| {
        let search = "/api/traces?service=order&limit=50&start=0&end=4000000000000000";
        app.open(&open_link(&app.site.url(search)));
        app.wait_for_script("a list", "return document.querySelector('.trace-list a') !== null");
        // Three orders and the refund; the rest never passed through this service.
        assert_eq!(app.count(".trace-list a"), 4);
    });
}

#[test]
fn a_jaeger_elsewhere_that_allows_no_other_page_is_told_so() {
    let jaeger = Jaeger::with_fixtures();
    visit(|app| {
        app.expect_error(&jaeger.origin());
        app.type_into("#jaeger-base", &jaeger.origin());
        app.type_into("#jaeger-trace-id", &expected("order-failing").trace_id);
        app.click(".from-jaeger button[type=submit]");
        let notice = app.wait_for_notice("CORS");
        assert!(notice.detail.contains(&jaeger.origin()), "{notice:?}");
    });
}

#[test]
fn an_unknown_trace_id_is_told_so() {
    let jaeger = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| {
        app.expect_error("404");
        app.type_into("#jaeger-trace-id", "00000000000000000000000000000bad");
        app.click(".from-jaeger button[type=submit]");
        let notice = app.wait_for_notice("404");
        assert!(notice.is_error, "{notice:?}");
    });
}

#[test]
fn old_links_work_where_jaeger_itself_serves_the_page() {
    let jaeger = Jaeger::hosting(&environment::dist(), "/jaeger");
    let healthy = expected("order-healthy");
    jaeger.send_fixture(&healthy);
    let app = App::start(Browser::start(), Site::start());
    app.go(&format!("{}/trace/{}", jaeger.origin(), healthy.trace_id));
    app.wait_for_trace_of(&healthy.root);
    assert!(app.facts().contains(&format!("{} spans", healthy.spans)), "{:?}", app.facts());
    app.assert_quiet_console();
}

pub(crate) fn open_link(url: &str) -> String {
    let escaped = url.replace('%', "%25").replace('&', "%26").replace('#', "%23");
    format!("#/open?url={escaped}")
}
