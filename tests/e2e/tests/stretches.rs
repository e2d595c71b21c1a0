//! A stretch of time on the ruler, and its sums.

use e2e::app::{App, visit};
use e2e::keys;

use crate::rows::open_failing_order;

fn drag_on_ruler(app: &App, from: f64, to: f64) {
    let ruler = app.rect(".wf-ruler");
    app.drag(ruler.at(from, 0.5), ruler.at(to, 0.5));
}

/// What the card says of each figure.
fn figures(app: &App) -> Vec<(String, String)> {
    app.wait_for_script("the sums", "return document.querySelector('.stretch-card dl') !== null");
    app.texts(".stretch-card dt").into_iter().zip(app.texts(".stretch-card dd")).collect()
}

fn figure(app: &App, name: &str) -> String {
    let all = figures(app);
    let found = all.iter().find(|(of, _)| of == name);
    found.unwrap_or_else(|| panic!("no {name} in {all:?}")).1.clone()
}

#[test]
fn a_drag_on_the_ruler_sums_up_what_ran_then_and_the_link_says_it() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.wait_for_trace();
        let all_spans = app.facts().join(" ");
        drag_on_ruler(app, 0.005, 0.995);
        let spans = figure(app, "spans");
        assert!(all_spans.contains(&format!("{spans} spans")), "{spans} of {all_spans}");
        drag_on_ruler(app, 0.9, 0.6);
        app.wait_for("fewer spans", || (figure(app, "spans") != spans).then_some(()));
        let (some, fragment) = (figures(app), app.fragment());
        assert!(fragment.contains("range="), "{fragment}");
        app.reload();
        app.wait_for_trace();
        assert_eq!(figures(app), some);
    });
}

#[test]
fn the_stretch_can_be_zoomed_to_and_let_go() {
    visit(|app| {
        open_failing_order(app);
        drag_on_ruler(app, 0.2, 0.4);
        figures(app);
        app.click(".stretch-head .link-button");
        app.wait_for("the zoom", || app.zoom());
        app.press(keys::ESCAPE);
        app.wait_for("no card", || (!app.has(".stretch-head")).then_some(()));
        assert!(!app.fragment().contains("range="), "{}", app.fragment());
        drag_on_ruler(app, 0.2, 0.4);
        figures(app);
        app.click_at(app.rect(".wf-ruler").at(0.8, 0.5));
        app.wait_for("no card", || (!app.has(".stretch-head")).then_some(()));
    });
}

#[test]
fn what_is_in_view_is_summed_up_without_a_pointer() {
    visit(|app| {
        open_failing_order(app);
        app.press_with(&[keys::CONTROL], "k");
        app.wait_for("the palette", || app.has("dialog.palette[open] li").then_some(()));
        app.type_into("dialog.palette input", "sum up");
        app.press(keys::ENTER);
        assert_eq!(
            figure(app, "busy").split_once('(').map(|(_, ratio)| ratio.to_owned()),
            Some("100 %)".to_owned())
        );
    });
}
