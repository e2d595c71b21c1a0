//! What bars are coloured by: the tints of rows, strips and minimap, and the legend.

use spanscope::engine::{
    Answer, Ask, Collapse, Direction, Engine, FilterText, Legend, LegendEntry, SpanColumn, TraceRef,
};
use spanscope::layout::Tint;
use spanscope::scene::{Fill, ServiceColor};

use super::{ALL, FIRST, ask, begin, opened, rows, with_small_trace};

fn color_by(engine: &mut Engine, trace: TraceRef, words: &str) -> Legend {
    let by = SpanColumn::from_words(words).expect("a column");
    match ask(engine, trace, Ask::ColorBy(by)) {
        Answer::Legend(legend) => *legend,
        other => panic!("no legend: {other:?}"),
    }
}

fn tints(engine: &mut Engine, trace: TraceRef) -> Vec<Tint> {
    rows(engine, trace).rows.iter().map(|row| row.tint).collect()
}

fn of(value: &str) -> Tint {
    ServiceColor::of(value).tint()
}

/// A trace of one root with a child for each of these tags, as Jaeger JSON writes them.
fn with_tags(tags: &[String]) -> (Engine, TraceRef) {
    let child = |(number, tag): (usize, &String)| {
        format!(
            r#",{{"traceID":"a1","spanID":"{:x}","operationName":"c","startTime":{},"duration":5,
            "references":[{{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}}],
            "processID":"p1","tags":[{tag}]}}"#,
            number + 2,
            1_700_000_000_000_000 + number
        )
    };
    let children: String = tags.iter().enumerate().map(child).collect();
    let text = format!(
        r#"{{"data":[{{"traceID":"a1","spans":[
        {{"traceID":"a1","spanID":"1","operationName":"root","startTime":1700000000000000,
        "duration":100000,"processID":"p1","tags":[]}}{children}],
        "processes":{{"p1":{{"serviceName":"front"}}}}}}]}}"#
    );
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "tags.json", &text);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    (engine, trace)
}

