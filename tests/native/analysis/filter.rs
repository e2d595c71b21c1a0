//! Filters as they are typed: what they let through, how they are written, what is wrong.

use std::collections::BTreeSet;

use spanscope::analysis::{
    Filter, Matches, Measures, PathMode, critical_paths, critical_times, self_times,
};
use spanscope::trace::{SpanIdx, Trace};

use crate::support::drawn;

mod completion;
mod composing;
mod differential;
mod language;
mod narrowing;
mod slow;

/// What a filter lets through.
fn matches(trace: &Trace, filter: &Filter) -> Matches {
    let self_nanos = self_times(trace);
    let critical_nanos = critical_times(trace, &critical_paths(trace, PathMode::Cover));
    let measures = Measures { self_nanos: &|| &self_nanos, critical_nanos: &|| &critical_nanos };
    filter.matches(trace, measures)
}

/// The names of those spans, in order.
fn found<'a>(trace: &'a Trace, filter: &Filter) -> Vec<&'a str> {
    let all = SpanIdx(0)..SpanIdx(trace.span_count() as u32);
    matches(trace, filter).within(all).map(|span| trace.name_text(span)).collect()
}

fn typed<'a>(trace: &'a Trace, text: &str) -> Vec<&'a str> {
    let filter = Filter::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
    found(trace, &filter)
}

fn order() -> Trace {
    drawn(
        "
        web    GET /cart  |===================|  kind=server, attr http.status_code=200, attr note=Hello.World
        web      call     |=====|                kind=client, attr http.request.method=GET, attr retry=true
        cart       load !   |==|                 message=out of stock, resource zone=eu-west-1b, attr db.statement=SELECT 1
        web      pay            |=========|      ok, attr http.response.status_code=500, event RetryLater, id=00ab34567890cdef
        cart       save            |=====|       attr zone=home, attr ratio=0.5, resource zone=eu-west-1b, scope=OrderKit
        ",
    )
}

const ALL: [&str; 5] = ["GET /cart", "call", "load", "pay", "save"];
const NOTHING: [&str; 0] = [];

#[test]
fn fields_of_spans_are_compared() {
    let trace = order();
    for (text, names) in [
        ("service:CAR", &["load", "save"][..]),
        ("service=cart", &["load", "save"]),
        ("service=Cart", &[]),
        ("service!=web", &["load", "save"]),
        ("service.name=cart", &["load", "save"]),
        ("name~\"^[lp]\"", &["load", "pay"]),
        ("name!~a", &[]),
        ("kind:server", &["GET /cart"]),
        ("kind!=Unspecified", &["GET /cart", "call"]),
        ("status:error", &["load"]),
        ("error=true", &["load"]),
        ("status=OK or status:error", &["load", "pay"]),
        ("event:later", &["pay"]),
        ("id:ab34567890cdef", &["pay"]),
        ("id!=00AB34567890CDEF depth=2", &["call"]),
    ] {
        assert_eq!(typed(&trace, text), names, "{text}");
    }
}

#[test]
fn times_and_counts_are_compared() {
    let trace = order();
    for (text, names) in [
        ("duration>6ms", &["GET /cart", "pay"][..]),
        ("duration>=6ms", &["GET /cart", "call", "pay", "save"]),
        ("duration=3000us", &["load"]),
        ("duration!=3ms duration<10ms", &["call", "save"]),
        ("self<=3ms", &["call", "load"]),
        ("self=4ms", &["GET /cart", "pay"]),
        ("start>=6ms", &["pay", "save"]),
        ("offset:2ms", &["load"]),
        ("depth<2", &["GET /cart"]),
        ("children=0", &["load", "save"]),
        ("descendants>=1 depth>1", &["call", "pay"]),
        ("critical:false", &[]),
    ] {
        assert_eq!(typed(&trace, text), names, "{text}");
    }
}

