//! What a search found in a real Jaeger: its picture, ways into and out of it.

use std::sync::Arc;

use e2e::app::{App, visit_site};
use e2e::browser::{Scheme, Size};
use e2e::fixtures::expected;
use e2e::jaeger::Jaeger;
use e2e::keys;
use e2e::pointer::{Point, Rect};
use e2e::site::Site;
use serde_json::{Value, json};

/// Every trace of the service in the fixtures: three orders and a refund.
const ORDERS: &str = "#/search?service=order&limit=50&start=1000000&end=4000000000000000";
const ROWS: &str = ".search-body .list-row:not([hidden])";

/// The page beside the Jaeger with the fixtures.
fn with_jaeger(test: impl FnOnce(&App, &Jaeger)) {
    let jaeger: Arc<Jaeger> = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| test(app, &jaeger));
}

fn wait_for_count(app: &App, words: &str) {
    app.wait_for(words, || (app.text(".search-heading h1") == words).then_some(()));
}

fn search_orders(app: &App) {
    app.open(ORDERS);
    wait_for_count(app, "4 traces");
}

/// Where the chart has points, within the canvas: it draws all others in lines and texts.
fn plot(app: &App) -> Rect {
    app.wait_for_script(
        "a chart",
        "const canvas = document.querySelector('.search-scatter canvas');
         return canvas !== null && canvas.width > 300",
    );
    let canvas = app.rect(".search-scatter canvas");
    Rect {
        left: canvas.left + 60.0,
        top: canvas.top + 12.0,
        width: canvas.width - 78.0,
        height: canvas.height - 36.0,
    }
}

/// Somewhere on a point: where the chart has a colour.
fn some_point(app: &App) -> Point {
    let plot = plot(app);
    let found = app.wait_for_script(
        "a point",
        "const canvas = document.querySelector('.search-scatter canvas');
         const ratio = canvas.width / canvas.getBoundingClientRect().width;
         const { width, height } = canvas;
         const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
         for (let at = 0; at < width * height; at += 1) {
            const [red, green, blue] = data.slice(4 * at, 4 * at + 3);
            if (Math.max(red, green, blue) - Math.min(red, green, blue) > 80) {
                return [at % width / ratio, Math.floor(at / width) / ratio];
            }
         }",
    );
    let across = |place: usize| found[place].as_f64().unwrap_or(0.0);
    Point { x: plot.left - 60.0 + across(0), y: plot.top - 12.0 + across(1) }
}

#[test]
fn a_point_tells_what_it_is_and_opens_its_trace() {
    with_jaeger(|app, _| {
        search_orders(app);
        let at = some_point(app);
        app.hover(at);
        app.wait_for("a word", || app.has(".search-tip").then_some(()));
        let told = app.text(".search-tip span");
        assert!(told.contains("spans") && told.contains(" · "), "{told}");
        app.screenshot("search-scatter");
        let name = app.text(".search-tip b");
        app.click_at(at);
        app.wait_for_trace();
        let (service, operation) = app.title();
        assert!(name.contains(&operation), "{name}: {service} {operation}");
    });
}

#[test]
fn a_drag_narrows_the_rows_down_and_escape_takes_it_back() {
    with_jaeger(|app, _| {
        search_orders(app);
        let plot = plot(app);
        let narrowed = || {
            app.wait_for("fewer rows", || {
                app.text(".search-heading h1").contains(" of 4 traces").then_some(())
            });
        };
        // All of the time but its end, all durations: the latest trace is left out.
        app.drag(plot.at(0.0, 0.5), plot.at(0.9, 0.5));
        narrowed();
        assert!(app.count(ROWS) < 4);
        assert!(app.text(".search-heading").contains(" to "), "{}", app.text(".search-heading"));
        app.press(keys::ESCAPE);
        wait_for_count(app, "4 traces");

        // A rectangle in the lower half leaves the longest out.
        app.drag(plot.at(0.0, 0.4), plot.at(1.0, 1.0));
        narrowed();
        app.click(".search-facets > .link-button");
        wait_for_count(app, "4 traces");
    });
}

