//! Links that an operator's patterns make, from a file beside the page and from a Jaeger that serves it.

use e2e::app::{App, visit_site};
use e2e::browser::Browser;
use e2e::environment;
use e2e::fixtures::{self, expected};
use e2e::jaeger::Jaeger;
use e2e::reply::Reply;
use e2e::site::Site;

/// What the links that a selector finds say, and where they lead.
fn links(app: &App, within: &str) -> Vec<(String, String)> {
    let found = app.script(
        "return [...document.querySelectorAll(arguments[0])].map(
             link => [link.innerText.replace('↗', '').trim(), link.getAttribute('href')])",
        &[serde_json::json!(format!("{within} a.made-link"))],
    );
    serde_json::from_value(found).expect("links are texts")
}

fn link(text: &str, url: &str) -> (String, String) {
    (text.to_owned(), url.to_owned())
}

/// The page as a Jaeger serves it that has such a configuration, on a trace.
fn hosted(name: &str, config: &str, test: impl FnOnce(&App)) {
    let jaeger = Jaeger::hosting_with(&environment::dist(), "/jaeger", name, config);
    let healthy = expected("order-healthy");
    jaeger.send_fixture(&healthy);
    let app = App::start(Browser::start(), Site::start());
    app.go(&format!("{}/trace/{}", jaeger.origin(), healthy.trace_id));
    app.wait_for_trace_of(&healthy.root);
    test(&app);
    app.assert_quiet_console();
}

#[test]
fn patterns_beside_the_page_make_links_of_the_trace_and_of_attributes() {
    let site = Site::start();
    site.answer(
        "/spanscope.json",
        Reply::json(
            r##"{"linkPatterns": [
                {"type": "traces", "url": "https://logs.example/?id=#{traceID | pad_start 40 0}",
                 "text": "Logs of #{traceName}"},
                {"type": "traces", "url": "/metrics?from=#{startTime | add -1000000}",
                 "text": "Since #{startTime | epoch_micros_to_date_iso}"},
                {"type": "traces", "url": "https://x/#{nobody}", "text": "Not shown"},
                {"type": "traces", "url": "javascript:alert(1)", "text": "Not shown"},
                {"type": "tags", "key": "order.id", "url": "orders/#{order.id}?t=#{trace.traceID}",
                 "text": "Order #{order.id | pad_start 18 _}"}
            ]}"##,
        ),
    );
    visit_site(site, |app| {
        app.drop_document("order.jsonl", &fixtures::read("order-failing.otlp.jsonl"));
        app.wait_for_trace_of("POST /orders");
        let failing = expected("order-failing");
        let found = app.wait_for("links in the head", || {
            Some(links(app, ".facts")).filter(|links| !links.is_empty())
        });
        assert_eq!(found.len(), 2, "{found:?}");
        let padded = format!("{:0>40}", failing.trace_id);
        assert_eq!(
            found[0],
            link("Logs of order: POST /orders", &format!("https://logs.example/?id={padded}"))
        );
        let (text, url) = &found[1];
        assert!(text.starts_with("Since 20") && text.ends_with('Z'), "{text}");
        assert!(url.starts_with("/metrics?from=1"), "{url}");
        app.screenshot("made-links");
        app.focus_rows();
        app.select("POST /orders");
        let found = app.wait_for("a link below the attribute", || {
            Some(links(app, ".inspector")).filter(|links| !links.is_empty())
        });
        let url = format!("orders/order-a41f-2209?t={}", failing.trace_id);
        assert_eq!(found, [link("Order ___order-a41f-2209", &url)]);
    });
}

#[test]
fn a_jaegers_json_configuration_makes_links() {
    let config = r##"{"linkPatterns": [
        {"type": "traces", "url": "https://logs.example/#{traceID}", "text": "Logs"}]}"##;
    hosted("ui.json", config, |app| {
        let url = format!("https://logs.example/{}", expected("order-healthy").trace_id);
        app.wait_for("the link", || (links(app, ".facts") == [link("Logs", &url)]).then_some(()));
    });
}

#[test]
fn a_jaegers_configuration_that_is_a_script_makes_links() {
    // Jaeger takes a dollar sign for its own.
    let config = r##"
        // What the page of this Jaeger should know.
        const where = "https://logs.example/";
        function UIConfig() {
            return {
                linkPatterns: [
                    { type: "traces", url: where + "#{traceID}", text: "Logs; \"all\" }" },
                    { type: "traces", url: () => "no text", text: "Not shown" },
                ],
                tracking: { customWebAnalytics: function () { throw new Error("not called"); } },
            };
        }
    "##;
    hosted("ui.js", config, |app| {
        let url = format!("https://logs.example/{}", expected("order-healthy").trace_id);
        app.wait_for("the link", || {
            (links(app, ".facts") == [link("Logs; \"all\" }", &url)]).then_some(())
        });
        assert_eq!(app.notices(), []);
    });
}

#[test]
fn a_script_that_fails_is_told_and_the_page_goes_on() {
    let config = "function UIConfig() { throw new Error('no settings today'); }";
    hosted("ui.js", config, |app| {
        app.expect_error("UI configuration");
        let told = app.wait_for_notice("no settings today");
        assert!(!told.is_error && told.title.contains("UI configuration"), "{told:?}");
        assert_eq!(links(app, ".facts"), []);
    });
}
