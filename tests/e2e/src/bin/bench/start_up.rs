//! How long the app takes to be there, with an empty cache.
//!
//! Invariant: every measurement has a browser of its own, which never saw the page. Absent: the
//! network; the server is this machine.

use e2e::browser::Browser;
use e2e::site::Site;
use serde_json::{Value, json};

use crate::statistics::{median, quantile};

pub struct StartUp {
    /// Milliseconds from the navigation to the start page's first frame, each.
    pub shown_ms: Vec<f64>,
}

/// Notes the time of the first frame that has the start page in it.
const WATCH: &str = "
    new MutationObserver((_, observer) => {
        if (!document.querySelector('.start h1')) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.shown_ms = performance.now(); }));
    }).observe(document, { childList: true, subtree: true });";

pub fn measure(repetitions: usize) -> StartUp {
    let site = Site::start();
    let once = |_| {
        let browser = Browser::start();
        browser.inject(WATCH);
        browser.go(&site.page(""));
        let shown = browser.wait_for_script("the start page", "return window.shown_ms ?? null");
        shown.as_f64().expect("a time in milliseconds")
    };
    StartUp { shown_ms: (0..repetitions).map(once).collect() }
}

impl StartUp {
    pub fn median_ms(&self) -> f64 {
        median(&self.shown_ms)
    }

    pub fn json(&self) -> Value {
        json!({ "median_ms": self.median_ms(), "worst_ms": quantile(&self.shown_ms, 1.0),
            "all_ms": self.shown_ms })
    }
}
