//! What bars are coloured by, and the legend of that.
//!
//! Invariant: the choice is in the link; the engine is asked once the trace is there, and
//! rows and minimap again when it has answered. Absent: colours (see `scene`).

use std::sync::Arc;

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, LegendEntry, SpanColumn, has_term, with_term, without_term};

/// The words of an attribute that is still to be named.
pub const SOME_ATTRIBUTE: &str = "attr:";

impl TraceState {
    /// As the link has it, `service` spelled out. Tracks.
    pub fn color_words(&self) -> String {
        let words = self.look.with(|look| look.color_by.clone());
        if words.is_empty() { SpanColumn::Service.words() } else { words }
    }

    /// By the words of a column.
    pub fn color_by(&self, words: &str) {
        let words = if words == SpanColumn::Service.words() { "" } else { words };
        if self.look.with_untracked(|look| look.color_by != words) {
            self.look.update(|look| look.color_by = words.to_owned());
        }
    }

    /// Whether bars have other colours than those of their services. Tracks.
    pub fn is_tinted(&self) -> bool {
        self.look.with(|look| column_of(&look.color_by) != SpanColumn::Service)
    }

    /// Asks for the colours that the link wants. Tracks what that depends on.
    pub(super) fn follow_coloring(self) {
        let wanted = Memo::new(move |_| {
            let is_there = self.summary.with(Option::is_some);
            is_there.then(|| self.look.with(|look| column_of(&look.color_by)))
        });
        Effect::new(move |before: Option<SpanColumn>| {
            let before = before.unwrap_or(SpanColumn::Service);
            let Some(by) = wanted.get() else { return before };
            if by != before {
                self.ask(Slot::ColorBy, Ask::ColorBy(by.clone()), move |answer| {
                    if let Answer::Legend(legend) = answer {
                        self.legend.set(Arc::new(*legend));
                        self.refresh_rows();
                    }
                });
            }
            by
        });
    }

    /// Lets only spans with this value through, beside what is filtered already; or, if that
    /// is so, all values again.
    pub fn pick_value(&self, entry: &LegendEntry) {
        let text = self.look.with_untracked(|look| look.filter.clone());
        let was_picked = has_term(&text, &entry.term);
        let others = self.legend.with_untracked(|legend| {
            let terms = legend.entries.iter().map(|entry| &entry.term);
            let terms = terms.filter(|term| !term.is_empty());
            terms.fold(text, |text, term| without_term(&text, term))
        });
        self.set_filter(&if was_picked { others } else { with_term(&others, &entry.term) });
    }

    /// Asks for the keys that attributes have in this trace, unless they are here.
    pub fn ensure_attribute_keys(&self) {
        if self.attribute_keys.with_untracked(|keys| !keys.is_empty()) {
            return;
        }
        let keys = self.attribute_keys;
        self.ask(Slot::AttributeKeys, Ask::AttributeKeys, move |answer| {
            if let Answer::AttributeKeys(all) = answer {
                keys.set(Arc::new(all));
            }
        });
    }
}

fn column_of(words: &str) -> SpanColumn {
    SpanColumn::from_words(words).unwrap_or(SpanColumn::Service)
}
