//! The monitor of a Jaeger that makes metrics of spans and keeps them in a real Prometheus.

use std::ops::RangeInclusive;

use e2e::jaeger::Jaeger;
use e2e::site::Site;
use e2e::{app, keys, spans};
use serde_json::{Value, json};

use super::{App, cells, drawn_pixels, heading, names, open, reading};

const SERVICE: &str = "orders";
/// What rates are taken over.
const RATE_SECONDS: f64 = 600.0;

/// So many calls of an operation, of so many milliseconds each.
#[derive(Clone, Copy)]
struct Calls {
    operation: &'static str,
    count: u32,
    millis: u64,
    is_failed: bool,
}

/// Their latencies are known to Jaeger's metrics only by the bounds of intervals: 10 to 50 ms, and
/// 200 to 400 ms.
const FED: [Calls; 3] = [
    Calls { operation: "GET /carts", count: 900, millis: 30, is_failed: false },
    Calls { operation: "POST /orders", count: 240, millis: 30, is_failed: false },
    Calls { operation: "POST /orders", count: 60, millis: 300, is_failed: true },
];

fn feed(jaeger: &Jaeger, calls: &[Calls]) {
    let spans = calls.iter().flat_map(|calls| {
        let span = spans::server_call(calls.operation, calls.millis, calls.is_failed);
        (0..calls.count).map(move |_| span.made())
    });
    jaeger.send_otlp_lines(&spans::request(SERVICE, spans));
}

/// What the metrics API answers for the whole hour before a moment.
fn asked(jaeger: &Jaeger, what: &str, end_millis: u64) -> Value {
    jaeger.get(&format!(
        "/api/metrics/{what}service={SERVICE}&groupByOperation=true&spanKind=server\
         &endTs={end_millis}&lookback=3600000&step=60000&ratePer=600000"
    ))
}

/// By operation.
fn points(answer: &Value, operation: &str) -> Vec<Value> {
    let label = json!({ "name": "operation", "value": operation });
    let series = answer["metrics"].as_array().into_iter().flatten();
    let of_operation = series
        .filter(|series| series["labels"].as_array().is_some_and(|labels| labels.contains(&label)));
    let points = of_operation.flat_map(|series| series["metricPoints"].as_array().cloned());
    points.flatten().map(|point| point["gaugeValue"]["doubleValue"].clone()).collect()
}

/// The calls of an operation that Prometheus knows of at present.
fn known_calls(jaeger: &Jaeger, operation: &str) -> Option<f64> {
    let rates = points(&asked(jaeger, "calls?", spans::now_millis()), operation);
    Some(rates.last()?.as_f64()? * RATE_SECONDS)
}

