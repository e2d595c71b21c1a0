//! axe-core on the page that is shown: what would shut people out of it.
//!
//! Invariant: all of its rules, recommendations included, on the whole document. Absent: what axe
//! cannot decide by itself (it calls that incomplete), which a person has to look at.

use std::fs;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::environment;

/// A rule that is left out, and why it is wrong here.
pub struct Exclusion {
    pub rule: &'static str,
    pub reason: &'static str,
}

/// Rules that are wrong about this page. None is known.
pub const EXCLUSIONS: &[Exclusion] = &[];

/// What axe finds, each with its rule, what to do, and the elements; empty if there is nothing.
pub fn violations(browser: &Browser) -> Vec<String> {
    if browser.script("return typeof axe", &[]) != "object" {
        let path = environment::axe();
        let source = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        browser.script(&source, &[]);
    }
    let rules: serde_json::Map<String, Value> = EXCLUSIONS
        .iter()
        .map(|exclusion| (exclusion.rule.to_owned(), json!({ "enabled": false })))
        .collect();
    browser.script_async(
        "const [rules, done] = arguments;
         axe.run(document, { rules, resultTypes: ['violations'] }).then(
             ({ violations }) => { window.axeFound = violations; done(null); },
             error => done(String(error)));",
        &[Value::Object(rules)],
    );
    let found = browser.script(
        "return axeFound.map(({ id, help, nodes }) => `${id}: ${help}\\n` + nodes.slice(0, 5).map(
             node => `    ${node.target} ${node.html.slice(0, 160)}\\n        ${node.failureSummary}`
         ).join('\\n') + (nodes.length > 5 ? `\\n    and ${nodes.length - 5} more` : ''))",
        &[],
    );
    let found = found.as_array().expect("a list of violations");
    found.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
}
