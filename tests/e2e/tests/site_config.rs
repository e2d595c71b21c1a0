//! What an operator's configuration and the abilities of a Jaeger change on the page.

use e2e::app::{App, visit_site};
use e2e::browser::Browser;
use e2e::environment;
use e2e::fixtures::expected;
use e2e::jaeger::Jaeger;
use e2e::reply::Reply;
use e2e::search_page::SearchPage;
use e2e::site::Site;

const CONFIG: &str = r#"{
    "archiveEnabled": false,
    "search": {"defaultLookback": "15m", "maxLookback": {"label": "6 hours", "value": "6h"}, "maxLimit": 50},
    "menu": [
        {"label": "Runbook", "url": "https://wiki.example/run"},
        {"label": "Shop", "items": [
            {"label": "Status page", "url": "/status", "anchorTarget": "_self"},
            {"label": "not this", "url": "javascript:alert(1)"}]}
    ]}"#;

fn links_of_menu(app: &App) -> Vec<(String, String, String)> {
    let links = app.script(
        "return [...document.querySelectorAll('.site-menu a')]
             .filter(link => link.checkVisibility())
             .map(link => [link.innerText, link.getAttribute('href'), link.target])",
        &[],
    );
    serde_json::from_value(links).expect("links")
}

fn check_form(app: &App, page: SearchPage<'_>) {
    assert_eq!(page.value("When"), "15m");
    let last = app.texts("#search-lookback option");
    assert_eq!(last.iter().rev().nth(1).map(String::as_str), Some("Last 6 hours"), "{last:?}");
    page.fill("Service", "order");
    page.fill("At most", "51");
    page.find();
    app.wait_for("a mistake", || {
        page.mistakes().iter().any(|text| text.contains("at most 50")).then_some(())
    });
}

#[test]
fn a_file_beside_the_page_sets_menu_lookbacks_and_limit() {
    let site = Site::start();
    site.answer("/spanscope.json", Reply::json(CONFIG));
    site.answer("/api", Reply::json(r#"{"data":["order"]}"#));
    visit_site(site, |app| {
        app.click("#site-menu-button");
        let shown = links_of_menu(app);
        let link = |text: &str, url: &str, target: &str| {
            (text.to_owned(), url.to_owned(), target.to_owned())
        };
        let expected = [
            link("Runbook", "https://wiki.example/run", "_blank"),
            link("Status page", "/status", "_self"),
        ];
        assert_eq!(shown, expected);
        assert_eq!(app.texts(".site-menu-group"), ["Shop"]);
        app.press(e2e::keys::ESCAPE);
        assert!(links_of_menu(app).is_empty());
        check_form(app, SearchPage::open(app, ""));
    });
}

#[test]
fn a_jaeger_that_serves_the_page_is_heard_about_its_abilities() {
    let healthy = expected("order-healthy");
    let jaeger = Jaeger::hosting_with(&environment::dist(), "/jaeger", "ui.json", CONFIG);
    jaeger.send_fixture(&healthy);
    let app = App::start(Browser::start(), Site::start());
    app.go(&format!("{}/search", jaeger.origin()));
    check_form(&app, SearchPage::there(&app));
    app.go(&format!("{}/trace/{}", jaeger.origin(), healthy.trace_id));
    app.wait_for_trace_of(&healthy.root);
    app.click("#server-button");
    let items = app.texts("#server-list [role=menuitem] span");
    assert!(items.iter().any(|item| item == "Keep fetching"), "{items:?}");
    assert!(!items.iter().any(|item| item == "Archive"), "the operator does not want it");
    app.assert_quiet_console();
}
