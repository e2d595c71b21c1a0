//! The text of a filter: read, printed, refused.

use proptest::prelude::*;
use proptest::sample::select;
use spanscope::analysis::{Filter, FilterProblem};

fn printed(text: &str) -> String {
    Filter::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}")).to_string()
}

fn problem(text: &str) -> FilterProblem {
    Filter::parse(text).expect_err(text)
}

#[test]
fn what_means_the_same_is_printed_alike() {
    for (text, canonical) in [
        ("", ""),
        ("  a   AND b ", "a b"),
        ("a b or c", "a b or c"),
        ("a (b or c)", "a (b or c)"),
        ("((a)) ((b c))", "a b c"),
        ("not (a or b)", "-(a or b)"),
        ("- -a", "\"-\" -a"),
        ("--a", "a"),
        ("\"two words\" \"and\" \"a\"", "\"two words\" \"and\" a"),
        (r#""say \"hi\" \\ x\y""#, r#""say \"hi\" \\ x\\y""#),
        ("duration > 1500us", "duration>1500us"),
        ("duration:60s", "duration=1m"),
        ("status!=ERROR", "-status:error"),
        ("-error:false", "status:error"),
        ("kind=Server", "kind:server"),
        ("offset<0", "start<0"),
        ("name~\"^GET /\\\\d\"", "name~\"^GET /\\\\d\""),
        ("a.b >= 1e3", "a.b>=1000"),
        ("url:http://x/?a=b", "url:http://x/?a=b"),
        ("http://x/?a=b", "\"http://x/?a=b\""),
        ("\"name\"=x", "\"name\"=x"),
        ("service.name=x", "service=x"),
        ("\"service.name\"=x", "\"service.name\"=x"),
        ("\"a key\":\"\"", "\"a key\":\"\""),
        ("a==b", "a=\"=b\""),
        ("a : //b", "a:\"//b\""),
        ("has:resource.x has:\"resource.x\"", "has:resource.x has:\"resource.x\""),
        ("event.x!=5 event:x", "event.x!=5 event:x"),
        ("(a)-b", "a -b"),
        ("wow! a-b", "wow! a-b"),
    ] {
        assert_eq!(printed(text), canonical, "{text}");
        assert_eq!(printed(canonical), canonical);
    }
}

#[test]
fn a_problem_points_at_the_character_and_says_what_to_write() {
    for (text, from, to, message, hint) in [
        ("status:eror", 7, 11, "no status", "did you mean error?"),
        ("kind:banana", 5, 11, "no kind", "one of server"),
        ("a (b", 2, 3, "not closed", "add )"),
        ("a b)", 3, 4, "no bracket", "remove"),
        ("é ()", 3, 5, "a term was expected", "remove"),
        ("a or", 4, 4, "a term was expected", "such as"),
        ("a and or b", 6, 8, "before or", "quote"),
        ("service:", 8, 8, "a value was expected", "such as"),
        (" >5", 1, 2, "a field was expected", "duration"),
        ("duration>5", 9, 10, "a duration", "add a unit: 5ms"),
        ("duration>5d", 9, 11, "a duration", "d is no unit"),
        ("duration~5", 8, 9, "compared with", "duration>50ms"),
        ("durration>5ms", 10, 13, "a number", "did you mean duration?"),
        ("service>b", 7, 8, "compared with", "service:cart"),
        ("depth:deep", 6, 10, "a whole number", "depth<4"),
        ("critical:maybe", 9, 14, "no critical", "one of true"),
        ("name~\"a(b\"", 7, 8, "regular expression", "quote"),
        ("name~*", 5, 6, "regular expression", "quote"),
        ("\"abc", 0, 4, "quote is not closed", "add \""),
        ("name:foo(bar)", 8, 9, "a space", "quotes"),
        ("a\"b\"", 1, 4, "a space", "quotes"),
        ("x \"\"", 2, 4, "between the quotes", ""),
        ("has>x", 3, 4, "compared with :", "key"),
        ("\"\"=5", 0, 2, "key was expected", ""),
    ] {
        let found = problem(text);
        assert_eq!((found.from, found.to), (from, to), "{text}: {found:?}");
        assert!(found.message.contains(message), "{text}: {found:?}");
        assert!(found.hint.contains(hint), "{text}: {found:?}");
    }
}

#[test]
fn what_would_be_too_much_is_refused() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(printed(&nested(32)), "a");
    assert_eq!(problem(&nested(33)).from, 32);
    assert!(Filter::parse(&nested(4_000)).is_err());
    assert!(Filter::parse(&"-".repeat(4_001)).is_ok(), "nothing is nested by it");
    assert!(Filter::parse(&"a ".repeat(200)).is_ok());
    assert_eq!(problem(&"a ".repeat(201)).from, 400);
    assert_eq!(problem(&"é".repeat(5_000)).from, 8_192);
}

/// Pieces of which filters are made, and broken.
fn pieces() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "a",
        "and",
        "or ",
        "not ",
        "-",
        "(",
        ")",
        "\"",
        "\\",
        " ",
        "  ",
        ":",
        "=",
        "!=",
        ">",
        ">=",
        "<",
        "~",
        "!~",
        "!",
        "name",
        "duration",
        "5ms",
        "5",
        "1.5",
        "status",
        "error",
        "has:",
        "resource.",
        "event.x",
        "service",
        "service.name",
        "kind:server",
        "é",
        "\u{1f980}",
        "://",
        "\"two words\"",
        "^a|b",
        "[",
        "*",
        "true",
        "critical:",
        "id:ab",
        "http.method",
        "1e999",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn any_text_is_a_filter_that_is_printed_and_read_again_or_has_a_problem_in_it(
        text in prop_oneof![pieces(), any::<String>()],
    ) {
        match Filter::parse(&text) {
            Ok(filter) => {
                let printed = filter.to_string();
                let again = Filter::parse(&printed);
                prop_assert_eq!(again.as_ref(), Ok(&filter), "{}", printed);
                prop_assert_eq!(again.map(|again| again.to_string()), Ok(printed));
            }
            Err(problem) => {
                let range = problem.from as usize..problem.to as usize;
                prop_assert!(text.get(range).is_some(), "{:?}", problem);
                prop_assert!(!problem.message.is_empty());
            }
        }
    }
}
