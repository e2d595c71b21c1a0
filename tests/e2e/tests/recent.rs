//! Files that this browser keeps: a reload shows them again, and they are listed, deleted, and
//! refused.

use e2e::app::{App, visit};
use e2e::fixtures;
use e2e::keys;
use serde_json::json;

const LINES: &str = ".recent-open";

fn open_short(app: &App) {
    app.drop_document("short.json", &fixtures::read("short-id.jaeger.json"));
    app.wait_for_trace_of("short trace id");
}

fn start(app: &App) {
    app.click(".brand");
    app.wait_for_script("the start page", "return document.querySelector('.start') !== null");
}

/// Waits for the list on the start page to name these files.
fn wait_for_files(app: &App, names: &[&str]) {
    app.wait_for(&format!("{names:?} among the recent files"), || {
        (app.texts(&format!("{LINES} b")) == names).then_some(())
    });
}

/// Waits until the browser's file system holds so many openings, each with its note. Works on
/// every page.
pub fn wait_until_kept(app: &App, count: u64) {
    app.wait_for(&format!("{count} kept openings"), || {
        app.script_async(
            "const [done] = arguments;
             (async () => {
                 const root = await navigator.storage.getDirectory();
                 const recent = await root.getDirectoryHandle('recent', { create: true });
                 let notes = 0, folders = 0;
                 for await (const folder of recent.values()) {
                     folders += 1;
                     const names = await Array.fromAsync(folder.keys());
                     notes += names.includes('note');
                 }
                 window.kept = [notes, folders];
             })().then(() => done(null), () => done(null));",
            &[],
        );
        let kept = app.script("return window.kept ?? null", &[]);
        (kept == json!([count, count])).then_some(())
    });
}

#[test]
fn a_reload_shows_the_same_trace_of_a_file_and_the_same_span() {
    visit(|app| {
        app.drop_document("failing.json", &fixtures::read("order-failing.jaeger.json"));
        app.wait_for_trace_of("POST /orders");
        app.select("validate");
        app.wait_for_inspector("validate");
        let selected = app.selected_row();
        let link = app.wait_for("a selection in the address", || {
            Some(app.fragment()).filter(|fragment| fragment.contains("span="))
        });
        wait_until_kept(app, 1);
        app.reload();
        app.wait_for_trace_of("POST /orders");
        app.wait_for_inspector("validate");
        app.wait_for("the same selection", || (app.selected_row() == selected).then_some(()));
        assert_eq!(app.fragment(), link);
        // The link as well, from elsewhere in this browser; and back leads there again.
        app.open(&link);
        app.wait_for_trace_of("POST /orders");
        start(app);
        app.back();
        app.wait_for_trace_of("POST /orders");
        assert_eq!(app.notices(), []);
    });
}

#[test]
fn recent_files_are_listed_with_what_is_known_of_them_and_open_by_keyboard() {
    visit(|app| {
        open_short(app);
        app.drop_document("search.json", &fixtures::read("search.jaeger.json"));
        app.wait_for_script("a list", "return document.querySelector('.trace-list a') !== null");
        wait_until_kept(app, 2);
        start(app);
        wait_for_files(app, &["search.json", "short.json"]);
        let traces = fixtures::trace_ids_of_search("search.jaeger.json").len();
        let line = app.text(LINES);
        assert!(line.contains(&format!("{traces} traces")) && line.contains("kB"), "{line}");
        assert!(app.text(".recent").contains("Nothing leaves this machine"));

        app.open_start();
        wait_for_files(app, &["search.json", "short.json"]);
        app.script(&format!("document.querySelectorAll('{LINES}')[1].focus()"), &[]);
        app.press(keys::ENTER);
        app.wait_for_trace_of("short trace id");
        // It was opened last now.
        start(app);
        wait_for_files(app, &["short.json", "search.json"]);
    });
}