fn mean(points: &[Value]) -> f64 {
    let numbers: Vec<f64> = points.iter().filter_map(Value::as_f64).collect();
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// `31.2/min` in seconds, `48.0 ms` in milliseconds, `20 %` in percent.
fn number(text: &str) -> f64 {
    let end = text.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(text.len());
    let number: f64 = text[..end].parse().unwrap_or_else(|_| panic!("no number in {text}"));
    match text[end..].trim() {
        "/s" | "ms" | "%" => number,
        "/min" => number / 60.0,
        "/h" => number / 3_600.0,
        "s" => number * 1_000.0,
        unit => panic!("what is {unit} in {text}?"),
    }
}

fn assert_about(text: &str, wanted: RangeInclusive<f64>) {
    assert!(wanted.contains(&number(text)), "{text} is not within {wanted:?}");
}

/// The figures of the chart at the last moment, without the time of day.
fn last_figures(app: &App, chart: usize) -> Vec<String> {
    let text = reading(app, chart);
    text.split(" · ").skip(1).map(str::to_owned).collect()
}

#[test]
fn a_real_prometheus_gives_the_figures_that_were_fed() {
    let jaeger = Jaeger::with_metrics();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    app::visit_site(site, |app| {
        // One call of each sort: latencies have no figures before their series grow. Those of calls
        // begin with a zero, so that one call may be seen already.
        feed(&jaeger, &FED.map(|calls| Calls { count: 1, ..calls }));
        app.wait_for("series that do not grow", || {
            let answer = asked(&jaeger, "latencies?quantile=0.95&", spans::now_millis());
            let points = points(&answer, "POST /orders");
            points.contains(&json!("NaN")).then_some(())
        });
        young_series_have_no_latency(app);
        feed(&jaeger, &FED);
        app.wait_for("rates of all calls", || {
            let are_known =
                |operation, count| known_calls(&jaeger, operation).is_some_and(|it| it >= count);
            (are_known("GET /carts", 899.0) && are_known("POST /orders", 299.0)).then_some(())
        });
        app.click(".search-form button[type=submit]");
        app.wait_for("latencies", || {
            let shown = app.texts(".monitor-table tbody td:nth-child(2)");
            (shown.len() == 3 && !shown.contains(&"–".to_owned())).then_some(())
        });
        assert_eq!(names(app), ["All operations", "POST /orders", "GET /carts"]);
        table_has_means_of_the_points(app, &jaeger);
        last_moment_has_what_was_fed(app);
        for chart in 1..=3 {
            assert!(drawn_pixels(app, chart) > 500.0, "chart {chart} is empty");
        }
        assert_eq!(app.site.asked("/api/traces"), [""; 0]);
        app.screenshot("monitor-prometheus");
    });
}

fn young_series_have_no_latency(app: &App) {
    open(app, &format!("service={SERVICE}"));
    app.wait_for("rows", || (names(app).len() == 3).then_some(()));
    assert!(heading(app).contains("Measured by Jaeger’s metrics storage"), "{}", heading(app));
    for operation in ["All operations", "GET /carts", "POST /orders"] {
        let [latency, rate, ..] = &cells(app, operation)[..] else { panic!("no {operation}") };
        assert_eq!(latency, "–", "{operation}");
        assert_ne!(rate, "–", "{operation}");
    }
}

fn table_has_means_of_the_points(app: &App, jaeger: &Jaeger) {
    let fragment = app.fragment();
    let end = super::parameter(&fragment, "end").and_then(|end| end.parse().ok());
    let end = end.unwrap_or_else(|| panic!("no end in {fragment}"));
    for operation in ["GET /carts", "POST /orders"] {
        let shown = cells(app, operation);
        let means = ["latencies?quantile=0.95&", "calls?"]
            .map(|what| mean(&points(&asked(jaeger, what, end), operation)));
        for (shown, mean) in shown.iter().zip(means) {
            // Three figures are shown.
            assert_about(shown, mean * 0.99..=mean * 1.01);
        }
    }
    assert_eq!(cells(app, "GET /carts")[2], "0 %");
    assert_about(&cells(app, "POST /orders")[2], 19.0..=21.0);
}

/// At the last moment the rates are those of the last ten minutes, with everything in them.
fn last_moment_has_what_was_fed(app: &App) {
    let look_at = |operation: &str| {
        app.script(
            "[...document.querySelectorAll('.monitor-table tbody th button')]
                .find(button => button.innerText.trim() === arguments[0]).click();
             document.querySelector('.monitor-plot').focus()",
            &[json!(operation)],
        );
        app.press(keys::END);
        app.wait_for("the last moment", || (!last_figures(app, 3).is_empty()).then_some(()));
    };
    // Prometheus assumes that what happened between the first and the last look went on to both
    // ends of the ten minutes, for up to half a second each.
    let rate = |count: f64| count / RATE_SECONDS * 0.99..=count / RATE_SECONDS * 1.3;
    look_at("GET /carts");
    assert_about(&last_figures(app, 3)[0], rate(900.0));
    assert_eq!(last_figures(app, 2), ["0 %"]);
    let latency = last_figures(app, 1);
    assert_about(latency[0].trim_start_matches("p95 "), 47.0..=49.0);
    assert_about(latency[2].trim_start_matches("p50 "), 29.0..=31.0);
    look_at("POST /orders");
    assert_about(&last_figures(app, 3)[0], rate(300.0));
    assert_about(&last_figures(app, 2)[0], 19.0..=21.0);
    let latency = last_figures(app, 1);
    assert_about(latency[0].trim_start_matches("p95 "), 345.0..=355.0);
    assert_about(latency[1].trim_start_matches("p75 "), 45.0..=49.0);
}
