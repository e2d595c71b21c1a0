//! Bytes that are no trace: each says what it is, where, and what to do.

use spanscope::ingest::{LooksLike, ReadErrorKind, WarningKind};

use super::{error_kind_of, error_of, jaeger_span, otlp_span, read, span_total};

#[test]
fn files_of_other_kinds_are_named() {
    let files: [(&[u8], LooksLike, &str); 15] = [
        (b"\x89PNG\r\n\x1a\n", LooksLike::Png, "a PNG image"),
        (b"\xff\xd8\xff\xe0JFIF", LooksLike::Jpeg, "a JPEG image"),
        (b"%PDF-1.7", LooksLike::Pdf, "a PDF document"),
        (b"PK\x03\x04", LooksLike::Zip, "unpack it first"),
        (b"<!DOCTYPE html><html>", LooksLike::HtmlPage, "log in there first"),
        (b"  <html lang=en>", LooksLike::HtmlPage, "an HTML page"),
        (b"<?xml version=\"1.0\"?><a/>", LooksLike::Xml, "an XML document"),
        (b"SQLite format 3\0", LooksLike::Sqlite, "an SQLite database"),
        (b"\x7fELF\x02", LooksLike::Elf, "a program"),
        (b"\0asm\x01\0\0\0", LooksLike::Wasm, "WebAssembly"),
        (b"\xff\xfe{\0}\0", LooksLike::Utf16, "Save it as UTF-8"),
        (b"{\0\"\0d\0", LooksLike::Utf16, "UTF-16"),
        (b"\0\0\0\0", LooksLike::Binary, "a binary file of a kind that is not known here"),
        (b"hello, this is a note", LooksLike::PlainText, "plain text"),
        (b"traces: none", LooksLike::PlainText, "plain text"),
    ];
    for (bytes, looks_like, words) in files {
        let error = error_of(bytes);
        assert_eq!(error.kind, ReadErrorKind::NotATrace { looks_like });
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn nothing_at_all_is_called_empty() {
    for (bytes, words) in [
        (&b""[..], "it holds no bytes"),
        (b" \r\n\t", "it holds only white space"),
        (b"\xef\xbb\xbf", "it holds only white space"),
        (b"[]", "it holds an empty list"),
        (b" [ ] ", "it holds an empty list"),
        (b"[[], []]", "it holds an empty list"),
    ] {
        let error = error_of(bytes);
        assert_eq!(error.kind.name(), "empty");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn json_of_another_shape_is_said_to_be_json() {
    for (text, words) in [
        ("null", "it holds `null`"),
        ("123", "it holds a number"),
        ("-1.5e3", "it holds a number"),
        ("true", "it holds a truth value"),
        ("\"a trace\"", "it holds a text"),
        ("{}", "it holds an object without keys"),
        ("[1, 2]", "it holds a list with a number in it"),
        ("[[{}]]", "it holds an object without keys"),
        ("[[[{}]]]", "it holds a list with a list in it"),
    ] {
        let error = error_of(text.as_bytes());
        assert_eq!(error.kind.name(), "wrong_shape", "{text}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn other_formats_are_told_by_their_keys() {
    for (text, format) in [
        (r#"[{"traceId":"a","message":"a line of a log","level":"info"}]"#, None),
        (r#"{"trace":{"id":"a"},"version":1}"#, None),
        (r#"{"traceEvents":[]}"#, Some("a Chrome trace")),
        (r#"{"name":"package","version":"1.0.0"}"#, None),
    ] {
        let ReadErrorKind::UnknownFormat { keys, looks_like } = error_kind_of(text) else {
            panic!("{text}");
        };
        assert_eq!(looks_like.as_deref(), format);
        assert!(text.contains(&format!("\"{}\"", keys[0])));
    }
    let words = error_of(br#"{"displayTimeUnit":"ms","traceEvents":[]}"#).to_string();
    assert!(words.contains("looks like a Chrome trace"), "{words}");
    assert!(words.contains("“displayTimeUnit”, “traceEvents”"), "{words}");
}

#[test]
fn a_known_format_without_spans_is_said_to_hold_none() {
    for (text, words) in [
        (r#"{"data":[],"total":0,"errors":null}"#, "Jaeger JSON with an empty list"),
        (r#"{"data":null}"#, "Jaeger JSON with an empty list"),
        (r#"{"data":["web","db"]}"#, "Jaeger JSON with a text where traces should be"),
        (r#"{"traceID":"a","spans":[]}"#, "Jaeger JSON"),
        (r#"{"resourceSpans":[]}"#, "OTLP JSON with an empty list"),
        (r#"{"resourceSpans":null}"#, "OTLP JSON"),
        (r#"{"result":{"resourceSpans":[]}}"#, "Jaeger v3 JSON"),
        (r#"{"batches":[{"resource":{}}]}"#, "Tempo JSON with an empty list"),
        (r#"{"trace":{"resourceSpans":[]}}"#, "Tempo JSON with an empty list"),
        (r#"{"resourceMetrics":[{"a":1}]}"#, "1 object of metrics"),
        ("{\"resourceLogs\":[]}\n{\"resourceLogs\":[]}", "2 objects of logs"),
        (r#"{"data":[{"spans":[3]}]}"#, "one span, which had to be set aside"),
    ] {
        let error = error_of(text.as_bytes());
        assert_eq!(error.kind.name(), "no_spans", "{text}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn what_a_server_says_went_wrong_is_passed_on() {
    for (text, words) in [
        (
            r#"{"data":null,"total":0,"errors":[{"code":404,"msg":"trace not found"}]}"#,
            "trace not found (code 404)",
        ),
        (
            r#"{"error":{"grpcCode":5,"httpCode":404,"message":"No traces found","httpStatus":"Not Found"}}"#,
            "No traces found (code 404)",
        ),
        (r#"{"error":"unauthorised"}"#, "unauthorised"),
    ] {
        let error = error_of(text.as_bytes());
        assert_eq!(error.kind.name(), "server_error", "{text}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn a_server_error_beside_spans_is_a_warning() {
    let text =
        r#"{"data":[{"spans":[{"traceID":"a","spanID":"b"}]}],"errors":[{"msg":"partial"}]}"#;
    let outcome = super::read_well(text);
    assert_eq!(outcome.warnings[0].kind, WarningKind::ServerMessage);
    assert_eq!(outcome.warnings[0].detail, "partial");
}

#[test]
fn a_wrong_byte_is_told_with_its_place_and_its_field() {
    for (members, expected, found, reading) in [
        (r#""startTime":@"#, "a value", "“@”", "span 1's startTime"),
        (r#""startTime":1-2"#, "a number", "“1”", "span 1's startTime"),
        (r#""tags":[{"key" "a"}]"#, "`:`", "“\"”", "span 1's tags"),
        (r#""flags":tru3"#, "`true`, `false` or `null`", "“3”", "span 1's flags"),
        (r#""flags":1 "a":2"#, "`,` or `}`", "“\"”", "span 1's flags"),
        (r#""flags":1,}"#, "a key in quotes", "“}”", "span 1's flags"),
        ("\"flags\":\0", "a value", "the byte 0x00", "span 1's flags"),
    ] {
        let text = jaeger_span(members);
        let error = error_of(text.as_bytes());
        assert_eq!(
            error.kind,
            ReadErrorKind::NotJson { expected: expected.into(), found: found.into() }
        );
        assert_eq!(error.reading, reading);
        let place = format!("at byte {}", error.offset);
        assert!(error.to_string().contains(&place), "{error}");
    }
    let error = error_of(b"{\"data\":[\xff]}");
    assert_eq!((error.offset, error.kind.name()), (9, "not_json"));
}

#[test]
fn a_truncated_file_shows_what_was_read_and_says_so() {
    let span = |id: u32| format!(r#"{{"traceID":"a","spanID":"{id}","operationName":"get"}}"#);
    let whole =
        format!(r#"{{"data":[{{"traceID":"a","spans":[{},{},{}]}}]}}"#, span(1), span(2), span(3));
    for length in 1..whole.len() {
        let outcome = read(&whole[..length]);
        let error = outcome.sources[0].error.clone().expect("it is truncated");
        assert_eq!(error.kind, ReadErrorKind::Truncated, "{}", &whole[..length]);
        assert_eq!(error.offset, length as u64);
        let complete = whole[..length].matches("\"get\"}").count();
        assert_eq!(span_total(&outcome), complete);
    }
    let error = error_of(&whole.as_bytes()[..whole.len() - 20]);
    assert!(error.to_string().contains("span 3"), "{error}");
}

#[test]
fn a_truncated_otlp_file_shows_what_was_read() {
    let whole = otlp_span(r#""name":"first""#)
        .replace("\"spans\":[", "\"spans\":[{\"traceId\":\"b\",\"name\":\"zero\"},");
    let cut = whole.find("first").expect("it is there");
    let outcome = read(&whole[..cut]);
    assert_eq!(outcome.sources[0].spans, 1);
    assert_eq!(outcome.sources[0].error.as_ref().map(|error| error.kind.name()), Some("truncated"));
}

#[test]
fn nesting_ten_thousand_deep_is_refused_with_words() {
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let deep_map = r#"{"kvlistValue":{"values":[{"key":"k","value":"#.repeat(10_000);
    for text in [
        deep.clone(),
        format!(r#"{{"unknown":{deep}}}"#),
        jaeger_span(&format!(r#""tags":[{{"key":"k","value":{deep}}}]"#)),
        jaeger_span(&format!(r#""unknown":{deep}"#)),
        otlp_span(&format!(r#""attributes":[{{"key":"k","value":{deep_map}"#)),
        r#"{"a":"#.repeat(10_000),
    ] {
        let error = error_of(text.as_bytes());
        assert_eq!(error.kind, ReadErrorKind::TooDeep { most: 128 });
        assert!(error.to_string().contains("more than 128 deep"), "{error}");
    }
}

#[test]
fn every_message_is_a_sentence_that_says_what_to_do() {
    let texts =
        ["", "null", "{}", "hello", "{\"a\":1}", "{\"data\":[]}", "{\"data\":[x", "{\"data\":["];
    for text in texts {
        let words = error_of(text.as_bytes()).to_string();
        assert!(words.ends_with('.') && words.matches(". ").count() >= 1, "{words}");
        assert!(words.starts_with(|first: char| first.is_uppercase()), "{words}");
    }
}
