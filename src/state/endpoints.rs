//! Query servers: those that the reader used, what they speak, and questions to them.
//!
//! Invariant: what is kept of a server stays in this browser and is sent to that server alone; a
//! question is answered once, or given up. Absent: what to ask.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::app::AppState;
use crate::browser::{location, storage};
use crate::engine::{OpeningId, Query, QueryOutcome};
use crate::jaeger::{Answer, Dialect, Fault, Question};

const STORED: &str = "endpoints";
/// What storages may take for a hard question; Jaeger's own page gives up after ten.
const TIMEOUT_SECONDS: u32 = 30;

/// A server, and what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Empty: the server of this page.
    pub base: String,
    /// For people; may be empty.
    #[serde(default)]
    pub name: String,
    /// Sent along with each question: tenant, token.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    #[serde(default)]
    pub dialect: Dialect,
}

impl Endpoint {
    /// What to call it.
    pub fn title(&self) -> String {
        match (self.name.as_str(), self.base.as_str()) {
            ("", "") => "this server".to_owned(),
            ("", base) => base.to_owned(),
            (name, _) => name.to_owned(),
        }
    }
}

/// Whom to tell.
struct Told {
    base: String,
    /// What whole traces would be opened as.
    opening: OpeningId,
    then: Box<dyn FnOnce(Result<Answer, Fault>)>,
}

/// Questions under way: whom to ask and whom to tell.
#[derive(Clone, Copy)]
pub struct EndpointState {
    /// Those used, the latest first.
    pub known: RwSignal<Vec<Endpoint>>,
    /// What others speak that a link led to; not kept.
    met: StoredValue<BTreeMap<String, Dialect>>,
    under_way: StoredValue<BTreeMap<u32, Told>, LocalStorage>,
}

impl EndpointState {
    pub(super) fn new() -> EndpointState {
        EndpointState {
            known: RwSignal::new(stored()),
            met: StoredValue::new(BTreeMap::new()),
            under_way: StoredValue::new_local(BTreeMap::new()),
        }
    }

    /// As far as it is known. Tracks.
    pub fn endpoint(&self, base: &str) -> Endpoint {
        let known = self.known.with(|all| all.iter().find(|one| one.base == base).cloned());
        known.unwrap_or_else(|| {
            let dialect = self.met.with_value(|met| met.get(base).copied()).unwrap_or_default();
            Endpoint { base: base.to_owned(), dialect, ..Endpoint::default() }
        })
    }

    /// Base and title of those to choose from: all that are known, the server of this page, and the
    /// one in use. Tracks.
    pub fn choices(&self, base: &str) -> Vec<(String, String)> {
        let choice = |one: &Endpoint| (one.base.clone(), one.title());
        let mut choices: Vec<_> = self.known.with(|all| all.iter().map(choice).collect());
        for needed in ["", base] {
            if !choices.iter().any(|(base, _)| base == needed) {
                choices.push((needed.to_owned(), self.endpoint(needed).title()));
            }
        }
        choices
    }

    /// Whether a link may lead there without a question.
    pub fn is_trusted(&self, base: &str) -> bool {
        let is_known = self.known.with_untracked(|all| all.iter().any(|one| one.base == base));
        is_known || location::is_same_origin(&absolute_base(base))
    }

    /// Keeps what is known of a server, in front of the others.
    pub fn keep(&self, endpoint: Endpoint) {
        self.change(|all| {
            all.retain(|one| one.base != endpoint.base);
            all.insert(0, endpoint);
        });
    }

    pub fn forget(&self, base: &str) {
        self.change(|all| all.retain(|one| one.base != base));
    }

    /// What a server speaks, if the reader has not told to forget it meanwhile.
    fn learn(&self, base: &str, dialect: Dialect) {
        self.change(|all| match all.iter_mut().find(|one| one.base == base) {
            // Other questions under way may have found out something, too.
            Some(known) => known.dialect = dialect.or(known.dialect),
            None if base.is_empty() => {
                all.push(Endpoint { dialect, ..Endpoint::default() });
            }
            None => self.met.update_value(|met| {
                let known = met.get(base).copied().unwrap_or_default();
                met.insert(base.to_owned(), dialect.or(known));
            }),
        });
    }

    /// Another tab may have changed what is stored, so that is changed, and not what is here.
    fn change(&self, change: impl FnOnce(&mut Vec<Endpoint>)) {
        let mut all = stored();
        change(&mut all);
        // A list of texts always has a text.
        storage::write(STORED, &serde_json::to_string(&all).unwrap_or_default());
        if self.known.with_untracked(|known| *known != all) {
            self.known.set(all);
        }
    }
}

fn stored() -> Vec<Endpoint> {
    serde_json::from_str(&storage::read(STORED).unwrap_or_default()).unwrap_or_default()
}

/// The endpoint as the worker needs it, which is not where the page is.
pub(super) fn absolute_base(base: &str) -> String {
    let text = if base.is_empty() { "." } else { base };
    location::absolute(text).trim_end_matches('/').to_owned()
}

impl AppState {
    /// Asks a server; `then` is told once, unless the question is given up.
    pub(super) fn query(
        &self,
        base: &str,
        question: Question,
        opening: OpeningId,
        then: impl FnOnce(Result<Answer, Fault>) + 'static,
    ) -> u32 {
        let id = self.number();
        let endpoint = untrack(|| self.endpoints.endpoint(base));
        let query = Query {
            id,
            base: absolute_base(base),
            headers: endpoint.headers,
            question,
            dialect: endpoint.dialect,
            page_origin: location::origin(),
            opening,
            timeout_seconds: TIMEOUT_SECONDS,
        };
        let told = Told { base: base.to_owned(), opening, then: Box::new(then) };
        self.endpoints.under_way.update_value(|all| {
            all.insert(id, told);
        });
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.query(query);
            }
        });
        id
    }

    pub(super) fn give_up(&self, id: u32) {
        let told = self.take_query(id);
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.cancel_query(id);
                // Its answer may be there already.
                if let Some(told) = told {
                    client.close(told.opening);
                }
            }
        });
    }

    pub(super) fn hear_outcome(&self, outcome: QueryOutcome) {
        let Some(Told { base, then, .. }) = self.take_query(outcome.id) else { return };
        if outcome.result.is_ok() {
            self.endpoints.learn(&base, outcome.dialect);
        }
        then(outcome.result);
    }

    /// The worker that should have answered is gone.
    pub(super) fn lose_queries(&self) {
        let lost = self.endpoints.under_way.try_update_value(std::mem::take).unwrap_or_default();
        for Told { base, then, .. } in lost.into_values() {
            then(Err(Fault::interrupted(&base)));
        }
    }

    fn take_query(&self, id: u32) -> Option<Told> {
        self.endpoints.under_way.try_update_value(|all| all.remove(&id)).flatten()
    }
}
