//! Terms added to what somebody typed, and taken out again.

use proptest::prelude::*;
use spanscope::analysis::{
    AttributePlace, Filter, attribute_term, has_term, term_of_field, with_term, without_term,
};

#[test]
fn a_term_is_added_behind_what_is_there_and_found_again() {
    let cases = [
        ("", "status:error", "status:error"),
        ("cart", "status:error", "cart status:error"),
        ("a or b", "status:error", "(a or b) status:error"),
        ("not (a or b)", "critical:true", "not (a or b) critical:true"),
        // What is no filter cannot be added to.
        ("duration>", "status:error", "status:error"),
    ];
    for (text, term, expected) in cases {
        let filter = with_term(text, term);
        assert_eq!(filter, expected);
        assert!(has_term(&filter, term));
    }
}

#[test]
fn a_term_inside_brackets_or_quotes_is_not_the_term_itself() {
    assert!(!has_term("(a or status:error )", "status:error"));
    assert!(!has_term("\"x status:error y\"", "status:error"));
    assert!(!has_term("xstatus:error", "status:error"));
    assert!(has_term("a status:error b", "status:error"));
    assert_eq!(without_term("a status:error b", "status:error"), "a b");
}

#[test]
fn values_are_quoted_where_they_must_be() {
    assert_eq!(term_of_field("service", "cart"), "service=cart");
    assert_eq!(term_of_field("name", "GET /a b"), "name=\"GET /a b\"");
    assert_eq!(attribute_term(AttributePlace::Span, "name", "x"), "\"name\"=x");
    assert_eq!(attribute_term(AttributePlace::Span, "http.route", ""), "http.route=\"\"");
}

proptest! {
    #[test]
    fn what_was_added_can_be_taken_out(
        text in "[a-c]{1,3}( or [a-c]{1,3}| -[a-c]{1,2}| \\([a-c] or [a-c]\\)| \"[a-c (]{0,4}\"){0,3}",
        value in any::<String>(),
    ) {
        prop_assume!(Filter::parse(&text).is_ok());
        let term = attribute_term(AttributePlace::Span, "some key", &value);
        prop_assume!(!has_term(&text, &term));
        let with = with_term(&text, &term);
        prop_assert!(Filter::parse(&with).is_ok(), "{}", with);
        prop_assert!(has_term(&with, &term), "{}", with);
        prop_assert_eq!(Filter::parse(&without_term(&with, &term)), Filter::parse(&text));
    }
}
