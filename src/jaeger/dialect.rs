//! A question and what a server answers to the first ways of asking it → the way that it has.
//!
//! ```text
//! services     v3 → legacy
//! operations   v3 → legacy, with kinds → legacy, names alone
//! search       v3 summaries → legacy → v3 traces, unless there are attributes
//! archive      legacy
//! traces       legacy → v3 traces
//! metrics      legacy
//! dependencies legacy
//! ```
//!
//! Whoever fetches asks [`Probe::request`], hands what came to [`Probe::take`], and goes on as
//! the [`Step`] says; the question itself is the probe, nothing is asked twice. Invariant: a way
//! is taken for there by the body alone, since old servers answer every unknown address with
//! their page and 200; once found it is asked first ([`Dialect`]), and looked for again when it
//! is gone. A refusal by the API itself is an answer. Absent: time-outs and trying again.

use serde::{Deserialize, Serialize};

use super::answer::{self, Dependency, Found, Operation};
use super::fault::{Fault, FaultKind};
use super::metrics::{Metric, MetricsQuery, Series};
use super::reply::{Asker, Broken, Reply};
use super::request::{self, Request};
use super::search_query::SearchQuery;
use super::server_words::is_refusal_of_the_api;
use crate::trace::TraceId;

/// One of the ways to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Below `api/v3`: services, operations, trace summaries.
    V3,
    /// Below `api`: services, operations with kinds, whole traces.
    Legacy,
    /// Operations below `api/services`.
    LegacyNames,
    /// Whole traces below `api/v3`.
    V3Traces,
}

/// Which ways one endpoint has, as far as it is known. To be kept with the endpoint; what is
/// outdated in it costs a request and is then corrected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialect {
    pub services: Option<Way>,
    pub operations: Option<Way>,
    pub search: Option<Way>,
    /// Of searches whose traces have to come whole.
    pub traces: Option<Way>,
    pub metrics: Option<Way>,
}

