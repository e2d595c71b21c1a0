//! The flame graph: on the axis of time and added up, by pointer and by keys.

use e2e::app::{App, visit};
use e2e::keys;
use e2e::pointer::Point;

use crate::opening::ink;

const PANE: &str = ".flame-pane";
/// The distance of two lanes.
const LANE_PX: f64 = 20.0;

fn open_flame(app: &App, view: &str) {
    app.open(&format!("#/sample/order-slow.otlp.jsonl?{view}"));
    wait_for_picture(app);
}

/// Waits for a canvas with bars in it.
fn wait_for_picture(app: &App) {
    let canvas = format!("{PANE} canvas");
    app.wait_for("a painted flame graph", || {
        (app.has(&canvas) && ink(app, &canvas) > 2_000.0).then_some(())
    });
}

/// A place in a lane (from 0), by share of the width.
fn in_lane(app: &App, lane: f64, across: f64) -> Point {
    let pane = app.rect(PANE);
    Point { y: pane.top + LANE_PX * (lane + 0.5), ..pane.at(across, 0.0) }
}

fn focus_picture(app: &App) {
    app.script("document.querySelector('.paint-scroll').focus()", &[]);
}

fn inspected(app: &App) -> String {
    app.text(".inspector h2")
}

/// Waits until the address has a part.
fn wait_for_address(app: &App, part: &str) {
    app.wait_for(&format!("{part} in the address"), || app.fragment().contains(part).then_some(()));
}

fn wait_for_address_without(app: &App, part: &str) {
    app.wait_for(&format!("no {part} in the address"), || {
        (!app.fragment().contains(part)).then_some(())
    });
}

#[test]
fn the_flame_graph_is_a_tab_that_shares_time_and_selection_with_the_waterfall() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.select("charge_card");
        app.click("#tab-flame");
        wait_for_picture(app);
        wait_for_address(app, "view=flame");
        assert!(ink(app, ".wf-minimap canvas") > 100.0, "the minimap is blank");
        assert!(ink(app, ".wf-ruler canvas") > 20.0, "the ruler is blank");
        let (ruler, pane) = (app.rect(".wf-ruler"), app.rect(PANE));
        assert!((ruler.width - pane.width).abs() <= 1.0, "ruler and lanes differ in scale");
        assert!(inspected(app).contains("charge_card"));
        app.wheel_with_control(in_lane(app, 1.0, 0.3), 0.0, -300.0);
        let zoom = app.wait_for("a closer look", || app.zoom());
        app.click("#tab-waterfall");
        app.wait_for_trace();
        assert_eq!(app.zoom(), Some(zoom));
    });
}

#[test]
fn a_click_inspects_a_double_click_frames_and_hovering_tells() {
    visit(|app| {
        open_flame(app, "view=flame&inspector=closed");
        let (_, root) = app.title();
        app.hover(in_lane(app, 0.0, 0.4));
        app.wait_for("a tooltip with the self time", || {
            let text = app.text(".flame-tooltip");
            (text.contains(&root) && text.contains("self")).then_some(())
        });
        app.click_at(in_lane(app, 0.0, 0.4));
        app.wait_for_inspector(&root);
        wait_for_address(app, "span=");
        app.reload();
        wait_for_picture(app);
        app.wait_for_inspector(&root);
        assert!(app.fragment().contains("view=flame"));
        app.wheel_with_control(in_lane(app, 1.0, 0.5), 0.0, -600.0);
        let zoom = app.wait_for("a closer look", || app.zoom());
        app.double_click_at(in_lane(app, 0.0, 0.5));
        app.wait_for("the root to be framed", || (app.zoom() != Some(zoom)).then_some(()));
    });
}

#[test]
fn arrows_go_along_the_tree_and_zoom_keys_work() {
    visit(|app| {
        open_flame(app, "view=flame");
        let (_, root) = app.title();
        focus_picture(app);
        app.press(keys::DOWN);
        app.wait_for_inspector(&root);
        app.press(keys::DOWN);
        let child = app.wait_for("a child", || {
            let name = inspected(app);
            (!name.contains(&root)).then_some(name)
        });
        app.press(keys::RIGHT);
        app.wait_for("a sibling", || (inspected(app) != child).then_some(()));
        app.press(keys::LEFT);
        app.wait_for("the child again", || (inspected(app) == child).then_some(()));
        app.press("f");
        app.wait_for("the child framed", || app.zoom());
        app.press("0");
        app.wait_for("the whole trace", || app.zoom().is_none().then_some(()));
        app.press(keys::UP);
        app.wait_for_inspector(&root);
        app.click(".inspector [aria-label='Close the inspector']");
        app.wait_for("no inspector", || (!app.has(".inspector")).then_some(()));
        focus_picture(app);
        app.press(keys::ENTER);
        app.wait_for_inspector(&root);
    });
}

#[test]
fn calls_of_a_path_are_added_up_looked_into_and_told_in_a_table() {
    visit(|app| {
        open_flame(app, "view=flame&inspector=closed");
        app.click(".flame-kinds button:last-child");
        wait_for_address(app, "flame=sum");
        wait_for_picture(app);
        let rows = app.wait_for("rows of the table", || {
            let rows = app.count(".flame-table tbody tr");
            (rows > 5).then_some(rows)
        });
        assert!(app.text(".flame-note").contains("work"));
        app.click_at(in_lane(app, 1.0, 0.02));
        wait_for_address(app, "node=");
        app.wait_for("fewer rows", || (app.count(".flame-table tbody tr") < rows).then_some(()));
        let here = app.text(".flame-trail [aria-current]");
        app.reload();
        wait_for_picture(app);
        app.wait_for("the node again", || {
            (app.text(".flame-trail [aria-current]") == here).then_some(())
        });
        app.click(".flame-trail li:first-child button");
        wait_for_address_without(app, "node=");
        app.wait_for("all rows", || (app.count(".flame-table tbody tr") == rows).then_some(()));
        focus_picture(app);
        app.press(keys::DOWN);
        app.press(keys::DOWN);
        app.press(keys::ENTER);
        wait_for_address(app, "node=");
        focus_picture(app);
        app.press(keys::BACKSPACE);
        app.wait_for("the node above", || {
            (app.text(".flame-trail [aria-current]") != here).then_some(())
        });
    });
}

#[test]
fn a_trace_without_time_of_its_own_says_so() {
    visit(|app| {
        let moment = br#"{"data":[{"traceID":"a1","spans":[{"traceID":"a1","spanID":"1",
            "operationName":"moment","startTime":1700000000000000,"duration":0,"processID":"p1"}],
            "processes":{"p1":{"serviceName":"front"}}}]}"#;
        app.drop_document("moment.json", moment);
        app.wait_for_trace_of("moment");
        app.click("#tab-flame");
        app.click(".flame-kinds button:last-child");
        app.wait_for("the reason", || {
            app.text(".flame .waiting").contains("nothing to add up").then_some(())
        });
        app.wait_for("the call in the table", || {
            app.text(".flame-table tbody").contains("moment").then_some(())
        });
    });
}
