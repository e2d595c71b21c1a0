//! A fetch or an answer that went wrong → what it was, in words for whoever waits.
//!
//! Invariant: a fault says what happened, at which address, in the server's own words where
//! there are any, and how to go on; it never holds a header's value. Absent: trying again, which
//! is for whoever fetches ([`Fault::is_worth_retrying`]).

use serde::{Deserialize, Serialize};

use super::json_shape::WrongShape;
use super::reply::{Asker, Broken, Reply};
use super::server_words::{is_jaegers_page, page_title, server_words};

/// See the module. `Display` gives all of it, [`Fault::what`] and [`Fault::advice`] its halves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The address that was asked.
    pub url: String,
    pub kind: FaultKind,
    /// The words of the server, or of the browser where there was no answer; may be empty.
    pub said: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FaultKind {
    /// Refused, unknown, or forbidden by CORS: browsers do not tell which.
    Unreachable {
        /// The page's origin if the server has another one, so that CORS may be the reason.
        cross_origin: Option<String>,
        /// Names of headers that it would have to allow.
        headers: Vec<String>,
    },
    /// A page that came by https may not ask a server by http.
    MixedContent,
    TimedOut {
        seconds: u32,
    },
    CutOff {
        bytes: u64,
    },
    TooLarge {
        bytes: u64,
        most: u64,
    },
    /// 401.
    LoginWanted,
    /// 403.
    Forbidden,
    /// 404 and 410.
    NotFound,
    /// 429.
    TooManyRequests {
        retry_after_seconds: Option<u32>,
    },
    /// 501, or a failure that says so: the server has this, but it is switched off.
    SwitchedOff,
    /// Any other 5xx.
    ServerFailed {
        status: u16,
    },
    /// Any other status, or an error in an answer that is otherwise well.
    Refused {
        status: u16,
    },
    /// A page for people where data was expected: a login, a proxy's, or Jaeger's own.
    WebPage {
        /// May be empty.
        title: String,
        is_jaegers: bool,
        redirected_to: Option<String>,
    },
    /// No JSON at all.
    NotJson {
        /// `line 1, column 7`; may be empty.
        place: String,
    },
    /// JSON of another shape.
    WrongJson {
        /// With the place: `a list at data`.
        expected: String,
        found: String,
    },
    /// This page itself stopped asking.
    Interrupted,
    /// The only search that the server has would pass over attributes without a word.
    CannotSearchAttributes,
}

impl Fault {
    pub fn of_broken(url: &str, broken: &Broken, asker: &Asker<'_>) -> Fault {
        let (kind, said) = match broken {
            Broken::NoAnswer { said } => (unreachable(url, asker), said.clone()),
            Broken::TimedOut { seconds } => {
                (FaultKind::TimedOut { seconds: *seconds }, String::new())
            }
            Broken::CutOff { bytes, said } => (FaultKind::CutOff { bytes: *bytes }, said.clone()),
            Broken::TooLarge { bytes, most } => {
                (FaultKind::TooLarge { bytes: *bytes, most: *most }, String::new())
            }
        };
        Fault { url: url.to_owned(), kind, said }
    }

    /// `None` for a success that may be data.
    pub fn of_reply(url: &str, reply: &Reply<'_>) -> Option<Fault> {
        let said = server_words(reply);
        let kind = match reply.status {
            // As Jaeger says it of its archive.
            500 if said.contains("not configured") => FaultKind::SwitchedOff,
            200..300 if !reply.is_web_page() => return None,
            200..300 => web_page(reply),
            401 => FaultKind::LoginWanted,
            403 => FaultKind::Forbidden,
            404 | 410 => FaultKind::NotFound,
            429 => FaultKind::TooManyRequests { retry_after_seconds: reply.retry_after_seconds },
            501 => FaultKind::SwitchedOff,
            status @ 500..600 => FaultKind::ServerFailed { status },
            status => FaultKind::Refused { status },
        };
        Some(Fault { url: url.to_owned(), kind, said })
    }

    /// A refusal inside an answer with a good status.
    pub(super) fn refusal(url: &str, reply: &Reply<'_>) -> Fault {
        let kind = FaultKind::Refused { status: reply.status };
        Fault { url: url.to_owned(), kind, said: server_words(reply) }
    }

    /// Nobody is left who could answer.
    pub fn interrupted(url: &str) -> Fault {
        Fault::of_kind(url, FaultKind::Interrupted)
    }

