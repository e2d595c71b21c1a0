//! Words that spans say, compared with what is written down about each span.

use proptest::prelude::*;
use proptest::sample::Index;
use said::{Said, SaidSpan, lower, spans, text, traces_of};
use spanscope::analysis::{Matches, Query, Search, search};
use spanscope::generate::{Format, Plan, Shape};
use spanscope::ingest::Reader;
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::CHAIN;
use crate::support::drawn;

mod said;

fn rows(trace: &Trace, matches: &Matches) -> Vec<u32> {
    let all = SpanIdx(0)..SpanIdx(trace.span_count() as u32);
    matches.within(all).map(|span| span.0).collect()
}

/// The names of the spans that a query finds, in order.
fn found<'a>(trace: &'a Trace, query: &str) -> Vec<&'a str> {
    let rows = rows(trace, &search(trace, &Query::parse(query)));
    rows.into_iter().map(|row| trace.name_text(SpanIdx(row))).collect()
}

const NOTHING: [&str; 0] = [];

fn order() -> Trace {
    drawn(
        "
        web    GET /cart  |===================|  attr http.status_code=200, attr note=Hello.World
        web      call     |=====|                attr http.method=GET, attr sampled=true
        cart       load !   |==|                 message=out of stock, resource zone=eu-west-1b
        web      pay            |=========|      attr http.status_code=500, event RetryLater
        cart       save            |=====|       attr zone=home, scope=OrderKit, resource zone=eu-west-1b
        ",
    )
}

