//! The tree grid with the mouse, and what it tells assistive technology.

use e2e::app::{App, Row, visit};
use e2e::fixtures;
use e2e::keys;
use e2e::pointer::Point;

pub(crate) fn open_failing_order(app: &App) {
    app.drop_document("order.jsonl", &fixtures::read("order-failing.otlp.jsonl"));
    app.wait_for_trace_of("POST /orders");
    app.ungroup();
}

/// Clicks the arrow of a row.
fn toggle(app: &App, index: u64) {
    app.click(&format!("[role=row][aria-rowindex='{index}'] .wf-toggle"));
}

fn wait_for_rows(app: &App, count: u64) {
    app.wait_for(&format!("{count} rows"), || (app.row_count() == count).then_some(()));
    app.wait_for_trace();
}

#[test]
fn rows_say_their_place_in_the_tree() {
    visit(|app| {
        open_failing_order(app);
        let rows = app.rows();
        assert!(rows.len() > 20, "only {} rows are in the page", rows.len());
        let indices: Vec<u64> = rows.iter().map(|row| row.index).collect();
        let counted: Vec<u64> = (1..=rows.len() as u64).collect();
        assert_eq!(indices, counted, "rows are numbered from 1 without gaps");
        let place = |row: &Row| (row.operation.clone(), row.level, row.pos_in_set, row.set_size);
        let first: Vec<_> = rows.iter().take(5).map(place).collect();
        let expected = [
            ("POST /orders", 1, 1, 1),
            ("validate", 2, 1, 6),
            ("GET", 3, 1, 1),
            ("GET /stock", 4, 1, 1),
            ("connect", 5, 1, 13),
        ];
        assert_eq!(first, expected.map(|(name, a, b, c)| (name.to_owned(), a, b, c)));
        assert_eq!(rows[0].is_expanded, Some(true));
        assert_eq!(rows[4].is_expanded, None, "a leaf says nothing about being open");
    });
}

#[test]
fn only_roles_of_a_tree_grid_lie_inside_it() {
    visit(|app| {
        open_failing_order(app);
        let wrong = app.script(
            "const grid = document.querySelector('[role=treegrid]');
             const rows = [...grid.querySelectorAll('[role=row]')];
             return [
                 grid.getAttribute('aria-label') ? null : 'the grid has no name',
                 grid.tabIndex === 0 ? null : 'the grid cannot have the focus',
                 rows.every(row => row.querySelector('[role=gridcell]')) ? null : 'a row has no cell',
                 new Set(rows.map(row => row.id)).size === rows.length ? null : 'ids occur twice',
             ].filter(Boolean)",
            &[],
        );
        assert_eq!(wrong, serde_json::json!([]));
    });
}

#[test]
fn the_active_descendant_exists_wherever_the_rows_are_scrolled() {
    visit(|app| {
        app.open("#/sample/2000-mixed?siblings=all&v=1");
        app.wait_for_trace();
        app.select(&app.rows()[3].operation.clone());
        app.wheel(app.rect(".wf-scroll").at(0.1, 0.5), 0.0, 9000.0);
        app.wait_for("other rows", || app.rows().iter().any(|row| row.index > 300).then_some(()));
        let selected = app.script(
            "const grid = document.querySelector('[role=treegrid]');
             const named = grid.getAttribute('aria-activedescendant');
             const row = document.getElementById(named);
             return row && grid.contains(row) && row.getAttribute('aria-selected');",
            &[],
        );
        assert_eq!(selected, "true");
    });
}

#[test]
fn a_click_selects_and_a_click_on_the_arrow_only_opens_and_closes() {
    visit(|app| {
        open_failing_order(app);
        let price = app.select("price");
        toggle(app, price.index);
        wait_for_rows(app, 118);
        let closed = app.wait_for_selection(price.index);
        assert_eq!(closed.is_expanded, Some(false));
        // The arrow of another row leaves the selection where it is.
        toggle(app, 2);
        wait_for_rows(app, 118 - 15);
        app.wait_for_selection(3);
        assert_eq!(app.selected_row().map(|row| row.operation), Some("price".to_owned()));
        toggle(app, 2);
        wait_for_rows(app, 118);
    });
}

