//! Terms made out of an attribute on the screen.

use proptest::prelude::*;
use spanscope::analysis::{AttributePlace, Filter, attribute_term, with_term};

#[test]
fn a_term_names_its_place_and_is_quoted_where_it_must_be() {
    let term = attribute_term;
    assert_eq!(term(AttributePlace::Span, "http.route", "/a"), "http.route=/a");
    assert_eq!(term(AttributePlace::Span, "status", "a \"b\""), r#""status"="a \"b\"""#);
    assert_eq!(term(AttributePlace::Resource, "host.name", "web"), "resource.host.name=web");
    assert_eq!(term(AttributePlace::Resource, "two words", "x"), "\"two words\"=x");
    assert_eq!(term(AttributePlace::Event, "exception.type", ""), "event.exception.type=\"\"");
}

#[test]
fn narrowing_keeps_what_was_asked_before() {
    assert_eq!(with_term("  ", "a=1"), "a=1");
    assert_eq!(with_term("b=2", "a=1"), "b=2 a=1");
    assert_eq!(with_term("b=2 a=1", "a=1"), "b=2 a=1");
    assert_eq!(with_term("b=2 or c=3", "a=1"), "(b=2 or c=3) a=1");
}

proptest! {
    #[test]
    fn any_attribute_makes_a_term_that_is_understood(key in "\\PC{1,12}", value in "\\PC{0,12}") {
        let places = [
            AttributePlace::Span, AttributePlace::Resource, AttributePlace::Scope,
            AttributePlace::Event,
        ];
        for place in places {
            let term = attribute_term(place, &key, &value);
            let both = Filter::parse(&with_term("x or y", &term));
            prop_assert!(both.is_ok(), "{}: {:?}", term, both);
        }
    }
}