#[test]
fn attributes_are_compared_by_what_they_are_worth() {
    let trace = order();
    for (text, names) in [
        ("http.response.status_code>=500", &["pay"][..]),
        ("http.status_code<=200.5", &["GET /cart"]),
        ("http.status_code=200.0", &["GET /cart"]),
        ("http.status_code:50", &[]),
        ("http.status_code!=200", &["pay"]),
        ("http.status_code~^5", &["pay"]),
        ("http.status_code!~^5", &["GET /cart"]),
        ("note:hello", &["GET /cart"]),
        ("note=hello", &[]),
        ("db.statement~\"^SELECT\"", &["load"]),
        ("retry:TRUE", &["call"]),
        ("ratio<1", &["save"]),
        ("has:ratio or has:retry", &["call", "save"]),
        ("-has:http.status_code depth<3", &["call"]),
        ("nowhere!=5", &[]),
    ] {
        assert_eq!(typed(&trace, text), names, "{text}");
    }
}

#[test]
fn a_renamed_key_is_found_under_either_name() {
    let trace = order();
    for key in ["http.status_code", "http.response.status_code"] {
        assert_eq!(typed(&trace, &format!("{key}>1")), ["GET /cart", "pay"], "{key}");
        assert_eq!(typed(&trace, &format!("has:{key}")), ["GET /cart", "pay"], "{key}");
    }
    assert_eq!(typed(&trace, "http.method=GET"), ["call"]);
    assert_eq!(typed(&trace, "db.query.text:select"), ["load"]);
}

#[test]
fn the_first_place_with_a_key_counts_unless_a_place_is_named() {
    let trace = order();
    assert_eq!(typed(&trace, "zone:eu"), ["load"], "the span's own hides the resource's");
    assert_eq!(typed(&trace, "zone=home"), ["save"]);
    assert_eq!(typed(&trace, "resource.zone:eu"), ["load", "save"]);
    assert_eq!(typed(&trace, "span.zone:eu"), NOTHING);
    assert_eq!(typed(&trace, "has:span.zone"), ["save"]);
}

#[test]
fn terms_are_joined_and_turned_round() {
    let trace = order();
    for (text, names) in [
        ("", &ALL[..]),
        ("  ", &ALL),
        ("cart zone", &["load", "save"]),
        ("cart and zone AND home", &["save"]),
        ("pay or call load or save", &["pay", "save"]),
        ("(pay or call) hello", &[]),
        ("(pay or call) web", &["call", "pay"]),
        ("-cart", &["call", "pay"]),
        ("not (pay or cart)", &["call"]),
        ("not not pay", &["pay"]),
        ("--pay", &["pay"]),
        ("\"out of\"", &["load"]),
        ("00AB34567890cdef", &["pay"]),
        ("orderkit", &["save"]),
    ] {
        assert_eq!(typed(&trace, text), names, "{text}");
    }
}

#[test]
fn measures_are_asked_for_only_by_filters_that_need_them() {
    let trace = order();
    let measures = Measures {
        self_nanos: &|| panic!("no term asks for self times"),
        critical_nanos: &|| panic!("no term asks for critical paths"),
    };
    let filter = Filter::parse("duration>5ms service:web -zone has:note").expect("a filter");
    assert_eq!(filter.matches(&trace, measures).len(), 1);
}

#[test]
fn a_find_of_jaeger_joins_by_or_and_hides_keys() {
    let trace = order();
    let find = |text: &str| {
        let names: BTreeSet<&str> = found(&trace, &Filter::from_jaeger(text)).into_iter().collect();
        names
    };
    let set = |names: &[&'static str]| BTreeSet::from_iter(names.iter().copied());
    assert_eq!(find("PAY save"), set(&["pay", "save"]));
    assert_eq!(find("zone"), set(&["load", "save"]));
    assert_eq!(find("home"), set(&["save"]));
    assert_eq!(find("home -Zone"), set(&[]), "the key is not looked at");
    assert_eq!(find("\"hello.world\" -zone"), set(&["GET /cart"]));
    assert_eq!(find("zone=eu"), set(&["load", "save"]));
    assert_eq!(find("ab34567890cdef"), set(&["pay"]));
    assert_eq!(find("1"), set(&["GET /cart", "load", "save"]), "an id of any length, and texts");
    assert_eq!(find("-zone"), set(&[]));
    assert_eq!(find(" "), set(&ALL));
}
