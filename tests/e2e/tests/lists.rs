//! The table of spans and the list of events: sorted, walked with keys, to the last row.

use e2e::app::{App, visit};
use e2e::browser::{Scheme, Size};
use e2e::keys;

fn open_tab(app: &App, name: &str) {
    app.click(&format!("#tab-{name}"));
    app.wait_for_script(
        "rows of a list",
        "return document.querySelector('.list-row:not([hidden]) .main') !== null",
    );
}

/// What the rows in view say in a column (from 1), from the top.
fn column(app: &App, place: usize) -> Vec<String> {
    let script = format!(
        "return [...document.querySelectorAll('.list-row:not([hidden])')]
            .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)
            .map(row => row.children[{}]?.innerText.trim() ?? '').join('\\n')",
        place - 1
    );
    app.text_of_script(&script).split('\n').map(str::to_owned).collect()
}

fn keep_pictures(app: &App, name: &str) {
    for (size, size_name) in [(Size::Desktop, "1440x900"), (Size::Phone, "390x844")] {
        for (scheme, scheme_name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            app.resize(size);
            app.prefer(scheme);
            app.script_async(
                "const [done] = arguments;
                 requestAnimationFrame(() => requestAnimationFrame(() => done(null)));",
                &[],
            );
            app.screenshot(&format!("{name}-{size_name}-{scheme_name}"));
            assert_eq!(app.overflow_px(), 0.0, "{name} is wider than {size_name}");
        }
    }
    app.resize(Size::Desktop);
}

#[test]
fn spans_are_sorted_by_a_head_filtered_chosen_and_given_columns() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        open_tab(app, "spans");
        app.click(".list-head > :nth-child(6) button");
        app.wait_for("the longest first", || {
            let sorted = app.attribute(".list-head > :nth-child(6)", "aria-sort")?;
            (sorted == "descending" && app.fragment().contains("sort=-duration")).then_some(())
        });
        let (root_service, root_name) = app.title();
        app.wait_for("the root on top", || {
            let first = (column(app, 1)[0].clone(), column(app, 2)[0].clone());
            (first == (root_service.clone(), root_name.clone())).then_some(())
        });
        app.click(".list-row[aria-rowindex='2']");
        app.wait_for_inspector(&root_name);
        app.press(keys::DOWN);
        app.wait_for("the next row", || {
            let selected = app.attribute(".list-row.selected", "aria-rowindex")?;
            (selected == "3").then_some(())
        });
        keep_pictures(app, "spans");
        app.click(".column-menu summary");
        app.type_into(".column-menu .field", "http.response.status_code\n");
        app.wait_for("a column of the attribute", || {
            app.texts(".list-head > *").iter().any(|it| it.contains("status_code")).then_some(())
        });
        app.screenshot("spans-columns");
        app.click(".column-menu summary");
        app.type_into(".find input", "status=error");
        app.wait_for("the failed ones", || {
            let states = column(app, 4);
            states.iter().all(|state| state.contains("error")).then_some(())
        });
        assert!(app.text(".list-count").contains(" of "));
        app.reload();
        app.wait_for("the same after a reload", || {
            let is_there = app.has(".list-head > :nth-child(10)");
            (is_there && app.fragment().contains("sort=-duration")).then_some(())
        });
    });
}

#[test]
fn the_last_of_a_hundred_thousand_spans_is_a_key_away() {
    visit(|app| {
        app.open("#/sample/100000-mixed");
        app.wait_for_trace();
        open_tab(app, "spans");
        app.click(".list-head > :nth-child(7) button");
        app.wait_for("the largest self time first", || {
            (app.attribute(".list-head > :nth-child(7)", "aria-sort")? == "descending")
                .then_some(())
        });
        assert_eq!(app.attribute(".list", "aria-rowcount").as_deref(), Some("100001"));
        app.script("document.querySelector('.list').focus()", &[]);
        app.press(keys::END);
        app.wait_for("the last row", || {
            let selected = app.attribute(".list-row.selected", "aria-rowindex")?;
            (selected == "100001").then_some(())
        });
        assert!(app.count(".list-row") < 80);
        app.press(keys::PAGE_UP);
        app.wait_for("a page further up", || {
            let selected = app.attribute(".list-row.selected", "aria-rowindex")?;
            (selected.parse::<u32>().ok()? < 99_990).then_some(())
        });
        app.press(keys::ENTER);
        app.wait_for("the inspector", || app.has(".inspector").then_some(()));
        app.screenshot("spans-100000");
    });
}

#[test]
fn events_are_listed_searched_and_lead_to_their_spans() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        open_tab(app, "events");
        let all = column(app, 4).len();
        assert!(all > 1);
        keep_pictures(app, "events");
        app.click(".events label input");
        app.wait_for("exceptions only", || {
            let names = column(app, 4);
            (names.len() < all && names.iter().all(|name| name.contains("exception"))).then_some(())
        });
        app.click(".list-row[aria-rowindex='2']");
        app.wait_for_inspector("charge_card");
        app.type_into(".events .list-tools .field", "nobody says this");
        app.wait_for("a word on what to do", || {
            app.text(".list-count").contains("empty the field").then_some(())
        });
    });
}