fn tag(key: &str, kind: &str, value: &str) -> String {
    format!(r#"{{"key":"{key}","type":"{kind}","value":{value}}}"#)
}

fn matches(engine: &mut Engine, trace: TraceRef, term: &str) -> u32 {
    let filter = FilterText { text: term.to_owned(), ..FilterText::default() };
    let wanted = Ask::Filter { filter, from: None, direction: Direction::Next };
    match ask(engine, trace, wanted) {
        Answer::Filtered(filtered) => filtered.total,
        other => panic!("not filtered: {other:?}"),
    }
}

#[test]
fn rows_have_their_services_colours_until_asked_otherwise_and_again_later() {
    let (mut engine, trace) = with_small_trace();
    assert_eq!(tints(&mut engine, trace), [Tint::SERVICE; 3]);
    color_by(&mut engine, trace, "status");
    assert_eq!(tints(&mut engine, trace), [Tint::NOTHING, Tint::NOTHING, Tint::FAILURE]);
    assert_eq!(color_by(&mut engine, trace, "service"), Legend::default());
    assert_eq!(tints(&mut engine, trace), [Tint::SERVICE; 3]);
    // Figures make no colours.
    color_by(&mut engine, trace, "duration");
    assert_eq!(tints(&mut engine, trace), [Tint::SERVICE; 3]);
}

#[test]
fn values_with_the_same_text_look_alike_whatever_their_types() {
    let tags = [
        tag("code", "int64", "200"),
        tag("code", "string", r#""200""#),
        tag("code", "string", r#""a long text that is not short""#),
        tag("other", "bool", "true"),
    ];
    let (mut engine, trace) = with_tags(&tags);
    let legend = color_by(&mut engine, trace, "attr:code");
    let long = "a long text that is not short";
    assert_eq!(
        tints(&mut engine, trace),
        [Tint::NOTHING, of("200"), of("200"), of(long), Tint::NOTHING]
    );
    let entry = |name: &str, spans, term: &str| LegendEntry {
        name: name.to_owned(),
        tint: of(name),
        spans,
        term: term.to_owned(),
    };
    let entries = vec![entry("200", 2, "code=200"), entry(long, 1, &format!("code=\"{long}\""))];
    assert_eq!(legend, Legend { entries, more: 0, without: 2 });
}

#[test]
fn an_entry_s_term_lets_exactly_its_spans_through() {
    let values = ["true", "plain", "with space", "-5", "", "a=b", "say \\\"hi\\\""];
    let tags: Vec<String> = values
        .iter()
        .flat_map(|value| vec![tag("status", "string", &format!("\"{value}\"")); 2])
        .collect();
    let (mut engine, trace) = with_tags(&tags);
    for words in ["attr:status", "attr:service.name"] {
        let legend = color_by(&mut engine, trace, words);
        assert!(!legend.entries.is_empty());
        for entry in legend.entries {
            assert_eq!(matches(&mut engine, trace, &entry.term), entry.spans, "{}", entry.term);
        }
    }
    let (mut engine, trace) = with_small_trace();
    let legend = color_by(&mut engine, trace, "status");
    assert_eq!(legend.entries[0].term, "status=error");
    assert_eq!(matches(&mut engine, trace, "status=error"), legend.entries[0].spans);
}

#[test]
fn where_values_are_many_the_legend_has_the_most_frequent_and_says_how_many_more() {
    let value = |number: usize| tag("id", "string", &format!("\"value number {number}\""));
    let mut tags: Vec<String> = (0..400).map(value).collect();
    tags.push(value(399));
    let (mut engine, trace) = with_tags(&tags);
    let legend = color_by(&mut engine, trace, "attr:id");
    assert_eq!(legend.entries.len(), 12);
    assert_eq!((legend.entries[0].name.as_str(), legend.entries[0].spans), ("value number 399", 2));
    assert_eq!((legend.more, legend.without), (388, 1));
    let names: Vec<&str> = legend.entries[1..].iter().map(|entry| entry.name.as_str()).collect();
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn of_two_values_that_would_look_alike_the_later_has_stripes() {
    let twin = (0..)
        .map(|number| format!("z{number}"))
        .find(|name| of(name) == of("GET"))
        .expect("there are only 24 looks");
    let tags = [tag("m", "string", &format!("\"{twin}\"")), tag("m", "string", "\"GET\"")];
    let (mut engine, trace) = with_tags(&tags);
    color_by(&mut engine, trace, "attr:m");
    let striped = ServiceColor { is_striped: true, ..ServiceColor::of("GET") }.tint();
    assert_eq!(tints(&mut engine, trace)[1..], [striped, of("GET")]);
}

#[test]
fn a_value_that_is_too_long_for_a_link_has_no_term() {
    let tags = [tag("text", "string", &format!("\"{}\"", "long ".repeat(100)))];
    let (mut engine, trace) = with_tags(&tags);
    let legend = color_by(&mut engine, trace, "attr:text");
    assert_eq!(legend.entries[0].term, "");
    assert!(legend.entries[0].name.chars().count() <= 120);
}

#[test]
fn what_a_closed_row_hides_and_the_minimap_have_the_tints_too() {
    let (mut engine, trace) = with_small_trace();
    color_by(&mut engine, trace, "attr:note");
    let collapse = Collapse { closed_from_depth: Some(1), exceptions: Vec::new() };
    ask(&mut engine, trace, Ask::Collapse(collapse));
    let closed = rows(&mut engine, trace);
    let hidden: Vec<Tint> = closed.rows[0].hidden.iter().map(|part| part.tint).collect();
    assert!(hidden.contains(&of("LONG")) && hidden.contains(&Tint::NOTHING), "{hidden:?}");
    let Answer::Minimap(bars) = ask(&mut engine, trace, Ask::Minimap { width_px: 100, lanes: 3 })
    else {
        panic!("no minimap")
    };
    let tints: Vec<Tint> = bars.iter().map(|bar| bar.tint).collect();
    assert!(tints.contains(&of("LONG")) && tints.contains(&Tint::NOTHING), "{tints:?}");
}

#[test]
fn kinds_are_told_apart_at_a_glance() {
    let kinds = ["internal", "server", "client", "producer", "consumer"];
    let tags: Vec<String> =
        kinds.iter().map(|kind| tag("span.kind", "string", &format!("\"{kind}\""))).collect();
    let (mut engine, trace) = with_tags(&tags);
    let legend = color_by(&mut engine, trace, "kind");
    let hues: Vec<u16> = legend
        .entries
        .iter()
        .map(|entry| match Fill::of(entry.tint, 0, &[]) {
            Fill::Color(color) => color.hue,
            Fill::Ink(ink) => panic!("{} is {ink:?}", entry.name),
        })
        .collect();
    assert_eq!(hues.len(), kinds.len());
    for (place, hue) in hues.iter().enumerate() {
        let nearest = hues[..place].iter().map(|other| hue.abs_diff(*other)).min();
        assert!(nearest.is_none_or(|degrees| degrees >= 50), "{hues:?}");
    }
}
