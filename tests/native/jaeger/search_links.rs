//! Jaeger's links to its search page: read, written, and read again.

use proptest::prelude::*;
use spanscope::jaeger::{
    LOOKBACKS, Lookback, SearchLink, SearchQuery, SearchTime, ServiceChoice, TraceFind,
};
use spanscope::trace::TraceId;

use super::logfmt::attribute_lists;

fn named(name: &str) -> ServiceChoice {
    ServiceChoice::Named(name.to_owned())
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

#[test]
fn a_link_as_jaeger_makes_it_is_read_whole() {
    let link = SearchLink::parse(
        "?end=1795387277594000&limit=40&lookback=2h&maxDuration=1.5s&minDuration=100ms\
         &operation=POST%20%2Forders&service=order+api&start=1795380077594000\
         &tags=%7B%22http.status_code%22%3A%22402%22%2C%22error%22%3A%22true%22%7D",
    );
    let expected = SearchQuery {
        service: named("order api"),
        operation: Some("POST /orders".to_owned()),
        attributes: vec![pair("http.status_code", "402"), pair("error", "true")],
        time: SearchTime::Between {
            start_micros: 1_795_380_077_594_000,
            end_micros: 1_795_387_277_594_000,
            from: Lookback::from_text("2h"),
        },
        min_duration_nanos: Some(100_000_000),
        max_duration_nanos: Some(1_500_000_000),
        limit: 40,
    };
    assert_eq!(link, SearchLink::of(expected));
}

#[test]
fn a_form_is_printed_with_jaegers_names() {
    let query = SearchQuery {
        service: named("order"),
        operation: Some("GET /a b".to_owned()),
        attributes: vec![pair("k", "v\"")],
        limit: 5,
        min_duration_nanos: Some(1_500_000_000),
        ..SearchQuery::default()
    };
    assert_eq!(
        SearchLink::of(query.clone()).print(),
        "service=order&operation=GET%20%2Fa%20b&lookback=1h&limit=5&minDuration=1500ms\
         &tags=%7B%22k%22%3A%22v%5C%22%22%7D"
    );
    let fixed = SearchQuery { time: query.time.fixed(7_200_000_000), ..query };
    let printed = SearchLink::of(fixed).print();
    assert!(printed.contains("&start=3600000000&end=7200000000&lookback=1h&"), "{printed}");
    assert_eq!(SearchLink::default().print(), "");
}

#[test]
fn jaegers_words_for_any_are_no_names() {
    let query = |search: &str| SearchLink::parse(search).query;
    assert_eq!(query("service=__all_services__").service, ServiceChoice::All);
    assert_eq!(query("service=-").service, ServiceChoice::None);
    assert_eq!(query("service=").service, ServiceChoice::None);
    for any in ["all", "__all_operations__", ""] {
        assert_eq!(query(&format!("service=a&operation={any}")).operation, None);
    }
    let all = SearchQuery { service: ServiceChoice::All, ..SearchQuery::default() };
    assert!(SearchLink::of(all.clone()).print().starts_with("service=__all_services__&"));
    assert!(all.is_complete() && !SearchQuery::default().is_complete());
}

#[test]
fn old_forms_of_attributes_are_read() {
    let attributes = |search: &str| SearchLink::parse(search).query.attributes;
    let expected = vec![pair("error", "true"), pair("url", "http://x:80")];
    assert_eq!(attributes("tag=error:true&tag=url:http://x:80"), expected);
    assert_eq!(attributes("tag=error"), [pair("error", "")]);
    let mixed = attributes("tag=a:1&tags=%7B%22a%22:2,%22b%22:true,%22c%22:null%7D");
    assert_eq!(mixed, [pair("a", "2"), pair("b", "true"), pair("c", "")]);
}

#[test]
fn traces_spans_the_map_and_embedding_are_kept() {
    let link = SearchLink::parse(
        "traceID=ab&traceID=0CD&traceID=1,2&span=aa%20bb@ef&span=@1f&view=ddg&uiEmbed=v0\
         &uiSearchHideGraph=1&uiTheme=dark&unknown=7",
    );
    assert_eq!(link.trace_ids, [0xab, 0xcd, 1, 2].map(TraceId));
    let find = |find: &str, id| TraceFind { trace_id: TraceId(id), find: find.to_owned() };
    assert_eq!(link.finds, [find("aa bb", 0xef), find("", 0x1f)]);
    assert!(link.is_map && link.complaints.is_empty());
    let embed = [pair("uiEmbed", "v0"), pair("uiSearchHideGraph", "1"), pair("uiTheme", "dark")];
    assert_eq!(link.embed, embed);
    assert_eq!(SearchLink::parse(&link.print()), link);
}

#[test]
fn the_window_is_what_the_link_fixes_or_ends_now() {
    let time = |search: &str| SearchLink::parse(search).query.time;
    assert_eq!(time("").window(10_000_000_000), (6_400_000_000, 10_000_000_000));
    assert_eq!(time("lookback=4w").window(5), (0, 5));
    assert_eq!(time("start=1&end=9&lookback=custom").window(77), (1, 9));
    assert_eq!(time("start=0&end=0&lookback=2d"), time("lookback=2d"));
    assert_eq!(time("start=5&lookback=2d"), time("lookback=2d"));
}

#[test]
fn what_cannot_be_read_is_told() {
    for (search, words) in [
        ("tags=%7Bbroken", "tags={broken"),
        ("tags=%5B1%5D", "no JSON object of texts"),
        ("tags=%7B%22a%22:%7B%7D%7D", "no text"),
        ("tag=:x", "no key"),
        ("minDuration=12", "minDuration=12"),
        ("maxDuration=1d", "A duration is a number and a unit"),
        ("limit=0", "limit=0"),
        ("limit=many", "limit=many"),
        ("start=9&end=5", "no window of time"),
        ("start=x&end=5", "no window of time"),
        ("end=5", "only one end"),
        ("traceID=xyz", "“xyz”"),
        ("span=aa@", "no trace id"),
    ] {
        let complaints = SearchLink::parse(search).complaints;
        assert_eq!(complaints.len(), 1, "{search}: {complaints:?}");
        assert!(complaints[0].contains(words) && complaints[0].ends_with('.'), "{complaints:?}");
    }
}

fn services() -> impl Strategy<Value = ServiceChoice> {
    let is_a_name = |name: &String| !["-", "__all_services__"].contains(&name.as_str());
    prop_oneof![
        Just(ServiceChoice::None),
        Just(ServiceChoice::All),
        "\\PC+|[a-z&=%+?#/]{1,9}"
            .prop_filter("a word of Jaeger's", is_a_name)
            .prop_map(ServiceChoice::Named),
    ]
}

fn operations() -> impl Strategy<Value = Option<String>> {
    let is_a_name = |name: &String| !["all", "__all_operations__"].contains(&name.as_str());
    proptest::option::of(
        any::<String>()
            .prop_filter("a word of Jaeger's", move |name| !name.is_empty() && is_a_name(name)),
    )
}

fn times() -> impl Strategy<Value = SearchTime> {
    let lookback = proptest::sample::select(&LOOKBACKS[..]);
    let from = proptest::option::of(lookback.clone());
    prop_oneof![
        lookback.prop_map(SearchTime::Last),
        (any::<u64>(), 1..=u64::MAX, from).prop_map(|(a, b, from)| SearchTime::Between {
            start_micros: a.min(b),
            end_micros: a.max(b),
            from,
        }),
    ]
}

fn queries() -> impl Strategy<Value = SearchQuery> {
    let duration = || proptest::option::of(0..=i64::MAX as u64);
    (services(), operations(), attribute_lists(), times(), duration(), duration(), 1..=u32::MAX)
        .prop_map(|(service, operation, attributes, time, least, most, limit)| SearchQuery {
            service,
            operation,
            attributes,
            time,
            min_duration_nanos: least,
            max_duration_nanos: most,
            limit,
        })
}

pub fn links() -> impl Strategy<Value = SearchLink> {
    let ids = || proptest::collection::vec(any::<u128>().prop_map(TraceId), 0..4);
    let finds = proptest::collection::vec(
        (any::<u128>(), "[^@]{0,12}")
            .prop_map(|(id, find)| TraceFind { trace_id: TraceId(id), find }),
        0..3,
    );
    let embed =
        proptest::sample::subsequence(&["uiEmbed", "uiTheme", "uiSearchHideGraph"][..], 0..3);
    (queries(), ids(), finds, any::<bool>(), embed, "\\PC+").prop_map(
        |(query, trace_ids, finds, is_map, embed, value)| SearchLink {
            query,
            trace_ids,
            finds,
            is_map,
            embed: embed.into_iter().map(|name| pair(name, &value)).collect(),
            complaints: Vec::new(),
        },
    )
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(link in links()) {
        let text = link.print();
        prop_assert!(text.is_ascii() && !text.contains([' ', '#']));
        prop_assert_eq!(SearchLink::parse(&text), link, "{}", text);
    }

    #[test]
    fn any_link_is_read_as_something_that_stays_what_it_is(
        text in "\\PC*|(start=[0-9]{1,3}&end=[0-9]{3,5}&(lookback=(2h|custom|x)&)?)?((service|operation|start|end|limit|lookback|minDuration|maxDuration|tags?|\
                 traceID|span|view|uiEmbed)=[a-z0-9%:@.,{}\" +-]{0,12}&){0,6}",
    ) {
        let link = SearchLink::parse(&text);
        let again = SearchLink::parse(&link.print());
        prop_assert_eq!(SearchLink { complaints: link.complaints.clone(), ..again }, link);
    }
}
