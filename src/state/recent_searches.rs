//! Searches that were made from the form, kept in this browser as links.
//!
//! Invariant: the latest first, each once, a few of them; a lookback stays one, so that following
//! such a link looks back from then. Absent: what they found.

use leptos::prelude::*;

use super::app::AppState;
use crate::browser::storage;
use crate::jaeger::{SearchLink, SearchQuery, search_words};
use crate::route::{self, Route};

const STORED: &str = "searches";
const MOST: usize = 8;

/// Fragments of addresses.
#[derive(Clone, Copy)]
pub struct RecentSearches {
    links: RwSignal<Vec<String>>,
}

impl RecentSearches {
    pub(super) fn new() -> RecentSearches {
        let stored = storage::read(STORED).unwrap_or_default();
        // What another version kept is none.
        RecentSearches { links: RwSignal::new(serde_json::from_str(&stored).unwrap_or_default()) }
    }

    /// Tracks.
    pub fn links(&self) -> Vec<String> {
        self.links.get()
    }

    pub(super) fn note(&self, base: &str, query: &SearchQuery) {
        let link = Box::new(SearchLink::of(query.clone()));
        let link = route::print(&Route::Search { base: base.to_owned(), link });
        self.links.update(|links| {
            links.retain(|other| *other != link);
            links.insert(0, link);
            links.truncate(MOST);
        });
        self.store();
    }

    pub fn forget(&self, link: &str) {
        self.links.update(|links| links.retain(|other| other != link));
        self.store();
    }

    fn store(&self) {
        let text = self.links.with_untracked(serde_json::to_string);
        // A list of texts always has one.
        storage::write(STORED, &text.unwrap_or_default());
    }
}

impl AppState {
    /// What a link of a search looks for, in words. Tracks the zone.
    pub fn words_of_search(&self, link: &str) -> String {
        match route::parse_fragment(link).route {
            Route::Search { link, .. } => self.words_of_query(&link.query),
            _ => String::new(),
        }
    }

    /// The same of a search. Tracks the zone.
    pub fn words_of_query(&self, query: &SearchQuery) -> String {
        search_words(query, &|at| self.offset_minutes(at))
    }

    /// Searches as a link says, once more if that is what was searched last.
    pub fn follow_search(&self, link: &str) {
        let route = route::parse_fragment(link).route;
        let is_last = untrack(|| self.search_route()) == route;
        self.go(route);
        if is_last {
            self.retry_search();
        }
    }
}
