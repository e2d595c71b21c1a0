//! Two sets of traces: made of files and of searches, compared, and looked into.

use std::sync::Arc;

use e2e::app::{App, visit, visit_site};
use e2e::browser::{Scheme, Size};
use e2e::jaeger::Jaeger;
use e2e::site::Site;
use serde_json::{Value, json};

/// Orders as Jaeger JSON: those of an odd number are of version 2, which charges slowly and fails.
fn orders(count: u64) -> Vec<u8> {
    let trace = |number: u64| {
        let is_new = number % 2 == 1;
        let wobble = (number * 7_919) % 1_000;
        let charge = if is_new { 240_000 } else { 20_000 } + wobble;
        let id = format!("{:032x}", number + 1);
        let start = 1_700_000_000_000_000_u64 + number * 1_000_000;
        let tag =
            |key: &str, value: Value, kind: &str| json!({"key": key, "type": kind, "value": value});
        let span = |span: u64,
                    parent: Option<u64>,
                    name: &str,
                    from: u64,
                    length: u64,
                    process: &str,
                    tags: Vec<Value>| {
            let references: Vec<Value> = parent
                .map(|parent| json!({"refType": "CHILD_OF", "traceID": id, "spanID": format!("{:016x}", number * 10 + parent)}))
                .into_iter()
                .collect();
            json!({
                "traceID": id, "spanID": format!("{:016x}", number * 10 + span), "operationName": name,
                "references": references, "startTime": start + from, "duration": length,
                "processID": process, "tags": tags,
            })
        };
        let error = || vec![tag("error", json!(true), "bool")];
        let root_tags = if is_new { error() } else { Vec::new() };
        let charge_tags = if is_new { error() } else { Vec::new() };
        json!({
            "traceID": id,
            "spans": [
                span(1, None, "POST /orders", 0, charge + 30_000, "p1", root_tags),
                span(2, Some(1), "charge", 10_000, charge, "p2", charge_tags),
                span(3, Some(1), "audit", charge + 12_000, 5_000 + wobble, "p1", Vec::new()),
            ],
            "processes": {
                "p1": {"serviceName": "order", "tags": []},
                "p2": {"serviceName": "payment", "tags": [
                    {"key": "service.version", "type": "string", "value": if is_new { "2" } else { "1" }},
                ]},
            },
        })
    };
    let data: Vec<Value> = (0..count).map(trace).collect();
    json!({ "data": data }).to_string().into_bytes()
}

fn open_sets_of_file(app: &App) {
    app.open_start();
    app.drop_document("orders.json", &orders(80));
    app.wait_for("the list of traces", || app.has(".chooser").then_some(()));
    // Loaded anew the page would hold nothing.
    app.script("location.hash = '#/sets'", &[]);
    app.wait_for("a way in", || app.has(".sets-start li a").then_some(()));
    app.click(".sets-start li a");
    app.wait_for("findings", || (app.count(".sets-findings li") > 0).then_some(()));
}

#[test]
fn failed_requests_of_a_file_are_told_from_the_others_by_what_differs() {
    visit(|app| {
        open_sets_of_file(app);
        assert!(app.fragment().contains("split=errors"), "{}", app.fragment());
        let facts = app.texts(".compare-card small");
        assert!(facts.iter().all(|it| it.starts_with("40 traces")), "{facts:?}");
        let findings = app.texts(".sets-findings .why-words");
        assert!(findings.iter().all(|it| !it.contains("audit")), "{findings:?}");
        assert!(
            findings.iter().any(|it| it.contains("slower") && it.contains("charge")),
            "{findings:?}"
        );
        assert!(
            findings.iter().any(|it| it.contains("fails more") && it.contains("charge")),
            "{findings:?}"
        );
        let attributes = app.texts(".sets-table[aria-label^=Attributes] tbody tr");
        assert!(attributes[0].contains("service.version"), "{attributes:?}");
        // The picture, and the table that says the same.
        app.wait_for_script(
            "a drawn chart",
            "const canvas = document.querySelector('.sets-chart canvas');
             if (!canvas || canvas.width < 200) return false;
             const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
             return data.some(it => it !== 0);",
        );
        assert_eq!(app.count(".sets-finding .pair-figures tbody tr"), 2);
        app.screenshot("sets");
        // Another finding is in the address, and there again when the page is left and come to.
        app.click(".sets-findings li:nth-child(2) button");
        app.wait_for("its address", || app.fragment().contains("finding=2").then_some(()));
        app.script("location.hash = '#/'", &[]);
        app.wait_for("another page", || (!app.has(".sets")).then_some(()));
        app.script("history.back()", &[]);
        let second = ".sets-findings li:nth-child(2) button[aria-pressed=true]";
        app.wait_for("the finding", || app.has(second).then_some(()));
        // From a value of an attribute to the sets it makes.
        app.script("[...document.querySelectorAll('.sets-table .value a')].find(it => it.innerText === '2').click()", &[]);
        app.wait_for("the other split", || app.fragment().contains("split=value").then_some(()));
        app.wait_for("findings", || (app.count(".sets-findings li") > 0).then_some(()));
        // Any other attribute is asked for by name.
        app.script("document.querySelector('.sets-split input').value = 'span.kind'", &[]);
        app.click(".sets-split button");
        app.wait_for("its split", || {
            app.fragment().contains("split=value:span.kind").then_some(())
        });
        app.wait_for("a word", || app.has(".sets-verdict").then_some(()));
        app.script("history.back()", &[]);
        app.wait_for("findings", || (app.count(".sets-findings li") > 0).then_some(()));
        // Two examples are compared span by span.
        app.click(".sets-finding a.button");
        app.wait_for("two traces", || (app.count(".compare-card > strong") == 2).then_some(()));
        app.wait_for("an explanation", || app.has(".why-total strong").then_some(()));
    });
}