#[test]
fn a_time_is_chosen_without_dragging_too() {
    with_jaeger(|app, _| {
        search_orders(app);
        let bars = "[...document.querySelectorAll('.search-histogram')].at(-1).children";
        app.script(&format!("[...{bars}].find(bar => !bar.title.startsWith('0 ')).focus()"), &[]);
        app.press(keys::ENTER);
        app.wait_for("fewer rows", || {
            app.text(".search-heading h1").contains(" of 4 traces").then_some(())
        });
        assert_eq!(
            app.script(
                &format!("return [...{bars}].filter(bar => bar.ariaPressed === 'true').length"),
                &[]
            ),
            json!(1)
        );
        app.press(keys::ENTER);
        wait_for_count(app, "4 traces");
    });
}

#[test]
fn whatever_names_a_trace_opens_it_from_the_bar() {
    with_jaeger(|app, jaeger| {
        let [failing, healthy] = ["order-failing", "order-healthy"].map(expected);
        let log = format!("level=error msg=\"card refused\" trace_id={}", failing.trace_id);
        app.click("#lookup");
        app.paste(&log);
        app.press(keys::ENTER);
        app.wait_for_trace_of(&failing.root);
        assert_eq!(app.text_of_script("return document.querySelector('#lookup').value"), "");

        // A link of this very server's Jaeger.
        app.type_into("#lookup", &app.site.url(&format!("/trace/{}", healthy.trace_id)));
        app.press(keys::ENTER);
        app.wait_for_trace_of(&healthy.root);
        assert!(!app.fragment().contains("from="), "{}", app.fragment());

        // A link of another one is asked at once, and known from then on.
        app.expect_error(&jaeger.origin());
        app.type_into("#lookup", &format!("{}/trace/{}", jaeger.origin(), failing.trace_id));
        app.press(keys::ENTER);
        app.wait_for_notice("CORS");
        let known = app.text_of_script("return localStorage.getItem('spanscope.endpoints') ?? ''");
        assert!(known.contains(&jaeger.origin()), "{known}");
    });
}

#[test]
fn several_pasted_lines_are_read_as_such() {
    with_jaeger(|app, _| {
        let failing = expected("order-failing");
        app.click("#lookup");
        app.paste(&format!("refused\ntraceID={}\nnext line", failing.trace_id));
        app.press(keys::ENTER);
        app.wait_for_trace_of(&failing.root);
    });
}

#[test]
fn a_pasted_search_is_searched_and_a_comparison_compared() {
    with_jaeger(|app, _| {
        app.type_into("#lookup", &app.site.url(&ORDERS.replace('#', "")));
        app.press(keys::ENTER);
        wait_for_count(app, "4 traces");

        let [failing, healthy] = ["order-failing", "order-healthy"].map(expected);
        let pair = format!("/trace/{}...{}", failing.trace_id, healthy.trace_id);
        app.type_into("#lookup", &app.site.url(&pair));
        app.press(keys::ENTER);
        app.wait_for("both sides", || (app.count(".compare-what a") == 2).then_some(()));
        assert!(!app.has(".lookup-answer"));
    });
}

#[test]
fn what_names_nothing_is_told_so_and_escape_clears_it() {
    with_jaeger(|app, _| {
        app.type_into("#lookup", "no such thing");
        app.press(keys::ENTER);
        app.wait_for("a word", || app.text(".lookup-answer").contains("Nothing").then_some(()));
        assert_eq!(app.attribute("#lookup", "aria-invalid").as_deref(), Some("true"));
        app.press(keys::ESCAPE);
        app.wait_for("an empty box", || (!app.has(".lookup-answer")).then_some(()));
        assert_eq!(app.text_of_script("return document.querySelector('#lookup').value"), "");
    });
}