#[test]
fn the_same_file_is_kept_once_and_another_of_its_name_beside_it() {
    visit(|app| {
        let path = app.file("trace.json", &fixtures::read("short-id.jaeger.json"));
        for _ in 0..2 {
            app.pick_files(std::slice::from_ref(&path));
            app.wait_for_trace_of("short trace id");
            wait_until_kept(app, 1);
            start(app);
            wait_for_files(app, &["trace.json"]);
        }
        app.drop_document("trace.json", &fixtures::read("order-failing.jaeger.json"));
        app.wait_for_trace_of("POST /orders");
        wait_until_kept(app, 2);
    });
}

#[test]
fn two_recordings_of_one_trace_are_told_apart_by_their_links() {
    visit(|app| {
        let yesterday = fixtures::read("short-id.jaeger.json");
        let text = String::from_utf8(yesterday.clone()).expect("text");
        let today = text.replace("short trace id", "same id again");
        assert_ne!(today, text);
        app.drop_document("yesterday.json", &yesterday);
        app.wait_for_trace_of("short trace id");
        let first = app.fragment();
        app.drop_document("today.json", today.as_bytes());
        app.wait_for_trace_of("same id again");
        let second = app.fragment();
        assert_ne!(first, second);
        wait_until_kept(app, 2);
        // Among those that are open.
        app.back();
        app.wait_for_trace_of("short trace id");
        assert_eq!(app.fragment(), first);
        app.forward();
        app.wait_for_trace_of("same id again");
        // Among those that are kept, whichever was opened last.
        for _ in 0..2 {
            app.open(&first);
            app.wait_for_trace_of("short trace id");
            app.reload();
            app.wait_for_trace_of("short trace id");
            app.open(&second);
            app.wait_for_trace_of("same id again");
        }
        // While the other is open, too.
        app.script("location.hash = arguments[0]", &[json!(first)]);
        app.wait_for_trace_of("short trace id");
        // A link of somebody else's, whose file is another.
        let (before, after) = second.split_once("mark=").expect("a mark in the link");
        app.open(&format!("{before}mark=00000000{}", &after[8..]));
        app.wait_for("the trace", || app.has(".trace-head h1").then_some(()));
        assert_eq!(app.notices(), []);
    });
}

#[test]
fn several_files_of_one_drop_and_pasted_text_are_kept_as_they_were_opened() {
    visit(|app| {
        let whole = fixtures::read("order-failing.otlp.jsonl");
        let lines: Vec<&[u8]> = whole.split_inclusive(|&byte| byte == b'\n').collect();
        let (first, second) = lines.split_at(lines.len() / 2);
        app.drop_documents(&[("one.jsonl", &first.concat()), ("two.jsonl", &second.concat())]);
        app.wait_for_trace_of("POST /orders");
        app.ungroup();
        let rows = app.row_count();
        wait_until_kept(app, 1);
        app.reload();
        app.wait_for_trace_of("POST /orders");
        app.wait_for("all rows", || (app.row_count() == rows).then_some(()));

        app.paste(&String::from_utf8(fixtures::read("short-id.jaeger.json")).expect("text"));
        app.wait_for_trace_of("short trace id");
        wait_until_kept(app, 2);
        app.reload();
        app.wait_for_trace_of("short trace id");
        start(app);
        wait_for_files(app, &["Pasted text", "2 files"]);
    });
}

#[test]
fn what_is_deleted_is_gone_and_its_link_says_so() {
    visit(|app| {
        open_short(app);
        let link = app.fragment();
        app.drop_document("failing.json", &fixtures::read("order-failing.jaeger.json"));
        app.wait_for_trace_of("POST /orders");
        wait_until_kept(app, 2);
        app.open_start();
        wait_for_files(app, &["failing.json", "short.json"]);
        app.click("[aria-label='Delete short.json']");
        wait_for_files(app, &["failing.json"]);
        assert_eq!(app.text_of_script("return document.activeElement.id"), "recent-files");
        app.open(&link);
        app.wait_for("words about the file", || {
            app.text("main").contains("needs its file").then_some(())
        });
        app.open_start();
        wait_for_files(app, &["failing.json"]);
        app.click(".recent-head .button");
        wait_for_files(app, &[]);
        wait_until_kept(app, 0);
        assert!(!app.has(".recent-head .button"), "there is nothing left to delete");
    });
}