#[test]
fn a_link_to_sets_of_a_file_that_is_not_here_says_so() {
    visit(|app| {
        app.open("#/sets?a=file?mark=0badcafe&split=errors");
        app.wait_for("a word", || app.text(".search-trouble").contains("not here").then_some(()));
    });
}

#[test]
fn a_search_is_split_and_says_that_it_is_too_little() {
    let jaeger: Arc<Jaeger> = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| {
        app.open("#/search?service=order&limit=50&start=1000000&end=4000000000000000");
        app.wait_for("four traces", || {
            (app.text(".search-heading h1") == "4 traces").then_some(())
        });
        app.click("#sets-button");
        app.wait_for("the menu", || app.has("#sets-list:not([hidden])").then_some(()));
        app.click("#sets-list [role=menuitem]");
        app.wait_for("a verdict", || {
            app.text(".sets-verdict").contains("Too little data").then_some(())
        });
        assert!(app.has(".sets-table[aria-label^=Kinds] tbody tr"));
        // Back leads to the search as it was.
        app.script("history.back()", &[]);
        app.wait_for("the search", || (app.text(".search-heading h1") == "4 traces").then_some(()));
        // Ticked traces against the others need a tick.
        app.click("#sets-button");
        app.wait_for("the menu", || app.has("#sets-list:not([hidden])").then_some(()));
        app.click("#sets-list [role=menuitem]:nth-child(3)");
        app.wait_for_notice("There is no second set yet");
        // Two selections: what is ticked becomes one set, what is ticked after it the other.
        let tick = |row: u32| {
            let ticks = ".search-body .list-row:not([hidden]) .search-tick input";
            app.script(&format!("document.querySelectorAll('{ticks}')[{row}].click()"), &[]);
        };
        let choose = |item: u32| {
            app.click("#sets-button");
            app.wait_for("the menu", || app.has("#sets-list:not([hidden])").then_some(()));
            app.click(&format!("#sets-list [role=menuitem]:nth-child({item})"));
        };
        tick(0);
        choose(4);
        app.wait_for_notice("Set A is 1 trace");
        assert_eq!(app.count(".search-tick input:checked"), 0);
        tick(1);
        tick(2);
        choose(5);
        app.wait_for("both sets", || {
            let cards = app.texts(".compare-card small");
            let are_both = cards.len() == 2
                && cards[0].starts_with("1 trace")
                && cards[1].starts_with("2 traces");
            are_both.then_some(())
        });
    });
}

#[test]
fn sets_of_another_server_are_asked_for_first() {
    visit(|app| {
        app.open("#/sets?a=search?service=x%26from=https://elsewhere.example&split=errors");
        app.wait_for("a question", || app.text(".ask").contains("elsewhere.example").then_some(()));
    });
}

#[test]
fn the_page_of_sets_fits_a_phone_in_both_schemes() {
    visit(|app| {
        open_sets_of_file(app);
        for scheme in [Scheme::Light, Scheme::Dark] {
            app.prefer(scheme);
            for (size, name) in [(Size::Desktop, "wide"), (Size::Phone, "narrow")] {
                app.resize(size);
                assert!(app.overflow_px() <= 0.0, "{name} {scheme:?}");
                app.screenshot(&format!("sets-{name}-{scheme:?}"));
            }
        }
    });
}