#[test]
fn searches_of_the_form_are_remembered_until_they_are_deleted() {
    with_jaeger(|app, _| {
        app.open("#/search");
        for service in ["order", "payment"] {
            app.script("document.querySelector('#search-service').value = ''", &[]);
            app.type_into("#search-service", service);
            app.press(keys::ENTER);
            app.wait_for("it is remembered", || {
                let first = app.texts(".search-recent a").into_iter().next();
                (first? == format!("{service} · 1 hour")).then_some(())
            });
        }
        app.reload();
        app.wait_for("both", || (app.count(".search-recent a") == 2).then_some(()));
        assert_eq!(app.texts(".search-recent a"), ["payment · 1 hour", "order · 1 hour"]);
        app.click(".search-recent li:last-child a");
        app.wait_for_script(
            "the form of that search",
            "return document.querySelector('#search-service').value === 'order'",
        );
        assert!(app.fragment().contains("lookback=1h"), "{}", app.fragment());
        app.click(".search-recent li:first-child button");
        app.wait_for("one", || (app.count(".search-recent a") == 1).then_some(()));
        app.reload();
        app.wait_for("one", || (app.count(".search-recent a") == 1).then_some(()));
    });
}

/// Keeps what the page saves, and under which name, instead of a file on the disk.
const CATCH_FILES: &str = "
    window.saved = [];
    const make = URL.createObjectURL;
    let last = null;
    URL.createObjectURL = blob => { last = blob; return make.call(URL, blob); };
    HTMLElement.prototype.click = function () {
        window.saved.push([this.getAttribute('download'), last]);
    };";

fn saved(app: &App, place: u32) -> (String, Vec<String>) {
    app.wait_for_script("a saved file", &format!("return window.saved.length > {place}"));
    app.script_async(
        "const [place, done] = arguments;
         window.saved[place][1].text().then(text => { window.read = text; done(null); });",
        &[json!(place)],
    );
    let name = app.text_of_script(&format!("return window.saved[{place}][0] ?? ''"));
    let file: Value =
        serde_json::from_str(&app.text_of_script("return window.read")).expect("JSON");
    let traces = file["data"].as_array().cloned().unwrap_or_default();
    let id = |trace: &Value| trace["traceID"].as_str().unwrap_or_default().to_owned();
    (name, traces.iter().map(id).collect())
}

#[test]
fn all_traces_or_the_ticked_ones_are_saved_in_one_file() {
    with_jaeger(|app, _| {
        search_orders(app);
        app.script(CATCH_FILES, &[]);
        app.click(".search-download");
        let (name, ids) = saved(app, 0);
        assert!(name.starts_with("traces-") && name.ends_with(".json"), "{name}");
        assert_eq!(ids.len(), 4, "{ids:?}");
        assert!(ids.contains(&expected("order-failing").trace_id), "{ids:?}");

        app.click(".list-row[aria-rowindex='3'] .search-tick input");
        app.wait_for("a number", || app.text(".search-download").contains('1').then_some(()));
        app.click(".search-download");
        let (_, ticked) = saved(app, 1);
        assert_eq!(ticked, ids[1..2]);
    });
}

#[test]
fn on_a_phone_the_form_folds_away_once_there_are_results() {
    with_jaeger(|app, _| {
        app.resize(Size::Phone);
        app.open("#/search");
        let is_seen = |selector: &str| {
            app.script(
                &format!("return document.querySelector('{selector}')?.checkVisibility() ?? false"),
                &[],
            ) == json!(true)
        };
        app.wait_for("a form", || is_seen("#search-service").then_some(()));
        assert!(!is_seen(".search-fold"));
        search_orders(app);
        assert!(!is_seen("#search-service"));
        assert!(app.text(".search-fold").starts_with("order · "), "{}", app.text(".search-fold"));
        app.wait_for("rows", || (app.count(ROWS) == 4).then_some(()));
        assert!(app.rect(".search-body .list").height > 300.0);
        app.screenshot("search-phone");
        assert_eq!(app.overflow_px(), 0.0);
        app.click(".search-fold");
        app.wait_for("the form", || is_seen("#search-service").then_some(()));
        assert_eq!(app.attribute(".search-fold", "aria-expanded").as_deref(), Some("true"));
        app.click(".search-fold");
        app.wait_for("the facets' button", || (!is_seen("#search-service")).then_some(()));
        assert!(!is_seen(".search-facets"));
        app.click(".search-heading .search-narrow");
        app.wait_for("the facets", || is_seen(".search-facets").then_some(()));
        app.prefer(Scheme::Dark);
        app.screenshot("search-phone-narrowing-dark");
    });
}
