//! What the reader chose once and for all: colours, time zone, keys, whether files are kept; and what the operator of
//! the site did.
//!
//! Invariant: a choice is remembered in this browser and is in no link. Absent: choices about
//! one trace, which its link carries.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app::AppState;
use crate::browser::theme::{self, Theme};
use crate::browser::zone::Zone;
use crate::browser::{site_config, storage};
use crate::engine::Problem;
use crate::jaeger::{SearchForm, UiConfig};

const LETTER_KEYS: &str = "letter-keys";
const KEEPS_FILES: &str = "keep-files";
const OFF: &str = "off";

pub(super) fn has_letter_keys() -> bool {
    is_on(LETTER_KEYS)
}

pub(super) fn keeps_files() -> bool {
    is_on(KEEPS_FILES)
}

/// What is on unless it was switched off.
fn is_on(key: &str) -> bool {
    storage::read(key).as_deref() != Some(OFF)
}

fn switch(key: &str, is_on: bool) {
    if is_on {
        storage::remove(key);
    } else {
        storage::write(key, OFF);
    }
}

impl AppState {
    /// Minutes that the chosen zone is ahead of UTC at an instant. Tracks.
    pub fn offset_minutes(&self, at_nanos: u64) -> i32 {
        self.zone.with(|zone| zone.offset_minutes(at_nanos))
    }

    pub fn choose_zone(&self, zone: Zone) {
        zone.keep();
        self.zone.set(zone);
    }

    /// `None`: as the system.
    pub fn choose_theme(&self, theme: Option<Theme>) {
        self.theme.set(match theme {
            Some(theme) => {
                theme::choose(theme);
                theme
            }
            None => theme::choose_none(),
        });
    }

    pub fn set_letter_keys(&self, are_on: bool) {
        switch(LETTER_KEYS, are_on);
        self.letter_keys.set(are_on);
    }

    /// Holds for what is opened from now on; what is kept stays until it is deleted.
    pub fn set_keeps_files(&self, is_on: bool) {
        switch(KEEPS_FILES, is_on);
        self.recent.keeps.set(is_on);
    }

    /// What the operator of this site says of a server; what a Jaeger wrote into the page of
    /// its abilities is of no other. Tracks.
    pub fn config_for(&self, base: &str) -> UiConfig {
        let config = self.config.with(|config| UiConfig::clone(config));
        let (has_archive, has_metrics, searches_all_services) = match base {
            "" => (config.has_archive, config.has_metrics, config.searches_all_services),
            _ => (None, None, None),
        };
        UiConfig { has_archive, has_metrics, searches_all_services, ..config }
    }

    /// A form that nobody has touched begins with the operator's lookback.
    fn adopt(&self, config: UiConfig) {
        let is_untouched = self.search.form.with_untracked(|form| *form == SearchForm::default());
        if is_untouched {
            self.search.change(|form| form.lookback = Some(config.default_lookback));
        }
        self.config.set(Arc::new(config));
    }

    /// What a Jaeger wrote into the page, or else the file beside it.
    pub(super) fn read_configuration(&self) {
        if let Some(failure) = site_config::host_failure() {
            let problem = Problem {
                title: "Jaeger's UI configuration could not be used".to_owned(),
                detail: format!(
                    "The page goes on without it. Its function UIConfig ended with: {failure}"
                ),
            };
            self.tell(problem, false);
        }
        let host = site_config::host_block();
        // A Jaeger that has nothing to say serves no file either.
        let is_hosted = !host.contains(concat!("JAEGER_VERSION = DEFAULT", "_VERSION;"));
        if is_hosted {
            self.adopt(UiConfig::of_host(&host));
            return;
        }
        let this = *self;
        spawn_local(async move {
            if let Some(text) = site_config::file().await {
                this.adopt(UiConfig::parse(&text));
            }
        });
    }
}
