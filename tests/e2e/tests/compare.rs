//! Two traces side by side: picked in every way, explained, and looked at.

use std::sync::Arc;

use e2e::app::{App, visit, visit_site};
use e2e::browser::{Scheme, Size};
use e2e::fixtures::{self, expected};
use e2e::jaeger::Jaeger;
use e2e::keys;
use e2e::site::Site;

const SAMPLES: &str = "#/compare?a=sample/order-healthy.otlp.jsonl&b=sample/order-slow.otlp.jsonl";
const ROWS: &str = ".compare-tree .list-row:not([hidden])";

fn wait_for_comparison(app: &App) {
    app.wait_for("rows of the merged tree", || (app.count(ROWS) > 1).then_some(()));
    app.wait_for("an explanation", || app.has(".why-total strong").then_some(()));
}

/// Milliseconds of a text such as `+541 ms` or `−1.24 s`.
fn millis(text: &str) -> f64 {
    let sign = if text.starts_with('−') { -1.0 } else { 1.0 };
    let text = text.trim_start_matches(['+', '−']);
    let (figure, unit) = text.split_once(' ').unwrap_or_else(|| panic!("no duration: {text}"));
    let of_unit = match unit {
        "s" => 1_000.0,
        "ms" => 1.0,
        "µs" => 0.001,
        _ => 0.000_001,
    };
    sign * of_unit * figure.parse::<f64>().expect("a figure")
}

fn sides(app: &App) -> Vec<String> {
    app.texts(".compare-card .compare-what a")
}

#[test]
fn two_orders_are_explained_by_changes_that_add_up() {
    visit(|app| {
        app.open(SAMPLES);
        wait_for_comparison(app);
        let total = millis(&app.text(".why-total strong"));
        let parts: f64 = app.texts(".why-lines .figure").iter().map(|text| millis(text)).sum();
        assert!((total - parts).abs() < total.abs() * 0.02, "{parts} of {total}");
        let words = app.texts(".why-lines .why-words");
        assert!(
            words.iter().any(|it| it.contains("more often") && it.contains("SELECT")),
            "{words:?}"
        );

        // A line shows its calls in the tree and side by side.
        app.click(".why-lines li:nth-child(2) button");
        app.wait_for("the calls", || app.has(".pair-figures").then_some(()));
        app.wait_for("a selected row", || {
            app.has(".compare-tree .list-row.selected").then_some(())
        });
        assert!(app.fragment().contains("node="), "{}", app.fragment());
        app.screenshot("compare");
        // The link alone brings it all back.
        let link = app.fragment();
        app.open_start();
        app.open(&link);
        app.wait_for("the calls again", || app.has(".pair-figures").then_some(()));
        app.wait_for("the row again", || app.has(".compare-tree .list-row.selected").then_some(()));
        // And from a call to its own trace.
        app.click(".pair-calls a");
        app.wait_for_trace();
        app.wait_for("the call", || app.selected_row());
    });
}

#[test]
fn the_merged_tree_is_walked_by_keys_and_speaks_its_changes() {
    visit(|app| {
        app.open(SAMPLES);
        wait_for_comparison(app);
        app.script("document.querySelector('.compare-tree .list').focus()", &[]);
        app.press(keys::DOWN);
        let row = || {
            app.text_of_script(
                "const id = document.querySelector('.compare-tree .list').getAttribute('aria-activedescendant');
                 const row = id && document.getElementById(id);
                 return row ? [row.getAttribute('aria-level'), row.getAttribute('aria-expanded'), row.innerText].join('|') : ''",
            )
        };
        app.press(keys::HOME);
        let root = app.wait_for("the root", || Some(row()).filter(|it| it.starts_with("1|true")));
        assert!(root.contains("slower"), "{root}");
        let all = app.count(ROWS);
        app.press(keys::LEFT);
        app.wait_for("a closed root", || (app.count(ROWS) == 1).then_some(()));
        assert!(app.fragment().contains("toggle="), "{}", app.fragment());
        app.press(keys::RIGHT);
        app.wait_for("all rows", || (app.count(ROWS) == all).then_some(()));
        app.press(keys::RIGHT);
        app.wait_for("a child", || row().starts_with("2|").then_some(()));
        // It closes, then its parent is reached, which closes.
        app.press(keys::LEFT);
        app.press(keys::LEFT);
        app.press(keys::LEFT);
        app.wait_for("a closed root", || (app.count(ROWS) == 1).then_some(()));
    });
}

