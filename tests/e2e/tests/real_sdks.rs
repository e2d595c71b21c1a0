//! Spans that real SDKs made and real exporters sent: through a real Jaeger into the page.

use e2e::app::{App, visit_site};
use e2e::jaeger::Jaeger;
use e2e::producers::{Exporter, send_order};
use e2e::search_page::SearchPage;
use e2e::site::Site;

/// Finds the order that was sent in the last minutes, and opens it.
fn a_search_leads_to_the_order(jaeger: &Jaeger, trace_id: &str, test: impl FnOnce(&App)) {
    jaeger.wait_until_held(trace_id, 2);
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| {
        let page = SearchPage::open(app, "service=orders&lookback=1h&limit=20");
        let rows = page.wait_for_rows(1);
        assert!(rows[0].is_marked_failed, "{rows:?}");
        assert_eq!(rows[0].facts, "2 spans · 2 errors · 1 service");
        app.click_row_of(&rows[0].duration);
        app.wait_for_trace_of("POST /orders");
        let id = app.attribute(".trace-id [title]", "title");
        assert_eq!(id.as_deref(), Some(trace_id));
        order_is_shown(app);
        test(app);
    });
}

/// What the producer says of it, to the microsecond: that is all that Jaeger's older API tells.
fn order_is_shown(app: &App) {
    let exact = app.attribute(".facts > [title]", "title");
    assert_eq!(exact.as_deref(), Some("250.123 ms"));
    app.select("POST /orders");
    app.wait_for_inspector("POST /orders");
    let shown = ["order.lines", "order.total", "order.express", "order.id"]
        .map(|key| app.attribute_shown(key).unwrap_or_default());
    assert_eq!(shown, ["12", "47.5", "true", "a41f-2209"]);
    app.select("charge card");
    app.wait_for_inspector("charge card");
    let exception = app.text(".inspector .exception");
    assert!(exception.starts_with("CardDeclined insufficient funds"), "{exception}");
    assert!(exception.contains("in place"), "no stack: {exception}");
    assert_eq!(app.attribute_shown("error"), None, "a failure is told as one");
    let times = app.texts(".inspector-events time");
    let names = app.texts(".inspector-events b");
    assert_eq!(names[1], "exception");
    assert!(names[0] == "card read" || names[0] == "log", "{names:?}");
    assert_eq!(times, ["+5.00 ms", "+200 ms"]);
}

#[test]
fn an_order_that_opentelemetrys_sdk_sent_over_otlp_is_found_and_shown() {
    let jaeger = Jaeger::start();
    let trace_id = send_order(Exporter::Otlp, jaeger.otlp_port());
    a_search_leads_to_the_order(&jaeger, &trace_id, |app| {
        app.screenshot("sent-over-otlp");
    });
}

#[test]
fn an_order_that_the_old_exporter_sent_over_udp_is_found_and_shown() {
    let jaeger = Jaeger::taking_thrift();
    let trace_id = send_order(Exporter::Thrift, jaeger.thrift_port());
    a_search_leads_to_the_order(&jaeger, &trace_id, |app| {
        // That exporter has no field for an event's name.
        assert!(app.text(".inspector-events").contains("card read"));
        app.screenshot("sent-over-udp");
    });
}

#[test]
fn an_order_goes_through_collector_opensearch_and_query_side_to_the_page() {
    let jaeger = Jaeger::on_opensearch();
    let trace_id = send_order(Exporter::Otlp, jaeger.otlp_port());
    a_search_leads_to_the_order(&jaeger, &trace_id, |app| {
        app.screenshot("out-of-opensearch");
    });
}
