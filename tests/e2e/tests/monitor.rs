//! The monitor, beside a real Jaeger without metrics, beside a server that has them, and of files.

use e2e::app::{App, visit, visit_site};
use e2e::axe;
use e2e::browser::{Browser, Scheme, Size};
use e2e::environment;
use e2e::fixtures;
use e2e::jaeger::Jaeger;
use e2e::keys;
use e2e::reply::Reply;
use e2e::search_page::SearchPage;
use e2e::site::Site;
use serde_json::{Value, json};
use spanscope::format;

mod prometheus;
mod window;

const MINUTE_MILLIS: u64 = 60_000;
/// 2026-11-26, 14:00 in UTC.
const END_MILLIS: u64 = 1_795_701_600_000;

/// A window of an hour with every recorded trace in it.
fn recorded() -> String {
    let (_, end_micros) = fixtures::window_micros();
    // Rooms of an hour lie on both sides of the recordings.
    format!("timeframe=10800000&end={}", end_micros / 1_000)
}

/// Runs a test beside a Jaeger that has every recorded trace, and no metrics.
fn beside_jaeger(test: impl FnOnce(&App)) {
    let jaeger = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| {
        app.expect_error("501");
        test(app);
    });
}

/// What a parameter of a target says, undecoded.
fn parameter<'a>(target: &'a str, name: &str) -> Option<&'a str> {
    target.split(['?', '&']).find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
}

/// An answer of the metrics API in the form that Jaeger gives it: two operations, or the service.
fn metrics(target: &str) -> Reply {
    let is_by_operation = parameter(target, "groupByOperation") == Some("true");
    let names: &[&str] = if is_by_operation { &["GET /carts", "POST /orders"] } else { &[""] };
    let series = names.iter().enumerate().map(|(place, name)| series(target, place as f64, name));
    let answer = json!({
        "name": "service_metrics", "type": "GAUGE", "help": "as asked",
        "metrics": series.collect::<Vec<Value>>(),
    });
    Reply::json(answer.to_string())
}

fn series(target: &str, place: f64, name: &str) -> Value {
    let base = match (target, parameter(target, "quantile")) {
        (_, Some("0.50")) => 40.0,
        (_, Some("0.75")) => 90.0,
        (_, Some(_)) => 250.0,
        (target, None) if target.contains("/errors") => 0.02,
        _ => 12.0,
    };
    let point = |minute: u64| {
        let wave = 1.0 + (minute as f64 / 6.0).sin() / 3.0;
        let value = match (minute, target.contains("/latencies")) {
            // No calls, so no quantile.
            (20..24, true) => json!("NaN"),
            _ => json!(base * wave / (1.0 + place)),
        };
        let clock = format!("2026-11-26T{}:{:02}:00Z", 13 + minute / 60, minute % 60);
        json!({ "gaugeValue": { "doubleValue": value }, "timestamp": clock })
    };
    let mut labels = vec![json!({ "name": "service_name", "value": "order" })];
    if !name.is_empty() {
        labels.push(json!({ "name": "operation", "value": name }));
    }
    json!({ "labels": labels, "metricPoints": (0..=60).map(point).collect::<Vec<Value>>() })
}

