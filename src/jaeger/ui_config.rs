//! What the operator of the site set: Jaeger's UI configuration, and what its server can do.
//!
//! Invariant: a key that is missing, or of another shape, leaves the default; whatever an entry of
//! the menu says, it leads to http, https, mail or a page of this server. Absent: keys about pages
//! and pieces that this app does not have. Source: Jaeger UI's documentation of its configuration.

use serde_json::Value;

use super::link_patterns::{LinkPattern, is_allowed, link_pattern};
use super::lookback::{LOOKBACKS, Lookback};
use super::search_form::{FormField, FormMistake};
use super::search_query::{SearchQuery, ServiceChoice};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiConfig {
    pub link_patterns: Vec<LinkPattern>,
    /// In the order given; those of a group stand together.
    pub menu: Vec<MenuLink>,
    pub default_lookback: Lookback,
    /// The longest that is offered.
    pub max_lookback: Option<Lookback>,
    /// The most traces that a search may ask for.
    pub max_limit: Option<u32>,
    /// Whether the operator wants traces to be archived at all.
    pub archive_enabled: bool,
    /// Whether the server has an archive; `None`: that shows when it is tried.
    pub has_archive: Option<bool>,
    /// Whether there are metrics of services; `None` as above.
    pub has_metrics: Option<bool>,
    /// Whether a search can do without a service; `None` as above.
    pub searches_all_services: Option<bool>,
}

/// A link of the operator's menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuLink {
    /// Empty: of none.
    pub group: String,
    pub label: String,
    /// `None`: a line of text.
    pub url: Option<String>,
    /// In place of this page, and not in another tab.
    pub is_here: bool,
}

impl Default for UiConfig {
    fn default() -> UiConfig {
        UiConfig {
            link_patterns: Vec::new(),
            menu: Vec::new(),
            default_lookback: Lookback::HOUR,
            max_lookback: None,
            max_limit: None,
            archive_enabled: true,
            has_archive: None,
            has_metrics: None,
            searches_all_services: None,
        }
    }
}

impl UiConfig {
    /// Reads a configuration as Jaeger's documentation has it. What is no JSON is an empty one.
    pub fn parse(config: &str) -> UiConfig {
        let config: Value = serde_json::from_str(config).unwrap_or_default();
        let search = |key: &str| config.get("search").and_then(|search| search.get(key));
        let lookback = |value: &Value| value.as_str().and_then(Lookback::from_text);
        let max_lookback =
            search("maxLookback").and_then(|most| lookback(most.get("value").unwrap_or(most)));
        let within = |chosen: Lookback| match max_lookback {
            Some(most) if most.micros() < chosen.micros() => most,
            _ => chosen,
        };
        let is_off = |key: &str| config.get(key).and_then(Value::as_bool) == Some(false);
        let list = |key: &str| config.get(key).and_then(Value::as_array).into_iter().flatten();
        UiConfig {
            link_patterns: list("linkPatterns").filter_map(link_pattern).collect(),
            menu: list("menu").flat_map(menu_entry).collect(),
            default_lookback: within(
                search("defaultLookback").and_then(lookback).unwrap_or(Lookback::HOUR),
            ),
            max_lookback,
            max_limit: search("maxLimit")
                .and_then(Value::as_u64)
                .and_then(|limit| u32::try_from(limit).ok())
                .filter(|&limit| limit > 0),
            archive_enabled: !is_off("archiveEnabled"),
            ..UiConfig::default()
        }
    }

    /// Reads what a Jaeger wrote into the data block of the page.
    pub fn of_host(host_block: &str) -> UiConfig {
        let config = object_after(host_block, "JAEGER_CONFIG = ");
        let mut all = config.map(UiConfig::parse).unwrap_or_default();
        // Servers that tell of their capabilities replace one of these lines or both.
        for line in ["JAEGER_STORAGE_CAPABILITIES = ", "JAEGER_BACKEND_CAPABILITIES = "] {
            let Some(text) = object_after(host_block, line) else { continue };
            let said: Value = serde_json::from_str(text).unwrap_or_default();
            let can = |key: &str| said.get(key).and_then(Value::as_bool);
            all.has_archive = can("archiveStorage").or(all.has_archive);
            all.has_metrics = can("metricsStorage").or(all.has_metrics);
            all.searches_all_services =
                can("searchWithoutServiceName").or(all.searches_all_services);
        }
        all
    }

    /// The lookbacks to choose from.
    pub fn lookbacks(&self) -> Vec<Lookback> {
        let most = self.max_lookback.map_or(u64::MAX, Lookback::micros);
        let mut all: Vec<Lookback> =
            LOOKBACKS.into_iter().filter(|lookback| lookback.micros() <= most).collect();
        // The operator's own limit may be none of Jaeger's.
        if let Some(own) = self.max_lookback
            && all.iter().all(|lookback| lookback.micros() != own.micros())
        {
            all.push(own);
        }
        all
    }

    /// What of a search this site does not do.
    pub fn objections(&self, query: &SearchQuery) -> Vec<FormMistake> {
        let mut all = Vec::new();
        if query.service == ServiceChoice::All && self.searches_all_services == Some(false) {
            let words = "This server searches one service at a time: choose one.";
            all.push((FormField::Service, words.to_owned()));
        }
        if let Some(most) = self.max_limit
            && query.limit > most
        {
            all.push((FormField::Limit, format!("This site allows at most {most} traces.")));
        }
        all
    }
}

/// The JSON object behind these words.
fn object_after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(words)?;
    let mut values = serde_json::Deserializer::from_str(after).into_iter::<Value>();
    let is_object = values.next()?.is_ok_and(|value| value.is_object());
    is_object.then(|| &after[..values.byte_offset()])
}

/// A link, or those of a group.
fn menu_entry(entry: &Value) -> Vec<MenuLink> {
    let label = entry.get("label").and_then(Value::as_str).unwrap_or_default();
    match entry.get("items").and_then(Value::as_array) {
        Some(items) => items.iter().filter_map(|item| menu_link(label, item)).collect(),
        None => menu_link("", entry).into_iter().collect(),
    }
}

fn menu_link(group: &str, entry: &Value) -> Option<MenuLink> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    let url = text("url").map(str::trim).filter(|url| !url.is_empty());
    if url.is_some_and(|url| !is_allowed(url)) {
        return None;
    }
    Some(MenuLink {
        group: group.to_owned(),
        label: text("label").filter(|label| !label.trim().is_empty())?.to_owned(),
        url: url.map(str::to_owned),
        is_here: text("anchorTarget") == Some("_self"),
    })
}
