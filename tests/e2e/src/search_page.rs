//! The search page as a person meets it: its form, what was found, and what went wrong.
//!
//! Invariant: fields are found by their labels, rows by their roles, as assistive technology
//! finds them. Absent: what is right or wrong, which the tests say.

use serde_json::{Value, json};

use crate::app::App;
use crate::keys;

/// A row of what was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub duration: String,
    pub service: String,
    pub operation: String,
    /// `126 spans · 2 errors · 3 services`.
    pub facts: String,
    pub is_marked_failed: bool,
    /// The services on the critical path, as they are told to screen readers.
    pub path: String,
    pub when: String,
}

impl Found {
    /// Without the path, which comes later.
    pub fn at_once(&self) -> Found {
        Found { path: String::new(), ..self.clone() }
    }
}

/// A fault in place of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    pub title: String,
    pub text: String,
}

/// The page of an app; a copy is the same.
#[derive(Clone, Copy)]
pub struct SearchPage<'a> {
    app: &'a App,
}

const TROUBLE: &str = ".search-found .search-trouble";

impl<'a> SearchPage<'a> {
    /// Opens `#/search?…` afresh.
    pub fn open(app: &'a App, parameters: &str) -> SearchPage<'a> {
        app.open(&format!("#/search?{parameters}"));
        SearchPage::there(app)
    }

    /// The page that is shown, as soon as it is.
    pub fn there(app: &'a App) -> SearchPage<'a> {
        app.wait_for_script(
            "the search form",
            "return document.querySelector('.search-form') !== null",
        );
        SearchPage { app }
    }

    /// What the field with this label holds.
    pub fn value(&self, label: &str) -> String {
        let value = self.app.script(
            "return [...document.querySelectorAll('.search-form label')]
                .find(label => label.innerText.trim().startsWith(arguments[0]))
                ?.control.value",
            &[json!(label)],
        );
        value.as_str().unwrap_or_else(|| panic!("no field {label}")).to_owned()
    }

    /// Replaces what a field holds by typing, and leaves the field.
    pub fn fill(&self, label: &str, text: &str) {
        self.app.wait_for(&format!("a field {label}"), || {
            let is_focused = self.app.script(
                "const field = [...document.querySelectorAll('.search-form label')]
                    .find(label => label.innerText.trim().startsWith(arguments[0]))
                    ?.control;
                 field?.focus();
                 field?.select();
                 return field !== undefined && document.activeElement === field",
                &[json!(label)],
            );
            (is_focused == true).then_some(())
        });
        self.app.type_over(text);
        self.app.press(keys::TAB);
    }

    /// Sets a field for a day and a time, as its picker does.
    pub fn set_moment(&self, label: &str, text: &str) {
        self.app.wait_for(&format!("a field {label}"), || {
            let is_set = self.app.script(
                "const field = [...document.querySelectorAll('.search-form label')]
                    .find(label => label.innerText.trim().startsWith(arguments[0]))
                    ?.querySelector('input[type=datetime-local]');
                 if (!field) return false;
                 field.value = arguments[1];
                 field.dispatchEvent(new Event('input', { bubbles: true }));
                 return true;",
                &[json!(label), json!(text)],
            );
            (is_set == true).then_some(())
        });
    }

    /// Chooses an option of a list to choose from.
    pub fn choose(&self, selector: &str, value: &str) {
        self.app.click(&format!("{selector} option[value='{value}']"));
    }

    pub fn find(&self) {
        self.app.click(".search-form button[type=submit]");
    }

    /// What the suggestions of a field are.
    pub fn suggestions(&self, list: &str) -> Vec<String> {
        let values = self.app.script(
            "return [...document.querySelectorAll('#' + arguments[0] + ' option')]
                .map(option => option.value)",
            &[json!(list)],
        );
        texts(&values)
    }

    /// Waits for suggestions of a field.
    pub fn wait_for_suggestions(&self, list: &str) -> Vec<String> {
        self.app.wait_for(&format!("suggestions among {list}"), || {
            Some(self.suggestions(list)).filter(|all| !all.is_empty())
        })
    }

    /// Those in the page, from the top.
    pub fn rows(&self) -> Vec<Found> {
        let rows = self.app.script(
            "return [...document.querySelectorAll('[role=grid] [role=row][id^=result-]')]
                .filter(row => row.checkVisibility())
                .sort((one, other) => one.ariaRowIndex - other.ariaRowIndex)
                .map(row => {
                    const text = selector =>
                        row.querySelector(selector)?.innerText.replaceAll(/\\s+/g, ' ') ?? '';
                    return [text('.search-duration'), text('.search-name b'),
                        text('.search-name span'), text('.search-name small'),
                        row.querySelector('.search-name .mark') !== null,
                        row.querySelector('.search-split .visually-hidden')?.textContent ?? '',
                        text('.search-when div')];
                })",
            &[],
        );
        rows.as_array().expect("a list of rows").iter().map(found_of).collect()
    }

    /// Waits for so many rows in the end.
    pub fn wait_for_rows(&self, count: usize) -> Vec<Found> {
        self.app.wait_for_described(&|| format!("{count} rows, not {:#?}", self.rows()), || {
            let is_over = !self.is_asking() && self.app.has(".search-heading");
            Some(self.rows()).filter(|rows| is_over && rows.len() == count)
        })
    }

    /// `2 of 4 traces`.
    pub fn count(&self) -> String {
        self.app.text(".search-heading h1")
    }

    pub fn is_asking(&self) -> bool {
        self.app.has(".search-status")
    }

    pub fn wait_until_asking(&self) {
        self.app.wait_for("the search to be under way", || self.is_asking().then_some(()));
    }

    /// The fault of the search, if there is one.
    pub fn trouble(&self) -> Option<Trouble> {
        let title = self.app.text(&format!("{TROUBLE} h2"));
        (!title.is_empty()).then(|| Trouble { title, text: self.app.text(TROUBLE) })
    }

    /// Waits for a fault whose words have this part.
    pub fn wait_for_trouble(&self, part: &str) -> Trouble {
        let awaited = || format!("“{part}” in {:?}", self.trouble());
        self.app.wait_for_described(&awaited, || {
            self.trouble().filter(|trouble| trouble.text.contains(part))
        })
    }

    pub fn try_again(&self) {
        self.app.click(&format!("{TROUBLE} button"));
    }

    /// The sentences below fields that cannot be read.
    pub fn mistakes(&self) -> Vec<String> {
        let mistakes = self.app.texts(".search-form .search-field .error-text");
        mistakes.into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// Clicks what narrows the rows down.
    pub fn narrow(&self, name: &str) {
        let clicked = self.app.script(
            "const button = [...document.querySelectorAll('.search-facets button')].find(one =>
                one.innerText === arguments[0] ||
                [...one.querySelectorAll('span')].some(span => span.innerText === arguments[0]));
             button?.click();
             return button !== undefined;",
            &[json!(name)],
        );
        assert_eq!(clicked, true, "nothing called {name} narrows down");
    }
}

impl App {
    /// Clicks the first row that says this duration.
    pub fn click_row_of(&self, duration: &str) {
        let id = self.script(
            "return [...document.querySelectorAll('[role=row][id^=result-]')].find(row =>
                row.checkVisibility() &&
                row.querySelector('.search-duration').innerText.trim() === arguments[0])?.id",
            &[json!(duration)],
        );
        let id = id.as_str().unwrap_or_else(|| panic!("no row says {duration}"));
        self.click(&format!("#{id} .search-name b"));
    }

    /// Clicks the button that says so.
    pub fn click_button(&self, words: &str) {
        self.wait_for(&format!("a button “{words}”"), || {
            let clicked = self.script(
                "const button = [...document.querySelectorAll('button')].find(one =>
                    one.checkVisibility() && one.innerText.trim() === arguments[0]);
                 button?.click();
                 return button !== undefined;",
                &[json!(words)],
            );
            (clicked == true).then_some(())
        });
    }

    /// Types in place of what is selected.
    pub fn type_over(&self, text: &str) {
        if text.is_empty() {
            self.press(keys::BACKSPACE);
        } else {
            self.devtools("Input.insertText", &json!({ "text": text }));
        }
    }
}

fn found_of(row: &Value) -> Found {
    let text = |place: usize| row[place].as_str().unwrap_or_default().trim().to_owned();
    Found {
        duration: text(0),
        service: text(1),
        operation: text(2),
        facts: text(3),
        is_marked_failed: row[4] == true,
        path: text(5),
        when: text(6),
    }
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().cloned().unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
