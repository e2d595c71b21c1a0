//! The service map: of a real Jaeger's counts, of its traces, of a file, and of a thousand services.

use e2e::app::{App, visit, visit_site};
use e2e::browser::{Scheme, Size};
use e2e::calls::{self, Calls};
use e2e::fixtures;
use e2e::jaeger::Jaeger;
use e2e::keys;
use e2e::reply::{Gate, Reply};
use e2e::site::Site;
use serde_json::{Value, json};

const DRAWING: &str = "#map-drawing";

/// The recordings lie in the week before this.
fn recorded() -> String {
    let (_, end_micros) = fixtures::window_micros();
    format!("lookback=604800000&end={}", end_micros / 1_000)
}

fn beside_jaeger(test: impl FnOnce(&App)) {
    let jaeger = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, test);
}

/// Runs a test beside a server that counted these calls.
fn beside_counts(counts: &[Calls], test: impl FnOnce(&App)) {
    let site = Site::start();
    site.answer("/api/services", Reply::json(r#"{"data":[]}"#));
    site.answer("/api/dependencies", Reply::json(calls::answer(counts)));
    visit_site(site, |app| {
        app.expect_error("404");
        test(app);
    });
}

fn shop() -> Vec<Calls> {
    let calls = [
        ("web", "gateway", 14_020),
        ("gateway", "order", 9_208),
        ("gateway", "search", 3_310),
        ("gateway", "catalog", 5_004),
        ("gateway", "billing", 1_804),
        ("search", "catalog", 3_310),
        ("catalog", "inventory", 900),
        ("order", "payment", 6_608),
        ("billing", "payment", 1_804),
        ("order", "inventory", 9_208),
        ("inventory", "shipping", 4_102),
        ("payment", "fraud", 6_120),
        ("fraud", "payment", 12),
    ];
    calls.iter().map(|(a, b, n)| ((*a).to_owned(), (*b).to_owned(), *n)).collect()
}

fn counts(app: &App) -> String {
    app.text(".map-counts")
}

/// Until something is drawn: how many pixels are.
fn wait_for_drawing(app: &App) -> f64 {
    app.wait_for("a drawing", || Some(drawn_pixels(app)).filter(|&drawn| drawn > 500.0))
}

fn drawn_pixels(app: &App) -> f64 {
    app.number_of_script(
        "const canvas = document.querySelector('#map-drawing canvas');
         if (!canvas || !canvas.width) return 0;
         const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
         let drawn = 0;
         for (let at = 3; at < data.length; at += 4) drawn += data[at] > 0 ? 1 : 0;
         return drawn;",
    )
}

/// Tells one drawing from another.
fn picture(app: &App) -> f64 {
    app.number_of_script(
        "const canvas = document.querySelector('#map-drawing canvas');
         const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
         let sum = 0;
         for (let at = 0; at < data.length; at += 1) sum = (sum * 31 + data[at]) % 1000003;
         return sum;",
    )
}

fn said(app: &App) -> String {
    app.text("#map-said")
}

fn wait_until_said(app: &App, part: &str) -> String {
    app.wait_for(part, || Some(said(app)).filter(|said| said.contains(part)))
}

fn choose(app: &App, selector: &str, value: &str) {
    app.script(
        "const field = document.querySelector(arguments[0]);
         field.value = arguments[1];
         field.dispatchEvent(new Event('change', { bubbles: true }));",
        &[json!(selector), json!(value)],
    );
}

fn press_shape(app: &App, title: &str) {
    app.script(
        "[...document.querySelectorAll('.map-shapes button')]
            .find(button => button.innerText === arguments[0]).click()",
        &[json!(title)],
    );
}

/// Caller, callee and calls of each row of the table.
fn table(app: &App) -> Vec<(String, String, String)> {
    let rows = app.script(
        "return [...document.querySelectorAll('.map-table tbody tr')].map(row =>
            [...row.children].slice(0, 3).map(cell => cell.querySelector('button')?.innerText ?? ''))",
        &[],
    );
    let text = |row: &Value, at: usize| row[at].as_str().unwrap_or("").to_owned();
    let rows = rows.as_array().expect("rows").clone();
    rows.iter().map(|row| (text(row, 0), text(row, 1), text(row, 2))).collect()
}

#[test]
fn a_jaegers_own_counts_are_a_map_and_its_old_address_leads_here() {
    beside_jaeger(|app| {
        app.open(&format!("#/map?{}", recorded()));
        wait_for_drawing(app);
        assert!(counts(app).starts_with("4 services"), "{}", counts(app));
        assert!(app.text(".map-legend").contains("counted by the server"));
        press_shape(app, "Table");
        app.wait_for("rows", || Some(table(app)).filter(|rows| !rows.is_empty()));
        let ends = |(from, to, _): &(String, String, String)| format!("{from} {to}");
        let rows: Vec<String> = table(app).iter().map(ends).collect();
        assert!(rows.contains(&"order payment".to_owned()), "{rows:?}");
        assert!(app.site.asked("/api/dependencies")[0].contains("lookback=604800000"));
    });
}

#[test]
fn traces_of_a_search_give_errors_durations_databases_and_the_traces_themselves() {
    beside_jaeger(|app| {
        app.open(&format!("#/map?source=search&service=order&{}", recorded()));
        wait_for_drawing(app);
        assert!(
            app.text(".map-legend").contains("of 4 traces found"),
            "{}",
            app.text(".map-legend")
        );
        assert!(counts(app).contains("peers"), "{}", counts(app));
        app.screenshot("service-map-of-a-search");
        app.open(&format!("#/map?source=search&service=order&{}&node=payment", recorded()));
        app.wait_for("the panel", || {
            Some(app.text(".map-panel")).filter(|it| it.contains("Operations"))
        });
        let panel = app.text(".map-panel");
        for part in
            ["payment", "Called by", "order", "acme-pay", "outside", "Traces through payment"]
        {
            assert!(panel.contains(part), "{part} in {panel}");
        }
        app.screenshot("service-map-panel");
        // From the calls to a trace with them.
        app.open(&format!(
            "#/map?source=search&service=order&{}&node=order&calls=payment",
            recorded()
        ));
        app.wait_for("traces", || app.has(".map-panel section a").then_some(()));
        app.click(".map-panel section a");
        app.wait_for_trace();
    });
}

#[test]
fn what_a_search_found_leads_to_the_map_of_its_service_at_that_time() {
    beside_jaeger(|app| {
        app.open("#/search?service=order&limit=50&start=1600000000000000&end=4000000000000000");
        app.wait_for("four traces", || {
            (app.text(".search-heading h1") == "4 traces").then_some(())
        });
        app.click(".search-heading a.button");
        app.wait_for("a map", || app.has("main.service-map #map-drawing canvas").then_some(()));
        wait_for_drawing(app);
        let link = app.fragment();
        assert!(link.contains("source=search") && link.contains("service=order"), "{link}");
        let window = "lookback=2400000000000&end=4000000000000";
        assert!(link.contains(window), "{link}");
        let legend = app.wait_for("what it is of", || {
            Some(app.text(".map-legend")).filter(|text| text.contains("traces"))
        });
        assert!(legend.contains("of 4 traces found"), "{legend}");
        app.screenshot("service-map-after-a-search");
    });
}

#[test]
fn a_service_leads_to_its_traces() {
    beside_jaeger(|app| {
        app.open(&format!("#/map?{}&node=payment", recorded()));
        app.wait_for("the link", || app.has(".map-panel .map-actions a.primary").then_some(()));
        app.click(".map-panel .map-actions a.primary");
        app.wait_for("a search", || app.fragment().starts_with("#/search").then_some(()));
        assert!(app.fragment().contains("service=payment"), "{}", app.fragment());
    });
}

fn focused_id(app: &App) -> String {
    let id = app.script("return document.activeElement?.id ?? ''", &[]);
    id.as_str().unwrap_or_default().to_owned()
}

fn wait_for_focus(app: &App, id: &str) {
    app.wait_for(id, || (focused_id(app) == id).then_some(()));
}

#[test]
fn the_focus_goes_from_heading_to_heading_in_the_panel_and_back_to_the_drawing() {
    beside_counts(&shop(), |app| {
        app.open("#/map?node=gateway");
        wait_for_drawing(app);
        app.script("document.querySelector('#map-drawing').focus()", &[]);
        app.press(keys::ENTER);
        wait_for_focus(app, "map-panel-title");
        app.script("document.querySelector('.map-panel th .map-link').focus()", &[]);
        app.press(keys::ENTER);
        app.wait_for("another node", || (app.text("#map-panel-title") != "gateway").then_some(()));
        wait_for_focus(app, "map-panel-title");
        let name = app.text("#map-panel-title");
        app.press(keys::ESCAPE);
        app.wait_for("no panel", || app.attribute("#map-panel", "hidden"));
        wait_for_focus(app, "map-drawing");
        // It goes on from where it was.
        app.press(keys::ENTER);
        wait_for_focus(app, "map-panel-title");
        assert_eq!(app.text("#map-panel-title"), name);
        app.click(".map-panel .icon-button");
        wait_for_focus(app, "map-drawing");
    });
}

#[test]
fn who_does_not_wait_can_ask_again() {
    let site = Site::start();
    let gate = Gate::default();
    let body = json!({ "data": [{ "parent": "a", "child": "b", "callCount": 1 }] }).to_string();
    site.answer("/api/services", Reply::json(r#"{"data":[]}"#));
    let held = Reply::Held { body: body.clone().into_bytes(), gate: gate.clone() };
    site.answer("/api/dependencies", held);
    visit_site(site, |app| {
        app.expect_error("404");
        app.open("#/map");
        app.wait_for("asking", || app.has(".search-status .spinner").then_some(()));
        click_words(app, ".search-status button", "Cancel");
        app.wait_for("words", || {
            Some(app.text(".search-status")).filter(|it| it.contains("Cancelled before"))
        });
        assert!(!app.has(".map-nothing"), "nothing is said to be there");
        wait_for_focus(app, "map-again");
        gate.open();
        app.site.answer("/api/dependencies", Reply::json(body.clone()));
        app.press(keys::ENTER);
        wait_for_drawing(app);
        assert_eq!(counts(app), "2 services · 1 link");
    });
}

#[test]
fn a_link_with_many_hops_shows_how_many() {
    beside_counts(&shop(), |app| {
        app.open("#/map?focus=payment&up=7");
        wait_for_drawing(app);
        let chosen = app.script("return document.querySelector('.map-focus select').value", &[]);
        assert_eq!(chosen, "7");
        assert!(app.fragment().contains("up=7"), "{}", app.fragment());
    });
}

#[test]
fn the_map_of_a_trace_searches_where_it_is_from_and_keeps_its_drawing_in_the_link() {
    beside_jaeger(|app| {
        app.open("#/sample/order-slow.otlp.jsonl?view=map&layout=layered&pin=40,-30,order&v=1");
        wait_for_drawing(app);
        app.wait_for("layers", || {
            let pressed = app.texts(".map-shapes [aria-pressed=true]");
            (pressed == ["Layered"]).then_some(())
        });
        press_shape(app, "Table");
        wait_for_fragment(app, "layout=table");
        assert!(app.fragment().contains("pin=40,-30,order"), "{}", app.fragment());
        app.script(
            "[...document.querySelectorAll('.map-table tbody .map-link')]
                .find(button => button.innerText === 'order').click()",
            &[],
        );
        let panel = app.wait_for("why there is no search", || {
            Some(app.text(".map-panel")).filter(|it| it.contains("not fetched from a server"))
        });
        assert!(!panel.contains("Traces through"), "{panel}");
    });
}

#[test]
fn what_is_open_is_a_map_and_so_is_one_trace() {
    visit(|app| {
        app.open("#/map?source=open");
        app.wait_for("words", || {
            Some(app.text(".map-nothing")).filter(|it| it.contains("No trace is open"))
        });
        app.open("#/sample/order-slow.otlp.jsonl?view=map&v=1");
        wait_for_drawing(app);
        app.screenshot("service-map-of-a-trace");
        // Loaded anew the page would hold nothing.
        app.script("location.hash = '#/map?source=open'", &[]);
        app.wait_for("the page", || app.has("main.service-map").then_some(()));
        wait_for_drawing(app);
        assert!(app.text(".map-legend").contains("of 1 trace"), "{}", app.text(".map-legend"));
    });
}

#[test]
fn the_keyboard_reaches_nodes_and_calls_and_the_link_keeps_what_was_chosen() {
    beside_counts(&shop(), |app| {
        app.open("#/map");
        wait_for_drawing(app);
        app.script("document.querySelector('#map-drawing').focus()", &[]);
        app.press(keys::DOWN);
        wait_until_said(app, "gateway, service: ");
        let mut names = Vec::new();
        for _ in 0..9 {
            app.press("n");
            let last = names.last().cloned().unwrap_or_default();
            let name = app.wait_for("another node", || {
                Some(said(app)).filter(|said| *said != last && !said.is_empty())
            });
            names.push(name);
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 9, "{names:?}");
        app.open("#/map?node=gateway");
        wait_for_drawing(app);
        app.script("document.querySelector('#map-drawing').focus()", &[]);
        app.press("e");
        wait_until_said(app, "Calls from gateway to ");
        app.press("f");
        app.wait_for("the focus", || {
            Some(app.text(".map-focus")).filter(|it| it.contains("gateway"))
        });
        app.press("p");
        wait_for_fragment(app, "pin=");
        let link = app.fragment();
        assert!(link.contains("focus=gateway") && link.contains("calls="), "{link}");
        app.open(&link);
        wait_for_drawing(app);
        assert!(app.text(".map-focus").contains("gateway"));
        app.press(keys::ESCAPE);
    });
}

fn wait_for_fragment(app: &App, part: &str) {
    app.wait_for(part, || app.fragment().contains(part).then_some(()));
}

#[test]
fn a_dragged_node_is_pinned_and_zooming_and_panning_work() {
    beside_counts(&shop(), |app| {
        app.open("#/map?node=web");
        wait_for_drawing(app);
        let area = app.rect(DRAWING);
        let before = picture(app);
        app.wheel(area.at(0.5, 0.5), 0.0, -300.0);
        app.wait_for("another drawing", || (picture(app) != before).then_some(()));
        // Whatever is at the pointer: search for a node by what hovering says.
        app.open("#/map");
        wait_for_drawing(app);
        let mut found = None;
        'all: for down in 1..14 {
            for across in 1..24 {
                let at = area.at(f64::from(across) / 24.0, f64::from(down) / 14.0);
                app.hover(at);
                if app.has(".map-drawing.on-item") {
                    app.click_at(at);
                    if said(app).contains("service") {
                        found = Some(at);
                        break 'all;
                    }
                }
            }
        }
        let at = found.expect("a node under some pointer");
        // The panel has taken room: the node is elsewhere now, so the panel goes first.
        let name = said(app).split(',').next().unwrap_or_default().to_owned();
        app.click(".map-panel .icon-button");
        app.wait_for("no panel", || app.attribute("#map-panel", "hidden"));
        app.drag(at, e2e::pointer::Point { x: at.x + 60.0, y: at.y + 40.0 });
        wait_for_fragment(app, "pin=");
        assert!(app.fragment().contains(&name), "{name} in {}", app.fragment());
        wait_until_said(app, "pinned");
        app.screenshot("service-map-pinned");
    });
}

#[test]
fn twins_share_the_selection() {
    beside_counts(&shop(), |app| {
        app.open("#/map?node=order&calls=payment&layout=layered");
        wait_for_drawing(app);
        app.screenshot("service-map-layered");
        press_shape(app, "Matrix");
        app.wait_for("a matrix", || {
            app.has(".map-matrix td button[aria-pressed=true]").then_some(())
        });
        assert_eq!(
            app.attribute(".map-matrix td button[aria-pressed=true]", "aria-label").as_deref(),
            Some("order to payment: 6,608 calls")
        );
        app.screenshot("service-map-matrix");
        press_shape(app, "Table");
        app.wait_for("a table", || app.has(".map-table tr.selected").then_some(()));
        assert_eq!(app.text(".map-table tr.selected th"), "order");
        app.script("document.querySelectorAll('.map-table thead button')[2].click()", &[]);
        app.wait_for("the fewest first", || (table(app)[0].2 == "12").then_some(()));
        app.screenshot("service-map-table");
        wait_for_fragment(app, "layout=table");
    });
}

#[test]
fn filters_and_focus_leave_out_and_an_empty_map_says_what_to_do() {
    beside_counts(&shop(), |app| {
        app.open("#/map");
        wait_for_drawing(app);
        assert_eq!(counts(app), "10 services · 13 links");
        app.type_into("#map-find", "pay");
        app.wait_for("a part", || (counts(app) == "4 services · 4 links").then_some(()));
        app.open("#/map?focus=payment&up=1&down=1&rest=hidden");
        app.wait_for("the near ones", || (counts(app) == "4 services · 4 links").then_some(()));
        app.open("#/map?name=nobody");
        app.wait_for("a word", || Some(app.text(".map-empty")).filter(|it| it.contains("filters")));
        app.click(".map-empty button");
        app.wait_for("all", || (counts(app) == "10 services · 13 links").then_some(()));
    });
    beside_counts(&[], |app| {
        app.open("#/map");
        app.wait_for("words", || {
            Some(app.text(".map-nothing")).filter(|it| it.contains("no calls"))
        });
        app.screenshot("service-map-empty");
    });
}

#[test]
fn two_times_are_compared() {
    let first = Site::start();
    let counts = |calls: &str| Reply::json(format!(r#"{{"data":[{calls}]}}"#));
    first.answer("/api/services", Reply::json(r#"{"data":[]}"#));
    first.answer(
        "/api/dependencies",
        counts(r#"{"parent":"a","child":"b","callCount":1},{"parent":"a","child":"old","callCount":2}"#),
    );
    visit_site(first, |app| {
        app.expect_error("404");
        app.open("#/map");
        wait_for_drawing(app);
        click_words(app, ".map-legend button", "Compare the next with this");
        app.site.answer(
            "/api/dependencies",
            counts(r#"{"parent":"a","child":"b","callCount":1},{"parent":"a","child":"fresh","callCount":2}"#),
        );
        choose(app, "#map-time", "3600000");
        app.wait_for("both", || counts_are(app, "4 services · 3 links"));
        press_shape(app, "Table");
        let text = app
            .wait_for("changes", || Some(app.text(".map-table")).filter(|it| it.contains("new")));
        assert!(text.contains("− gone"), "{text}");
        press_shape(app, "Force");
        wait_for_drawing(app);
        app.screenshot("service-map-compared");
        click_words(app, ".map-legend button", "End comparing");
        app.wait_for("the second", || counts_are(app, "3 services · 2 links"));
    });
}

fn counts_are(app: &App, words: &str) -> Option<()> {
    (app.has(".map-counts") && counts(app) == words).then_some(())
}

fn click_words(app: &App, selector: &str, words: &str) {
    let is_there = app.script(
        "const found = [...document.querySelectorAll(arguments[0])]
            .find(one => one.innerText.trim() === arguments[1]);
         found?.click(); return found !== undefined;",
        &[json!(selector), json!(words)],
    );
    assert_eq!(is_there, true, "{words}");
}

#[test]
fn over_a_thousand_services_are_drawn_and_grouping_is_offered() {
    beside_counts(&calls::many(1_238, 4_271), |app| {
        app.open("#/map");
        wait_for_drawing(app);
        assert_eq!(counts(app), "1,238 services · 4,271 links");
        app.screenshot("service-map-many");
        // While one zooms the picture is moved as an image; at rest it is painted anew.
        app.script(
            "const below = document.querySelector('.map-below');
             window.moves = [];
             new MutationObserver(() => window.moves.push(below.style.transform))
                 .observe(below, { attributes: true, attributeFilter: ['style'] });",
            &[],
        );
        let before = picture(app);
        app.wheel(app.rect("#map-drawing").at(0.5, 0.5), 0.0, -200.0);
        app.wait_for_script(
            "a move and a rest",
            "return window.moves.some(it => it.includes('scale')) && window.moves.at(-1) === '';",
        );
        app.wait_for("another painting", || (picture(app) != before).then_some(()));
        assert!(app.text(".map-many").contains("hard to read"));
        let before = counts(app);
        click_words(app, ".map-many button", "Group by prefix");
        app.wait_for("groups", || (counts(app) != before).then_some(()));
        assert!(counts(app).starts_with("1,238 services"), "{}", counts(app));
        wait_for_drawing(app);
        app.screenshot("service-map-grouped");
        wait_for_fragment(app, "group=prefix");
    });
}

#[test]
fn the_drawing_is_saved_whole() {
    beside_counts(&shop(), |app| {
        app.open("#/map");
        wait_for_drawing(app);
        app.script(
            "window.saved = [];
             const click = HTMLElement.prototype.click;
             HTMLElement.prototype.click = function () {
                if (!this.download) return click.call(this);
                fetch(this.href).then(it => it.blob()).then(async it =>
                    window.saved.push([this.download, it.type, it.size, await it.text()]));
             };",
            &[],
        );
        for (words, name, media_type) in
            [("SVG", "service-map.svg", "image/svg+xml"), ("PNG", "service-map.png", "image/png")]
        {
            click_words(app, ".map-save button", words);
            let file = app.wait_for(name, || {
                let saved = app.script("return window.saved.pop() ?? null", &[]);
                Some(saved).filter(|saved| !saved.is_null())
            });
            assert_eq!((&file[0], &file[1]), (&json!(name), &json!(media_type)));
            assert!(file[2].as_u64().is_some_and(|bytes| bytes > 1_000));
            if words == "SVG" {
                let text = file[3].as_str().expect("text");
                assert!(text.contains("gateway") && text.contains("14,020"), "{text}");
            }
        }
    });
}

#[test]
fn the_map_looks_well_in_every_size_and_scheme() {
    beside_counts(&shop(), |app| {
        for (size, size_name) in [(Size::Desktop, "wide"), (Size::Phone, "phone")] {
            for (scheme, scheme_name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
                app.resize(size);
                app.prefer(scheme);
                app.open("#/map?focus=payment&node=payment");
                wait_for_drawing(app);
                assert!(app.overflow_px() <= 0.0, "{size_name} {scheme_name}");
                app.screenshot(&format!("service-map-{size_name}-{scheme_name}"));
            }
        }
        let violations = e2e::axe::violations(&app.browser);
        assert!(violations.is_empty(), "{violations:#?}");
    });
}
