//! The first picture of a long file, before its last byte is read.

use std::fs;
use std::path::PathBuf;

use e2e::app::{App, visit};
use e2e::generated::{self, Format, Plan, Shape};
use e2e::scratch::Scratch;
use serde_json::Value;

const MIXED: Plan =
    Plan { spans: 100_000, shape: Shape::Mixed, format: Format::JaegerJson, seed: 1 };

/// Notes what the page shows while it says that it is still reading.
const WATCH: &str = "
    window.seen = [];
    new MutationObserver(() => {
        const said = document.querySelector('.still-reading');
        const grid = document.querySelector('[role=treegrid]');
        const services = [...document.querySelectorAll('.wf-row .service')];
        if (said && grid && services.length > 0) {
            window.seen.push({
                text: said.textContent,
                rows: Number(grid.getAttribute('aria-rowcount')),
                services: services.length,
                unnamed: services.filter(it => it.textContent.trim() === '').length,
            });
        }
    }).observe(document.body, { subtree: true, childList: true, attributes: true });";

fn open_watched(app: &App, file: PathBuf) {
    app.open_start();
    app.script(WATCH, &[]);
    app.pick_files(&[file]);
}

#[test]
fn the_first_rows_of_a_long_file_have_their_services_and_give_way_to_the_whole() {
    visit(|app| {
        let scratch = Scratch::new("preview");
        open_watched(app, generated::write(MIXED, scratch.path()));
        app.wait_for_script(
            "the settled waterfall",
            "return performance.getEntriesByName('spanscope:settled').length > 0",
        );
        assert_eq!(app.row_count(), 100_000);
        let left = app.script("return document.querySelector('.still-reading') !== null", &[]);
        assert_eq!(left, false, "the page still says that it is reading");

        let seen = app.script("return window.seen.at(-1) ?? null", &[]);
        assert!(seen["text"].as_str().is_some_and(|text| text.contains("first spans")), "{seen}");
        let number = |name: &str| seen[name].as_u64().unwrap_or_default();
        assert!((50..5_000).contains(&number("rows")), "{seen}");
        assert!(number("services") > 10 && number("unnamed") == 0, "{seen}");
        let order = app.script(
            "const at = name => performance.getEntriesByName(`spanscope:${name}`)[0]?.startTime;
             return [at('preview'), at('opened'), at('settled')];",
            &[],
        );
        let at = |place: usize| order[place].as_f64().unwrap_or(f64::NAN);
        assert!(at(0) < at(1) && at(1) < at(2), "preview, opened, settled: {order}");
    });
}

#[test]
fn a_file_of_several_traces_ends_in_the_list_of_them_although_the_first_was_shown() {
    visit(|app| {
        let scratch = Scratch::new("preview");
        let plan = Plan { spans: 20_000, format: Format::OtlpJson, ..MIXED };
        let both = [plan.bytes(), Plan { seed: 2, ..plan }.bytes()].concat();
        let file = scratch.path().join("two.jsonl");
        fs::write(&file, both).expect("room for a file");
        open_watched(app, file);
        app.wait_for_script(
            "a list of two traces",
            "return document.querySelectorAll('.trace-list a').length === 2",
        );
        let opened =
            app.script("return performance.getEntriesByName('spanscope:open').length", &[]);
        assert_eq!(opened, Value::from(1));
    });
}

#[test]
fn the_last_of_a_million_rows_can_be_reached() {
    visit(|app| {
        app.open("#/sample/1000000-mixed");
        app.wait_for_trace();
        assert_eq!(app.row_count(), 1_000_000);
        app.focus_rows();
        app.press(e2e::keys::END);
        let last = app.wait_for_selection(1_000_000);
        app.wait_for_inspector(&last.operation);
        app.screenshot("a-million-spans");
        app.press(e2e::keys::HOME);
        app.wait_for_selection(1);
    });
}
