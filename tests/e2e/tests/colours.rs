//! What bars are coloured by: chosen, told, filtered by, in the link and by keys alone.

use e2e::app::{App, visit};
use e2e::browser::{Scheme, Size};
use e2e::keys;

/// The colours on the canvas at this share of the height, without the background.
fn colors_of_canvas(app: &App, canvas: &str) -> Vec<String> {
    let script = format!(
        "const canvas = document.querySelector('{canvas}');
         const {{data}} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
         const counts = new Map();
         for (let at = 0; at < data.length; at += 4) {{
             if (data[at + 3] < 255) continue;
             const color = data.slice(at, at + 3).join(' ');
             counts.set(color, (counts.get(color) ?? 0) + 1);
         }}
         return [...counts].filter(([, count]) => count > 100).map(([color]) => color).join('\\n')"
    );
    app.text_of_script(&script).split('\n').map(str::to_owned).collect()
}

/// What an element's background is on a canvas.
fn color_of(app: &App, selector: &str) -> String {
    app.text_of_script(&format!(
        "const color = getComputedStyle(document.querySelector(\"{selector}\")).backgroundColor;
         const context = new OffscreenCanvas(1, 1).getContext('2d');
         context.fillStyle = color;
         context.fillRect(0, 0, 1, 1);
         return context.getImageData(0, 0, 1, 1).data.slice(0, 3).join(' ')"
    ))
}

/// The legend by `db.operation.name`, under its newer and its older name.
const BY_OPERATION: [&str; 4] =
    ["SELECT orders.db 87", "SELECT stock.db 12", "INSERT orders.db 1", "no value 26"];

fn legend(app: &App) -> Vec<String> {
    app.texts(".wf-legend > div > *").iter().map(|text| text.replace('\n', " ")).collect()
}

fn wait_for_legend(app: &App, wanted: &[&str]) {
    let awaited = || format!("the legend {wanted:?}, which is {:?}", legend(app));
    app.wait_for_described(&awaited, || (legend(app) == wanted).then_some(()));
}

/// Chooses among the words of `select`, as a person does.
fn choose(app: &App, words: &str) {
    app.script(
        "const select = document.querySelector('.wf-colors select');
         select.value = arguments[0];
         select.dispatchEvent(new Event('change', { bubbles: true }));",
        &[serde_json::json!(words)],
    );
}

#[test]
fn bars_are_coloured_by_status_and_by_kind_as_the_legend_says() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        assert!(!app.has(".wf-legend"), "rows name their services");
        choose(app, "status");
        wait_for_legend(app, &["error 2", "no value 124"]);
        app.wait_for("the two inks on the canvas", || {
            let seen = colors_of_canvas(app, ".wf-lanes canvas");
            let wanted =
                [color_of(app, ".wf-legend button .dot"), color_of(app, ".wf-legend-rest .dot")];
            wanted.iter().all(|color| seen.contains(color)).then_some(())
        });
        app.wait_for("failures in the minimap", || {
            let grey = color_of(app, ".wf-legend-rest .dot");
            colors_of_canvas(app, ".wf-minimap canvas").contains(&grey).then_some(())
        });
        choose(app, "kind");
        wait_for_legend(
            app,
            &["client 107", "internal 13", "server 4", "consumer 1", "producer 1"],
        );
        app.wait_for("rows with the colour of their kind", || {
            let of_client = color_of(app, ".wf-legend button .dot");
            let seen = colors_of_canvas(app, ".wf-lanes canvas");
            (seen.contains(&of_client) && app.fragment().contains("color=kind")).then_some(())
        });
        choose(app, "service");
        app.wait_for("no legend", || (!app.has(".wf-legend")).then_some(()));
        assert!(!app.fragment().contains("color="));
    });
}

#[test]
fn an_attribute_is_completed_coloured_by_filtered_by_and_in_the_link() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        choose(app, "attr:");
        app.wait_for("keys to complete from", || {
            app.script("document.querySelector('#color-key').focus()", &[]);
            app.has(".wf-colors datalist option[value='db.operation.name']").then_some(())
        });
        app.type_into("#color-key", "db.operation.name\n");
        wait_for_legend(app, &BY_OPERATION);
        app.click(".wf-legend button");
        app.wait_for("matches of the value", || {
            app.text(".find-count").contains("87 match").then_some(())
        });
        assert_eq!(app.attribute(".wf-legend button", "aria-pressed").as_deref(), Some("true"));
        // Another value takes the place of the first.
        app.click(".wf-legend button:nth-child(3)");
        app.wait_for("matches of the other", || {
            (app.text(".find-count") == "1 match").then_some(())
        });
        let link = app.wait_for("the link", || {
            let link = app.fragment();
            (link.contains("color=attr") && link.contains("INSERT")).then_some(link)
        });
        app.open(&link);
        app.wait_for_trace();
        wait_for_legend(app, &BY_OPERATION);
        app.wait_for("the same match", || (app.text(".find-count") == "1 match").then_some(()));
        app.wait_for("the same link", || (app.fragment() == link).then_some(()));
        app.click(".wf-legend [aria-pressed=true]");
        app.wait_for("no filter", || (!app.has(".find-count")).then_some(()));
        app.script(
            "const field = document.querySelector('#color-key');
             field.value = 'nobody.has.this';
             field.dispatchEvent(new Event('change', { bubbles: true }));",
            &[],
        );
        app.wait_for("a word about it", || {
            app.text(".wf-legend").contains("No span").then_some(())
        });
    });
}

#[test]
fn the_palette_leads_to_the_field_and_keys_alone_colour_and_filter() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.press_with(&[keys::CONTROL], "k");
        app.type_into(".palette input", "colour by an attr\n");
        app.wait_for_script(
            "the focus in the field",
            "return document.activeElement?.id === 'color-key'",
        );
        app.type_into("#color-key", "db.operation.name\n");
        wait_for_legend(app, &BY_OPERATION);
        app.script("document.querySelector('.wf-legend button').focus()", &[]);
        app.press(keys::ENTER);
        app.wait_for("matches", || app.text(".find-count").contains("87 match").then_some(()));
    });
}

#[test]
fn coloured_bars_are_portrayed() {
    visit(|app| {
        for (size, size_name) in [(Size::Desktop, "1440x900"), (Size::Phone, "390x844")] {
            for (scheme, scheme_name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
                app.resize(size);
                app.prefer(scheme);
                for words in ["status", "attr:db.operation.name", "attr:url.full"] {
                    app.open(&format!("#/sample/2000-mixed?color={words}"));
                    app.wait_for_trace();
                    app.wait_for("a legend", || (!legend(app).is_empty()).then_some(()));
                    let name = words.replace([':', '.'], "-");
                    app.screenshot(&format!("colour-{name}-{size_name}-{scheme_name}"));
                    assert_eq!(app.overflow_px(), 0.0);
                }
            }
        }
    });
}
