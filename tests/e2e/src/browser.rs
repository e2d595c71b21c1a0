//! A fresh Chromium with one page.
//!
//! Invariant: whatever fails leaves a screenshot, and errors that the page logged without the
//! test expecting them fail the test. Absent: anything about Spanscope.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::environment;
use crate::webdriver::Session;

/// How often a condition is looked at, and how long it may take on a busy machine.
const LOOK_EVERY: Duration = Duration::from_millis(25);
const WAIT_LIMIT: Duration = Duration::from_secs(30);

/// The size of the page in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 1440 × 900
    Desktop,
    /// 390 × 844
    Phone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

pub struct Browser {
    pub(crate) session: Session,
    /// Parts of console errors that are meant to happen.
    expected_errors: RefCell<Vec<String>>,
    limit: Duration,
}

impl Browser {
    /// With a profile of its own, 1440 × 900, light.
    pub fn start() -> Browser {
        let browser = Browser {
            session: Session::start(),
            expected_errors: RefCell::default(),
            limit: WAIT_LIMIT,
        };
        browser.resize(Size::Desktop);
        browser.prefer(Scheme::Light);
        browser
    }

    /// Lets every wait take this long; for work that is large on purpose.
    pub fn with_patience(mut self, limit: Duration) -> Browser {
        self.limit = limit;
        self
    }

