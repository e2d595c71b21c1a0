//! Spanscope's page as a person meets it: what can be read from it and done with it.
//!
//! Invariant: the only place that knows the page's roles, classes and ids. Absent: what is
//! right or wrong, which the tests say.

use std::ops::Deref;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::pointer::{Point, Rect};
use crate::scratch::Scratch;
use crate::site::Site;

/// A row in the page of which nothing is there yet but its place.
pub const PLACEHOLDER_ROW: &str = "[role=treegrid] [role=row].placeholder:not([hidden])";
/// What cuts the rows to those in view.
pub const ROWS_IN_VIEW: &str = ".wf-scroll";
/// What shows the service map and takes its gestures.
pub const MAP_DRAWING: &str = "#map-drawing";
/// Something of the map is under the pointer.
pub const MAP_ITEM_UNDER_POINTER: &str = "#map-drawing.on-item";
/// "1,238 services · 4,271 links".
pub const MAP_COUNTS: &str = ".map-counts";
/// Two traces are compared once all of these are there: an explanation and rows.
pub const COMPARISON: [&str; 2] =
    [".why-total strong", ".compare-tree .list-row:not([hidden]) .compare-name b"];
/// The ways to compare what is open; the last one is of the two files opened last.
pub const SETS_TO_COMPARE: &str = ".sets-start li a";
/// Two sets are compared once all of these are there.
pub const SETS_COMPARED: [&str; 2] = [".sets .compare-card.second strong", ".sets-table tbody tr"];

pub struct App {
    // Goes before the site that it reads from.
    pub browser: Browser,
    pub site: Site,
    scratch: Scratch,
}

/// A row of the tree grid as assistive technology is told about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub index: u64,
    pub level: u64,
    pub set_size: u64,
    pub pos_in_set: u64,
    /// `None` for a row without children.
    pub is_expanded: Option<bool>,
    pub is_selected: bool,
    pub service: String,
    pub operation: String,
}

/// A message to the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub title: String,
    pub detail: String,
    pub is_error: bool,
}

impl Deref for App {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

/// Runs a test on the start page of a fresh browser. Errors on the console that it did not
/// expect fail it.
pub fn visit(test: impl FnOnce(&App)) {
    visit_site(Site::start(), test);
}

/// The same with a site of the test's own making.
pub fn visit_site(site: Site, test: impl FnOnce(&App)) {
    let app = App::start(Browser::start(), site);
    app.open_start();
    test(&app);
    app.assert_quiet_console();
}

impl App {
    /// With no page open yet.
    pub fn start(browser: Browser, site: Site) -> App {
        App { browser, site, scratch: Scratch::new("files") }
    }

    pub fn open_start(&self) {
        self.open("");
    }

    /// Opens the page afresh, at a fragment such as `#/sample/…`.
    pub fn open(&self, fragment: &str) {
        // From another document, since a mere change of the fragment would keep the page.
        self.go("about:blank");
        self.go(&self.site.page(fragment));
        self.wait_for_script("the app to start", "return document.querySelector('.app') !== null");
    }

    pub fn open_sample(&self, name: &str) {
        self.open(&format!("#/sample/{name}"));
        self.wait_for_trace();
    }

    /// Drops files, given by name and contents, on the middle of the page.
    pub fn drop_documents(&self, documents: &[(&str, &[u8])]) {
        let paths: Vec<PathBuf> =
            documents.iter().map(|(name, bytes)| self.scratch.write(name, bytes)).collect();
        self.drop_files(self.middle(), &paths);
    }

    pub fn drop_document(&self, name: &str, bytes: &[u8]) {
        self.drop_documents(&[(name, bytes)]);
    }

    /// A file of this test's own on the disk.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        self.scratch.write(name, bytes)
    }

    /// Chooses files as with the browser's own dialog.
    pub fn pick_files(&self, paths: &[PathBuf]) {
        let lines: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        self.type_into("#file-input", &lines.join("\n"));
    }

    pub fn middle(&self) -> Point {
        self.rect("body").at(0.5, 0.5)
    }

    /// Waits for a waterfall with rows in it, and no loading left.
    pub fn wait_for_trace(&self) {
        self.wait_for_script(
            "the rows of a trace",
            "return document.documentElement.dataset.state !== 'loading'
                && document.querySelector('.trace-head h1 .operation') !== null
                && document.querySelector('[role=treegrid] [role=row][aria-rowindex] .operation')
                    !== null",
        );
    }