#[test]
fn rows_are_chosen_by_what_changed_and_by_a_filter() {
    visit(|app| {
        app.open(SAMPLES);
        wait_for_comparison(app);
        let changed = app.count(ROWS);
        app.click(".chip[title^='Hides']");
        app.wait_for("more rows", || (app.count(ROWS) > changed).then_some(()));
        assert!(app.fragment().contains("rows=all"), "{}", app.fragment());
        app.type_into(".compare-filter", "service:inventory");
        app.wait_for("fewer rows", || {
            let names = app.texts(&format!("{ROWS} .compare-name b"));
            (names.len() > 1
                && names.iter().any(|it| it == "inventory")
                && !names.iter().any(|it| it == "payment"))
            .then_some(())
        });
        app.type_into(".compare-filter", " duration>");
        app.wait_for("a complaint", || app.has(".compare-problem").then_some(()));
    });
}

#[test]
fn flame_graphs_of_both_directions_show_what_is_new_and_what_is_gone() {
    visit(|app| {
        app.open(SAMPLES);
        wait_for_comparison(app);
        app.click("#compare-tab-flame-b");
        app.wait_for("boxes", || (app.count(".flame-box") > 3).then_some(()));
        let more = app.count(".flame-box.more");
        assert!(more > 0);
        app.click("#compare-tab-flame-a");
        app.wait_for("the other direction", || {
            app.text(".compare-flame-note").contains("work in A").then_some(())
        });
        app.click(".flame-box:nth-child(2)");
        app.wait_for("a way back", || app.has(".compare-flame-note .link-button").then_some(()));
        assert!(app.fragment().contains("root="), "{}", app.fragment());
        app.assert_quiet_console();
    });
}

#[test]
fn boxes_of_the_flame_graph_are_reached_by_arrows_and_looked_into_by_enter() {
    visit(|app| {
        app.open(SAMPLES);
        wait_for_comparison(app);
        app.click("#compare-tab-flame-b");
        app.wait_for("boxes", || (app.count(".flame-box") > 3).then_some(()));
        assert_eq!(app.count(".flame-box[tabindex='0']"), 1, "one of them is reached by Tab");
        app.script("document.querySelector('.flame-box[tabindex=\"0\"]').focus()", &[]);
        let place = || {
            let at = app.script(
                "const { left, width, top } = document.activeElement.style;
                 return [left, width, top].map(parseFloat);",
                &[],
            );
            at.as_array().expect("three numbers").iter().map(|it| it.as_f64()).collect::<Vec<_>>()
        };
        let root = place();
        app.press(keys::DOWN);
        let below = place();
        assert!(below[2] > root[2], "{below:?} is not below {root:?}");
        app.press(keys::UP);
        assert_eq!(place(), root);
        app.press(keys::DOWN);
        let words = || app.script("return document.activeElement.ariaLabel", &[]);
        let named = words();
        app.press(keys::ENTER);
        app.wait_for("a look into it", || app.fragment().contains("root=").then_some(()));
        // It is as wide as all now, and still has the focus.
        app.wait_for("the focus", || {
            (words() == named && place().first() == root.first()).then_some(())
        });
    });
}