#[test]
fn a_closed_row_says_how_much_and_which_errors_it_hides() {
    visit(|app| {
        open_failing_order(app);
        toggle(app, 1);
        wait_for_rows(app, 1);
        let text = app.text("[role=row][aria-rowindex='1']");
        assert!(text.contains("125"), "{text}");
        let spoken = app.text_of_script(
            "return document.querySelector(\"[role=row][aria-rowindex='1']\").textContent",
        );
        assert!(spoken.contains("2 failed inside"), "{spoken}");
    });
}

#[test]
fn all_rows_close_and_open_with_a_button_each() {
    visit(|app| {
        open_failing_order(app);
        app.click(".wf-corner [aria-label='Collapse all']");
        app.wait_for("few rows", || (app.row_count() < 10).then_some(()));
        app.click(".wf-corner [aria-label='Expand all']");
        wait_for_rows(app, 126);
    });
}

#[test]
fn a_failed_span_is_marked_in_its_row() {
    visit(|app| {
        open_failing_order(app);
        // Further down than the first rows in view.
        app.select("charge_card");
        let marked = app.script(
            "return [...document.querySelectorAll('[role=row]:not([hidden])')]
                .filter(row => row.querySelector('.mark') && row.textContent.includes('failed'))
                .map(row => row.querySelector('.operation').textContent)",
            &[],
        );
        assert_eq!(marked, serde_json::json!(["POST", "charge_card"]));
    });
}

#[test]
fn the_parent_in_the_inspector_leads_to_the_parent() {
    visit(|app| {
        open_failing_order(app);
        app.select("charge_card");
        app.wait_for_inspector("charge_card");
        app.click(".inspector .parents li:last-child .link-button");
        app.wait_for_inspector("POST /charge");
    });
}

#[test]
fn closing_the_inspector_gives_its_room_to_the_bars() {
    visit(|app| {
        open_failing_order(app);
        app.select("validate");
        app.wait_for_inspector("validate");
        let narrow = app.lanes().width;
        app.click(".inspector [aria-label='Close the inspector']");
        app.wait_for("wider lanes", || (app.lanes().width > narrow + 100.0).then_some(()));
        assert!(!app.has(".inspector"));
    });
}

#[test]
fn going_to_a_span_that_is_hidden_far_below_scrolls_to_it() {
    visit(|app| {
        app.open("#/sample/2000-mixed?siblings=all&v=1");
        app.wait_for_trace();
        app.focus_rows();
        app.press(keys::END);
        app.wait_for_selection(2_000);
        let deep = app.rows().into_iter().rev().find(|row| row.level > 3);
        let deep = deep.expect("rows below others").index;
        app.click(&format!("[role=row][aria-rowindex='{deep}'] .operation"));
        app.wait_for_selection(deep);
        app.wait_for("its parent", || app.has(".inspector .parents .link-button").then_some(()));
        app.click(".wf-corner [aria-label='Collapse all']");
        app.wait_for("few rows", || (app.row_count() < 1_000).then_some(()));
        app.click(".inspector .parents li:last-child .link-button");
        app.wait_for_script(
            "the parent in view",
            "const row = document.querySelector('.wf-row[aria-selected=true]:not([hidden])');
             const view = document.querySelector('.wf-scroll').getBoundingClientRect();
             const place = row?.getBoundingClientRect();
             return Boolean(place && place.top >= view.top && place.bottom <= view.bottom);",
        );
    });
}

#[test]
fn tags_of_a_narrow_name_column_are_not_cut_in_the_middle() {
    visit(|app| {
        open_failing_order(app);
        let splitter = app.rect(".wf-splitter").at(0.5, 0.5);
        for by in [60.0, 120.0, 180.0, 220.0] {
            app.drag(
                app.rect(".wf-splitter").at(0.5, 0.5),
                Point { x: splitter.x - by, ..splitter },
            );
            let cut = app.script(
                "return [...document.querySelectorAll('.wf-row:not([hidden]) .tag')].filter(tag => {
                    const label = tag.closest('.label').getBoundingClientRect();
                    const box = tag.getBoundingClientRect();
                    // Its frame alone says nothing.
                    const hasWords = box.width > 10;
                    return hasWords && box.left < label.right && box.right > label.right + 0.5;
                }).map(tag => tag.textContent)",
                &[],
            );
            assert_eq!(cut, serde_json::json!([]), "{by} px narrower");
        }
    });
}