#[test]
fn nothing_is_kept_once_that_is_switched_off() {
    visit(|app| {
        app.click("#settings-button");
        app.click(".settings-panel label:last-child input");
        open_short(app);
        start(app);
        app.wait_for("word of it", || app.text(".recent").contains("switched off").then_some(()));
        // What is opened after it would be kept later still.
        app.click("#settings-button");
        app.click(".settings-panel label:last-child input");
        app.drop_document("failing.json", &fixtures::read("order-failing.jaeger.json"));
        app.wait_for_trace_of("POST /orders");
        wait_until_kept(app, 1);
        start(app);
        wait_for_files(app, &["failing.json"]);
    });
}

#[test]
fn a_file_over_the_limit_is_not_kept_and_the_oldest_make_room() {
    visit(|app| {
        // Blanks change nothing but the size. A tenth of what is granted is the limit.
        let padded = |name: &str, size: usize| {
            let mut bytes = fixtures::read(name);
            bytes.resize(size, b' ');
            bytes
        };
        app.inject(
            "if (isSecureContext) StorageManager.prototype.estimate = async () => (
                 { quota: 4_000_000, usage: 0 });",
        );
        app.open_start();
        app.drop_document("large.json", &padded("order-failing.jaeger.json", 500_000));
        app.wait_for_trace_of("POST /orders");
        let told = app.wait_for_notice("large.json is not kept");
        assert!(!told.is_error && told.detail.contains("400 kB together"), "{told:?}");
        let bytes = padded("short-id.jaeger.json", 300_000);
        app.drop_document("one.json", &bytes);
        app.wait_for_trace_of("short trace id");
        wait_until_kept(app, 1);
        start(app);
        wait_for_files(app, &["one.json"]);
        app.drop_document("two.json", &bytes);
        app.wait_for_trace_of("short trace id");
        start(app);
        wait_for_files(app, &["two.json"]);
    });
}

#[test]
fn a_full_disk_is_told_and_leaves_nothing_behind() {
    visit(|app| {
        app.inject(
            "if (isSecureContext) FileSystemWritableFileStream.prototype.write = async () => {
                 throw new DOMException('full', 'QuotaExceededError');
             };",
        );
        app.open_start();
        open_short(app);
        let told = app.wait_for_notice("short.json is not kept");
        assert!(told.detail.contains("no room left"), "{told:?}");
        wait_until_kept(app, 0);
        assert_eq!(app.title().1, "short trace id");
    });
}

#[test]
fn a_page_that_is_closed_half_way_leaves_no_entry() {
    visit(|app| {
        // The note is what is written last; it never arrives.
        app.inject(
            "if (isSecureContext) {
                 const write = FileSystemWritableFileStream.prototype.write;
                 let slices = 0;
                 FileSystemWritableFileStream.prototype.write = function (data) {
                     if (slices++ > 0) { window.isHalfWay = true; return new Promise(() => {}); }
                     return write.call(this, data);
                 };
             }",
        );
        app.open_start();
        open_short(app);
        let link = app.fragment();
        app.wait_for_script("half of it", "return window.isHalfWay === true");
        app.open_start();
        app.wait_for("word of recent files", || {
            app.text(".recent").contains("Nothing leaves").then_some(())
        });
        assert_eq!(app.texts(LINES), Vec::<String>::new());
        app.open(&link);
        app.wait_for("words about the file", || {
            app.text("main").contains("needs its file").then_some(())
        });
    });
}

#[test]
fn a_browser_that_keeps_no_files_is_told_so_quietly() {
    visit(|app| {
        app.inject("if (isSecureContext) delete StorageManager.prototype.getDirectory;");
        app.open_start();
        app.wait_for("word of it", || app.text(".recent").contains("keeps no files").then_some(()));
        open_short(app);
        assert_eq!(app.notices(), []);
    });
}
