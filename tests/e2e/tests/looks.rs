//! Screenshots of every page, on both sizes, light and dark, kept to be looked at; and what of
//! their looks can be measured.

use e2e::app::{App, visit};
use e2e::browser::{Scheme, Size};
use e2e::fixtures;

use crate::opening::ink;

const SIZES: [(Size, &str); 2] = [(Size::Desktop, "1440x900"), (Size::Phone, "390x844")];
const SCHEMES: [(Scheme, &str); 2] = [(Scheme::Light, "light"), (Scheme::Dark, "dark")];

/// Brings a page about in every size and scheme, and keeps a picture of each.
fn portray(name: &str, arrange: impl Fn(&App)) {
    visit(|app| {
        for (size, size_name) in SIZES {
            for (scheme, scheme_name) in SCHEMES {
                app.resize(size);
                app.prefer(scheme);
                arrange(app);
                painted(app);
                app.screenshot(&format!("{name}-{size_name}-{scheme_name}"));
                assert_eq!(app.overflow_px(), 0.0, "{name} is wider than {size_name}");
            }
        }
    });
}

/// Two frames later everything that was asked for is on the screen.
fn painted(app: &App) {
    app.script_async(
        "const [done] = arguments;
         requestAnimationFrame(() => requestAnimationFrame(() => done(null)));",
        &[],
    );
}

#[test]
fn the_start_page_is_portrayed() {
    portray("start", |app| {
        app.open_start();
        app.wait_for_script("samples", "return document.querySelector('.samples a') !== null");
    });
}

#[test]
fn recent_files_are_portrayed() {
    portray("recent", |app| {
        app.open_start();
        for name in ["search.jaeger.json", "order-failing.jaeger.json"] {
            app.drop_document(name, &fixtures::read(name));
            let kept = format!("[aria-label='Delete {name}']");
            app.wait_for("an open file", || app.fragment().starts_with("#/file").then_some(()));
            app.click(".brand");
            app.wait_for(&kept, || app.has(&kept).then_some(()));
        }
    });
}

#[test]
fn the_trace_page_is_portrayed() {
    portray("trace", |app| app.open_sample("order-slow.otlp.jsonl"));
}

#[test]
fn the_inspector_is_portrayed() {
    portray("inspector", |app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.select("charge_card");
        app.wait_for_inspector("charge_card");
    });
}

#[test]
fn flame_graphs_are_portrayed() {
    for (name, view) in [("flame", "view=flame"), ("flame-sum", "view=flame&flame=sum")] {
        portray(name, |app| {
            app.open(&format!("#/sample/order-slow.otlp.jsonl?{view}"));
            app.wait_for("a painted flame graph", || {
                let canvas = ".flame-pane canvas";
                (app.has(canvas) && ink(app, canvas) > 2_000.0).then_some(())
            });
        });
    }
}

#[test]
fn an_error_is_portrayed() {
    portray("error", |app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.drop_document("holiday.png", b"\x89PNG\r\n\x1a\n0000");
        app.wait_for_notice("holiday.png");
    });
}

#[test]
fn the_list_of_traces_is_portrayed() {
    portray("chooser", |app| {
        app.open_start();
        app.drop_document("search.json", &fixtures::read("search.jaeger.json"));
        app.wait_for_script("a list", "return document.querySelector('.trace-list a') !== null");
    });
}

#[test]
fn a_large_trace_is_portrayed() {
    portray("large", |app| {
        app.open("#/sample/2000-mixed");
        app.wait_for_trace();
    });
}

#[test]
fn the_colours_follow_the_system_until_the_user_chooses() {
    visit(|app| {
        let background =
            || app.text_of_script("return getComputedStyle(document.body).backgroundColor");
        let light = background();
        app.prefer(Scheme::Dark);
        app.wait_for("dark colours", || (background() != light).then_some(()));
        app.click(".bar-actions .icon-button");
        app.wait_for("the light that was chosen", || (background() == light).then_some(()));
        app.reload();
        app.wait_for("the choice to be remembered", || {
            let is_up = app.script("return document.querySelector('.start') !== null", &[]);
            (is_up == true && background() == light).then_some(())
        });
    });
}

#[test]
fn on_a_phone_a_finger_reaches_the_inspector_and_back() {
    visit(|app| {
        app.resize(Size::Phone);
        app.open_sample("order-slow.otlp.jsonl");
        app.select("validate");
        app.wait_for_inspector("validate");
        assert_eq!(app.overflow_px(), 0.0);
        let sheet = app.rect(".inspector");
        assert!(sheet.width >= 389.0, "the sheet is {} px wide", sheet.width);
        app.click(".inspector [aria-label='Close the inspector']");
        app.wait_for("the sheet to close", || (!app.has(".inspector")).then_some(()));
    });
}

#[test]
fn the_canvas_is_as_sharp_as_the_screen() {
    visit(|app| {
        let metrics = serde_json::json!({ "width": 1000, "height": 700, "deviceScaleFactor": 2,
            "mobile": false });
        app.devtools("Emulation.setDeviceMetricsOverride", &metrics);
        app.open_sample("order-slow.otlp.jsonl");
        app.wait_for_script(
            "a canvas with two pixels to one",
            "const canvas = document.querySelector('.wf-lanes canvas');
             return Math.abs(canvas.width - 2 * canvas.getBoundingClientRect().width) <= 2;",
        );
    });
}
