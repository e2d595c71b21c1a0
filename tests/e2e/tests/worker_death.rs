//! The engine's worker dies: the page says so, starts another and opens again what was open.

use e2e::app::{App, visit};
use e2e::fixtures;
use e2e::keys;

/// Keeps the page's workers where a test can reach them.
const REMEMBER_WORKERS: &str = "
    window.workers = [];
    window.Worker = class extends Worker {
        constructor(...how) { super(...how); window.workers.push(this); }
    };";

fn visit_remembering_workers(test: impl FnOnce(&App)) {
    visit(|app| {
        app.inject(REMEMBER_WORKERS);
        app.open_start();
        test(app);
    });
}

/// The event that a browser sends when a worker's script failed.
fn kill_worker(app: &App) {
    app.script(
        "window.workers.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'on purpose' }))",
        &[],
    );
}

fn wait_for_new_worker(app: &App, count: u64) {
    app.wait_for_script("another worker", &format!("return window.workers.length === {count}"));
}

#[test]
fn what_was_open_is_opened_again_and_the_reason_is_told() {
    visit_remembering_workers(|app| {
        app.drop_document("healthy.jsonl", &fixtures::read("order-healthy.otlp.jsonl"));
        app.wait_for_trace_of("POST /orders");
        let rows = app.row_count();
        kill_worker(app);
        let notice = app.wait_for_notice("engine stopped");
        assert!(notice.is_error, "{notice:?}");
        assert!(notice.detail.contains("on purpose"), "{notice:?}");
        wait_for_new_worker(app, 2);
        app.wait_for_trace_of("POST /orders");
        assert_eq!(app.row_count(), rows);
        app.select("validate");
        app.wait_for_inspector("validate");
        app.screenshot("after-the-worker-died");
    });
}

#[test]
fn the_selection_survives_the_worker() {
    visit_remembering_workers(|app| {
        app.drop_document("order.jsonl", &fixtures::read("order-failing.otlp.jsonl"));
        app.wait_for_trace_of("POST /orders");
        app.select("price");
        app.wait_for_inspector("price");
        kill_worker(app);
        wait_for_new_worker(app, 2);
        app.wait_for_trace_of("POST /orders");
        app.wait_for_inspector("price");
        app.focus_rows();
        app.press(keys::DOWN);
        app.wait_for_inspector("price line");
    });
}

#[test]
fn every_opening_comes_back_not_only_the_one_in_view() {
    visit_remembering_workers(|app| {
        app.drop_document("short.json", &fixtures::read("short-id.jaeger.json"));
        app.wait_for_trace_of("short trace id");
        app.drop_document("types.json", &fixtures::read("types.jaeger.json"));
        app.wait_for_trace_of("every type of attribute");
        kill_worker(app);
        wait_for_new_worker(app, 2);
        app.wait_for_trace_of("every type of attribute");
        app.back();
        app.wait_for_trace_of("short trace id");
        app.select("its child");
        app.wait_for_inspector("its child");
    });
}

#[test]
fn a_worker_that_dies_while_loading_takes_only_that_file_along() {
    visit_remembering_workers(|app| {
        app.drop_document("short.json", &fixtures::read("short-id.jaeger.json"));
        app.wait_for_trace_of("short trace id");
        // Large enough to be loading still when the worker dies.
        app.go(&app.site.page("#/sample/1000000-mixed"));
        app.wait_for_script("progress", "return document.querySelector('.progress') !== null");
        kill_worker(app);
        app.wait_for_notice("engine stopped");
        wait_for_new_worker(app, 2);
        app.wait_for("the culprit to be left", || (!app.has(".progress")).then_some(()));
        app.back();
        app.wait_for_trace_of("short trace id");
        app.select("its child");
        app.wait_for_inspector("its child");
    });
}

#[test]
fn it_dies_twice_and_still_goes_on() {
    visit_remembering_workers(|app| {
        app.drop_document("short.json", &fixtures::read("short-id.jaeger.json"));
        app.wait_for_trace_of("short trace id");
        for workers in [2, 3] {
            kill_worker(app);
            wait_for_new_worker(app, workers);
            app.wait_for_trace_of("short trace id");
        }
        app.select("its child");
        app.wait_for_inspector("its child");
    });
}
