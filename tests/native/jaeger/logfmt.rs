//! Attributes as they are typed: what they mean, and where they are wrong.

use proptest::prelude::*;
use spanscope::jaeger::{AttributePair, attributes_from_text, attributes_text};

fn pairs(text: &str) -> Vec<AttributePair> {
    attributes_from_text(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"))
}

fn read(text: &str) -> String {
    let texts = pairs(text).into_iter().map(|(key, value)| format!("<{key}|{value}>"));
    texts.collect()
}

#[test]
fn pairs_words_and_quotes_are_read_in_their_order() {
    for (text, expected) in [
        ("", ""),
        ("  \t ", ""),
        ("http.status_code=402", "<http.status_code|402>"),
        ("b=1  a=2", "<b|1><a|2>"),
        ("error", "<error|true>"),
        ("error a=", "<error|true><a|>"),
        (r#"db="select * from x" n=1"#, "<db|select * from x><n|1>"),
        (r#"q="a\"b\\c\n""#, "<q|a\"b\\c\n>"),
        ("path=C:\\temp", "<path|C:\\temp>"),
        ("url=http://x/y?z", "<url|http://x/y?z>"),
        ("größe=groß", "<größe|groß>"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn a_backslash_for_the_servers_pattern_needs_no_second_one() {
    assert_eq!(read(r#"url="x\?y\.z""#), r"<url|x\?y\.z>");
    assert_eq!(read(r#"url="x\\?y""#), r"<url|x\?y>");
}

/// The text with the place that is meant marked below it, and the message.
fn marked(text: &str) -> String {
    let mistake = attributes_from_text(text).expect_err(text);
    let before = text[..mistake.range.start].chars().count();
    let inside = text[mistake.range.clone()].chars().count();
    format!("{text}\n{}{}\n{}", " ".repeat(before), "^".repeat(inside), mistake.message)
}

#[test]
fn a_mistake_is_pointed_at_and_says_what_to_write() {
    for (text, place, words) in [
        ("a=1 =2", "    ^", "no key before"),
        ("a = 1", "  ^", "no key before"),
        (r#"a=1 "b""#, "    ^", "no key stands before"),
        (r#"a="b c"#, "  ^^^^", "never closed"),
        (r#"a="b\""#, "  ^^^^", "never closed"),
        (r#"a="b"c"#, "     ^", "blank between"),
        (r#"a=b"c"#, "   ^", "inside a value"),
        ("a=b=c", "   ^", "needs quotes"),
        ("ä=1 b=ü=x", "       ^", "needs quotes"),
        ("a=1 b=2 a=3", "        ^", "twice"),
        (r#"a="ü"ö"#, "     ^", "blank between"),
    ] {
        let marked = marked(text);
        let lines: Vec<&str> = marked.lines().collect();
        assert_eq!(lines[1], place, "{marked}");
        assert!(lines[2].contains(words) && lines[2].ends_with('.'), "{marked}");
    }
}

fn keys() -> impl Strategy<Value = String> {
    "[^\\s\"=]{1,8}"
}

/// Pairs with distinct keys that can be typed.
pub fn attribute_lists() -> impl Strategy<Value = Vec<AttributePair>> {
    let values = prop_oneof![any::<String>(), "[\"\\\\ =\n\r\tnrt?]{0,9}"];
    proptest::collection::vec((keys(), values), 0..5).prop_map(|mut pairs| {
        let mut seen = std::collections::BTreeSet::new();
        pairs.retain(|(key, _)| seen.insert(key.clone()));
        pairs
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(pairs in attribute_lists()) {
        let text = attributes_text(&pairs);
        prop_assert_eq!(attributes_from_text(&text), Ok(pairs), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_pointed_at(text in "([a-z=\"\\\\ äß]{0,12})|\\PC*") {
        match attributes_from_text(&text) {
            Ok(pairs) => {
                let again = attributes_text(&pairs);
                prop_assert_eq!(attributes_from_text(&again), Ok(pairs));
            }
            Err(mistake) => {
                prop_assert!(text.get(mistake.range).is_some_and(|place| !place.is_empty()));
            }
        }
    }
}
