//! Faults in words: what happened, and what to do about it.
//!
//! Invariant: every fault has both. Absent: markup; an address stands in the text as it is.

use std::fmt;

use super::cors::CorsSettings;
use super::fault::{Fault, FaultKind};

/// What happened first, then the server's words, then what to do.
impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.what())?;
        if self.place() != self.url {
            write!(out, " [{}]", self.url)?;
        }
        if !self.said.is_empty() {
            write!(out, " It says: “{}”.", self.said)?;
        }
        write!(out, " {}", self.advice())
    }
}

impl Fault {
    /// The address that was asked, up to its parameters.
    pub fn place(&self) -> &str {
        self.url.split(['?', '#']).next().unwrap_or_default()
    }

    /// One sentence with the place: what happened.
    pub fn what(&self) -> String {
        let url = self.place();
        match &self.kind {
            FaultKind::Unreachable { cross_origin: None, .. } => format!("{url} did not answer."),
            FaultKind::Unreachable { cross_origin: Some(_), .. } => format!(
                "{url} did not answer, or does not let this page read its answers; browsers do not tell which."
            ),
            FaultKind::MixedContent => {
                format!(
                    "This page came by https, so the browser does not let it ask {url} by http."
                )
            }
            FaultKind::TimedOut { seconds } => {
                format!("{url} did not answer within {seconds} seconds.")
            }
            FaultKind::CutOff { bytes } => {
                format!("The answer of {url} broke off after {bytes} bytes.")
            }
            FaultKind::TooLarge { bytes, most } => format!(
                "The answer of {url} has {bytes} bytes or more, and at most {most} are taken in."
            ),
            FaultKind::LoginWanted => {
                format!("{url} asks for a login that this page does not have (401).")
            }
            FaultKind::Forbidden => format!("{url} does not allow this (403)."),
            FaultKind::NotFound => format!("There is nothing at {url} (404)."),
            FaultKind::TooManyRequests { .. } => format!("{url} was asked too often (429)."),
            FaultKind::SwitchedOff => format!("{url} has this, but it is switched off."),
            FaultKind::ServerFailed { status } => format!("{url} failed ({status})."),
            FaultKind::Refused { status } => format!("{url} refused ({status})."),
            FaultKind::WebPage { title, redirected_to, .. } => {
                web_page(url, title, redirected_to.as_deref())
            }
            FaultKind::NotJson { place } => format!("{url} answered, but not with JSON ({place})."),
            FaultKind::WrongJson { expected, found } => format!(
                "{url} answered with JSON of another kind: {expected} was expected, and it holds {found}."
            ),
            FaultKind::Interrupted => {
                "The engine of this page stopped before the answer came.".to_owned()
            }
            FaultKind::CannotSearchAttributes => format!(
                "The only search that {url} offers passes over attributes, so it would find other traces."
            ),
        }
    }

    /// What to do, in a sentence or a few.
    pub fn advice(&self) -> String {
        match &self.kind {
            FaultKind::NotFound | FaultKind::Refused { .. } | FaultKind::WebPage { .. }
                if self.url.contains("api/archive/") =>
            {
                "This server has no archive, or no longer has the trace.".to_owned()
            }
            FaultKind::Unreachable { cross_origin: None, .. } => {
                "Check that the server runs and that you are on its network, then try again.".to_owned()
            }
            FaultKind::Unreachable { cross_origin: Some(origin), headers } => format!(
                "Open the address in a new tab. If it does not answer there either, check the address, \
                 the port and your network. If it does, let it allow this page: {} Or put Spanscope next to \
                 it, on the same server.",
                CorsSettings::new(origin, headers).in_words()
            ),
            FaultKind::MixedContent => "Use an https address of the server, or put Spanscope next to it, on the \
                 same server.".to_owned(),
            FaultKind::TimedOut { .. } => "Ask for a shorter time or fewer traces, or try again: the storage may be \
                 busy.".to_owned(),
            FaultKind::CutOff { .. } => "Try again; if it happens again, a proxy between may limit time or size."
                .to_owned(),
            FaultKind::TooLarge { .. } => "Ask for fewer traces or a shorter time; a single trace that large can be \
                 downloaded and opened as a file.".to_owned(),
            FaultKind::LoginWanted | FaultKind::Forbidden => self.login_advice().to_owned(),
            FaultKind::NotFound => self.not_found_advice().to_owned(),
            FaultKind::TooManyRequests { retry_after_seconds: Some(seconds) } => {
                format!("Try again in {seconds} seconds.")
            }
            FaultKind::TooManyRequests { retry_after_seconds: None } => "Wait a little, then try again.".to_owned(),
            FaultKind::SwitchedOff => "Whoever runs the server can switch it on: for Jaeger v2, metrics take \
                 jaeger_query.storage.metrics, the archive takes jaeger_query.storage.traces_archive."
                .to_owned(),
            FaultKind::ServerFailed { status: 502..=504 } => "The server behind a proxy is down or too slow: wait a \
                 little and try again, or ask for less.".to_owned(),
            FaultKind::ServerFailed { .. } => "Try again; if it happens again, its log tells why.".to_owned(),
            FaultKind::Refused { .. } => "Change what it complains about, then try again.".to_owned(),
            FaultKind::WebPage { is_jaegers: true, .. } => "That is Jaeger's own page, which it sends for addresses \
                 that it does not know: check the endpoint's path (a Jaeger below a path needs it, as in \
                 https://host/jaeger).".to_owned(),
            FaultKind::WebPage { .. } => "If that is a login page, sign in there in another tab and try again; if \
                 not, check the endpoint's address.".to_owned(),
            FaultKind::NotJson { .. } | FaultKind::WrongJson { .. } => "Check that the address is the one of a Jaeger \
                 query server, its path included.".to_owned(),
            FaultKind::Interrupted => "Another one has started: try again.".to_owned(),
            FaultKind::CannotSearchAttributes => "Search without attributes and filter what comes, or ask a server \
                 with Jaeger v2.19 or newer.".to_owned(),
        }
    }

    fn login_advice(&self) -> &'static str {
        if self.said.to_lowercase().contains("tenant") {
            "Give the tenant's header (x-tenant, unless the server names it otherwise) in this endpoint's settings."
        } else {
            "Sign in at the server in another tab and try again, or give a token in this endpoint's settings."
        }
    }

    fn not_found_advice(&self) -> &'static str {
        if self.url.contains("/traces/") {
            "A trace is there some seconds after its spans were sent, and until its storage drops it; not every \
             trace is sampled. Check the id, or try again in a few seconds."
        } else {
            "Check the endpoint's path (a Jaeger below a path needs it, as in https://host/jaeger), and that it is a \
             Jaeger query server."
        }
    }
}

fn web_page(url: &str, title: &str, redirected_to: Option<&str>) -> String {
    let title = match title {
        "" => String::new(),
        title => format!(" (“{title}”)"),
    };
    match redirected_to {
        Some(to) => {
            format!("{url} led to another address, {to}, and a web page{title} instead of data.")
        }
        None => format!("{url} answered with a web page{title} instead of data."),
    }
}
