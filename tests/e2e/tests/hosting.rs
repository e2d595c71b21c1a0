//! Where the files lie: at a root, below a path; and how the page begins.

use e2e::app::{visit, visit_site};
use e2e::fixtures::expected;
use e2e::jaeger::Jaeger;
use e2e::site::Site;

#[test]
fn it_works_below_a_path() {
    visit_site(Site::start_at("/tools/spanscope/"), |app| {
        app.wait_for_script("samples", "return document.querySelector('.samples a') !== null");
        app.click(".samples a");
        app.wait_for_trace();
        app.select("validate");
        app.wait_for_inspector("validate");
        app.reload();
        app.wait_for_trace();
        app.wait_for_inspector("validate");
        let outside: Vec<String> = app
            .site
            .asked("/")
            .into_iter()
            .filter(|path| !path.starts_with("/tools/spanscope/") && path != "/favicon.ico")
            .collect();
        assert_eq!(outside, [""; 0], "asked outside its folder");
    });
}

#[test]
fn a_jaeger_below_a_path_is_reached_from_a_page_below_a_path() {
    let jaeger = Jaeger::with_fixtures();
    let site = Site::start_at("/tools/spanscope/");
    site.answer("/api", e2e::reply::Reply::Proxy { origin: jaeger.origin() });
    visit_site(site, |app| {
        app.type_into("#jaeger-base", app.site.origin());
        app.type_into("#jaeger-trace-id", &expected("short-id").trace_id);
        app.click(".from-jaeger button[type=submit]");
        app.wait_for_trace_of("short trace id");
    });
}

#[test]
fn everything_but_the_page_and_its_settings_lies_under_static() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        let asked = app.site.asked("/");
        let elsewhere: Vec<&String> = asked
            .iter()
            .filter(|path| {
                !path.starts_with("/static/")
                    && !["/", "/favicon.ico", "/spanscope.json"].contains(&path.as_str())
            })
            .collect();
        assert!(elsewhere.is_empty(), "{elsewhere:?}");
    });
}

#[test]
fn page_and_worker_share_one_download_of_the_wasm() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        let asked = app.site.asked("/static/");
        let wasm = asked.iter().filter(|path| path.ends_with(".wasm")).count();
        // `visit` opens the start page, and the sample opens the page again; a server without
        // caching is asked once each time, by the preload that the page then uses.
        assert_eq!(wasm, 2, "{asked:?}");
    });
}

#[test]
fn nothing_is_asked_of_any_other_server() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        let foreign = app.script(
            "return performance.getEntriesByType('resource').map(entry => entry.name)
                .filter(name => new URL(name).origin !== location.origin)",
            &[],
        );
        assert_eq!(foreign, serde_json::json!([]));
    });
}
