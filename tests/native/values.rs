//! Texts of attributes, read as what they are.

use proptest::prelude::*;
use spanscope::values::{
    JsonKind, Reading, SqlKind, address, conversation, json_tree, reading, sql, stack,
};

fn drawn_tree(text: &str) -> Option<String> {
    let lines = json_tree(text)?;
    let line = |line: &spanscope::values::JsonLine| {
        let value = match line.kind {
            JsonKind::Object => format!("{{{}}}", line.value),
            JsonKind::Array => format!("[{}]", line.value),
            JsonKind::Text => format!("\"{}\"", line.value),
            JsonKind::Literal => line.value.clone(),
        };
        let indent = "  ".repeat(line.depth as usize);
        format!("{indent}{}: {value} ..{}", line.name, line.end)
    };
    Some(lines.iter().map(line).collect::<Vec<_>>().join("\n"))
}

#[test]
fn json_keeps_its_order_and_its_digits() {
    let text = r#" {"b": [1, 12345678901234567890123.50, {"x": "a\"}]"}], "a": null, "": {}} "#;
    let expected = [
        ": {3} ..8",
        "  b: [3] ..6",
        "    0: 1 ..3",
        "    1: 12345678901234567890123.50 ..4",
        "    2: {1} ..6",
        "      x: \"a\"}]\" ..6",
        "  a: null ..7",
        "  : {0} ..8",
    ];
    assert_eq!(drawn_tree(text), Some(expected.join("\n")));
}

#[test]
fn what_is_no_whole_json_container_is_no_tree() {
    for text in ["", "12", "\"a\"", "{", "[1,]", "{\"a\":1} x", "[link](to)"] {
        assert_eq!(json_tree(text), None, "{text}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(json_tree(&deep), None, "deeper than anybody reads");
}

#[test]
fn keywords_of_a_query_are_found_outside_of_texts_and_comments() {
    let pieces =
        sql("db.query.text", "select a.from, 'from ''x' -- from\nFROM t").expect("a query");
    let of = |kind| {
        let found = pieces.iter().filter(|piece| piece.kind == kind);
        found.map(|piece| piece.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(SqlKind::Keyword), ["select", "FROM"]);
    assert_eq!(of(SqlKind::Text), ["'from '", "'x'"]);
    assert_eq!(of(SqlKind::Comment), ["-- from"]);
    assert_eq!(sql("db.statement", "GET key"), None);
    assert_eq!(sql("message", "select one of these"), None);
}

#[test]
fn an_address_is_split_and_its_parameters_are_decoded() {
    let found = address("https://shop.example:8443/a%20b?q=%C3%A4+b&flag&q=2#top").expect("one");
    assert_eq!(
        (found.scheme.as_str(), found.host.as_str(), found.path.as_str()),
        ("https://", "shop.example:8443", "/a%20b")
    );
    let parameters = [("q", "ä b"), ("flag", ""), ("q", "2")];
    assert_eq!(found.parameters, parameters.map(|(n, v)| (n.to_owned(), v.to_owned())));
    assert_eq!(found.fragment, "#top");
    for text in ["shop.example/a", "://x", "see https://x.example", "1a://b"] {
        assert_eq!(address(text), None, "{text}");
    }
}

#[test]
fn messages_of_both_conventions_are_a_conversation() {
    let told = |key: &str, text: &str| {
        let messages = conversation(key, text)?;
        Some(messages.into_iter().map(|it| format!("{}: {}", it.role, it.text)).collect::<Vec<_>>())
    };
    let old = r#"[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]"#;
    let expected = ["system: Be brief.", "user: Hi"].map(str::to_owned).to_vec();
    assert_eq!(told("gen_ai.prompt", old), Some(expected));
    let new = r#"[{"role":"assistant","parts":[{"type":"text","content":"Yes"},
        {"type":"tool_call","name":"f"}],"finish_reason":"stop"}]"#;
    let told_new = told("gen_ai.output.messages", new).expect("a conversation");
    assert!(told_new[0].starts_with("assistant: "));
    for part in ["Yes", "\"name\":\"f\"", "finish_reason: stop"] {
        assert!(told_new[0].contains(part), "{part} is missing in {told_new:?}");
    }
    assert_eq!(told("other", old), None);
    assert_eq!(told("gen_ai.prompt", r#"[{"content":"no role"}]"#), None);
}

#[test]
fn frames_of_libraries_are_told_from_the_applications() {
    let text = "Traceback\n  File \"/app/pay.py\", line 1\n    charge()\n  \
                File \"/usr/lib/python3/site-packages/requests.py\", line 2\n    raise x\nValueError";
    let lines = stack("exception.stacktrace", text).expect("a stack");
    let library: Vec<bool> = lines.iter().map(|line| line.is_library).collect();
    assert_eq!(library, [false, false, false, true, true, false]);
}

proptest! {
    #[test]
    fn no_text_is_too_odd_to_be_read_and_none_is_cut(text in "\\PC{0,60}") {
        for key in ["gen_ai.prompt", "db.statement", "stacktrace", "url.full", "x"] {
            let _any = reading(key, &text);
        }
        let query = format!("select {text}");
        let Reading::Sql(pieces) = reading("db.statement", &query) else { panic!("no query") };
        let again: String = pieces.into_iter().map(|piece| piece.text).collect();
        prop_assert_eq!(again, query);
    }

    #[test]
    fn each_subtree_ends_where_the_next_line_is_no_deeper(
        numbers in prop::collection::vec(0u8..5, 0..40),
    ) {
        // Opens, closes and fills arrays as the numbers say.
        let (mut text, mut open) = ("[".to_owned(), 1);
        for number in numbers {
            if !text.ends_with('[') && number != 0 {
                text.push(',');
            }
            match number {
                0 if open > 1 => { text.push(']'); open -= 1; }
                0 => {}
                1 | 2 => { text.push('['); open += 1; }
                _ => text.push('7'),
            }
        }
        text.push_str(&"]".repeat(open));
        let lines = json_tree(&text).expect("well-formed");
        for (place, line) in lines.iter().enumerate() {
            let next = lines[place + 1..].iter().position(|other| other.depth <= line.depth);
            prop_assert_eq!(line.end, next.map_or(lines.len(), |next| place + 1 + next));
        }
    }
}
