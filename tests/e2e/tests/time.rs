//! Zoom and pan: wheel, drag, double click, minimap, buttons.

use e2e::app::{App, visit};
use e2e::fixtures::expected;

use crate::rows::open_failing_order;

/// The window of time, the whole trace where the address says nothing.
fn window(app: &App) -> (f64, f64) {
    app.zoom().unwrap_or((0.0, expected("order-failing").duration_nanos as f64))
}

fn width(app: &App) -> f64 {
    let (start, end) = window(app);
    end - start
}

/// The time at a share of the lanes' width.
fn time_at(app: &App, share: f64) -> f64 {
    let (start, end) = window(app);
    start + (end - start) * share
}

#[test]
fn the_wheel_with_control_zooms_and_keeps_the_time_under_the_pointer() {
    visit(|app| {
        open_failing_order(app);
        let at = app.lanes().at(0.3, 0.2);
        let share = (at.x - app.lanes().left) / app.lanes().width;
        let (before, under) = (width(app), time_at(app, share));
        for _ in 0..4 {
            let now = width(app);
            app.wheel_with_control(at, 0.0, -120.0);
            app.wait_for("a narrower window", || (width(app) < now).then_some(()));
            let moved = (time_at(app, share) - under).abs();
            assert!(moved < before / app.lanes().width, "the time moved by {moved} ns");
        }
        let now = width(app);
        app.wheel_with_control(at, 0.0, 120.0);
        app.wait_for("a wider window", || (width(app) > now).then_some(()));
        let moved = (time_at(app, share) - under).abs();
        assert!(moved < before / app.lanes().width, "the time moved by {moved} ns");
    });
}

#[test]
fn the_wheel_alone_scrolls_rows_and_never_time() {
    visit(|app| {
        open_failing_order(app);
        app.wheel(app.lanes().at(0.5, 0.5), 0.0, 520.0);
        app.wait_for("rows further down", || {
            app.rows().first().is_some_and(|row| row.index >= 15).then_some(())
        });
        assert_eq!(app.zoom(), None);
    });
}

#[test]
fn a_drag_pans_by_as_much_as_the_pointer_moved() {
    visit(|app| {
        open_failing_order(app);
        let lanes = app.lanes();
        for _ in 0..3 {
            let now = width(app);
            app.wheel_with_control(lanes.at(0.5, 0.2), 0.0, -200.0);
            app.wait_for("a narrower window", || (width(app) < now).then_some(()));
        }
        let (start, end) = window(app);
        let (from, to) = (lanes.at(0.6, 0.3), lanes.at(0.4, 0.3));
        app.drag(from, to);
        let wanted = start + (from.x.round() - to.x.round()) / lanes.width * (end - start);
        app.wait_for("the window to move", || (window(app).0 > start).then_some(()));
        let tolerance = 2.0 * (end - start) / lanes.width;
        app.wait_for("the window to come to rest", || {
            ((window(app).0 - wanted).abs() < tolerance).then_some(())
        });
        assert!((width(app) - (end - start)).abs() <= 1.0, "a drag must not zoom");
        assert_eq!(app.selected_row(), None, "a drag must not select");
    });
}

#[test]
fn panning_stops_at_the_ends_of_the_trace() {
    visit(|app| {
        open_failing_order(app);
        let lanes = app.lanes();
        // Not the very edge, where the width of the names is dragged.
        app.wheel_with_control(lanes.at(0.05, 0.2), 0.0, -300.0);
        app.wait_for("a narrower window", || app.zoom());
        let before = width(app);
        app.drag(lanes.at(0.2, 0.3), lanes.at(0.95, 0.3));
        let (start, _) = window(app);
        assert!(start >= 0.0);
        assert!((width(app) - before).abs() <= 1.0);
    });
}

#[test]
fn a_double_click_frames_the_span() {
    visit(|app| {
        open_failing_order(app);
        let row = app.rows().into_iter().find(|row| row.operation == "price").expect("a row");
        let place = app.rect(&format!("[role=row][aria-rowindex='{}'] .operation", row.index));
        app.double_click_at(place.at(0.5, 0.5));
        app.wait_for("a window around the span", || {
            (width(app) < expected("order-failing").duration_nanos as f64 / 2.0).then_some(())
        });
    });
}

#[test]
fn the_buttons_zoom_in_and_out_and_back_to_the_whole() {
    visit(|app| {
        open_failing_order(app);
        let whole = width(app);
        app.click(".wf-corner [aria-label^='Zoom in']");
        app.wait_for("a narrower window", || (width(app) < whole * 0.9).then_some(()));
        let closer = width(app);
        app.click(".wf-corner [aria-label^='Zoom in']");
        app.wait_for("a narrower window still", || (width(app) < closer * 0.9).then_some(()));
        app.click(".wf-corner [aria-label^='Zoom out']");
        app.wait_for("a wider window", || (width(app) > closer * 0.9).then_some(()));
        app.click(".wf-corner [aria-label^='Show the whole']");
        app.wait_for("the whole trace", || app.zoom().is_none().then_some(()));
    });
}

#[test]
fn a_drag_on_the_minimap_chooses_what_is_in_view() {
    visit(|app| {
        open_failing_order(app);
        let map = app.rect(".wf-minimap");
        let from = e2e::pointer::Point { x: map.left + map.width - 2.0, ..map.at(0.0, 0.5) };
        app.drag(from, map.at(0.5, 0.5));
        let whole = expected("order-failing").duration_nanos as f64;
        app.wait_for("the first half", || {
            let (start, end) = app.zoom()?;
            (start < whole * 0.02 && (end - whole * 0.5).abs() < whole * 0.03).then_some(())
        });
    });
}