/// Runs a test beside a server with metrics.
fn beside_metrics(test: impl FnOnce(&App)) {
    let site = Site::start();
    site.answer("/api", Reply::Status(404, "404 page not found"));
    site.answer("/api/services", Reply::json(r#"{"data":["order"]}"#));
    site.answer("/api/operations", Reply::json(r#"{"data":[]}"#));
    site.answer("/api/metrics/", Reply::made(metrics));
    visit_site(site, |app| {
        app.expect_error("404");
        test(app);
    });
}

fn open(app: &App, parameters: &str) {
    app.open(&format!("#/monitor?{parameters}"));
    app.wait_for_script("the form", "return document.querySelector('#monitor-service') !== null");
}

fn wait_for_rows(app: &App) -> Vec<String> {
    app.wait_for("rows of operations", || Some(names(app)).filter(|names| !names.is_empty()))
}

/// The operations, from the top.
fn names(app: &App) -> Vec<String> {
    app.texts(".monitor-table tbody th")
}

/// p95, rate, errors and impact of a row.
fn cells(app: &App, name: &str) -> Vec<String> {
    let cells = app.script(
        "const row = [...document.querySelectorAll('.monitor-table tbody tr')]
            .find(row => row.querySelector('th')?.innerText === arguments[0]);
         return [...row.querySelectorAll('td')].slice(0, 4).map(cell => cell.innerText.trim())",
        &[json!(name)],
    );
    cells.as_array().expect("cells").iter().map(|it| it.as_str().unwrap_or("").into()).collect()
}

fn reading(app: &App, chart: usize) -> String {
    app.attribute(&format!(".monitor-chart:nth-child({chart}) .monitor-plot"), "aria-valuetext")
        .unwrap_or_default()
}

/// How many pixels of a chart are drawn on.
fn drawn_pixels(app: &App, chart: usize) -> f64 {
    app.number_of_script(&format!(
        "const canvas = document.querySelector('.monitor-chart:nth-child({chart}) canvas');
         const {{ data }} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
         let drawn = 0;
         for (let at = 3; at < data.length; at += 4) drawn += data[at] > 0 ? 1 : 0;
         return drawn;"
    ))
}

fn heading(app: &App) -> String {
    app.text(".monitor-heading")
}

#[test]
fn a_jaeger_without_metrics_is_measured_by_its_traces() {
    beside_jaeger(|app| {
        open(app, &format!("service=order&{}", recorded()));
        let names = wait_for_rows(app);
        assert_eq!(names[0], "All operations");
        assert!(names.contains(&"POST /orders".to_owned()), "{names:?}");
        let heading = heading(app);
        assert!(heading.contains("Computed from 4 traces found by a search"), "{heading}");
        assert!(heading.contains("metrics querying is currently disabled"), "{heading}");
        assert_eq!(app.site.asked("/api/metrics/").len(), 1);
        // The slowest of three sets the p95, in a window of three hours.
        let orders = ["order-failing", "order-healthy", "order-rejected"].map(fixtures::expected);
        let slowest = orders.iter().map(|one| one.duration_nanos).max().expect("some");
        let p95 = format::duration(slowest);
        assert_eq!(cells(app, "POST /orders"), [p95.as_str(), "1.00/h", "0 %", "100 %"]);
        for chart in 1..=3 {
            assert!(drawn_pixels(app, chart) > 500.0, "chart {chart} is empty");
        }
        app.screenshot("monitor-computed");
    });
}

#[test]
fn a_row_leads_to_the_traces_of_its_operation_in_the_same_time() {
    beside_jaeger(|app| {
        open(app, &format!("service=order&{}", recorded()));
        wait_for_rows(app);
        app.click("[aria-label='Traces of POST /orders']");
        let page = SearchPage::there(app);
        let rows = page.wait_for_rows(3);
        assert!(rows.iter().all(|row| row.operation == "POST /orders"), "{rows:?}");
        assert_eq!(page.value("Operation"), "POST /orders");
        app.back();
        // As it was, without asking again.
        let asked = app.site.asked("/api/metrics/").len();
        assert!(wait_for_rows(app).contains(&"POST /orders".to_owned()));
        assert_eq!(app.site.asked("/api/metrics/").len(), asked);
    });
}

/// What the fields hold.
fn fields(app: &App) -> Vec<String> {
    ["service", "kind", "timeframe"]
        .map(|name| {
            app.text_of_script(&format!("return document.querySelector('#monitor-{name}').value"))
        })
        .to_vec()
}

#[test]
fn a_link_of_jaegers_says_what_is_asked() {
    beside_metrics(|app| {
        open(app, "service=order&spanKind=client&timeframe=7200000");
        wait_for_rows(app);
        let asked = app.site.asked("/api/metrics/calls");
        assert_eq!(parameter(&asked[0], "spanKind"), Some("client"));
        assert_eq!(parameter(&asked[0], "lookback"), Some("7200000"));
        assert_eq!(fields(app), ["order", "client", "7200000"]);
    });
}

#[test]
fn an_old_link_works_where_jaeger_itself_serves_the_page() {
    let jaeger = Jaeger::hosting(&environment::dist(), "/jaeger");
    let app = App::start(Browser::start(), Site::start());
    app.expect_error("501");
    let parameters = "service=order&spanKind=server&timeframe=172800000";
    app.go(&format!("{}/monitor?{parameters}", jaeger.origin()));
    app.wait_for("words", || heading(&app).contains("No calls of this service").then_some(()));
    assert_eq!(fields(&app), ["order", "server", "172800000"]);
    app.assert_quiet_console();
}

#[test]
fn metrics_that_are_there_are_shown_and_nothing_is_searched() {
    beside_metrics(|app| {
        open(app, &format!("service=order&end={END_MILLIS}"));
        assert_eq!(wait_for_rows(app), ["All operations", "GET /carts", "POST /orders"]);
        assert!(heading(app).contains("Measured by Jaeger’s metrics storage"), "{}", heading(app));
        assert_eq!(app.site.asked("/api/metrics/").len(), 10);
        assert_eq!(app.site.asked("/api/traces"), [""; 0]);
        let first = &app.site.asked("/api/metrics/latencies")[0];
        assert_eq!(parameter(first, "endTs"), Some(END_MILLIS.to_string().as_str()));
        assert_eq!(parameter(first, "step"), Some(MINUTE_MILLIS.to_string().as_str()));
        let [carts, orders] = ["GET /carts", "POST /orders"].map(|name| cells(app, name));
        assert_eq!((carts[3].as_str(), orders[3].as_str()), ("100 %", "25 %"));
        assert!(carts[1].ends_with("/s") && carts[2].ends_with(" %"), "{carts:?}");
        for chart in 1..=3 {
            assert!(drawn_pixels(app, chart) > 500.0, "chart {chart} is empty");
        }
        app.screenshot("monitor-metrics");
    });
}

#[test]
fn an_operation_is_chosen_rows_are_sorted_and_lines_are_read_by_keyboard() {
    beside_metrics(|app| {
        open(app, &format!("service=order&end={END_MILLIS}"));
        wait_for_rows(app);
        let whole = reading(app, 1);
        assert!(whole.starts_with("p95 ") && whole.contains(" · p50 "), "{whole}");
        let focus = |selector: &str| {
            app.script("document.querySelector(arguments[0]).focus()", &[json!(selector)]);
        };
        focus(".monitor-table tbody tr:last-child button");
        app.press(keys::ENTER);
        app.wait_for("the operation's own figures", || (reading(app, 1) != whole).then_some(()));
        assert!(app.fragment().contains("operation=POST%20%2Forders"), "{}", app.fragment());
        focus(".monitor-table thead button");
        app.press(keys::ENTER);
        app.press(keys::ENTER);
        app.wait_for("names from the last", || {
            (names(app) == ["All operations", "POST /orders", "GET /carts"]).then_some(())
        });
        assert!(app.fragment().contains("sort=-name"), "{}", app.fragment());

        focus(".monitor-chart .monitor-plot");
        app.press(keys::HOME);
        app.wait_for("the first moment", || reading(app, 3).contains(':').then_some(()));
        let first = reading(app, 3);
        app.press(keys::RIGHT);
        app.wait_for("the next moment", || (reading(app, 3) != first).then_some(()));
        for _ in 0..20 {
            app.press(keys::RIGHT);
        }
        app.wait_for("a gap", || reading(app, 1).contains("p95 – · p75 –").then_some(()));

        // Whoever gets the link sees the same.
        app.reload();
        wait_for_rows(app);
        assert_eq!(names(app), ["All operations", "POST /orders", "GET /carts"]);
        assert_eq!(app.attribute("tr.selected th button", "aria-pressed").as_deref(), Some("true"));
        assert_eq!(app.text("tr.selected th"), "POST /orders");
    });
}

#[test]
fn files_are_measured_without_any_server() {
    visit(|app| {
        app.expect_error("404");
        app.open_start();
        app.drop_document("search.json", &fixtures::read("search.jaeger.json"));
        app.wait_for_script("a list", "return document.querySelector('.trace-list a') !== null");
        app.click(".bar-nav a[href^='#/monitor']");
        app.click("#monitor-source option[value=open]");
        app.wait_for("services of files", || {
            let shown = app.script(
                "return [...document.querySelectorAll('#monitor-services option')].map(it => it.value)",
                &[],
            );
            shown.as_array().filter(|all| all.contains(&json!("order"))).map(|_| ())
        });
        app.type_into("#monitor-service", "order");
        app.click(".search-form button[type=submit]");
        assert!(wait_for_rows(app).contains(&"POST /orders".to_owned()));
        let heading = heading(app);
        assert!(heading.contains("that are open"), "{heading}");
        assert!(!app.has("[aria-label='Traces of POST /orders']"), "no server has them");
        assert_eq!(app.site.asked("/api/metrics/"), [""; 0]);
        assert!(app.fragment().contains("source=open"), "{}", app.fragment());
    });
}

#[test]
fn a_service_that_nobody_called_and_a_fault_are_told() {
    beside_jaeger(|app| {
        open(app, &format!("service=nobody&{}", recorded()));
        app.wait_for("words", || heading(app).contains("No calls of this service").then_some(()));
        assert!(!app.has(".monitor-chart"));
        app.expect_error("502");
        app.site.answer("/api/metrics/", Reply::Status(502, "the storage is down"));
        open(app, &format!("service=order&{}", recorded()));
        app.wait_for("the fault", || {
            app.text(".monitor .search-trouble").contains("the storage is down").then_some(())
        });
        app.site.answer("/api/metrics/", Reply::made(metrics));
        app.click_button("Try again");
        wait_for_rows(app);
    });
}

#[test]
fn a_link_to_another_server_asks_before_anything_is_fetched() {
    let other = Site::start();
    visit(|app| {
        app.open(&format!("#/monitor?service=order&from={}", other.origin()));
        app.wait_for("the question", || app.has(".ask").then_some(()));
        assert!(app.text(".ask").contains(other.origin()));
        assert_eq!(other.asked("/"), [""; 0]);
        assert_eq!(app.site.asked("/api"), [""; 0]);
    });
}

#[test]
fn axe_finds_nothing_on_the_monitor() {
    beside_metrics(|app| {
        let mut found = Vec::new();
        for (size, size_name) in [(Size::Desktop, "1440x900"), (Size::Phone, "390x844")] {
            for (scheme, scheme_name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
                app.resize(size);
                app.prefer(scheme);
                // With fields for both ends of the time.
                open(app, &format!("service=order&end={END_MILLIS}&lookback=custom"));
                wait_for_rows(app);
                app.screenshot(&format!("monitor-{size_name}-{scheme_name}"));
                let px = app.overflow_px();
                if px > 0.0 {
                    found.push(format!("{size:?}, {scheme:?}: {px} pixels wider than the window"));
                }
                let violations = axe::violations(app);
                found.extend(violations.iter().map(|one| format!("{size:?}, {scheme:?}: {one}")));
            }
        }
        assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    });
}
