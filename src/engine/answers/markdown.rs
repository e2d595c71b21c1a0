//! The answers become a few lines of Markdown to paste into a ticket or a chat.
//!
//! Invariant: whatever a producer wrote stands in a code span that it cannot leave, so that
//! it makes no links, mentions, tables or markup, in any flavour of Markdown. Absent:
//! faithfulness to the letter: grave accents and pipes are shown as characters like them.

use super::words::{self, Quote};
use super::{Answers, FailureView};
use crate::engine::path_table::OperationRow;
use crate::engine::protocol::TraceListing;
use crate::format::{count, date_time_utc, duration, percent, shorten, visible_text};

/// Parts that are told one by one.
const MOST_PARTS: usize = 5;
const MOST_QUOTED_CHARS: usize = 200;

/// What to tell about a trace; `link` leads to the page that shows it, empty for none.
pub fn markdown(listing: &TraceListing, answers: &Answers, link: &str) -> String {
    let quote = Quote(code);
    let mut lines = vec![
        format!(
            "**{}** took **{}**",
            words::name(&answers.root.service_name, &answers.root.name, quote),
            duration(answers.total_nanos),
        ),
        format!(
            "{} UTC, trace {}, {} spans",
            date_time_utc(listing.start_nanos.saturating_add(answers.root_start_nanos), None),
            code(&listing.id_text),
            count(u64::from(listing.spans)),
        ),
        String::new(),
        "**Where the time went**".to_owned(),
        String::new(),
    ];
    lines.extend(answers.parts.iter().take(MOST_PARTS).map(part));
    lines.extend(rest(answers));
    if let Some(failure) = &answers.failure {
        lines.extend([String::new(), "**Where it failed**".to_owned(), String::new()]);
        lines.extend(failure_lines(failure, answers.total_failures, quote));
    }
    if !link.is_empty() {
        lines.extend([String::new(), address(link)]);
    }
    lines.join("\n") + "\n"
}

fn part(part: &OperationRow) -> String {
    let peer = part.peer.as_ref().map(|peer| format!(" → {}", code(&peer.name)));
    let calls = match part.calls {
        0 | 1 => String::new(),
        calls => format!(" ×{}", count(u64::from(calls))),
    };
    format!(
        "- {} ({}) {}{} {}{calls}",
        duration(part.nanos),
        percent(part.share),
        words::service(&part.service_name, Quote(code)),
        peer.unwrap_or_default(),
        code(&part.name),
    )
}

fn rest(answers: &Answers) -> Option<String> {
    let told = answers.parts.len().min(MOST_PARTS);
    let told_nanos: u64 = answers.parts[..told].iter().map(|part| part.nanos).sum();
    let others = answers.total_parts as usize - told;
    (others > 0).then(|| {
        let nanos = answers.total_nanos - told_nanos;
        let share = percent(nanos as f64 / (answers.total_nanos as f64).max(1.0));
        format!("- {} ({share}) {} more", duration(nanos), count(others as u64))
    })
}

fn failure_lines(failure: &FailureView, total: u32, quote: Quote) -> Vec<String> {
    let mut lines = vec![format!("{}.", words::headline(failure, quote))];
    let explanation = words::explanation(failure, quote);
    if !explanation.is_empty() {
        lines.push(format!("{explanation}."));
    }
    match total {
        0 | 1 => {}
        2 => lines.push("One more failure.".to_owned()),
        _ => lines.push(format!("{} more failures.", count(u64::from(total - 1)))),
    }
    lines
}

/// A code span on one line. Escapes do not work in one, and what ends it differs between
/// flavours, so the characters that could are shown as others that look like them.
fn code(text: &str) -> String {
    let shown = visible_text(&shorten(text, MOST_QUOTED_CHARS));
    let shown = shown.replace('`', "\u{2cb}").replace('|', "\u{2223}");
    match shown.trim() {
        "" => "(no name)".to_owned(),
        shown => format!("`{shown}`"),
    }
}

/// The page's own address, and nothing beside it.
fn address(link: &str) -> String {
    let is_unsafe = |c: char| c.is_control() || c.is_whitespace() || "<>`|\\\"".contains(c);
    let mut safe = String::with_capacity(link.len());
    for c in visible_text(link).chars() {
        match c {
            _ if is_unsafe(c) => {
                let mut buffer = [0; 4];
                c.encode_utf8(&mut buffer)
                    .bytes()
                    .for_each(|b| safe.push_str(&format!("%{b:02X}")));
            }
            _ => safe.push(c),
        }
    }
    format!("<{safe}>")
}
