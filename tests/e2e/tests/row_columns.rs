//! Columns between names and bars: chosen, as wide as one likes, in the link, folded away on a
//! phone.

use e2e::app::{App, visit};
use e2e::browser::{Scheme, Size};
use e2e::keys;
use e2e::pointer::Point;

/// The titles above the rows, names left out.
fn heads(app: &App) -> Vec<String> {
    app.texts(".wf-head > div").iter().map(|text| text.trim().to_owned()).collect()
}

fn wait_for_heads(app: &App, wanted: &[&str]) {
    let awaited = || format!("the columns {wanted:?}, which are {:?}", heads(app));
    app.wait_for_described(&awaited, || (heads(app) == wanted).then_some(()));
}

/// What the first row with this operation says in its columns.
fn cells(app: &App, operation: &str) -> Vec<String> {
    let script = format!(
        "const row = [...document.querySelectorAll('.wf-row:not([hidden])')]
            .find(row => row.querySelector('.operation')?.textContent === '{operation}');
         return [...row?.querySelectorAll('.wf-cell') ?? []].map(it => it.innerText).join('\\n')"
    );
    app.text_of_script(&script).split('\n').map(str::to_owned).collect()
}

/// Ticks the box of a column, or takes the tick away.
fn toggle(app: &App, title: &str) {
    app.script(
        "const [title] = arguments;
         const label = [...document.querySelectorAll('.wf-tools .column-menu label')]
            .find(label => label.innerText.trim() === title);
         label.querySelector('input').click()",
        &[title.into()],
    );
}

fn width_px(app: &App, selector: &str) -> f64 {
    let script = format!(
        "return String(document.querySelector('{selector}').getBoundingClientRect().width)"
    );
    app.text_of_script(&script).parse().expect("a number")
}

#[test]
fn columns_are_chosen_kept_in_the_link_and_told_for_each_row() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        wait_for_heads(app, &["Self"]);
        let before_px = width_px(app, ".wf-row .label");
        app.click(".wf-tools .column-menu summary");
        toggle(app, "Percentile");
        toggle(app, "Start");
        app.type_into(".wf-tools .column-menu .field", "http.route\n");
        wait_for_heads(app, &["Self", "Percentile", "Start", "http.route"]);
        app.press(keys::ESCAPE);
        app.wait_for("a closed menu", || (!app.has(".wf-tools .column-menu[open]")).then_some(()));
        assert_eq!(width_px(app, ".wf-row .label"), before_px, "names keep their room");
        let (_, root) = app.title();
        app.wait_for("cells of the root, which has no like", || {
            (cells(app, &root)[1..] == ["", "+0", "/orders"]).then_some(())
        });
        assert_eq!(cells(app, "charge_card")[1], "p50");
        app.screenshot("row-columns");
        let link = app.fragment();
        assert!(link.contains("columns="), "{link}");
        let said = app.attribute(".wf-row .wf-cell", "aria-label").expect("words for a cell");
        assert!(said.starts_with("Self "), "{said}");
        app.reload();
        wait_for_heads(app, &["Self", "Percentile", "Start", "http.route"]);
        // The next trace has them, too.
        app.open_sample("order-healthy.otlp.jsonl");
        wait_for_heads(app, &["Self", "Percentile", "Start", "http.route"]);
        app.open("#/sample/order-healthy.otlp.jsonl?columns=none&v=1");
        wait_for_heads(app, &[]);
    });
}

#[test]
fn a_column_is_made_wider_by_keys_and_by_dragging() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        wait_for_heads(app, &["Self"]);
        let handle = ".wf-handle[aria-label='Width of Self']";
        let (pane_px, self_px) = (width_px(app, ".wf-head"), width_px(app, ".wf-row .wf-cell"));
        app.script("document.querySelector('.wf-handle').focus()", &[]);
        app.press(keys::LEFT);
        app.wait_for("a wider column", || {
            (width_px(app, ".wf-row .wf-cell") == self_px + 24.0).then_some(())
        });
        assert_eq!(width_px(app, ".wf-head"), pane_px, "the bars stay where they are");
        let from = app.rect(handle).at(0.5, 0.5);
        app.drag(from, Point { x: from.x + 30.0, ..from });
        app.wait_for("a narrower column", || {
            (width_px(app, ".wf-row .wf-cell") == self_px - 6.0).then_some(())
        });
        app.reload();
        app.wait_for("the same width after a reload", || {
            let is_there = app.has(".wf-row .wf-cell");
            (is_there && width_px(app, ".wf-row .wf-cell") == self_px - 6.0).then_some(())
        });
    });
}

#[test]
fn many_columns_leave_names_some_room_and_fold_away_on_a_phone() {
    visit(|app| {
        let columns = "self,start,duration,critical,percentile,children,attr:http.route";
        app.open(&format!("#/sample/order-slow.otlp.jsonl?columns={columns}&v=1"));
        app.wait_for_trace();
        app.wait_for("all columns", || (heads(app).len() == 7).then_some(()));
        assert!(width_px(app, ".wf-row .label") >= 90.0);
        for (scheme, name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            app.prefer(scheme);
            app.screenshot(&format!("row-columns-many-{name}"));
        }
        app.resize(Size::Phone);
        app.wait_for_script(
            "folded columns",
            "return !document.querySelector('.wf-cell').checkVisibility()
                && !document.querySelector('.wf-tools .column-menu').checkVisibility()",
        );
        app.screenshot("row-columns-phone");
        assert_eq!(app.overflow_px(), 0.0);
    });
}
