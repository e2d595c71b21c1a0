//! The address: what a colleague sees, and what back and forward do.

use e2e::app::{App, visit};
use e2e::fixtures;

fn zoomed_and_selected(app: &App) {
    app.open_sample("order-slow.otlp.jsonl");
    app.select("price");
    app.wheel_with_control(app.lanes().at(0.3, 0.2), 0.0, -300.0);
    app.wait_for("a zoomed address", || app.zoom());
    app.click("[role=row][aria-rowindex='2'] .wf-toggle");
    app.wait_for("fewer rows", || (app.row_count() < 126).then_some(()));
    app.wait_for("the selection after fewer rows", || app.selected_row());
}

#[test]
fn a_link_opens_the_same_view_elsewhere() {
    visit(|app| {
        zoomed_and_selected(app);
        let (link, rows, zoom) = (settled_fragment(app), app.row_count(), app.zoom());
        let selected = app.selected_row();
        app.open(&link);
        app.wait_for_trace();
        app.wait_for_inspector("price");
        app.wait_for("the same rows", || (app.row_count() == rows).then_some(()));
        app.wait_for("the same selection", || (app.selected_row() == selected).then_some(()));
        assert_eq!(app.zoom(), zoom);
        assert_eq!(app.fragment(), link, "a link that was opened changes");
    });
}

#[test]
fn a_reload_keeps_the_view() {
    visit(|app| {
        zoomed_and_selected(app);
        let link = settled_fragment(app);
        app.reload();
        app.wait_for_trace();
        app.wait_for_inspector("price");
        assert_eq!(app.fragment(), link);
    });
}

#[test]
fn back_leads_to_the_start_and_forward_to_the_same_view() {
    visit(|app| {
        app.wait_for_script("samples", "return document.querySelector('.samples a') !== null");
        app.click(".samples a");
        app.wait_for_trace();
        app.select("validate");
        app.wait_for_inspector("validate");
        let link = settled_fragment(app);
        app.back();
        app.wait_for_script("the start page", "return document.querySelector('.start') !== null");
        app.forward();
        app.wait_for_trace();
        app.wait_for_inspector("validate");
        assert_eq!(app.fragment(), link);
    });
}

#[test]
fn a_link_to_a_file_of_someone_else_says_that_the_file_must_come_along() {
    visit(|app| {
        let id = &fixtures::expected("order-failing").trace_id;
        app.open(&format!("#/file?mark=0000abcd&trace={id}&zoom=1000-2000000&view=flame&v=1"));
        app.wait_for("words about the file", || {
            app.text("main").to_lowercase().contains("file").then_some(())
        });
        assert!(!app.has("[role=treegrid]"));
        // Whoever has another file drops it, and sees that.
        app.drop_document("short.json", &fixtures::read("short-id.jaeger.json"));
        app.wait_for_trace_of("short trace id");
        app.back();
        // Whoever has the file drops it, and sees what the link says.
        app.drop_document("order.jsonl", &fixtures::read("order-failing.otlp.jsonl"));
        app.wait_for("the view of the link", || app.has(".flame-pane canvas").then_some(()));
        assert_eq!(app.zoom(), Some((1_000.0, 2_000_000.0)));
        assert_eq!(app.title().1, "POST /orders");
    });
}

#[test]
fn an_address_that_means_nothing_says_so_and_leads_on() {
    visit(|app| {
        app.open("#/nowhere/at/all");
        app.wait_for("words", || app.text("main").contains("leads nowhere").then_some(()));
        app.click("main a");
        app.wait_for_script("the start page", "return document.querySelector('.start') !== null");
    });
}

#[test]
fn a_link_from_the_future_opens_with_a_word_of_warning() {
    visit(|app| {
        app.open("#/sample/order-slow.otlp.jsonl?v=99&zoom=1-2-3&span=&nonsense=%ff");
        app.wait_for_trace();
        assert!(app.facts().iter().any(|fact| fact == "126 spans"), "{:?}", app.facts());
    });
}

#[test]
fn services_that_a_link_of_jaegers_hides_are_hidden_until_the_user_shows_them() {
    visit(|app| {
        // Of inventory, order and payment all but the last, as Jaeger writes it.
        app.open("#/sample/order-slow.otlp.jsonl?svcFilter=9162.3&v=1");
        app.wait_for_trace();
        let pill = ".pill[title^='The link hides']";
        app.wait_for("the choice", || (app.text(pill) == "2 of 3 services").then_some(()));
        let shown = app.wait_for("fewer rows", || {
            Some(app.row_count()).filter(|&rows| (1..100).contains(&rows))
        });
        assert!(app.rows().iter().all(|row| row.service != "payment"));
        assert!(app.fragment().contains("svcFilter=9162.3"), "{}", app.fragment());
        app.click(pill);
        app.wait_for("all rows", || (app.row_count() > shown && !app.has(pill)).then_some(()));
        assert!(!app.fragment().contains("svcFilter"), "{}", app.fragment());

        app.open("#/sample/order-slow.otlp.jsonl?svcFilter=9163.3&v=1");
        app.wait_for_trace();
        app.wait_for_notice("services that this trace does not have");
        app.wait_for("a clean address", || (!app.fragment().contains("svcFilter")).then_some(()));
    });
}

#[test]
fn the_title_of_the_page_is_the_trace() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.wait_for("a title", || {
            let title = app.text_of_script("return document.title");
            title.contains("POST /orders").then_some(())
        });
    });
}

/// The address once the view has been written to it.
fn settled_fragment(app: &App) -> String {
    app.wait_for("a selection in the address", || {
        let fragment = app.fragment();
        fragment.contains("span=").then_some(fragment)
    })
}
