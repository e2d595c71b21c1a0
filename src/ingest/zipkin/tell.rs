//! An object's keys tell whether it is a Zipkin span.
//!
//! Invariant: the answer depends on the object alone (and on what came before it), not on
//! how much of it has come; documents of other formats are told by their first keys, so
//! that nothing large is looked through. Absent: any reading of values.

use super::super::json::{Cursor, Stop};

/// Keys that no Zipkin span has, and documents and spans of other formats do.
const FOREIGN: [&[u8]; 10] = [
    b"traceID",
    b"spanID",
    b"spanId",
    b"data",
    b"spans",
    b"processes",
    b"resourceSpans",
    b"resource_spans",
    b"batches",
    b"result",
];
const OWN: [&[u8]; 14] = [
    b"traceId",
    b"id",
    b"parentId",
    b"name",
    b"kind",
    b"timestamp",
    b"duration",
    b"localEndpoint",
    b"remoteEndpoint",
    b"annotations",
    b"binaryAnnotations",
    b"tags",
    b"debug",
    b"shared",
];

/// Whether the object at the cursor, which is not moved, is a span: it has `traceId` and
/// `id`, or `localEndpoint` for want of an id. Where spans came before (`is_expected`) any
/// object is one that is not of another format.
pub(in crate::ingest) fn is_span(cursor: &mut Cursor<'_>, is_expected: bool) -> Result<bool, Stop> {
    let start = cursor.position;
    if begins_as_usual(cursor) {
        cursor.position = start;
        return Ok(true);
    }
    cursor.position = start;
    let answer = look(cursor, is_expected);
    if answer.is_ok() {
        cursor.position = start;
    }
    answer
}

/// Whether the object begins as nearly all spans do, with its ids, so that no other key
/// matters.
#[inline]
fn begins_as_usual(cursor: &mut Cursor<'_>) -> bool {
    let has_trace = cursor.eat(b"{\"traceId\":") && cursor.plain_text_before(0).is_some();
    if has_trace && cursor.eat(b",\"parentId\":") && cursor.plain_text_before(0).is_none() {
        return false;
    }
    has_trace && cursor.eat(b",\"id\":")
}

fn look(cursor: &mut Cursor<'_>, is_expected: bool) -> Result<bool, Stop> {
    let (mut has_trace, mut has_id, mut has_endpoint) = (false, false, false);
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        let key = key.name();
        match &*key {
            b"traceId" => has_trace = true,
            b"id" => has_id = true,
            b"localEndpoint" => has_endpoint = true,
            other if FOREIGN.contains(&other) => return Ok(false),
            _ => {}
        }
        if has_trace && has_id {
            return Ok(true);
        }
        let is_container = matches!(cursor.peek()?, b'{' | b'[');
        if is_container && !is_expected && !has_trace && !OWN.contains(&&*key) {
            return Ok(false);
        }
        cursor.skip_value()?;
    }
    Ok(is_expected || has_trace && has_endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_by_their_keys_in_any_order() {
        let told = |text: &str| is_span(&mut Cursor::new(text.as_bytes()), false);
        for text in [
            r#"{"traceId":"a","id":"b""#,
            r#"{"tags":{"a":"b"},"kind":"CLIENT","id":"b","traceId":"#,
            r#"{"_type":"span","id":"b","traceId":"#,
            r#"{"traceId":"a","localEndpoint":{}}"#,
        ] {
            assert_eq!(told(text), Ok(true), "{text}");
        }
        for text in [
            r#"{"traceID":"#,
            r#"{"name":"n","data":["#,
            r#"{"unknown":["#,
            r#"{"traceId":"a","spanId":"#,
            r#"{"traceId":"a","message":"m"}"#,
            r#"{"id":"b","name":"n"}"#,
        ] {
            assert_eq!(told(text), Ok(false), "{text}");
        }
        assert_eq!(told(r#"{"name":"n","tags":["#), Err(Stop::Incomplete));
        assert_eq!(is_span(&mut Cursor::new(b"{}"), true), Ok(true));
    }
}
