//! axe finds nothing on any page, in light and dark, on a desktop and on a phone.

use e2e::app::{App, visit};
use e2e::axe;
use e2e::browser::{Scheme, Size};
use e2e::fixtures;
use e2e::keys;

const SIZES: [Size; 2] = [Size::Desktop, Size::Phone];
const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];
const SAMPLE: &str = "#/sample/order-slow.otlp.jsonl";

/// Brings a page about in every size and scheme, and lets axe look at each.
fn examine(arrange: impl Fn(&App)) {
    visit(|app| {
        let mut found = Vec::new();
        for size in SIZES {
            for scheme in SCHEMES {
                app.resize(size);
                app.prefer(scheme);
                arrange(app);
                let violations = axe::violations(app);
                found.extend(violations.iter().map(|one| format!("{size:?}, {scheme:?}: {one}")));
            }
        }
        assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    });
}

/// Opens a view of the sample, and waits for something in it.
fn open_view(app: &App, view: &str, awaited: &str) {
    app.open(&format!("{SAMPLE}?view={view}&v=1"));
    app.wait_for(awaited, || app.has(awaited).then_some(()));
}

fn wait_for_visible(app: &App, selector: &str) {
    app.wait_for(selector, || {
        let is_visible = app.script(
            "return document.querySelector(arguments[0])?.checkVisibility() ?? false",
            &[selector.into()],
        );
        (is_visible == true).then_some(())
    });
}

#[test]
fn axe_finds_a_violation_where_there_is_one() {
    visit(|app| {
        app.script("document.querySelector('.brand').innerHTML = '<img src=\"x\">'", &[]);
        app.expect_error("404");
        let found = axe::violations(app);
        assert!(found.iter().any(|one| one.starts_with("image-alt: ")), "{found:#?}");
    });
}

#[test]
fn axe_finds_nothing_on_the_start_page() {
    examine(|app| {
        app.open_start();
        app.drop_document("short.json", &fixtures::read("short-id.jaeger.json"));
        app.wait_for_trace_of("short trace id");
        app.click(".brand");
        wait_for_visible(app, ".recent-open");
    });
}

#[test]
fn axe_finds_nothing_on_the_list_of_traces() {
    examine(|app| {
        app.open_start();
        app.drop_document("search.json", &fixtures::read("search.jaeger.json"));
        wait_for_visible(app, ".trace-list a");
    });
}

#[test]
fn axe_finds_nothing_in_the_waterfall() {
    examine(|app| app.open_sample("order-slow.otlp.jsonl"));
}

#[test]
fn axe_finds_nothing_in_the_flame_graph() {
    examine(|app| open_view(app, "flame", ".flame-pane canvas"));
}

#[test]
fn axe_finds_nothing_in_the_added_up_flame_graph() {
    examine(|app| open_view(app, "flame&flame=sum", ".flame-pane canvas"));
}

#[test]
fn axe_finds_nothing_in_the_statistics() {
    examine(|app| open_view(app, "statistics", ".trace-view tbody tr"));
}

#[test]
fn axe_finds_nothing_in_the_table_of_spans() {
    examine(|app| open_view(app, "spans", ".trace-view [role=row] [role=gridcell]"));
}

#[test]
fn axe_finds_nothing_in_the_events() {
    examine(|app| open_view(app, "events", ".trace-view [role=row]"));
}

#[test]
fn axe_finds_nothing_in_the_critical_path() {
    examine(|app| open_view(app, "path", ".trace-view tbody tr"));
}

#[test]
fn axe_finds_nothing_in_the_json() {
    examine(|app| open_view(app, "json", ".trace-view pre"));
}

#[test]
fn axe_finds_nothing_in_the_inspector() {
    examine(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.select("charge_card");
        app.wait_for_inspector("charge_card");
    });
}

#[test]
fn axe_finds_nothing_in_the_help() {
    examine(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.press("?");
        wait_for_visible(app, "dialog[open]");
    });
}

#[test]
fn axe_finds_nothing_in_the_palette() {
    examine(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.press_with(&[keys::CONTROL], "k");
        wait_for_visible(app, "dialog[open]");
    });
}

#[test]
fn axe_finds_nothing_beside_a_filter_with_a_mistake() {
    examine(|app| {
        app.open(&format!("{SAMPLE}?filter=duration%3E&v=1"));
        wait_for_visible(app, "#find-field[aria-invalid=true]");
    });
}

#[test]
fn axe_finds_nothing_among_rows_of_which_some_match() {
    examine(|app| {
        app.open(&format!("{SAMPLE}?filter=status:error&v=1"));
        app.wait_for_trace();
        wait_for_visible(app, ".wf-row.dimmed");
        wait_for_visible(app, ".wf-row.is-match");
    });
}

#[test]
fn axe_finds_nothing_in_the_settings() {
    examine(|app| {
        app.open_start();
        app.click("#settings-button");
        wait_for_visible(app, ".settings-panel");
    });
}

const COMPARED: &str = "#/compare?a=sample/order-healthy.otlp.jsonl&b=sample/order-slow.otlp.jsonl";

#[test]
fn axe_finds_nothing_where_traces_to_compare_are_chosen() {
    examine(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.script("location.hash = '#/compare'", &[]);
        wait_for_visible(app, ".pick-lines button");
    });
}

#[test]
fn axe_finds_nothing_in_a_comparison() {
    examine(|app| {
        app.open(COMPARED);
        wait_for_visible(app, ".compare-tree .list-row .change");
        app.click(".why-lines button");
        wait_for_visible(app, ".pair-figures");
    });
}

#[test]
fn axe_finds_nothing_in_the_flame_graph_of_a_difference() {
    examine(|app| {
        app.open(&format!("{COMPARED}&view=flame-a"));
        wait_for_visible(app, ".flame-box");
    });
}
