//! The services that a link of Jaeger's shows (`svcFilter`) become the spans that are shown.
//!
//! ```text
//! svcFilter = checksum "." mask ;
//! checksum  = 4 hexadecimal digits, of the sorted names of the trace's services ;
//! mask      = hexadecimal digits: the lowest bit is the first service, 1 is shown ;
//! ```
//!
//! Invariant: a span is shown with its ancestors, since a hidden service takes all that is below
//! its spans along; the service that all roots have stays. A choice for other services, or one
//! that cannot be read, chooses nothing. Absent: making such links; ours carry them on.

use super::search::Matches;
use super::search::bits::Bits;
use crate::trace::{SpanIdx, Trace};

/// What a choice of services leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceChoice {
    pub spans: Matches,
    /// Services that are shown, and those of the trace.
    pub shown: u32,
    pub of: u32,
}

impl ServiceChoice {
    /// `None` where the text is no choice among this trace's services. O(n + s log s).
    pub fn of(trace: &Trace, text: &str) -> Option<ServiceChoice> {
        let (checksum, mask) = text.split_once('.')?;
        let names = names(trace);
        if checksum != self::checksum(&names) {
            return None;
        }
        let mut is_shown = bits_of(mask, names.len())?;
        let place = |span: SpanIdx| {
            let name = trace.service_text(span);
            names.binary_search_by(|other| in_jaegers_order(other, name)).ok()
        };
        let mut roots = trace.spans().filter(|&span| trace.parent(span).is_none()).map(place);
        let first = roots.next().flatten();
        if let Some(only) = first.filter(|_| roots.all(|other| other == first)) {
            is_shown[only] = true;
        }
        let mut rows = Bits::new(trace.span_count());
        for span in trace.spans() {
            // Parents lie before their children.
            let is_below_shown = trace.parent(span).is_none_or(|parent| rows.has(parent.0));
            if is_below_shown && place(span).is_some_and(|place| is_shown[place]) {
                rows.add(span.0);
            }
        }
        let shown = is_shown.iter().filter(|&&is_shown| is_shown).count() as u32;
        Some(ServiceChoice { spans: Matches::of(rows), shown, of: names.len() as u32 })
    }
}

/// Of the trace's services, each once, in the order of Jaeger's bits.
fn names(trace: &Trace) -> Vec<&str> {
    let mut services: Vec<_> = trace.spans().map(|span| trace.service(span)).collect();
    services.sort_unstable();
    services.dedup();
    let mut names: Vec<&str> =
        services.into_iter().map(|service| trace.pool().text(service)).collect();
    names.sort_unstable_by(|one, other| in_jaegers_order(one, other));
    names.dedup();
    names
}

/// As JavaScript sorts texts: by their UTF-16.
fn in_jaegers_order(one: &str, other: &str) -> std::cmp::Ordering {
    one.encode_utf16().cmp(other.encode_utf16())
}

fn checksum(names: &[&str]) -> String {
    let units = names.join("\0");
    let hash = units
        .encode_utf16()
        .fold(0x811c_u32, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0101) & 0xffff);
    format!("{hash:04x}")
}

/// The lowest `count` bits; `None` if one of the characters is no digit, or there is none.
fn bits_of(mask: &str, count: usize) -> Option<Vec<bool>> {
    let digits: Option<Vec<u32>> = mask.chars().rev().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| !digits.is_empty())?;
    let bit =
        |place: usize| digits.get(place / 4).is_some_and(|digit| digit >> (place % 4) & 1 == 1);
    Some((0..count).map(bit).collect())
}