    pub fn resize(&self, size: Size) {
        let (width, height) = match size {
            Size::Desktop => (1440, 900),
            Size::Phone => (390, 844),
        };
        let is_phone = size == Size::Phone;
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone }),
        );
    }

    pub fn prefer(&self, scheme: Scheme) {
        let value = match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let feature = json!({ "name": "prefers-color-scheme", "value": value });
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": [feature] }));
    }

    /// Goes to an address. Within the page that is open already, only its fragment changes.
    pub fn go(&self, url: &str) {
        self.post("url", &json!({ "url": url }));
    }

    pub fn reload(&self) {
        self.post("refresh", &json!({}));
    }

    pub fn back(&self) {
        self.post("back", &json!({}));
    }

    pub fn forward(&self) {
        self.post("forward", &json!({}));
    }

    pub fn url(&self) -> String {
        let url = self.session.get("url").unwrap_or_else(|error| panic!("no address: {error}"));
        url.as_str().expect("an address is text").to_owned()
    }

    /// The address's fragment, `#` included.
    pub fn fragment(&self) -> String {
        self.text_of_script("return location.hash")
    }

    /// Runs a function body in the page. `arguments` are what it was given.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        self.try_script(body, arguments)
            .unwrap_or_else(|error| panic!("a script failed ({error}): {body}"))
    }

    /// The same where the page may be on its way to another one.
    pub fn try_script(&self, body: &str, arguments: &[Value]) -> Result<Value, String> {
        let sent = json!({ "script": body, "args": arguments });
        self.session.post("execute/sync", &sent).map_err(|error| error.to_string())
    }

    /// Runs a function body whose last argument is a function to call when it is done, with
    /// nothing or with what went wrong.
    pub fn script_async(&self, body: &str, arguments: &[Value]) {
        let answer = self.post("execute/async", &json!({ "script": body, "args": arguments }));
        assert!(answer.is_null(), "a script failed ({answer}): {body}");
    }

    pub fn text_of_script(&self, body: &str) -> String {
        let value = self.script(body, &[]);
        value.as_str().unwrap_or_else(|| panic!("{value} is no text, from {body}")).to_owned()
    }

    pub fn number_of_script(&self, body: &str) -> f64 {
        let value = self.script(body, &[]);
        value.as_f64().unwrap_or_else(|| panic!("{value} is no number, from {body}"))
    }

    /// Runs before any script of every page to come.
    pub fn inject(&self, source: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
    }

    pub fn devtools(&self, command: &str, params: &Value) -> Value {
        self.session
            .devtools(command, params)
            .unwrap_or_else(|error| panic!("{command} failed: {error}"))
    }

    /// Clicks the first element that a selector finds, as soon as it can be clicked.
    pub fn click(&self, selector: &str) {
        self.use_element(selector, "click", &json!({}));
    }

    /// Types into a field, or hands paths to an `input[type=file]`, one a line.
    pub fn type_into(&self, selector: &str, text: &str) {
        self.use_element(selector, "value", &json!({ "text": text }));
    }

    /// Tries until the browser agrees that a user could do it.
    fn use_element(&self, selector: &str, what: &str, body: &Value) {
        let refusal = RefCell::new(String::new());
        let awaited = || format!("{selector} to be usable ({})", refusal.borrow());
        self.wait_for_described(&awaited, || {
            let element = self.session.element(selector);
            let used = element.and_then(|path| self.session.post(&format!("{path}/{what}"), body));
            used.map_err(|error| refusal.replace(error.to_string())).ok()
        });
    }

    /// Looks again and again until there is something.
    pub fn wait_for<T>(&self, awaited: &str, look: impl FnMut() -> Option<T>) -> T {
        self.wait_for_described(&|| awaited.to_owned(), look)
    }

    /// The same where what to say in the end is known in the end only.
    pub fn wait_for_described<T>(
        &self,
        awaited: &dyn Fn() -> String,
        mut look: impl FnMut() -> Option<T>,
    ) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            if begun.elapsed() > self.limit {
                panic!("waited {:?} for {}; the page is {}", self.limit, awaited(), self.url());
            }
            thread::sleep(LOOK_EVERY);
        }
    }

    /// Waits until a function body returns something true, and returns it.
    pub fn wait_for_script(&self, awaited: &str, body: &str) -> Value {
        self.wait_for(awaited, || {
            let value = self.try_script(body, &[]).ok()?;
            let is_true = !matches!(value, Value::Null | Value::Bool(false));
            is_true.then_some(value)
        })
    }

    /// Keeps what is on the screen as `NAME.png` among the artifacts.
    pub fn screenshot(&self, name: &str) -> PathBuf {
        self.try_screenshot(name).unwrap_or_else(|error| panic!("no screenshot: {error}"))
    }

    fn try_screenshot(&self, name: &str) -> Result<PathBuf, String> {
        let shot = self.session.get("screenshot").map_err(|error| error.to_string())?;
        let text = shot.as_str().ok_or("not a picture")?;
        let bytes = BASE64.decode(text).map_err(|error| error.to_string())?;
        let path = environment::artifacts().join(format!("{name}.png"));
        fs::write(&path, bytes).map_err(|error| error.to_string())?;
        Ok(path)
    }

    /// A console error with this in it is part of the test.
    pub fn expect_error(&self, part: &str) {
        self.expected_errors.borrow_mut().push(part.to_owned());
    }

    /// Errors on the console since the last call that no test expected.
    pub fn unexpected_errors(&self) -> Vec<String> {
        let log = self.post("se/log", &json!({ "type": "browser" }));
        let expected = self.expected_errors.borrow();
        let entries = log.as_array().into_iter().flatten();
        let severe = entries.filter(|entry| entry["level"] == "SEVERE");
        let messages = severe.filter_map(|entry| entry["message"].as_str());
        messages
            .filter(|message| !expected.iter().any(|part| message.contains(part.as_str())))
            .map(str::to_owned)
            .collect()
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        self.session.post(path, body).unwrap_or_else(|error| panic!("{path} failed: {error}"))
    }

    fn leave_evidence(&self) {
        let thread = thread::current();
        let test = thread.name().unwrap_or("unnamed").replace("::", ".");
        match self.try_screenshot(&format!("failed-{test}")) {
            Ok(path) => eprintln!("what was on the screen: {}", path.display()),
            Err(error) => eprintln!("no screenshot of the failure: {error}"),
        }
        if let Ok(log) = self.session.post("se/log", &json!({ "type": "browser" })) {
            eprintln!("the console: {log:#}");
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if thread::panicking() {
            self.leave_evidence();
        }
    }
}
