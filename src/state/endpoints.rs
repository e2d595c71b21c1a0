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
use crate::jaeger::{Answer, Broken, Dialect, Fault, Question};

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

type Told = Box<dyn FnOnce(Result<Answer, Fault>)>;

/// Questions under way: whom to ask and whom to tell.
#[derive(Clone, Copy)]
pub struct EndpointState {
    /// Those used, the latest first.
    pub known: RwSignal<Vec<Endpoint>>,
    under_way: StoredValue<BTreeMap<u32, (String, Told)>, LocalStorage>,
}

impl EndpointState {
    pub(super) fn new() -> EndpointState {
        let stored = storage::read(STORED).unwrap_or_default();
        let known: Vec<Endpoint> = serde_json::from_str(&stored).unwrap_or_default();
        EndpointState {
            known: RwSignal::new(known),
            under_way: StoredValue::new_local(BTreeMap::new()),
        }
    }

    /// As far as it is known. Tracks.
    pub fn endpoint(&self, base: &str) -> Endpoint {
        let known = self.known.with(|all| all.iter().find(|one| one.base == base).cloned());
        known.unwrap_or_else(|| Endpoint { base: base.to_owned(), ..Endpoint::default() })
    }

    /// Whether a link may lead there without a question.
    pub fn is_trusted(&self, base: &str) -> bool {
        let is_known = self.known.with_untracked(|all| all.iter().any(|one| one.base == base));
        is_known || location::is_same_origin(&absolute_base(base))
    }

    /// Keeps what is known of a server, in front of the others.
    pub fn keep(&self, endpoint: Endpoint) {
        self.known.update(|all| {
            all.retain(|one| one.base != endpoint.base);
            all.insert(0, endpoint);
        });
        self.store();
    }

    pub fn forget(&self, base: &str) {
        self.known.update(|all| all.retain(|one| one.base != base));
        self.store();
    }

    fn store(&self) {
        let text = self.known.with_untracked(serde_json::to_string);
        // A list of texts always has one.
        storage::write(STORED, &text.unwrap_or_default());
    }
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
        let told: (String, Told) = (base.to_owned(), Box::new(then));
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
        self.endpoints.under_way.update_value(|all| {
            all.remove(&id);
        });
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.cancel_query(id);
            }
        });
    }

    pub(super) fn hear_outcome(&self, outcome: QueryOutcome) {
        let Some((base, told)) = self.take_query(outcome.id) else { return };
        let endpoint = untrack(|| self.endpoints.endpoint(&base));
        if outcome.result.is_ok() {
            // Other questions under way may have found out something, too.
            let dialect = outcome.dialect.or(endpoint.dialect);
            self.endpoints.keep(Endpoint { dialect, ..endpoint });
        }
        told(outcome.result);
    }

    /// The worker that should have answered is gone.
    pub(super) fn lose_queries(&self) {
        let lost = self.endpoints.under_way.try_update_value(std::mem::take).unwrap_or_default();
        for (base, told) in lost.into_values() {
            let broken = Broken::NoAnswer { said: "the worker ended".to_owned() };
            told(Err(Fault::of_broken(&base, &broken, &Default::default())));
        }
    }

    fn take_query(&self, id: u32) -> Option<(String, Told)> {
        self.endpoints.under_way.try_update_value(|all| all.remove(&id)).flatten()
    }
}
