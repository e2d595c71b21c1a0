//! The page inside another page, by Jaeger's parameters.

use e2e::app::App;
use e2e::browser::Browser;
use e2e::environment;
use e2e::fixtures::expected;
use e2e::jaeger::Jaeger;
use e2e::search_page::SearchPage;
use e2e::site::Site;

const EMBED: &str = "uiEmbed=v0&uiSearchHideGraph=1&uiTimelineHideMinimap=1\
                     &uiTimelineHideSummary=1&uiTheme=dark";

#[test]
fn a_link_that_says_too_little_says_where_to_go_on() {
    e2e::app::visit(|app| {
        app.open("#/search?uiEmbed=v0&minDuration=x");
        app.wait_for("a word", || {
            app.text(".search-trouble").contains("open it in Spanscope").then_some(())
        });
        assert!(!app.has(".search-form"));
        assert_eq!(app.site.asked("/api/"), Vec::<String>::new(), "nobody would see the lists");
    });
}

#[test]
fn what_jaegers_parameters_hide_is_hidden_and_the_whole_page_is_a_click_away() {
    let jaeger = Jaeger::hosting(&environment::dist(), "/jaeger");
    let healthy = expected("order-healthy");
    jaeger.send_fixture(&healthy);
    let app = App::start(Browser::start(), Site::start());
    app.go(&format!("{}/trace/{}?{EMBED}", jaeger.origin(), healthy.trace_id));
    app.wait_for_trace_of(&healthy.root);
    for hidden in ["header.bar", ".wf-minimap", ".facts"] {
        assert!(!app.has(hidden), "{hidden} is there");
    }
    assert!(app.has(".answers"));
    let theme = "return document.documentElement.dataset.theme";
    assert_eq!(app.script(theme, &[]), "dark");
    assert_eq!(app.overflow_px(), 0.0);
    let whole = app.attribute("a.standalone", "href").expect("a link");
    assert!(whole.starts_with(&format!("{}/#/trace/", jaeger.origin())), "{whole}");
    assert!(!whole.contains("uiEmbed"), "{whole}");

    let (from, to) = e2e::fixtures::window_micros();
    let search = format!("service=order&start={from}&end={to}&lookback=custom&limit=20");
    app.go(&format!("{}/search?{search}&{EMBED}", jaeger.origin()));
    app.wait_for("rows", || (app.has(".search-name")).then_some(()));
    for hidden in ["header.bar", ".search-form", ".search-scatter"] {
        assert!(!app.has(hidden), "{hidden} is there");
    }
    let whole = app.attribute("a.standalone", "href").expect("a link");
    assert!(whole.contains("service=order") && !whole.contains("uiEmbed"), "{whole}");
    app.go(&whole);
    let page = SearchPage::there(&app);
    page.wait_for_rows(1);
    assert!(app.has("header.bar") && app.has(".search-scatter"));
    app.assert_quiet_console();
}
