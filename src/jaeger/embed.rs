//! Jaeger's parameters for pages inside other pages: `uiEmbed=v0&uiSearchHideGraph=1&…`.
//!
//! Invariant: without `uiEmbed=v0` the others mean nothing. Absent: what is hidden how.

use super::address::decoded_parameters;

/// What a page inside another page leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Embed {
    /// Without the bar, the form and what would lead elsewhere.
    pub is_embedded: bool,
    pub hides_graph: bool,
    pub hides_minimap: bool,
    /// The facts of a trace below its name.
    pub hides_summary: bool,
    /// Those, and the answers.
    pub collapses_title: bool,
    /// `None`: as the reader or the system has it.
    pub is_dark: Option<bool>,
}

impl Embed {
    /// Reads the query and the fragment of an address; either may carry the parameters.
    pub fn of_address(search: &str, hash: &str) -> Embed {
        let in_hash = hash.split_once('?').map(|(_, parameters)| parameters);
        let mut all = decoded_parameters(search.trim_start_matches('?'));
        all.extend(decoded_parameters(in_hash.unwrap_or_default()));
        let said = |wanted: &str, word: &str| {
            all.iter().any(|(name, value)| name == wanted && value == word)
        };
        if !said("uiEmbed", "v0") {
            return Embed::default();
        }
        let theme = all.iter().rev().find(|(name, _)| name == "uiTheme");
        Embed {
            is_embedded: true,
            hides_graph: said("uiSearchHideGraph", "1"),
            hides_minimap: said("uiTimelineHideMinimap", "1"),
            hides_summary: said("uiTimelineHideSummary", "1"),
            collapses_title: said("uiTimelineCollapseTitle", "1"),
            is_dark: theme.and_then(|(_, value)| match value.as_str() {
                "dark" => Some(true),
                "light" => Some(false),
                _ => None,
            }),
        }
    }
}
