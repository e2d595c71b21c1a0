//! What the reader chose once and for all: colours, time zone, keys; and what the operator of
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
use crate::jaeger::{config_of_host, link_patterns};

const LETTER_KEYS: &str = "letter-keys";
const OFF: &str = "off";

pub(super) fn has_letter_keys() -> bool {
    storage::read(LETTER_KEYS).as_deref() != Some(OFF)
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
        if are_on {
            storage::remove(LETTER_KEYS);
        } else {
            storage::write(LETTER_KEYS, OFF);
        }
        self.letter_keys.set(are_on);
    }

    /// What a Jaeger wrote into the page, or else the file beside it.
    pub(super) fn read_configuration(&self) {
        let patterns = self.link_patterns;
        let host = site_config::host_block();
        // A Jaeger that has nothing to say serves no file either.
        let is_hosted = !host.contains(concat!("JAEGER_VERSION = DEFAULT", "_VERSION;"));
        if is_hosted {
            patterns.set(Arc::new(config_of_host(&host).map(link_patterns).unwrap_or_default()));
            return;
        }
        spawn_local(async move {
            if let Some(config) = site_config::file().await {
                patterns.set(Arc::new(link_patterns(&config)));
            }
        });
    }
}
