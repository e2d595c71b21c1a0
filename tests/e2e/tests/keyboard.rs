//! Keys of the tree grid, as the ARIA pattern for tree grids has them.

use e2e::app::{App, visit};
use e2e::keys;

use crate::rows::open_failing_order;

fn at_first_row(app: &App) {
    open_failing_order(app);
    app.focus_rows();
    app.press(keys::HOME);
    app.wait_for_selection(1);
}

#[test]
fn up_and_down_move_the_selection_and_stop_at_the_ends() {
    visit(|app| {
        at_first_row(app);
        for index in [2, 3] {
            app.press(keys::DOWN);
            app.wait_for_selection(index);
        }
        app.press(keys::UP);
        let row = app.wait_for_selection(2);
        app.wait_for_inspector(&row.operation);
        app.press(keys::UP);
        app.wait_for_selection(1);
        app.press(keys::UP);
        app.press(keys::END);
        app.wait_for_selection(126);
        app.press(keys::DOWN);
        app.press(keys::UP);
        app.wait_for_selection(125);
    });
}

#[test]
fn right_opens_a_row_then_enters_it_and_does_nothing_on_a_leaf() {
    visit(|app| {
        at_first_row(app);
        app.press(keys::LEFT);
        app.wait_for("one row", || (app.row_count() == 1).then_some(()));
        app.press(keys::RIGHT);
        app.wait_for("all rows", || (app.row_count() == 126).then_some(()));
        app.wait_for_selection(1);
        for index in 2..=5 {
            app.press(keys::RIGHT);
            app.wait_for_selection(index);
        }
        app.press(keys::RIGHT);
        app.press(keys::DOWN);
        app.wait_for_selection(6);
    });
}

#[test]
fn left_closes_a_row_then_goes_to_its_parent() {
    visit(|app| {
        at_first_row(app);
        for index in 2..=5 {
            app.press(keys::DOWN);
            app.wait_for_selection(index);
        }
        // A leaf: to the parent, open as it is.
        app.press(keys::LEFT);
        app.wait_for_selection(4);
        app.press(keys::LEFT);
        app.wait_for("the row to close", || (app.row_count() == 126 - 13).then_some(()));
        let row = app.wait_for_selection(4);
        assert_eq!(row.is_expanded, Some(false));
        app.press(keys::LEFT);
        app.wait_for_selection(3);
    });
}

#[test]
fn page_keys_move_by_what_is_in_view_and_the_selection_stays_in_view() {
    visit(|app| {
        at_first_row(app);
        app.press(keys::PAGE_DOWN);
        let first =
            app.wait_for("a page further", || app.selected_row().filter(|row| row.index > 10));
        app.press(keys::PAGE_DOWN);
        app.wait_for("another page", || {
            app.selected_row().filter(|row| row.index > first.index + 10)
        });
        let inside = app.script(
            "const row = document.querySelector('[role=row][aria-selected=true]');
             const [inner, outer] = [row, row.closest('.wf-scroll')]
                .map(element => element.getBoundingClientRect());
             return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;",
            &[],
        );
        assert_eq!(inside, true, "the selected row is not in view");
        app.press(keys::PAGE_UP);
        app.wait_for_selection(first.index);
    });
}

#[test]
fn enter_shows_the_inspector_and_the_focus_stays_in_the_grid() {
    visit(|app| {
        at_first_row(app);
        app.wait_for_inspector("POST /orders");
        app.click(".inspector [aria-label='Close the inspector']");
        app.wait_for("no inspector", || (!app.has(".inspector")).then_some(()));
        app.focus_rows();
        app.press(keys::ENTER);
        app.wait_for_inspector("POST /orders");
        let focused =
            app.text_of_script("return document.activeElement.getAttribute('role') ?? ''");
        assert_eq!(focused, "treegrid");
    });
}

#[test]
fn plus_minus_and_zero_zoom_from_the_keyboard() {
    visit(|app| {
        at_first_row(app);
        app.press("+");
        let (start, end) = app.wait_for("a closer look", || app.zoom());
        app.press("+");
        app.wait_for("a closer look still", || {
            app.zoom().filter(|(from, to)| to - from < (end - start) * 0.9)
        });
        app.press("-");
        app.wait_for("less close", || {
            app.zoom().filter(|(from, to)| to - from > (end - start) * 0.9)
        });
        app.press("0");
        app.wait_for("the whole trace", || app.zoom().is_none().then_some(()));
    });
}
