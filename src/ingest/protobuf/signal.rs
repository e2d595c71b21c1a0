//! The fields of a record tell which signal it belongs to.
//!
//! In protobuf the messages of spans, logs, metrics and profiles have the same numbers and
//! types down to the records, and nothing names them; only the fields of a record differ.
//! Invariant: what could be a span is one. Absent: the meaning of the fields.

use super::super::notices::OtherSignal;
use super::wire::{Fields, Payload, WireType};

/// `None` for a span.
pub(super) type Signal = Option<OtherSignal>;

use WireType::{Bytes, Fixed32, Fixed64, Varint};

/// The wire types of the fields 1, 2, 3…; `None` where there is no such field.
type Schema = &'static [Option<WireType>];

const SPAN: Schema = &[
    Some(Bytes),
    Some(Bytes),
    Some(Bytes),
    Some(Bytes),
    Some(Bytes),
    Some(Varint),
    Some(Fixed64),
    Some(Fixed64),
    Some(Bytes),
    Some(Varint),
    Some(Bytes),
    Some(Varint),
    Some(Bytes),
    Some(Varint),
    Some(Bytes),
    Some(Fixed32),
];
const LOG: Schema = &[
    Some(Fixed64),
    Some(Varint),
    Some(Bytes),
    None,
    Some(Bytes),
    Some(Bytes),
    Some(Varint),
    Some(Fixed32),
    Some(Bytes),
    Some(Bytes),
    Some(Fixed64),
    Some(Bytes),
];
const METRIC: Schema = &[
    Some(Bytes),
    Some(Bytes),
    Some(Bytes),
    None,
    Some(Bytes),
    None,
    Some(Bytes),
    None,
    Some(Bytes),
    Some(Bytes),
    Some(Bytes),
    Some(Bytes),
];
const PROFILE: Schema = &[
    Some(Bytes),
    Some(Bytes),
    Some(Fixed64),
    Some(Varint),
    Some(Bytes),
    Some(Varint),
    Some(Bytes),
    Some(Varint),
    Some(Bytes),
    Some(Bytes),
    Some(Bytes),
];

/// In the order in which ties are decided.
const SIGNALS: [(Signal, Schema); 4] = [
    (None, SPAN),
    (Some(OtherSignal::Logs), LOG),
    (Some(OtherSignal::Metrics), METRIC),
    (Some(OtherSignal::Profiles), PROFILE),
];

/// What the record is: the signal of whose schema it has the most fields.
pub(super) fn signal_of(record: &[u8]) -> Signal {
    let mut matches = [0u32; SIGNALS.len()];
    // What comes behind damaged bytes says nothing.
    for (number, payload) in Fields::of(record).map_while(Result::ok) {
        for (matches, (signal, schema)) in matches.iter_mut().zip(SIGNALS) {
            let known = schema.get(number as usize - 1).copied().flatten();
            let fits = known == Some(payload.wire_type());
            *matches += u32::from(fits && (signal.is_some() || is_id(number, payload)));
        }
    }
    // The last of several largest ones, so from the back.
    let best = matches.into_iter().zip(SIGNALS).rev().max_by_key(|&(matches, _)| matches);
    best.and_then(|(_, (signal, _))| signal)
}

/// Whether a span's field with this number, if it is an id, is as long as one; a metric's
/// name and description stand in the same places.
fn is_id(number: u32, payload: Payload<'_>) -> bool {
    match (number, payload) {
        (1, Payload::Bytes(id)) => id.is_empty() || id.len() == 16,
        (2, Payload::Bytes(id)) => id.is_empty() || id.len() == 8,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_by_their_fields() {
        let id = [&[0x0a, 16][..], &[7; 16], &[0x12, 8], &[9; 8]].concat();
        let named = [&id[..], b"\x2a\x03get"].concat();
        let time = [&[0x09][..], &[1; 8]].concat();
        let gauge = b"\x0a\x05queue\x12\x05waits\x1a\x01s\x2a\x02\x0a\x00";
        let logs = Some(OtherSignal::Logs);
        for (record, signal) in [
            (&b""[..], None),
            (&id, None),
            (&named, None),
            (&time, logs),
            (b"\x2a\x03\x0a\x01x", None),
            (b"\x10\x09\x2a\x03\x0a\x01x", logs),
            (gauge, Some(OtherSignal::Metrics)),
            (b"\x0a\x01x\x3a\x04\x0a\x02\x08\x01", Some(OtherSignal::Metrics)),
        ] {
            assert_eq!(signal_of(record), signal, "{record:?}");
        }
    }
}