#[test]
fn files_that_are_dropped_fill_the_sides_and_swapping_turns_them_round() {
    visit(|app| {
        app.open("#/compare");
        app.wait_for("two open sides", || (app.count(".pick-file") == 2).then_some(()));
        app.drop_document("before.jsonl", &fixtures::read("order-healthy.otlp.jsonl"));
        app.wait_for("the first side", || (sides(app).len() == 1).then_some(()));
        app.drop_document("after.jsonl", &fixtures::read("order-failing.otlp.jsonl"));
        wait_for_comparison(app);
        let before = app.text(".why-total strong");
        let durations = app.texts(".compare-card > strong");
        app.click(".compare-swap");
        app.wait_for("the sides swapped", || {
            let now = app.texts(".compare-card > strong");
            (now.len() == 2 && now[0] == durations[1] && now[1] == durations[0]).then_some(())
        });
        wait_for_comparison(app);
        app.wait_for("the other sign", || {
            let now = app.text(".why-total strong");
            (now != before && millis(&now).abs() == millis(&before).abs()).then_some(())
        });
    });
}

#[test]
fn a_file_that_is_no_trace_leaves_its_side_open() {
    visit(|app| {
        app.open("#/compare");
        app.wait_for("two open sides", || (app.count(".pick-file") == 2).then_some(()));
        app.drop_document("note.txt", b"no trace at all");
        app.wait_for_notice("note.txt");
        assert_eq!(app.count(".pick-file"), 2);
        app.drop_document("before.jsonl", &fixtures::read("order-healthy.otlp.jsonl"));
        app.wait_for("the first side", || (sides(app).len() == 1).then_some(()));
    });
}

#[test]
fn a_trace_that_is_open_is_compared_from_its_own_page() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.click("#compare-button");
        app.wait_for("the menu", || app.has("#compare-list:not([hidden])").then_some(()));
        app.click("#compare-list [role=menuitem]");
        app.wait_for("a side to choose", || (app.count(".pick-file") == 1).then_some(()));
        assert_eq!(sides(app).len(), 1);
        app.drop_document("before.jsonl", &fixtures::read("order-healthy.otlp.jsonl"));
        wait_for_comparison(app);
    });
}

#[test]
fn a_trace_beside_itself_says_that_nothing_differs() {
    visit(|app| {
        app.open("#/compare?a=sample/order-slow.otlp.jsonl&b=sample/order-slow.otlp.jsonl");
        wait_for_comparison(app);
        let words = app.text(".why-total");
        assert!(words.contains("Nothing differs"), "{words}");
        assert_eq!(app.count(".why-lines li"), 0);
    });
}

/// The page beside the Jaeger with the fixtures.
fn with_jaeger(test: impl FnOnce(&App, &Jaeger)) {
    let jaeger: Arc<Jaeger> = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| test(app, &jaeger));
}

#[test]
fn links_of_jaeger_to_a_comparison_work_by_path_and_pasted() {
    with_jaeger(|app, _| {
        let [failing, healthy] = ["order-failing", "order-healthy"].map(expected);
        let pair = format!("trace/{}...{}", healthy.trace_id, failing.trace_id);
        app.open(&format!("#/{pair}"));
        wait_for_comparison(app);
        assert_eq!(sides(app).len(), 2);
        app.open_start();
        app.type_into("#lookup", &app.site.url(&format!("/{pair}?cohort={}", failing.trace_id)));
        app.press(keys::ENTER);
        wait_for_comparison(app);
    });
}

#[test]
fn two_traces_of_a_search_are_compared_the_earlier_first() {
    with_jaeger(|app, _| {
        app.open("#/search?service=order&limit=50&start=1000000&end=4000000000000000");
        app.wait_for("four traces", || {
            (app.text(".search-heading h1") == "4 traces").then_some(())
        });
        app.click(".search-body .list-row:not([hidden]) .search-tick input");
        app.wait_for("one tick", || (app.count(".search-tick input:checked") == 1).then_some(()));
        app.script("document.querySelectorAll('.search-body .list-row:not([hidden]) .search-tick input')[1].click()", &[]);
        app.script("[...document.querySelectorAll('.search-heading button')].find(it => it.innerText === 'Compare').click()", &[]);
        wait_for_comparison(app);
        let starts = app.texts(".compare-card .compare-what small");
        assert!(starts.len() == 2 && starts[0] < starts[1], "{starts:?}");
    });
}

