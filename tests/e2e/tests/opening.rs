//! Ways in: drop, choose, paste, samples, several traces at once.

use e2e::app::{App, visit};
use e2e::fixtures::{self, expected};
use e2e::keys;
use serde_json::json;

#[test]
fn a_dropped_file_becomes_a_picture_and_a_selected_span_tells_everything() {
    visit(|app| {
        app.drop_document("trace.json", &fixtures::read("order-failing.jaeger.json"));
        app.wait_for_trace_of("POST /orders");
        assert_eq!(app.title(), ("order".to_owned(), "POST /orders".to_owned()));
        assert!(ink(app, ".wf-lanes canvas") > 100.0, "the lanes are blank");
        assert!(ink(app, ".wf-minimap canvas") > 100.0, "the minimap is blank");
        assert!(ink(app, ".wf-ruler canvas") > 20.0, "the ruler is blank");

        app.select("validate");
        app.wait_for_inspector("validate");
        assert_eq!(app.attribute_shown("order.lines").as_deref(), Some("12"));
        app.screenshot("dropped-file-with-inspector");
    });
}

#[test]
fn a_failed_span_tells_its_exception() {
    visit(|app| {
        app.drop_document("trace.jsonl", &fixtures::read("order-failing.otlp.jsonl"));
        app.wait_for_trace();
        app.select("charge_card");
        app.wait_for_inspector("charge_card");
        let told = app.text(".inspector .exception");
        assert!(told.contains("CardDeclinedError"), "{told}");
        assert!(told.contains("insufficient funds"), "{told}");
        let inspector = app.text(".inspector");
        assert!(inspector.contains("Traceback"), "no stack trace in {inspector}");
    });
}

#[test]
fn a_drop_works_on_the_trace_page_too_and_a_drag_is_announced() {
    visit(|app| {
        app.open_sample("order-healthy.otlp.jsonl");
        let file = app.file("short.json", &fixtures::read("short-id.jaeger.json"));
        app.drag_files_over(app.middle(), std::slice::from_ref(&file));
        app.wait_for_script(
            "the veil that says where to drop",
            "return document.querySelector('.drop-veil')?.checkVisibility()",
        );
        app.drop_files(app.middle(), &[file]);
        app.wait_for_trace_of("short trace id");
        let veil = app
            .script("return document.querySelector('.drop-veil')?.checkVisibility() ?? false", &[]);
        assert_eq!(veil, false, "the veil stays after the drop");
    });
}

#[test]
fn a_file_can_be_chosen_twice_in_a_row() {
    visit(|app| {
        let path = fixtures::path("settlement.otlp.jsonl");
        app.pick_files(std::slice::from_ref(&path));
        app.wait_for_trace_of("settle order.created");
        app.click(".brand");
        app.wait_for_script("the start page", "return document.querySelector('.start') !== null");
        app.pick_files(&[path]);
        app.wait_for_trace_of("settle order.created");
    });
}

#[test]
fn json_in_the_field_is_opened() {
    visit(|app| {
        let text = String::from_utf8(fixtures::read("short-id.jaeger-v3.json")).expect("text");
        app.click(".paste summary");
        // Typing two kilobytes key by key tests the keyboard, not the page.
        app.script(
            "const field = document.querySelector('#paste-json');
             field.value = arguments[0];
             field.dispatchEvent(new Event('input', { bubbles: true }));",
            &[json!(text)],
        );
        app.click(".paste button");
        app.wait_for_trace_of("short trace id");
    });
}

#[test]
fn json_pasted_anywhere_on_the_page_is_opened() {
    visit(|app| {
        let text = String::from_utf8(fixtures::read("short-id.jaeger.json")).expect("text");
        app.paste(&text);
        app.wait_for_trace_of("short trace id");
    });
}

