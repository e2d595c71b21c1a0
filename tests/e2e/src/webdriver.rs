//! The WebDriver protocol as far as it is needed: one session of one Chromium.
//!
//! Invariant: a session has a profile of its own, which chromedriver makes and removes. Absent:
//! waiting and any idea of what is on the page. Source: <https://www.w3.org/TR/webdriver2/>,
//! and chromedriver's own commands below `goog/`.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

use crate::chromedriver::Chromedriver;
use crate::environment;

/// The key that marks a reference to an element, as the standard defines it.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// No command of these tests takes longer, unless the page hangs.
const COMMAND_LIMIT: Duration = Duration::from_secs(120);

#[derive(Debug)]
pub struct DriverError {
    /// The standard's word: `no such element`, `javascript error`, …
    pub code: String,
    pub message: String,
}

impl fmt::Display for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first_line = self.message.lines().next().unwrap_or_default();
        write!(f, "{}: {first_line}", self.code)
    }
}

pub struct Session {
    agent: Agent,
    url: String,
    // Ends after the session, which `drop` closes first.
    _driver: Chromedriver,
}

impl Session {
    pub fn start() -> Session {
        let driver = Chromedriver::start();
        let agent = agent();
        let answer = send(&agent, "POST", &format!("{}/session", driver.url()), &capabilities());
        let answer = answer.unwrap_or_else(|error| panic!("Chromium did not start: {error}"));
        let id = answer["sessionId"].as_str().expect("a new session has an id");
        let url = format!("{}/session/{id}", driver.url());
        Session { agent, url, _driver: driver }
    }

    pub fn get(&self, path: &str) -> Result<Value, DriverError> {
        send(&self.agent, "GET", &format!("{}/{path}", self.url), &Value::Null)
    }

    pub fn post(&self, path: &str, body: &Value) -> Result<Value, DriverError> {
        send(&self.agent, "POST", &format!("{}/{path}", self.url), body)
    }

    /// A command of the Chrome DevTools protocol.
    pub fn devtools(&self, command: &str, params: &Value) -> Result<Value, DriverError> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    /// The path of the first element that a selector finds.
    pub fn element(&self, selector: &str) -> Result<String, DriverError> {
        let found = self.post("element", &json!({ "using": "css selector", "value": selector }))?;
        let id = found[ELEMENT].as_str().expect("a found element has an id");
        Ok(format!("element/{id}"))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The browser goes with its driver if it does not hear this.
        let _ = send(&self.agent, "DELETE", &self.url, &Value::Null);
    }
}

/// The flags stand in `webdriver.json`, where the browser tests read them too.
fn capabilities() -> Value {
    let shared = include_str!("../../../webdriver.json");
    let mut options: Value = serde_json::from_str(shared).expect("webdriver.json is JSON");
    let mut chrome = options["goog:chromeOptions"].take();
    chrome["binary"] = json!(environment::chromium());
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "unhandledPromptBehavior": "ignore",
        "goog:chromeOptions": chrome,
        "goog:loggingPrefs": { "browser": "ALL" },
    } } })
}

fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(COMMAND_LIMIT))
        .build()
        .into()
}

fn send(agent: &Agent, method: &str, url: &str, body: &Value) -> Result<Value, DriverError> {
    let sent = match method {
        "GET" => agent.get(url).call(),
        "DELETE" => agent.delete(url).call(),
        _ => agent.post(url).header("content-type", "application/json").send(body.to_string()),
    };
    let text = sent
        .and_then(|mut answer| answer.body_mut().with_config().limit(1 << 30).read_to_string())
        .map_err(|error| failure("no answer from chromedriver", &error.to_string()))?;
    let mut answer: Value = serde_json::from_str(&text)
        .map_err(|_| failure("chromedriver did not answer in JSON", &text))?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(code) => Err(failure(code, value["message"].as_str().unwrap_or_default())),
        None => Ok(value),
    }
}

fn failure(code: &str, message: &str) -> DriverError {
    DriverError { code: code.to_owned(), message: message.to_owned() }
}