    pub(super) fn of_kind(url: &str, kind: FaultKind) -> Fault {
        Fault { url: url.to_owned(), kind, said: String::new() }
    }

    pub(super) fn of_shape(url: &str, shape: WrongShape) -> Fault {
        let WrongShape { expected, found } = shape;
        Fault::of_kind(url, FaultKind::WrongJson { expected, found: found.to_owned() })
    }

    /// JSON that could not be read to its end.
    pub(super) fn of_json(url: &str, reply: &Reply<'_>, error: &serde_json::Error) -> Fault {
        let kind = match error.is_eof() && !reply.body.is_empty() {
            true => FaultKind::CutOff { bytes: reply.body.len() as u64 },
            false => {
                let place = format!("line {}, column {}", error.line(), error.column());
                FaultKind::NotJson { place }
            }
        };
        Fault { said: server_words(reply), ..Fault::of_kind(url, kind) }
    }

    /// A name for machines, stable across versions.
    pub fn name(&self) -> &'static str {
        match self.kind {
            FaultKind::Unreachable { .. } => "unreachable",
            FaultKind::MixedContent => "mixed_content",
            FaultKind::TimedOut { .. } => "timed_out",
            FaultKind::CutOff { .. } => "cut_off",
            FaultKind::TooLarge { .. } => "too_large",
            FaultKind::LoginWanted => "login_wanted",
            FaultKind::Forbidden => "forbidden",
            FaultKind::NotFound => "not_found",
            FaultKind::TooManyRequests { .. } => "too_many_requests",
            FaultKind::SwitchedOff => "switched_off",
            FaultKind::ServerFailed { .. } => "server_failed",
            FaultKind::Refused { .. } => "refused",
            FaultKind::WebPage { .. } => "web_page",
            FaultKind::NotJson { .. } => "not_json",
            FaultKind::WrongJson { .. } => "wrong_json",
            FaultKind::Interrupted => "interrupted",
            FaultKind::CannotSearchAttributes => "cannot_search_attributes",
        }
    }

    /// Whether the server has no such thing as was asked for, rather than none today: it is switched
    /// off, or something that is not this API answered.
    pub fn is_not_there(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::NotFound
                | FaultKind::SwitchedOff
                | FaultKind::Refused { status: 400 | 405 }
                | FaultKind::WebPage { .. }
                | FaultKind::NotJson { .. }
                | FaultKind::WrongJson { .. }
        )
    }

    /// Whether asking for less may do better.
    pub fn is_too_much(&self) -> bool {
        matches!(self.kind, FaultKind::TooLarge { .. } | FaultKind::TimedOut { .. })
    }

    /// Whether the same request may do better a little later, without anything being changed.
    pub fn is_worth_retrying(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::Unreachable { .. }
                | FaultKind::Interrupted
                | FaultKind::TimedOut { .. }
                | FaultKind::CutOff { .. }
                | FaultKind::TooManyRequests { .. }
                | FaultKind::ServerFailed { .. }
        )
    }
}

fn unreachable(url: &str, asker: &Asker<'_>) -> FaultKind {
    let page = asker.page_origin;
    let is_relative = !url.contains("://");
    if is_relative || origin_of(url) == Some(page) {
        return FaultKind::Unreachable { cross_origin: None, headers: Vec::new() };
    }
    if page.starts_with("https://") && url.starts_with("http://") && !is_this_machine(url) {
        return FaultKind::MixedContent;
    }
    let cross_origin = Some(page.to_owned());
    FaultKind::Unreachable { cross_origin, headers: asker.headers.to_vec() }
}

/// `https://host:port` of an absolute address.
fn origin_of(url: &str) -> Option<&str> {
    let host_at = url.find("://")? + 3;
    let end = url[host_at..].find(['/', '?', '#']).map_or(url.len(), |at| host_at + at);
    Some(&url[..end])
}

/// Browsers trust these by http, too.
fn is_this_machine(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or(url);
    ["localhost", "127.", "[::1]"].iter().any(|own| host.starts_with(own))
}

fn web_page(reply: &Reply<'_>) -> FaultKind {
    FaultKind::WebPage {
        title: page_title(reply),
        is_jaegers: is_jaegers_page(reply),
        redirected_to: reply.redirected_to.map(str::to_owned),
    }
}
