//! What a text of attributes may go on with.

use proptest::prelude::*;
use spanscope::jaeger::{SeenAttributes, attributes_from_text};

fn seen(pairs: &[(&str, &str)]) -> SeenAttributes {
    let mut seen = SeenAttributes::default();
    seen.note(pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect());
    seen
}

fn shop() -> SeenAttributes {
    seen(&[
        ("http.method", "GET"),
        ("http.method", "POST"),
        ("method", "pay"),
        ("db.statement", "SELECT 1"),
        ("http.method", "GET"),
    ])
}

#[test]
fn keys_come_while_one_is_typed_and_values_behind_it() {
    let shop = shop();
    assert_eq!(shop.completions("met"), ["method=", "http.method="], "what begins so is first");
    assert_eq!(shop.completions("HTTP"), ["http.method="]);
    assert_eq!(shop.completions("http.method="), ["http.method=GET", "http.method=POST"]);
    assert_eq!(shop.completions("http.method=p"), ["http.method=POST"]);
    assert_eq!(shop.completions("db.statement="), [r#"db.statement="SELECT 1""#]);
    assert_eq!(shop.completions(r#"db.statement="sel"#), [r#"db.statement="SELECT 1""#]);
    assert!(shop.completions("nobody=").is_empty());
    assert_eq!(shop.completions("").len(), 3, "all keys before anything is typed");
}

#[test]
fn what_was_typed_before_stays() {
    let shop = shop();
    assert_eq!(shop.completions("error http.m"), ["error http.method="]);
    let quoted = r#"a="x y \" z" meth"#;
    assert_eq!(shop.completions(quoted)[0], r#"a="x y \" z" method="#);
    assert!(shop.completions("method=pay").is_empty(), "there is nothing to add");
    assert_eq!(
        shop.completions("method=pay "),
        ["method=pay db.statement=", "method=pay http.method="],
        "a key stands once"
    );
    assert!(shop.completions("method=pay method=").is_empty());
}

#[test]
fn values_that_may_be_secrets_are_not_suggested() {
    let all = seen(&[
        ("http.request.header.Authorization", "Bearer x"),
        ("session.id", "s"),
        ("user_token", "t"),
        ("plain", "p"),
    ]);
    assert_eq!(all.completions("plain="), ["plain=p"]);
    for key in ["http.request.header.Authorization", "session.id", "user_token"] {
        assert_eq!(all.completions(key), [format!("{key}=")], "the key may be known");
        assert!(all.completions(&format!("{key}=")).is_empty());
    }
}

#[test]
fn keys_that_cannot_be_said_are_not_offered_and_there_is_an_end() {
    let odd = seen(&[("a b", "1"), ("a=b", "1"), ("", "1"), ("a\"", "1")]);
    assert!(odd.completions("").is_empty());
    let many: Vec<(String, String)> =
        (0..5_000).map(|number| (format!("k{number}"), "v".to_owned())).collect();
    let mut seen = SeenAttributes::default();
    seen.note(many);
    assert_eq!(seen.completions("k").len(), 20);
}

proptest! {
    #[test]
    fn a_value_that_is_offered_is_read_as_it_was_seen(key in "[a-z.]{1,8}", value in "\\PC{0,12}") {
        let all = seen(&[(&key, &value)]);
        let offered = all.completions(&format!("{key}="));
        prop_assert!(offered.len() <= 1);
        for text in offered {
            prop_assert_eq!(attributes_from_text(&text), Ok(vec![(key.clone(), value.clone())]));
        }
    }

    #[test]
    fn whatever_is_typed_before_the_last_word_stays(words in "[a-z ]{0,20}") {
        let before = words.rfind(' ').map_or("", |at| &words[..=at]);
        for offered in shop().completions(&words) {
            prop_assert!(offered.starts_with(before) && offered != words, "{offered}");
        }
    }

    #[test]
    fn any_text_is_taken(text in "\\PC{0,20}") {
        shop().completions(&text);
    }
}