    /// Gives calls that repeat a row each.
    pub fn ungroup(&self) {
        self.click(".wf-corner [aria-label='Group repeated calls'][aria-pressed='true']");
        self.wait_for("rows without groups", || (!self.has(".wf-name .times")).then_some(()));
    }

    /// Waits for the trace whose root is called so.
    pub fn wait_for_trace_of(&self, operation: &str) {
        self.wait_for(&format!("a trace that begins with {operation}"), || {
            let shown = self.try_script(
                "return document.querySelector('.trace-head h1 .operation')?.textContent",
                &[],
            );
            (shown.ok()? == operation).then_some(())
        });
        self.wait_for_trace();
    }

    pub fn has(&self, selector: &str) -> bool {
        self.count(selector) > 0
    }

    pub fn count(&self, selector: &str) -> u64 {
        let found = self
            .script("return document.querySelectorAll(arguments[0]).length", &[json!(selector)]);
        found.as_u64().expect("a number of elements")
    }

    /// The text of the first element that a selector finds; empty if there is none.
    pub fn text(&self, selector: &str) -> String {
        let text = self
            .script("return document.querySelector(arguments[0])?.innerText", &[json!(selector)]);
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    pub fn texts(&self, selector: &str) -> Vec<String> {
        let texts = self.script(
            "return [...document.querySelectorAll(arguments[0])].map(one => one.innerText.trim())",
            &[json!(selector)],
        );
        let texts = texts.as_array().cloned().unwrap_or_default();
        texts.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let value = self.script(
            "return document.querySelector(arguments[0])?.getAttribute(arguments[1])",
            &[json!(selector), json!(name)],
        );
        value.as_str().map(str::to_owned)
    }

    pub fn state(&self) -> String {
        self.text_of_script("return document.documentElement.dataset.state ?? ''")
    }

    pub fn title(&self) -> (String, String) {
        (self.text(".trace-head h1 .service"), self.text(".trace-head h1 .operation"))
    }

    /// The line of facts, each fact as it is read.
    pub fn facts(&self) -> Vec<String> {
        self.texts(".facts > *")
    }

    /// How many rows the tree grid says it has.
    pub fn row_count(&self) -> u64 {
        let count = self.attribute("[role=treegrid]", "aria-rowcount");
        count.and_then(|count| count.parse().ok()).expect("a tree grid with aria-rowcount")
    }

    /// The rows that are in the document, from the top.
    pub fn rows(&self) -> Vec<Row> {
        let rows = self.script(
            "return [...document.querySelectorAll('[role=treegrid] [role=row][aria-rowindex]')]
                .filter(row => row.checkVisibility() && row.querySelector('.operation'))
                .map(row => {
                    const of = name => row.getAttribute('aria-' + name);
                    const text = name => row.querySelector('.' + name)?.textContent ?? '';
                    return [+of('rowindex'), +of('level'), +of('setsize'), +of('posinset'),
                        of('expanded'), of('selected'), text('service'), text('operation')];
                })
                .sort((one, other) => one[0] - other[0])",
            &[],
        );
        rows.as_array().expect("a list of rows").iter().map(row_of).collect()
    }

    pub fn row(&self, index: u64) -> Option<Row> {
        self.rows().into_iter().find(|row| row.index == index)
    }

    pub fn selected_row(&self) -> Option<Row> {
        self.rows().into_iter().find(|row| row.is_selected)
    }

    /// Waits until the row of this number (from 1) is the selected one.
    pub fn wait_for_selection(&self, index: u64) -> Row {
        self.wait_for(&format!("row {index} to be selected"), || {
            let rows: Vec<Row> = self.rows().into_iter().filter(|row| row.is_selected).collect();
            match rows.as_slice() {
                [only] if only.index == index => Some(only.clone()),
                _ => None,
            }
        })
    }

    /// Clicks the first row with this operation from where the rows are now, wherever it is below.
    pub fn select(&self, operation: &str) -> Row {
        let row = self.wait_for(&format!("a row called {operation}"), || {
            let rows = self.rows();
            let found = rows.iter().find(|row| row.operation == operation).cloned();
            if found.is_none() && rows.last().is_some_and(|row| row.index < self.row_count()) {
                self.wheel(self.rect(".wf-scroll").at(0.1, 0.5), 0.0, 300.0);
            }
            found
        });
        self.bring_into_view(row.index);
        self.click(&format!("[role=row][aria-rowindex='{}'] .operation", row.index));
        self.wait_for_selection(row.index)
    }

    /// Turns the wheel until the row, which is in the page, is in view as a whole.
    fn bring_into_view(&self, index: u64) {
        let selector = format!("[role=row][aria-rowindex='{index}']");
        let view = self.rect(".wf-scroll");
        self.wait_for(&format!("row {index} to come into view"), || {
            let row = self.rect(&selector);
            let below = row.at(0.0, 1.0).y - view.at(0.0, 1.0).y;
            let above = view.top - row.top;
            if below > 1.0 {
                self.wheel(view.at(0.1, 0.5), 0.0, below);
            } else if above > 1.0 {
                self.wheel(view.at(0.1, 0.5), 0.0, -above);
            }
            (below <= 1.0 && above <= 1.0).then_some(())
        });
    }

    /// Waits for the inspector to show the span of this name.
    pub fn wait_for_inspector(&self, name: &str) {
        self.wait_for(&format!("the inspector to show {name}"), || {
            self.text(".inspector h2").contains(name).then_some(())
        });
    }

    /// The value of an attribute in the inspector.
    pub fn attribute_shown(&self, key: &str) -> Option<String> {
        let value = self.script(
            "const terms = [...document.querySelectorAll('.inspector .attributes dt')];
             const term = terms.find(term => term.textContent.trim() === arguments[0]);
             return term?.parentElement.querySelector('dd')?.innerText;",
            &[json!(key)],
        );
        value.as_str().map(|text| text.trim().to_owned())
    }

    pub fn notices(&self) -> Vec<Notice> {
        let notices = self.script(
            "return [...document.querySelectorAll('.notice')].map(notice => [
                notice.querySelector('b')?.innerText ?? '',
                notice.querySelector('p')?.innerText ?? '',
                notice.classList.contains('error')])",
            &[],
        );
        let notices = notices.as_array().cloned().unwrap_or_default();
        notices.iter().map(notice_of).collect()
    }

    /// Waits for a message with this in its title or its detail.
    pub fn wait_for_notice(&self, part: &str) -> Notice {
        self.wait_for(&format!("a message with “{part}”, among {:?}", self.notices()), || {
            let says =
                |notice: &Notice| format!("{}\n{}", notice.title, notice.detail).contains(part);
            self.notices().into_iter().find(says)
        })
    }

    /// Puts the focus on the tree grid, as Tab would.
    pub fn focus_rows(&self) {
        self.script("document.querySelector('[role=treegrid]').focus()", &[]);
    }

    /// Where the bars are.
    pub fn lanes(&self) -> Rect {
        self.rect(".wf-lanes")
    }

    /// The window of time in the address, in nanoseconds from the trace's start.
    pub fn zoom(&self) -> Option<(f64, f64)> {
        let fragment = self.fragment();
        let value = fragment.split(['?', '&']).find_map(|part| part.strip_prefix("zoom="))?;
        let (start, end) = value.split_once('-')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    }

    /// Fails if the page logged errors that the test did not expect.
    pub fn assert_quiet_console(&self) {
        let errors = self.unexpected_errors();
        assert!(errors.is_empty(), "the page logged errors: {errors:#?}");
    }

    /// How many pixels the page is wider than the window.
    pub fn overflow_px(&self) -> f64 {
        self.number_of_script(
            "const root = document.documentElement;
             return Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth;",
        )
    }
}

fn row_of(row: &Value) -> Row {
    let number = |place: usize| row[place].as_u64().unwrap_or(0);
    let text = |place: usize| row[place].as_str().unwrap_or_default().trim().to_owned();
    Row {
        index: number(0),
        level: number(1),
        set_size: number(2),
        pos_in_set: number(3),
        is_expanded: row[4].as_str().map(|value| value == "true"),
        is_selected: row[5] == "true",
        service: text(6),
        operation: text(7),
    }
}

fn notice_of(notice: &Value) -> Notice {
    Notice {
        title: notice[0].as_str().unwrap_or_default().to_owned(),
        detail: notice[1].as_str().unwrap_or_default().to_owned(),
        is_error: notice[2] == true,
    }
}
