//! The archive on a real nginx, and the page on other Jaegers than version 2 in memory.

use std::fs;
use std::path::Path;
use std::process::Command;

use e2e::app::App;
use e2e::browser::Browser;
use e2e::environment;
use e2e::fixtures::{self, expected};
use e2e::jaeger::Jaeger;
use e2e::nginx::Nginx;
use e2e::search_page::SearchPage;
use e2e::site::Site;

/// What finds the recorded trace of a failing order, in Jaeger's own form.
fn search_for_orders() -> String {
    let (start, end) = fixtures::window_micros();
    format!("search?service=order&start={start}&end={end}&lookback=custom&limit=20")
}

/// From a search to the trace it found and a span of it.
fn search_leads_to_the_trace(app: &App, search: &str) {
    let failing = expected("order-failing");
    app.go(search);
    let rows = SearchPage::there(app).wait_for_rows(1);
    assert!(rows[0].facts.starts_with(&format!("{} spans", failing.spans)), "{rows:?}");
    app.click_row_of(&rows[0].duration);
    app.wait_for_trace_of(&failing.root);
    assert!(app.facts().contains(&format!("{} spans", failing.spans)), "{:?}", app.facts());
    app.select("charge_card");
    app.wait_for_inspector("charge_card");
}

/// A page that notes what its policy forbade.
fn watched_page() -> App {
    let app = App::start(Browser::start(), Site::start());
    app.inject(
        "window.forbidden = [];
         addEventListener('securitypolicyviolation', event =>
             forbidden.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));",
    );
    app
}

fn forbidden(app: &App) -> Vec<String> {
    serde_json::from_value(app.script("return window.forbidden", &[])).expect("a list of texts")
}

/// Every view of the trace that is shown, and nothing forbidden in any.
fn walk_through_the_views(app: &App) {
    let views = app.count("[role=tab]");
    assert!(views >= 7, "{views} views");
    for view in 0..views {
        let selector = format!("[role=tab]:nth-of-type({})", view + 1);
        app.click(&selector);
        app.wait_for("the view to be the chosen one", || {
            let chosen = app.attribute(&selector, "aria-selected");
            (chosen.as_deref() == Some("true") && app.state() != "loading").then_some(())
        });
    }
    assert_eq!(forbidden(app), [""; 0]);
}

/// A script that somebody slipped into the page does not run.
fn assert_policy_is_in_force(app: &App) {
    app.expect_error("Content Security Policy");
    let ran = app.script(
        "const script = document.createElement('script');
         script.textContent = 'window.slippedIn = true';
         document.head.append(script);
         return window.slippedIn === true;",
        &[],
    );
    assert_eq!(ran, false, "a script ran that the policy does not know");
    app.wait_for("the policy to say so", || (forbidden(app).len() == 1).then_some(()));
    assert!(forbidden(app)[0].starts_with("script-src-elem inline"), "{:?}", forbidden(app));
}

fn behind_nginx(base_path: &str) {
    let jaeger = Jaeger::start();
    jaeger.send_fixture(&expected("order-failing"));
    let nginx = Nginx::start(base_path, &jaeger.origin());
    assert_files_are_sent_well(&nginx);
    let app = watched_page();
    search_leads_to_the_trace(&app, &format!("{}#/{}", nginx.page(), search_for_orders()));
    walk_through_the_views(&app);
    app.assert_quiet_console();
    assert_policy_is_in_force(&app);
}

#[test]
fn at_the_root_of_an_nginx_a_search_leads_to_a_trace_under_the_policy() {
    behind_nginx("/");
}

#[test]
fn below_a_path_of_an_nginx_a_search_leads_to_a_trace_under_the_policy() {
    behind_nginx("/tools/spanscope/");
}

/// Types, what is compressed, and how long it may be kept.
fn assert_files_are_sent_well(nginx: &Nginx) {
    let page = fs::read_to_string(environment::dist().join("index.html")).expect("a page");
    let wasm = page.split('\'').find(|part| part.ends_with("_bg.wasm")).expect("a wasm");
    let wasm = wasm.trim_start_matches("./");
    let forever = "public, max-age=31536000, immutable";
    for (path, content_type, encoding, caching) in [
        ("", "text/html; charset=utf-8", "gzip", "no-cache"),
        // An operator changes it, so there is no other form of it.
        ("spanscope.json", "application/json", "", "no-cache"),
        ("static/worker.js", "text/javascript", "gzip", "no-cache"),
        ("static/icon.svg", "image/svg+xml", "gzip", "no-cache"),
        (wasm, "application/wasm", "gzip", forever),
    ] {
        let answer = nginx.get(path);
        assert_eq!(answer.status, 200, "{path}");
        let sent = ["content-type", "content-encoding", "cache-control"]
            .map(|header| answer.header(header).to_owned());
        assert_eq!(sent, [content_type, encoding, caching], "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
    }
    assert_eq!(nginx.get("static/not-there.js").status, 404);
    let trace = nginx.get(&format!("api/traces/{}", expected("order-failing").trace_id));
    assert_eq!((trace.status, trace.header("content-encoding")), (200, "gzip"));
}

fn hosted_by(jaeger: &Jaeger) {
    let failing = expected("order-failing");
    jaeger.send_fixture(&failing);
    let app = App::start(Browser::start(), Site::start());
    // Deeper than the page lies, so its files are only found from the path that Jaeger writes.
    app.go(&format!("{}/trace/{}", jaeger.origin(), failing.trace_id));
    app.wait_for_trace_of(&failing.root);
    search_leads_to_the_trace(&app, &format!("{}/{}", jaeger.origin(), search_for_orders()));
    app.assert_quiet_console();
}

#[test]
fn on_a_jaeger_with_badger_a_search_leads_to_a_trace() {
    hosted_by(&Jaeger::on_badger_hosting(&environment::dist(), "/jaeger"));
}

#[test]
fn on_a_jaeger_of_version_1_a_search_leads_to_a_trace() {
    hosted_by(&Jaeger::v1_hosting(&environment::dist(), "/jaeger"));
}

#[test]
fn a_jaeger_that_serves_the_page_may_have_the_policy_before_it() {
    let jaeger = Jaeger::hosting(&environment::dist(), "/jaeger");
    jaeger.send_fixture(&expected("order-failing"));
    let nginx = Nginx::before_hosting_jaeger("/jaeger/", &jaeger.address());
    let app = watched_page();
    search_leads_to_the_trace(&app, &format!("{}{}", nginx.page(), search_for_orders()));
    walk_through_the_views(&app);
    app.assert_quiet_console();
    assert_policy_is_in_force(&app);
}

#[test]
fn the_configurations_for_collector_and_query_are_ones_that_jaeger_takes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy");
    for name in ["jaeger-collector.yaml", "jaeger-query.yaml"] {
        let file = folder.join(name).display().to_string();
        let mut jaeger = Command::new(environment::jaeger());
        let said = jaeger.args(["validate", "--config", &format!("file:{file}")]).output();
        let said = said.unwrap_or_else(|error| panic!("cannot start {jaeger:?}: {error}"));
        assert!(said.status.success(), "{name}: {}", String::from_utf8_lossy(&said.stderr));
    }
}
