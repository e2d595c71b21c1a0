//! Fingers on the pictures with an axis of time.

use e2e::app::{App, visit};
use e2e::browser::Size;
use e2e::fixtures::expected;
use e2e::pointer::{Point, Rect};

use crate::rows::open_failing_order;

fn whole() -> f64 {
    expected("order-failing").duration_nanos as f64
}

/// The window of time, the whole trace where the address says nothing.
fn window(app: &App) -> (f64, f64) {
    app.zoom().unwrap_or((0.0, whole()))
}

fn width(app: &App) -> f64 {
    let (start, end) = window(app);
    end - start
}

/// The time at a place of a picture.
fn time_at(app: &App, picture: Rect, at: Point) -> f64 {
    let (start, end) = window(app);
    start + (end - start) * (at.x.round() - picture.left) / picture.width
}

/// Two fingers side by side on a picture go from these shares of its width to those.
fn pinch(app: &App, picture: Rect, from: (f64, f64), to: (f64, f64)) {
    let at = |across: f64| picture.at(across, 0.4);
    app.fingers(&[(at(from.0), at(to.0)), (at(from.1), at(to.1))]);
}

fn spread(app: &App, picture: Rect) {
    let before = width(app);
    pinch(app, picture, (0.4, 0.6), (0.2, 0.8));
    app.wait_for("a narrower window", || (width(app) < before * 0.5).then_some(()));
}

#[test]
fn two_fingers_zoom_and_the_time_under_each_stays_under_it() {
    visit(|app| {
        open_failing_order(app);
        let lanes = app.lanes();
        let (from, to) = ((0.3, 0.5), (0.2, 0.8));
        let under = [from.0, from.1].map(|across| time_at(app, lanes, lanes.at(across, 0.4)));
        pinch(app, lanes, from, to);
        let px = whole() / lanes.width;
        app.wait_for("the same times under the fingers", || {
            app.zoom()?;
            let now = [to.0, to.1].map(|across| time_at(app, lanes, lanes.at(across, 0.4)));
            let is_near = under.iter().zip(now).all(|(under, now)| (under - now).abs() < px);
            is_near.then_some(())
        });
        assert_eq!(app.selected_row(), None, "a pinch must not select");
        pinch(app, lanes, (0.05, 0.95), (0.45, 0.55));
        app.wait_for("the whole trace", || app.zoom().is_none().then_some(()));
    });
}

#[test]
fn fingers_zoom_to_single_nanoseconds() {
    visit(|app| {
        open_failing_order(app);
        for _ in 0..20 {
            let before = width(app);
            if before <= 10.0 {
                break;
            }
            pinch(app, app.lanes(), (0.45, 0.55), (0.05, 0.95));
            app.wait_for("a narrower window", || (width(app) < before).then_some(()));
        }
        assert_eq!(width(app), 10.0);
    });
}

#[test]
fn one_finger_sideways_pans_the_time_and_the_next_tap_selects() {
    visit(|app| {
        open_failing_order(app);
        let lanes = app.lanes();
        spread(app, lanes);
        let (start, before) = (window(app).0, width(app));
        let (from, to) = (lanes.at(0.6, 0.3), lanes.at(0.4, 0.32));
        app.fingers(&[(from, to)]);
        let wanted = start + (from.x.round() - to.x.round()) / lanes.width * before;
        app.wait_for("the window to follow the finger", || {
            ((window(app).0 - wanted).abs() < 2.0 * before / lanes.width).then_some(())
        });
        assert!((width(app) - before).abs() <= 1.0, "one finger must not zoom");
        assert_eq!(app.rows()[0].index, 1, "sideways must not scroll");
        assert_eq!(app.selected_row(), None, "a drag must not select");
        app.tap(app.rect("[role=row][aria-rowindex='3'] .operation").at(0.5, 0.5));
        app.wait_for_selection(3);
    });
}

#[test]
fn one_finger_up_and_down_scrolls_the_rows_and_never_time() {
    visit(|app| {
        open_failing_order(app);
        let lanes = app.lanes();
        spread(app, lanes);
        let before = window(app);
        app.fingers(&[(lanes.at(0.5, 0.9), lanes.at(0.52, 0.1))]);
        app.wait_for("rows further down", || {
            app.rows().first().is_some_and(|row| row.index > 5).then_some(())
        });
        assert_eq!(window(app), before);
    });
}

#[test]
fn a_double_tap_frames_the_span_and_a_single_one_opens_it() {
    for size in [Size::Desktop, Size::Phone] {
        visit(|app| {
            app.resize(size);
            open_failing_order(app);
            // Where the sheet of a phone will lie once it is open.
            app.double_tap(app.rect("[role=row][aria-rowindex='12'] .operation").at(0.5, 0.5));
            app.wait_for("a window around the span", || {
                (width(app) < whole() / 10.0).then_some(())
            });
            // A tap opens the sheet, which the second tap would have met.
            let is_open = app.has(".inspector");
            assert_eq!(is_open, matches!(size, Size::Desktop), "after a double tap");
            app.tap(app.rect("[role=row][aria-rowindex='2'] .operation").at(0.5, 0.5));
            app.wait_for_inspector("validate");
        });
    }
}

#[test]
fn two_fingers_on_the_ruler_and_on_the_minimap_zoom() {
    visit(|app| {
        open_failing_order(app);
        spread(app, app.rect(".wf-ruler"));
        assert!(!app.fragment().contains("range="), "a pinch chose a stretch: {}", app.fragment());
        let (start, end) = window(app);
        assert!((start + end - whole()).abs() < whole() / 50.0, "{start} to {end}");

        app.click(".wf-corner [aria-label^='Show the whole']");
        app.wait_for("the whole trace", || app.zoom().is_none().then_some(()));
        spread(app, app.rect(".wf-minimap"));
        let (start, end) = window(app);
        assert!((start + end - whole()).abs() < whole() / 50.0, "{start} to {end}");

        let ruler = app.rect(".wf-ruler");
        app.fingers(&[(ruler.at(0.3, 0.5), ruler.at(0.6, 0.5))]);
        app.wait_for("a stretch", || app.fragment().contains("range=").then_some(()));
        assert_eq!(window(app), (start, end), "one finger on the ruler must not zoom");
    });
}

#[test]
fn two_fingers_zoom_the_flame_graph_and_one_pans_it() {
    visit(|app| {
        open_failing_order(app);
        app.click("#tab-flame");
        app.wait_for("the flame graph", || app.has(".flame-pane canvas").then_some(()));
        let pane = app.rect(".flame-pane");
        spread(app, pane);
        let (start, before) = (window(app).0, width(app));
        app.fingers(&[(pane.at(0.6, 0.5), pane.at(0.4, 0.5))]);
        app.wait_for("a later window", || (window(app).0 > start).then_some(()));
        assert!((width(app) - before).abs() <= 1.0, "one finger must not zoom");
        assert_eq!(app.text(".inspector h2"), "", "fingers that move must not select");
    });
}
