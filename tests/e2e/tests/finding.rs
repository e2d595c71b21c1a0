//! The filter, the keys of the whole page, the command palette and the views beside the
//! waterfall.

use e2e::app::{App, visit};
use e2e::keys;
use serde_json::json;

use crate::rows::open_failing_order;

const FIELD: &str = "#find-field";

/// Replaces what the field says, as typing does.
fn filter(app: &App, text: &str) {
    app.script(
        "const [field, text] = [document.querySelector(arguments[0]), arguments[1]];
         field.focus(); field.value = text; field.setSelectionRange(text.length, text.length);
         field.dispatchEvent(new InputEvent('input', { bubbles: true }));",
        &[json!(FIELD), json!(text)],
    );
}

fn wait_for_count(app: &App, text: &str) {
    app.wait_for(&format!("the count to say {text}"), || {
        (app.text(".find-count") == text).then_some(())
    });
}

fn pill(app: &App, label: &str) {
    app.script(
        "[...document.querySelectorAll('.pill')].find(one => one.innerText.startsWith(arguments[0])).click()",
        &[json!(label)],
    );
}

#[test]
fn a_filter_counts_its_matches_and_leads_from_one_to_the_next() {
    visit(|app| {
        open_failing_order(app);
        filter(app, "status:error");
        wait_for_count(app, "2 matches");
        assert!(app.fragment().contains("filter=status:error"), "{}", app.fragment());
        app.press(keys::ENTER);
        wait_for_count(app, "1 of 2");
        let first = app.wait_for("a failed span", || app.selected_row());
        app.press(keys::ENTER);
        wait_for_count(app, "2 of 2");
        app.wait_for("the other one", || app.selected_row().filter(|row| *row != first));
        app.open("#/sample/order-slow.otlp.jsonl?filter=status:error&v=1");
        app.wait_for_trace();
        wait_for_count(app, "2 matches");
    });
}

#[test]
fn only_matches_and_what_is_above_them_can_be_shown() {
    visit(|app| {
        open_failing_order(app);
        pill(app, "Errors");
        wait_for_count(app, "2 matches");
        pill(app, "Matches only");
        app.wait_for("few rows", || (app.row_count() < 10).then_some(()));
        let rows = app.rows();
        assert!(rows.iter().any(|row| row.operation == "charge_card"), "{rows:?}");
        pill(app, "Errors");
        app.wait_for("all rows", || (app.row_count() == 126).then_some(()));
        assert_eq!(app.attribute(FIELD, "value").unwrap_or_default(), "");
    });
}

#[test]
fn a_mistake_in_a_filter_is_pointed_at_and_leaves_the_rows_alone() {
    visit(|app| {
        open_failing_order(app);
        filter(app, "status:eror");
        app.wait_for("a complaint", || app.has(".find-trouble").then_some(()));
        assert_eq!(app.text(".find-trouble mark"), "eror");
        assert!(app.text(".find-trouble p").contains("error"), "{}", app.text(".find-trouble p"));
        assert_eq!(app.row_count(), 126);
        app.press(keys::ESCAPE);
        app.press(keys::ESCAPE);
        app.wait_for("no complaint", || (!app.has(".find-trouble")).then_some(()));
    });
}

#[test]
fn what_could_be_typed_is_listed_and_taken_with_the_keyboard() {
    visit(|app| {
        open_failing_order(app);
        filter(app, "servi");
        app.wait_for("a list", || app.has(".find-list li").then_some(()));
        app.press(keys::DOWN);
        app.wait_for("a chosen item", || app.has(".find-list [aria-selected=true]").then_some(()));
        app.press(keys::ENTER);
        app.wait_for("the field to have it", || {
            let text = app.text_of_script("return document.querySelector('#find-field').value");
            text.starts_with("service").then_some(())
        });
    });
}

#[test]
fn keys_go_to_errors_and_matches_and_mean_what_they_mean_in_jaeger() {
    visit(|app| {
        open_failing_order(app);
        app.press("e");
        let failed = app.wait_for("a failed span", || app.selected_row());
        app.press("E");
        app.wait_for("another one", || app.selected_row().filter(|row| *row != failed));
        app.press("]");
        app.wait_for("all rows closed", || (app.row_count() == 1).then_some(()));
        app.press("[");
        app.wait_for("all rows open", || (app.row_count() == 126).then_some(()));
        app.press("p");
        app.wait_for("a level closed", || (app.row_count() < 126).then_some(()));
        app.press("o");
        app.wait_for("and open", || (app.row_count() == 126).then_some(()));
        app.press(keys::UP);
        app.wait_for("a zoom", || app.zoom());
        app.press("0");
        app.wait_for("the whole", || app.zoom().is_none().then_some(()));
        app.press("?");
        app.wait_for("the keys", || app.has("dialog.help[open]").then_some(()));
        assert!(app.text("dialog.help").contains("Next error"));
        app.press(keys::ESCAPE);
        app.wait_for("no keys", || (!app.has("dialog.help[open]")).then_some(()));
    });
}

#[test]
fn the_palette_finds_commands_by_a_few_letters() {
    visit(|app| {
        open_failing_order(app);
        app.press_with(&[keys::CONTROL], "k");
        app.wait_for("the palette", || app.has("dialog.palette[open] li").then_some(()));
        for letter in ["s", "t", "a", "t", "i"] {
            app.press(letter);
        }
        app.wait_for("one command", || {
            (app.text("dialog.palette li").contains("statistics")).then_some(())
        });
        app.press(keys::ENTER);
        app.wait_for("the statistics", || app.has(".statistics tbody tr").then_some(()));
        assert!(app.fragment().contains("view=statistics"));
    });
}

#[test]
fn statistics_are_sorted_by_a_click_and_show_how_durations_lie() {
    visit(|app| {
        open_failing_order(app);
        app.click("#tab-statistics");
        app.wait_for("groups", || app.has(".statistics tbody tr").then_some(()));
        let by_self = app.texts(".statistics tbody tr th");
        app.script(
            "[...document.querySelectorAll('.statistics thead button')]
                .find(one => one.innerText.startsWith('Count')).click()",
            &[],
        );
        app.wait_for("another order", || {
            let first = app.text(".statistics tbody tr td");
            (first == "87" && app.texts(".statistics tbody tr th") != by_self).then_some(())
        });
        app.click(".statistics tbody tr th button");
        app.wait_for("a histogram", || app.has(".histogram canvas").then_some(()));
        assert!(app.text(".histogram header").contains("87 spans"));
        let bars = app.texts(".histogram tbody td");
        assert!(!bars.is_empty());
        app.screenshot("statistics");
        app.click(".show-spans");
        app.wait_for("the group's spans", || {
            let matches = app.script(
                "return document.querySelectorAll('.wf-row.is-match:not([hidden])').length",
                &[],
            );
            (matches.as_u64() > Some(0) && app.fragment().contains("matches=only")).then_some(())
        });
        app.open("#/sample/order-slow.otlp.jsonl?view=statistics&group=service&v=1");
        app.wait_for("services", || {
            (app.texts(".statistics tbody tr th").len() == 3).then_some(())
        });
    });
}