#[test]
fn text_pasted_into_a_field_stays_in_the_field() {
    visit(|app| {
        app.click("#jaeger-trace-id");
        app.paste("4bf92f3577b34da6a3ce929d0e0e4736");
        let value = app.text_of_script("return document.querySelector('#jaeger-trace-id').value");
        assert_eq!(value, "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!(app.notices(), []);
    });
}

#[test]
fn every_sample_on_the_start_page_opens() {
    visit(|app| {
        app.wait_for_script("samples", "return document.querySelector('.samples a') !== null");
        let links = app.texts(".samples a b");
        assert!(links.len() >= 3, "two recorded orders and one made on the spot: {links:?}");
        for number in 1..=links.len() {
            app.open_start();
            app.click(&format!(".samples li:nth-child({number}) a"));
            app.wait_for_trace();
            assert_eq!(app.notices(), [], "sample {number}");
        }
    });
}

#[test]
fn several_traces_of_a_file_are_listed_and_each_can_be_looked_at() {
    visit(|app| {
        app.drop_document("search.json", &fixtures::read("search.jaeger.json"));
        app.wait_for_script("a list", "return document.querySelector('.trace-list a') !== null");
        let listed = app.texts(".trace-list a");
        let ids = fixtures::trace_ids_of_search("search.jaeger.json");
        assert_eq!(listed.len(), ids.len(), "{listed:?}");
        let failing = expected("order-failing");
        let wanted = format!("{} spans", failing.spans);
        let place = listed.iter().position(|line| line.contains(&wanted));
        let place = place.unwrap_or_else(|| panic!("no line has {wanted}: {listed:?}"));

        click_line(app, place);
        app.wait_for_trace();
        assert!(app.facts().contains(&wanted), "{:?}", app.facts());
        app.back();
        app.wait_for_script("the list", "return document.querySelector('.trace-list a') !== null");
        assert_eq!(app.texts(".trace-list a"), listed);
    });
}

#[test]
fn the_four_traces_in_one_object_of_the_newer_api_are_told_apart() {
    visit(|app| {
        app.drop_document("search.json", &fixtures::read("search.jaeger-v3.json"));
        app.wait_for_script("a list", "return document.querySelector('.trace-list a') !== null");
        assert_eq!(app.count(".trace-list a"), 4);
    });
}

#[test]
fn parts_of_one_trace_in_several_files_become_one_trace() {
    visit(|app| {
        let whole = fixtures::read("order-failing.otlp.jsonl");
        let lines: Vec<&[u8]> = whole.split_inclusive(|&byte| byte == b'\n').collect();
        assert!(lines.len() > 1, "the recording has one batch only");
        let (first, second) = lines.split_at(lines.len() / 2);
        app.drop_documents(&[("one.jsonl", &first.concat()), ("two.jsonl", &second.concat())]);
        app.wait_for_trace_of("POST /orders");
        app.ungroup();
        assert_eq!(app.row_count(), expected("order-failing").spans);
        assert_eq!(app.notices(), []);
    });
}

#[test]
fn a_file_called_anything_is_known_by_its_bytes() {
    visit(|app| {
        app.drop_document("holiday.png", &fixtures::read("short-id.otlp.jsonl"));
        app.wait_for_trace_of("short trace id");
    });
}

#[test]
fn the_brand_leads_back_to_the_start_and_the_trace_is_one_click_away() {
    visit(|app| {
        app.drop_document("short.json", &fixtures::read("short-id.jaeger.json"));
        app.wait_for_trace_of("short trace id");
        app.click(".brand");
        app.wait_for_script("the start page", "return document.querySelector('.start') !== null");
        app.click(".bar-nav a:nth-last-child(2)");
        app.wait_for_trace_of("short trace id");
    });
}

#[test]
fn nothing_needs_the_mouse_from_the_start_to_a_span() {
    visit(|app| {
        app.wait_for_script("samples", "return document.querySelector('.samples a') !== null");
        tab_to(app, ".samples a");
        app.press(keys::ENTER);
        app.wait_for_trace();
        tab_to(app, "[role=treegrid]");
        app.press(keys::DOWN);
        app.wait_for_script(
            "a selection",
            "return document.querySelector('[role=row][aria-selected=true]') !== null",
        );
        app.press(keys::ENTER);
        app.wait_for_script(
            "the inspector",
            "return document.querySelector('.inspector') !== null",
        );
    });
}

fn click_line(app: &App, place: usize) {
    app.script("document.querySelectorAll('.trace-list a')[arguments[0]].click()", &[json!(place)]);
}

/// Presses Tab until an element that fits has the focus.
fn tab_to(app: &App, selector: &str) {
    for _ in 0..40 {
        app.press(keys::TAB);
        let has_focus =
            app.script("return document.activeElement?.matches(arguments[0])", &[json!(selector)]);
        if has_focus == true {
            return;
        }
    }
    panic!("Tab never came to {selector}");
}

/// How many pixels of a canvas are painted.
pub(crate) fn ink(app: &App, canvas: &str) -> f64 {
    let count = app.script(
        "const canvas = document.querySelector(arguments[0]);
         const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
         let painted = 0;
         for (let place = 3; place < data.length; place += 4) painted += data[place] > 0;
         return painted;",
        &[json!(canvas)],
    );
    count.as_f64().expect("a number of pixels")
}