#[test]
fn a_failing_order_is_compared_with_a_healthy_one_of_the_same_call() {
    with_jaeger(|app, _| {
        let failing = expected("order-failing");
        app.open(&format!("#/trace/{}", failing.trace_id));
        app.wait_for_trace();
        app.click("#compare-button");
        app.wait_for("the menu", || {
            (app.count("#compare-list [role=menuitem]") == 2).then_some(())
        });
        app.click("#compare-list [role=menuitem]:nth-child(2)");
        wait_for_comparison(app);
        let words = app.text(".compare-normal");
        assert!(words.contains("nearest the median") && words.contains("healthy"), "{words}");
        let hash = app.fragment();
        let second = hash.split("&b=").nth(1).unwrap_or_default();
        assert!(second.contains(&failing.trace_id), "{hash}");
    });
}

#[test]
fn a_side_from_another_server_is_asked_for_first() {
    visit(|app| {
        app.open(
            "#/compare?a=sample/order-slow.otlp.jsonl&b=trace/ab12?from=https://elsewhere.example",
        );
        app.wait_for("a question", || {
            app.text(".compare-picking")
                .contains("Fetch a trace from another server?")
                .then_some(())
        });
        assert!(app.text(".compare-picking code").contains("elsewhere.example"));
    });
}

#[test]
fn the_page_fits_a_phone_in_both_schemes() {
    visit(|app| {
        for scheme in [Scheme::Light, Scheme::Dark] {
            app.prefer(scheme);
            for (size, name) in [(Size::Desktop, "wide"), (Size::Phone, "narrow")] {
                app.resize(size);
                app.open(SAMPLES);
                wait_for_comparison(app);
                assert!(app.overflow_px() <= 0.0, "{name} {scheme:?}");
                app.screenshot(&format!("compare-{name}-{scheme:?}"));
            }
        }
    });
}

#[test]
fn a_file_chosen_for_the_second_side_is_the_second_and_both_come_back_after_a_reload() {
    visit(|app| {
        app.open("#/compare");
        app.wait_for("two open sides", || (app.count(".pick-file") == 2).then_some(()));
        let after = app.file("after.jsonl", &fixtures::read("order-failing.otlp.jsonl"));
        app.type_into(".pick:nth-child(2) input[type=file]", &after.display().to_string());
        app.wait_for("the second side", || {
            app.has(".compare-card.second .compare-what a").then_some(())
        });
        app.drop_document("before.jsonl", &fixtures::read("order-healthy.otlp.jsonl"));
        wait_for_comparison(app);
        let names = app.texts(".compare-card small");
        assert!(names[0].contains("before") && names[1].contains("after"), "{names:?}");
        crate::recent::wait_until_kept(app, 2);
        app.script("location.reload()", &[]);
        wait_for_comparison(app);
        assert_eq!(app.texts(".compare-card small").len(), 2);
    });
}

#[test]
fn scrolling_after_a_line_was_followed_stays_where_it_is() {
    visit(|app| {
        app.open("#/compare?a=sample/2000-mixed&b=sample/3000-mixed&rows=all");
        wait_for_comparison(app);
        app.click(".why-lines li:nth-child(1) button");
        app.wait_for("a selected row", || app.fragment().contains("node=").then_some(()));
        app.script("document.querySelector('.compare-tree .list').scrollTop = 20000", &[]);
        app.wait_for_script(
            "rows far below",
            "const rows = [...document.querySelectorAll('.compare-tree .list-row:not([hidden])')];
             return rows.some(it => Number(it.getAttribute('aria-rowindex')) > 500 && it.innerText.length > 3)",
        );
        let top =
            app.number_of_script("return document.querySelector('.compare-tree .list').scrollTop");
        assert!(top > 10_000.0, "scrolled back to {top}");
    });
}
