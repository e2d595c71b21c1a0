//! The search page in both sizes and colours: for axe, and to be looked at.

use e2e::app::App;
use e2e::axe;
use e2e::browser::{Scheme, Size};
use e2e::reply::{Gate, Reply};
use e2e::search_page::SearchPage;

use super::{beside_jaeger, beside_two_services, recorded, search_for};

const SIZES: [(Size, &str); 2] = [(Size::Desktop, "1440x900"), (Size::Phone, "390x844")];
const SCHEMES: [(Scheme, &str); 2] = [(Scheme::Light, "light"), (Scheme::Dark, "dark")];

/// Brings the page about in every size and scheme, keeps a picture of each, and lets axe look.
fn examine(app: &App, name: &str, arrange: impl Fn(&App)) {
    let mut found = Vec::new();
    for (size, size_name) in SIZES {
        for (scheme, scheme_name) in SCHEMES {
            app.resize(size);
            app.prefer(scheme);
            arrange(app);
            app.screenshot(&format!("search-{name}-{size_name}-{scheme_name}"));
            let px = app.overflow_px();
            if px > 0.0 {
                found.push(format!("{size:?}, {scheme:?}: {px} pixels wider than the window"));
            }
            let violations = axe::violations(app);
            found.extend(violations.iter().map(|one| format!("{size:?}, {scheme:?}: {one}")));
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn axe_finds_nothing_among_what_was_found() {
    beside_jaeger(|app| {
        examine(app, "found", |app| {
            let page = SearchPage::open(app, &recorded("order").replace("limit=20", "limit=4"));
            page.wait_for_rows(4);
            app.wait_for("the paths of all rows", || {
                page.rows().iter().all(|row| !row.path.is_empty()).then_some(())
            });
        });
    });
}

#[test]
fn axe_finds_nothing_before_the_first_search() {
    beside_jaeger(|app| {
        examine(app, "begin", |app| {
            let page = SearchPage::open(app, "");
            page.wait_for_suggestions("services");
        });
    });
}

#[test]
fn axe_finds_nothing_beside_mistakes() {
    beside_jaeger(|app| {
        examine(app, "mistakes", |app| {
            let page = SearchPage::open(app, "");
            page.choose("#search-lookback", "custom");
            page.fill("Attributes", "a=\"b");
            page.fill("Has a span over", "12");
            page.fill("At most", "none");
            page.set_moment("From", "");
            page.find();
            app.wait_for("mistakes", || (page.mistakes().len() >= 4).then_some(()));
        });
    });
}

#[test]
fn axe_finds_nothing_beside_a_fault() {
    beside_two_services(|app| {
        app.expect_error("status of");
        app.site.answer("/api/services", Reply::Status(502, "the storage is down"));
        app.site.answer("/api/traces", Reply::Status(500, "the storage is down"));
        examine(app, "fault", |app| {
            let page = SearchPage::open(app, &search_for("new"));
            page.wait_for_trouble("500");
        });
    });
}

#[test]
fn axe_finds_nothing_while_one_waits() {
    beside_two_services(|app| {
        app.expect_error("status of");
        let gate = Gate::default();
        app.site.answer("/api/traces", Reply::Held { body: b"{}".to_vec(), gate: gate.clone() });
        examine(app, "waiting", |app| {
            let page = SearchPage::open(app, &search_for("new"));
            page.wait_until_asking();
        });
        gate.open();
    });
}