impl Dialect {
    /// What is known here, and where nothing is, there.
    #[must_use]
    pub fn or(self, other: Dialect) -> Dialect {
        Dialect {
            services: self.services.or(other.services),
            operations: self.operations.or(other.operations),
            search: self.search.or(other.search),
            traces: self.traces.or(other.traces),
            metrics: self.metrics.or(other.metrics),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    Services,
    Operations {
        service: String,
    },
    Search {
        query: SearchQuery,
        /// Microseconds since the epoch, from [`super::SearchTime::window`].
        window_micros: (u64, u64),
    },
    /// Keeps a trace beyond its time.
    Archive {
        trace_id: TraceId,
    },
    /// The same without attributes, and the traces come whole.
    Traces {
        query: SearchQuery,
        window_micros: (u64, u64),
    },
    Metrics {
        query: MetricsQuery,
        metric: Metric,
    },
    /// Who called whom, in so many milliseconds up to the end.
    Dependencies {
        /// Milliseconds since the epoch.
        end_millis: u64,
        lookback_millis: u64,
    },
}

impl Question {
    fn has_attributes(&self) -> bool {
        matches!(self, Question::Search { query, .. } if !query.attributes.is_empty())
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    Services(Vec<String>),
    Operations(Vec<Operation>),
    Found(Found),
    Archived,
    Metrics(Vec<Series>),
    Dependencies(Vec<Dependency>),
}

/// How to go on.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Fetch this next.
    Ask(Request),
    Answered(Answer),
    Failed(Fault),
}

/// A question under way.
#[derive(Clone, Debug)]
pub struct Probe {
    base: String,
    question: Question,
    /// Those left, the next one first.
    ways: Vec<Way>,
    /// The way that answered before: what it says now tells most.
    expected: Option<Way>,
    /// The most telling fault so far, and how much it tells.
    fault: Option<(u8, Fault)>,
    /// The only search known to be there would pass over the attributes of this one.
    is_beyond_server: bool,
    /// The usual way is there, but cannot say this answer.
    is_detour: bool,
}

impl Probe {
    /// `base`: an endpoint such as `https://jaeger.example/jaeger`; empty: the server of the page.
    pub fn new(base: &str, question: Question, dialect: &Dialect) -> Probe {
        let ways = ways(&question, dialect);
        let expected = known_way(&question, dialect);
        let is_beyond_server = dialect.search == Some(Way::V3Traces) && question.has_attributes();
        Probe {
            base: base.to_owned(),
            question,
            ways,
            expected,
            fault: None,
            is_beyond_server,
            is_detour: false,
        }
    }

    /// What to fetch.
    pub fn request(&self) -> Request {
        let base = self.base.as_str();
        match (&self.question, self.way()) {
            (Question::Services, Way::V3 | Way::V3Traces) => request::v3_services(base),
            (Question::Services, _) => request::services(base),
            (Question::Operations { service }, Way::V3 | Way::V3Traces) => {
                request::v3_operations(base, service)
            }
            (Question::Operations { service }, Way::Legacy) => request::operations(base, service),
            (Question::Operations { service }, _) => request::operation_names(base, service),
            (Question::Search { query, window_micros }, way) => match way {
                Way::V3 => request::summaries(base, query, *window_micros),
                Way::V3Traces => request::v3_traces(base, query, *window_micros),
                _ => request::traces(base, query, *window_micros),
            },
            (Question::Archive { trace_id }, _) => request::archive(base, *trace_id),
            (Question::Traces { query, window_micros }, Way::V3Traces) => {
                request::v3_traces(base, query, *window_micros)
            }
            (Question::Traces { query, window_micros }, _) => {
                request::traces(base, query, *window_micros)
            }
            (Question::Metrics { query, metric }, _) => query.request(base, *metric),
            (Question::Dependencies { end_millis, lookback_millis }, _) => {
                request::dependencies(base, *end_millis, *lookback_millis)
            }
        }
    }

    /// Learns from what was fetched.
    pub fn take(
        &mut self,
        outcome: Result<&Reply<'_>, &Broken>,
        asker: &Asker<'_>,
        dialect: &mut Dialect,
    ) -> Step {
        let url = self.request().url;
        match outcome {
            Ok(reply) => match self.read(&url, reply) {
                Ok(answer) => {
                    if !self.is_detour {
                        self.remember(dialect);
                    }
                    Step::Answered(answer)
                }
                // The legacy API has no word for numbers that are none, and fails.
                Err(fault) if fault.said.contains("unsupported value") => {
                    self.is_detour = true;
                    self.next(fault)
                }
                Err(fault) if is_missing(reply, &fault) => self.next(fault),
                Err(fault) => Step::Failed(fault),
            },
            Err(broken) => {
                let fault = Fault::of_broken(&url, broken, asker);
                // A server may let pages read what it has, and not that it lacks something.
                let may_be_elsewhere =
                    matches!(broken, Broken::NoAnswer { .. }) && self.expected.is_none();
                if may_be_elsewhere { self.next(fault) } else { Step::Failed(fault) }
            }
        }
    }

    /// Goes on to the next way, or fails with what tells most.
    fn next(&mut self, fault: Fault) -> Step {
        let url = fault.url.clone();
        let weight = match Some(self.way()) == self.expected {
            true => u8::MAX,
            false => weight(&fault),
        };
        let known = self.fault.take().filter(|&(known, _)| known >= weight);
        let (weight, telling) = known.unwrap_or((weight, fault));
        self.ways.remove(0);
        if !self.ways.is_empty() {
            self.fault = Some((weight, telling));
            return Step::Ask(self.request());
        }
        match self.is_beyond_server {
            true => Step::Failed(Fault::of_kind(&url, FaultKind::CannotSearchAttributes)),
            false => Step::Failed(telling),
        }
    }

    /// The way being tried; there is one until the question has failed.
    fn way(&self) -> Way {
        self.ways.first().copied().unwrap_or(Way::Legacy)
    }

    fn read(&self, url: &str, reply: &Reply<'_>) -> Result<Answer, Fault> {
        match (&self.question, self.way()) {
            (Question::Services, _) => answer::services(url, reply).map(Answer::Services),
            (Question::Operations { .. }, _) => {
                answer::operations(url, reply).map(Answer::Operations)
            }
            (Question::Search { .. }, Way::V3) => answer::summaries(url, reply).map(Answer::Found),
            (Question::Search { .. } | Question::Traces { .. }, _) => {
                answer::traces(url, reply).map(Answer::Found)
            }
            (Question::Metrics { .. }, _) => answer::metrics(url, reply).map(Answer::Metrics),
            (Question::Dependencies { .. }, _) => {
                answer::dependencies(url, reply).map(Answer::Dependencies)
            }
            (Question::Archive { .. }, _) => {
                answer::archived(url, reply).map(|()| Answer::Archived)
            }
        }
    }

    fn remember(&self, dialect: &mut Dialect) {
        let known = match self.question {
            Question::Services => &mut dialect.services,
            Question::Operations { .. } => &mut dialect.operations,
            Question::Search { .. } => &mut dialect.search,
            Question::Traces { .. } => &mut dialect.traces,
            Question::Metrics { .. } => &mut dialect.metrics,
            Question::Archive { .. } | Question::Dependencies { .. } => return,
        };
        *known = Some(self.way());
    }
}

fn known_way(question: &Question, dialect: &Dialect) -> Option<Way> {
    match question {
        Question::Services => dialect.services,
        Question::Operations { .. } => dialect.operations,
        Question::Search { .. } => dialect.search,
        Question::Archive { .. } | Question::Dependencies { .. } => None,
        Question::Traces { .. } => dialect.traces,
        Question::Metrics { .. } => dialect.metrics,
    }
}

/// The ways for a question, the likeliest first.
fn ways(question: &Question, dialect: &Dialect) -> Vec<Way> {
    let known = known_way(question, dialect);
    let mut ways = match question {
        Question::Services => vec![Way::V3, Way::Legacy],
        Question::Operations { .. } => vec![Way::V3, Way::Legacy, Way::LegacyNames],
        Question::Archive { .. } | Question::Dependencies { .. } => vec![Way::Legacy],
        Question::Search { .. } => {
            let mut ways = vec![Way::V3, Way::Legacy];
            // Without summaries a server is older than v2.19, and passes over attributes there.
            if !question.has_attributes() {
                ways.push(Way::V3Traces);
            }
            ways
        }
        Question::Traces { .. } => vec![Way::Legacy, Way::V3Traces],
        Question::Metrics { .. } => vec![Way::Legacy],
    };
    let is_old = dialect.services == Some(Way::Legacy);
    crate::order::sort_by_key(&mut ways, |&way| match way {
        way if Some(way) == known => 0,
        Way::V3 | Way::V3Traces if is_old => 2,
        _ => 1,
    });
    ways
}

/// Whether a reply says that there is nothing here, or that it is not the API that answers.
fn is_missing(reply: &Reply<'_>, fault: &Fault) -> bool {
    let is_other = matches!(
        fault.kind,
        FaultKind::NotFound
            | FaultKind::SwitchedOff
            | FaultKind::Refused { .. }
            | FaultKind::WebPage { .. }
            | FaultKind::NotJson { .. }
            | FaultKind::WrongJson { .. }
    );
    is_other && !is_refusal_of_the_api(reply)
}

/// How much a fault tells beside others of the same question.
fn weight(fault: &Fault) -> u8 {
    match fault.kind {
        FaultKind::Refused { .. } | FaultKind::ServerFailed { .. } => 3,
        FaultKind::NotFound => 1,
        FaultKind::Unreachable { .. } => 0,
        _ => 2,
    }
}