/// A span of the name and with the attributes.
fn span(name: &str, attributes: impl IntoIterator<Item = (&'static str, Said)>) -> SaidSpan {
    let attributes = attributes.into_iter().map(|(key, said)| (key.to_owned(), said)).collect();
    SaidSpan { name: name.to_owned(), attributes, ..SaidSpan::default() }
}

/// The first trace of spans that came in this order and whose rows come in another.
fn trace_of(spans: &[SaidSpan]) -> Trace {
    traces_of(spans).remove(0).0
}

#[test]
fn a_word_is_found_in_names_services_keys_values_messages_and_resources() {
    let trace = order();
    assert_eq!(found(&trace, "pay"), ["pay"]);
    assert_eq!(found(&trace, "cart"), ["GET /cart", "load", "save"]);
    assert_eq!(found(&trace, "status_code"), ["GET /cart", "pay"]);
    assert_eq!(found(&trace, "hello"), ["GET /cart"]);
    assert_eq!(found(&trace, "stock"), ["load"]);
    assert_eq!(found(&trace, "west-1B"), ["load", "save"]);
    assert_eq!(found(&trace, "orderkit"), ["save"]);
    assert_eq!(found(&trace, "TRUE"), ["call"]);
    assert_eq!(found(&trace, "retrylater"), ["pay"]);
    assert_eq!(found(&trace, "nowhere"), NOTHING);
}

#[test]
fn all_words_must_be_said_but_each_may_be_said_elsewhere() {
    let trace = order();
    assert_eq!(found(&trace, "cart zone"), ["load", "save"]);
    assert_eq!(found(&trace, "zone home cart"), ["save"]);
    assert_eq!(found(&trace, "home stock"), NOTHING);
}

#[test]
fn quotes_keep_a_phrase() {
    let trace = order();
    assert_eq!(found(&trace, "stock of"), ["load"]);
    assert_eq!(found(&trace, "\"stock of\""), NOTHING);
    assert_eq!(found(&trace, "\"out of\""), ["load"]);
    assert_eq!(found(&trace, "message\"out of\""), NOTHING);
}

#[test]
fn a_query_is_read_word_by_word() {
    let words = |text: &str| Query::parse(text).words().to_vec();
    assert_eq!(words(" a  b\tc "), ["a", "b", "c"]);
    assert_eq!(words("a=\"b c\" d"), ["a=b c", "d"]);
    assert_eq!(words("\"a b"), ["a b"], "a quote that is not closed");
    assert_eq!(words(r#""say \"hi\"" x\y"#), ["say \"hi\"", r"x\y"]);
    assert_eq!(words("\"\" \" \""), [" "]);
    assert!(Query::parse("  \"\" ").is_empty());
}

#[test]
fn a_query_without_words_finds_nothing() {
    let trace = order();
    assert!(search(&trace, &Query::parse(" ")).is_empty());
    assert!(Search::new(&trace, &Query::default()).is_complete());
}

#[test]
fn a_key_and_its_value_are_found_together_and_not_those_of_neighbours() {
    let trace = order();
    assert_eq!(found(&trace, "http.status_code=500"), ["pay"]);
    assert_eq!(found(&trace, "STATUS_CODE=5"), ["pay"]);
    assert_eq!(found(&trace, "http.status_code="), ["GET /cart", "pay"]);
    assert_eq!(found(&trace, "=GET"), ["call"]);
    assert_eq!(found(&trace, "zone=home"), ["save"]);
    assert_eq!(found(&trace, "zone=eu"), ["load", "save"]);
    assert_eq!(found(&trace, "code=00"), NOTHING, "a value is named from its beginning");
    assert_eq!(found(&trace, "http=200"), NOTHING, "a key is named to its end");
    assert_eq!(found(&trace, "http.method=true"), NOTHING);
}

#[test]
fn an_equals_sign_may_be_part_of_a_key_or_a_value() {
    let text = |text: &str| Said::Text(text.to_owned());
    let trace = trace_of(&[
        span("query", [("url", text("/?a=b&c=d"))]),
        span("odd", [("x=y", text("z=w and more"))]),
    ]);
    assert_eq!(found(&trace, "a=b&c=d"), ["query"]);
    assert_eq!(found(&trace, "url=/?a=b"), ["query"]);
    assert_eq!(found(&trace, "x=y=z=w"), ["odd"]);
    assert_eq!(found(&trace, "y=w"), NOTHING);
}

#[test]
fn an_id_is_found_whole_and_not_in_part() {
    let trace = drawn(
        "
        web  first   |==|  id=00ab34567890cdef
        web  second  |==|  id=ffab34567890cdef
        ",
    );
    assert_eq!(found(&trace, "00AB34567890cdef"), ["first"]);
    assert_eq!(found(&trace, "ab34567890cdef"), ["first"], "without the zeros in front");
    assert_eq!(found(&trace, "34567890cdef"), NOTHING);
    assert_eq!(found(&trace, "abc"), NOTHING, "too short for an id, though it is the trace's");
    assert_eq!(found(&trace, &trace.id().to_string()), ["first", "second"]);
    assert_eq!(found(&trace, "\"00ab34567890cdef \""), NOTHING);
}

#[test]
fn an_id_that_is_no_number_is_found_as_its_producer_wrote_it() {
    let named =
        |name: &str, id: &str| SaidSpan { foreign_id: Some(id.to_owned()), ..span(name, []) };
    let trace = trace_of(&[named("first", "Span-One"), named("second", "Span-Two")]);
    assert_eq!(found(&trace, "span-one"), ["first"]);
    assert_eq!(found(&trace, "span-"), NOTHING);
}

#[test]
fn a_word_does_not_reach_from_one_stored_text_into_the_next() {
    let stored = |name, text: &str| span(name, [("note", Said::Stored(text.to_owned()))]);
    let trace = trace_of(&[
        stored("first", "the beginning abc"),
        stored("second", "abcdef, the middle"),
        stored("third", "def, the end of it"),
    ]);
    assert_eq!(found(&trace, "beginning"), ["first"]);
    assert_eq!(found(&trace, "abcdef"), ["second"]);
    assert_eq!(found(&trace, "abcabc"), NOTHING);
    assert_eq!(found(&trace, "middledef"), NOTHING);
    assert_eq!(found(&trace, "note=def"), ["third"]);
    let mut neighbours = found(&trace, "the");
    neighbours.sort_unstable();
    assert_eq!(neighbours, ["first", "second", "third"]);
}

#[test]
fn a_word_does_not_reach_from_one_interned_text_into_the_next() {
    let text = |name, text: &str| span(name, [("note", Said::Text(text.to_owned()))]);
    let trace = trace_of(&[text("first", "the beginning abc"), text("second", "def the middle")]);
    assert_eq!(found(&trace, "abc"), ["first"]);
    assert_eq!(found(&trace, "abcdef"), NOTHING);
    assert_eq!(found(&trace, "c\" \"d"), NOTHING);
}

#[test]
fn signs_that_mean_something_in_patterns_mean_themselves() {
    let trace = trace_of(&[
        span("a.b", [("path", Said::Text("/x[0]*(y)+?^$|{2}\\d".to_owned()))]),
        span("axb", []),
    ]);
    assert_eq!(found(&trace, "a.b"), ["a.b"]);
    assert_eq!(found(&trace, "[0]*(y)+?^$|{2}\\D"), ["a.b"]);
    assert_eq!(found(&trace, ".*"), NOTHING);
}

#[test]
fn elements_of_containers_are_found_one_by_one() {
    let text = |text: &str| Said::Text(text.to_owned());
    let map = Said::Map(vec![("Accept".to_owned(), text("text/html")), (String::new(), text("0"))]);
    let trace = trace_of(&[
        span("array", [("args", Said::Array(vec![text("one"), Said::Array(vec![Said::Int(22)])]))]),
        span("map", [("headers", map)]),
        span("empty", [("args", Said::Array(Vec::new()))]),
    ]);
    assert_eq!(found(&trace, "args=one"), ["array"]);
    assert_eq!(found(&trace, "args=2"), ["array"]);
    assert_eq!(found(&trace, "accept=text/"), ["map"]);
    assert_eq!(found(&trace, "headers=text"), NOTHING);
    assert_eq!(found(&trace, "args="), ["array", "empty"]);
    assert_eq!(found(&trace, "[\"one"), NOTHING, "it is not looked at as JSON");
}

#[test]
fn letters_of_other_alphabets_match_in_either_case() {
    let trace = trace_of(&[
        span("Größe", [("Σίσυφος", Said::Text("ΖΉΤΑ ȺⱥX".to_owned()))]),
        span("\u{212a}elvin", []),
    ]);
    for query in ["gRÖSSE", "größE\u{df}"] {
        assert_eq!(found(&trace, query), NOTHING, "{query}");
    }
    for query in ["gRÖẞE", "σΊΣυ", "ζήτα", "ⱥȺx"] {
        assert_eq!(found(&trace, query), ["Größe"], "{query}");
    }
    assert_eq!(found(&trace, "kelvin"), NOTHING, "the Kelvin sign is no letter of ASCII");
    assert_eq!(found(&trace, "\u{212a}"), ["\u{212a}elvin"]);
}

#[test]
fn matches_are_walked_and_counted_in_either_direction() {
    let trace = order();
    let matches = search(&trace, &Query::parse("cart"));
    assert_eq!(rows(&trace, &matches), [0, 2, 4]);
    assert_eq!(matches.len(), 3);
    assert!(matches.has(SpanIdx(2)) && !matches.has(SpanIdx(3)));
    assert_eq!(matches.first_from(SpanIdx(1)), Some(SpanIdx(2)));
    assert_eq!(matches.first_from(SpanIdx(5)), None);
    assert_eq!(matches.last_before(SpanIdx(4)), Some(SpanIdx(2)));
    assert_eq!(matches.last_before(SpanIdx(0)), None);
    assert_eq!(matches.count_before(SpanIdx(4)), 2);
    assert_eq!(matches.count_in(SpanIdx(1)..SpanIdx(4)), 1);
    assert_eq!(matches.within(SpanIdx(1)..SpanIdx(4)).collect::<Vec<_>>(), [SpanIdx(2)]);
}

#[test]
fn a_search_goes_no_further_than_it_is_told() {
    let mut search = Search::new(&CHAIN, &Query::parse("5"));
    search.step(&CHAIN, 100);
    assert_eq!((search.searched(), search.is_complete()), (100, false));
    let first = search.matches().len();
    search.step(&CHAIN, usize::MAX);
    assert!(search.is_complete() && search.matches().len() >= first);
}

#[test]
fn a_generated_trace_is_searched_as_its_values_read() {
    let plan = Plan { spans: 5_000, shape: Shape::Mixed, format: Format::JaegerJson, seed: 1 };
    let bytes = plan.bytes();
    let mut reader = Reader::new();
    reader.begin_source("generated");
    reader.push(&bytes).expect("a generated file is read");
    let trace = reader.finish().recording.traces.remove(0);
    let pool = trace.pool();
    let says = |span: SpanIdx, word: &str| {
        let ranges = [trace.attributes(span), trace.resource(span).attributes];
        let events = pool.events(trace.events(span));
        let ranges = ranges.into_iter().chain(events.iter().map(|event| event.attributes));
        let mut attributes = ranges.flat_map(|range| pool.attributes(range));
        let names = [trace.name_text(span), trace.service_text(span)];
        names.iter().any(|name| lower(name).contains(word))
            || events.iter().any(|event| lower(pool.text(event.name)).contains(word))
            || lower(pool.text(trace.status_message(span))).contains(word)
            || attributes.any(|attribute| {
                let key = pool.text(attribute.key);
                lower(&format!("{key}={}", pool.value_text(attribute.value))).contains(word)
            })
    };
    for word in ["get", "5", "e", "=20", "http.status_code=", "select", "77", "exception", "a-"] {
        let expected: Vec<u32> =
            trace.spans().filter(|&span| says(span, word)).map(|span| span.0).collect();
        assert_eq!(rows(&trace, &search(&trace, &Query::parse(word))), expected, "{word}");
    }
}

/// A word of a random query.
#[derive(Clone, Debug)]
enum Wanted {
    Any(String),
    /// A part of something that is said, in upper case if the last is true.
    Part(Index, Index, Index, usize, bool),
    Id(Index),
}

impl Wanted {
    fn word(&self, spans: &[SaidSpan]) -> String {
        let (span, place, start, length, is_upper) = match self {
            Wanted::Any(text) => return text.clone(),
            Wanted::Id(span) => return span.get(spans).id_text(),
            Wanted::Part(span, place, start, length, is_upper) => {
                (span, place, start, *length, *is_upper)
            }
        };
        let texts = span.get(spans).texts();
        let text: Vec<char> = place.get(&texts).chars().collect();
        let start = start.index(text.len() + 1);
        let part: String = text[start..].iter().take(length).collect();
        if is_upper { part.to_uppercase() } else { part }
    }
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let part = (any::<Index>(), any::<Index>(), any::<Index>(), 1..12usize, any::<bool>());
    prop_oneof![
        1 => text().prop_map(Wanted::Any),
        1 => any::<Index>().prop_map(Wanted::Id),
        4 => part.prop_map(|(span, place, start, length, is_upper)| {
            Wanted::Part(span, place, start, length, is_upper)
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_span_is_found_if_each_word_is_in_one_of_its_texts(
        spans in spans(),
        wanted in prop::collection::vec(wanted(), 1..3),
        step in 1..7usize,
    ) {
        let words: Vec<String> = wanted.iter().map(|wanted| wanted.word(&spans)).collect();
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let quoted = words.iter().map(|word| format!("\"{}\"", word.replace('"', "\\\"")));
        let query = Query::parse(&quoted.collect::<Vec<_>>().join(" "));
        prop_assert_eq!(query.words(), &words[..]);
        for (trace, said) in traces_of(&spans) {
            let says = |span: &SaidSpan, word: &str| {
                let in_text = |text: &String| lower(text).contains(&lower(word));
                span.has_id(word)
                    || lower(word) == trace.id().to_string()
                    || span.texts().iter().any(in_text)
            };
            let is_found = |span: &SaidSpan| words.iter().all(|word| says(span, word));
            let expected: Vec<u32> = (0..)
                .zip(said)
                .filter(|&(_, span)| !words.is_empty() && is_found(span))
                .map(|(row, _)| row)
                .collect();
            let mut search = Search::new(&trace, &query);
            while !search.is_complete() {
                search.step(&trace, step);
            }
            prop_assert_eq!(rows(&trace, search.matches()), expected);
        }
    }
}
