//! Links: what is printed is read back, and anything can be read.

use proptest::prelude::*;
use spanscope::jaeger::{MonitorLink, SearchLink, SearchQuery, ServiceChoice};
use spanscope::layout::{NodeKey, RowKey};
use spanscope::route::{
    CompareLink, CompareLook, CompareSide, CompareView, Look, MAX_TOGGLED, Parsed, Route,
    SetSource, SetSplit, SetsLink, TraceSource, TraceView, ViewState, parse_fragment,
    parse_location, print, trace_of_link,
};
use spanscope::trace::{SpanId, TraceId};

use crate::jaeger::monitor_links::monitor_links;
use crate::jaeger::search_links::links;
use crate::map_links::map_links;

const TRACE_ID: TraceId = TraceId(0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736);

fn endpoint(base: &str) -> TraceSource {
    TraceSource::Endpoint { base: base.to_owned(), trace_id: TRACE_ID, is_raw: false }
}

/// A trace's route as a link gives it: an endpoint's view names the endpoint's trace.
fn trace(source: TraceSource, mut view: ViewState) -> Route {
    if let TraceSource::Endpoint { trace_id, .. } = source {
        view.trace_id = Some(trace_id);
    }
    Route::Trace { source, view }
}

fn span(id: u64, ordinal: u32) -> RowKey {
    RowKey::Span { id: SpanId(id), ordinal }
}

#[test]
fn a_link_is_short_and_readable() {
    let view = ViewState {
        zoom: Some((1_200, 54_000)),
        selected: Some(span(0xab, 0)),
        closed_from_depth: Some(2),
        toggled: vec![span(1, 0), span(2, 1)],
        inspector_open: false,
        ..ViewState::default()
    };
    let links = [
        (Route::Start, "#/"),
        (trace(endpoint(""), ViewState::default()), "#/trace/4bf92f3577b34da6a3ce929d0e0e4736"),
        (
            trace(endpoint("https://jaeger.example:16686/ui"), view),
            "#/trace/4bf92f3577b34da6a3ce929d0e0e4736?from=https://jaeger.example:16686/ui\
             &zoom=1200-54000&span=00000000000000ab&level=2\
             &toggle=0000000000000001,0000000000000002.1&inspector=closed&v=1",
        ),
        (
            trace(
                TraceSource::File { mark: None },
                ViewState { trace_id: Some(TraceId(7)), ..ViewState::default() },
            ),
            "#/file?trace=0000000000000007&v=1",
        ),
        (
            trace(
                TraceSource::File { mark: Some(0xa_bcde) },
                ViewState { trace_id: Some(TraceId(7)), ..ViewState::default() },
            ),
            "#/file?mark=000abcde&trace=0000000000000007&v=1",
        ),
        (
            trace(TraceSource::Sample("slow order".to_owned()), ViewState::default()),
            "#/sample/slow%20order",
        ),
        (
            Route::Open { url: "https://host/a.json?x=1&y=2#z".to_owned() },
            "#/open?url=https://host/a.json%3Fx%3D1%26y%3D2%23z",
        ),
        (
            trace(TraceSource::Url("../a+b.json".to_owned()), ViewState::default()),
            "#/trace?url=../a%2Bb.json",
        ),
        (
            trace(
                TraceSource::Sample("order".to_owned()),
                ViewState {
                    look: Look {
                        view: TraceView::Flame,
                        is_flame_summed: true,
                        flame_root: Some(span(0xab, 0)),
                        ..Look::default()
                    },
                    ..ViewState::default()
                },
            ),
            "#/sample/order?view=flame&node=00000000000000ab&flame=sum&v=1",
        ),
    ];
    for (route, link) in links {
        assert_eq!(print(&route), link);
        assert_eq!(parse_fragment(link), Parsed { route, is_newer: false });
    }
}

#[test]
fn a_link_of_a_newer_version_is_read_as_far_as_it_goes_and_says_so() {
    let parsed = parse_fragment("#/sample/order?zoom=1-2&flavour=new&v=2");
    let view = ViewState { zoom: Some((1, 2)), ..ViewState::default() };
    assert!(parsed.is_newer);
    assert_eq!(parsed.route, trace(TraceSource::Sample("order".to_owned()), view));
}

#[test]
fn parameters_that_cannot_be_read_count_as_absent() {
    let link = "#/file?mark=no&zoom=9-3&span=xyz&level=-1&toggle=,,1,zz,1&trace=&zoom=1-2&v=?&&=&a";
    let view = ViewState { toggled: vec![span(1, 0)], ..ViewState::default() };
    assert_eq!(parse_fragment(link).route, trace(TraceSource::File { mark: None }, view));
}

#[test]
fn what_is_no_route_keeps_its_text() {
    for text in ["/nowhere", "/trace/not-hex", "/open", "/open?url=", "/sample/", "plain", "/%ff"] {
        let expected = Route::NotFound { text: text.to_owned() };
        assert_eq!(parse_fragment(&format!("#{text}")).route, expected);
    }
}

#[test]
fn links_by_path_are_traces_of_the_jaeger_that_served_the_page() {
    let view = |selected| ViewState { selected, ..ViewState::default() };
    let id = "4bf92f3577b34da6a3ce929d0e0e4736";
    for path in [format!("/trace/{id}"), format!("/jaeger/ui/trace/{}/", id.to_uppercase())] {
        let route = parse_location(&path, "", "").route;
        assert_eq!(route, trace(endpoint(""), view(None)));
    }
    let found =
        |find: &str| parse_location(&format!("/trace/{id}"), &format!("?uiFind={find}"), "#").route;
    let selected = view(Some(span(0x00f0_67aa_0ba9_02b7, 0)));
    assert_eq!(found("00f067aa0ba902b7"), trace(endpoint(""), selected));
    let look = Look {
        filter: "abc 00f067aa0ba902b7".to_owned(),
        is_jaeger_filter: true,
        ..Look::default()
    };
    let filtered = ViewState { look, ..ViewState::default() };
    assert_eq!(found("abc+00f067aa0ba902b7"), trace(endpoint(""), filtered));
}

#[test]
fn services_that_a_jaeger_hides_are_in_the_link_and_stay_there() {
    let search = "?uiFind=cart&svcFilter=9162.5&uiEmbed=v0";
    let route = parse_location("/trace/ab", search, "").route;
    let Route::Trace { view, .. } = &route else { panic!("{route:?}") };
    assert_eq!((view.look.services.as_str(), view.look.filter.as_str()), ("9162.5", "cart"));
    let link = print(&route);
    assert!(link.ends_with("?uiFind=cart&svcFilter=9162.5&v=1"), "{link}");
    assert_eq!(parse_fragment(&link).route, route);
}

#[test]
fn a_fragment_wins_over_the_path_and_other_paths_are_the_start() {
    assert_eq!(parse_location("/trace/ab", "", "#/file").route, parse_fragment("#/file").route);
    assert_eq!(parse_location("/spanscope/index.html", "?a=b", "").route, Route::Start);
    assert_eq!(parse_location("", "", "").route, Route::Start);
    let odd = parse_location("/trace/a..b", "", "").route;
    assert_eq!(odd, Route::NotFound { text: "/trace/a..b".to_owned() });
}

#[test]
fn a_link_carries_a_limited_number_of_exceptions() {
    let toggled: Vec<_> = (0..500).map(|id| span(id, 0)).collect();
    let view = ViewState { toggled: toggled.clone(), ..ViewState::default() };
    let link = print(&trace(TraceSource::File { mark: None }, view));
    let Route::Trace { view, .. } = parse_fragment(&link).route else { panic!("{link}") };
    assert_eq!(view.toggled, toggled[..MAX_TOGGLED]);
    assert!(link.len() < 4_000);
}

fn search(base: &str, link: SearchLink) -> Route {
    Route::Search { base: base.to_owned(), link: Box::new(link) }
}

#[test]
fn a_search_has_jaegers_parameters_and_says_which_server() {
    let query = SearchQuery {
        service: ServiceChoice::Named("order api".to_owned()),
        operation: Some("POST /orders".to_owned()),
        ..SearchQuery::default()
    };
    let said = "service=order%20api&operation=POST%20%2Forders&lookback=1h&limit=20";
    let link = SearchLink::of(query);
    let links = [
        (search("", SearchLink::default()), "#/search".to_owned()),
        (search("", link.clone()), format!("#/search?{said}")),
        (
            search("https://j.example/jaeger", link),
            format!("#/search?{said}&from=https://j.example/jaeger"),
        ),
        (
            search("http://j:1/?a=b&c#d", SearchLink::default()),
            "#/search?from=http://j:1/%3Fa%3Db%26c%23d".to_owned(),
        ),
    ];
    for (route, link) in links {
        assert_eq!(print(&route), link);
        assert_eq!(parse_fragment(&link), Parsed { route, is_newer: false });
    }
}

#[test]
fn a_search_by_path_is_of_the_jaeger_that_served_the_page() {
    let said = "?service=order&lookback=2d&limit=7&tags=%7B%22error%22%3A%22true%22%7D";
    let expected = search("", SearchLink::parse(said));
    for path in ["/search", "/jaeger/ui/search", "/search/"] {
        assert_eq!(parse_location(path, said, "").route, expected);
        assert_eq!(parse_location(path, said, "#").route, expected);
    }
    assert_eq!(parse_location("/search", "", "").route, search("", SearchLink::default()));
    // No link by path leads to another server.
    let foreign = parse_location("/search", "?service=order&from=http://evil.example", "").route;
    let Route::Search { base, .. } = foreign else { panic!("{foreign:?}") };
    assert_eq!(base, "");
    assert_eq!(parse_location("/search", said, "#/file").route, parse_fragment("#/file").route);
    assert_eq!(parse_location("/search/more", said, "").route, Route::Start);
}

#[test]
fn a_monitor_by_path_or_fragment_has_jaegers_parameters_and_says_which_server() {
    let said = "service=order&spanKind=client&timeframe=7200000";
    let monitor = |base: &str| Route::Monitor {
        base: base.to_owned(),
        link: Box::new(MonitorLink::parse(said)),
    };
    for path in ["/monitor", "/jaeger/ui/monitor"] {
        assert_eq!(parse_location(path, &format!("?{said}"), "").route, monitor(""));
    }
    let link = format!("#/monitor?{said}&from=https://j.example");
    assert_eq!(print(&monitor("https://j.example")), link);
    assert_eq!(parse_fragment(&link).route, monitor("https://j.example"));
    let empty = Route::Monitor { base: String::new(), link: Box::default() };
    assert_eq!(print(&empty), "#/monitor");
    assert_eq!(parse_fragment("#/monitor").route, empty);
    // No link by path leads to another server.
    let foreign = parse_location("/monitor", &format!("?{said}&from=http://evil.example"), "");
    assert_eq!(foreign.route, monitor(""));
}

fn keys() -> impl Strategy<Value = RowKey> {
    let id = any::<u64>().prop_map(SpanId);
    (id, prop_oneof![Just(0), any::<u32>()], 0..3).prop_map(|(id, ordinal, kind)| match kind {
        0 => RowKey::Group { first: id, ordinal },
        1 => RowKey::MissingParent { id, ordinal },
        _ => RowKey::Span { id, ordinal },
    })
}

fn intervals() -> impl Strategy<Value = (u64, u64)> {
    (any::<u64>(), any::<u64>())
        .prop_filter("no length", |(a, b)| a != b)
        .prop_map(|(a, b)| (a.min(b), a.max(b)))
}

fn looks() -> impl Strategy<Value = Look> {
    (
        proptest::sample::select(&TraceView::ALL[..]),
        any::<String>(),
        proptest::option::of(keys()),
        any::<[String; 5]>(),
        any::<[bool; 6]>(),
        proptest::option::of(keys()),
        proptest::option::of(intervals()),
        map_links(),
    )
        .prop_map(|(view, filter, focus, texts, flags, flame_root, stretch, map)| {
            let [color_by, group_by, table_sort, services, row_columns] = texts;
            let [
                is_matches_only,
                is_clock_adjusted,
                hides_path,
                is_jaeger,
                is_ungrouped,
                is_flame_summed,
            ] = flags;
            let is_jaeger_filter = is_jaeger && !filter.is_empty();
            Look {
                view,
                filter,
                is_jaeger_filter,
                services,
                is_matches_only,
                focus,
                stretch,
                color_by,
                row_columns,
                group_by,
                table_sort,
                is_clock_adjusted,
                hides_path,
                is_ungrouped,
                is_flame_summed,
                flame_root,
                map_shape: map.look.shape,
                map_pins: map.look.pins,
            }
        })
}

fn views() -> impl Strategy<Value = ViewState> {
    (
        proptest::option::of(any::<u128>().prop_map(TraceId)),
        proptest::option::of(intervals()),
        proptest::option::of(keys()),
        proptest::option::of(any::<u32>()),
        proptest::collection::btree_set(keys(), 0..20),
        any::<bool>(),
        looks(),
    )
        .prop_map(
            |(trace_id, zoom, selected, closed_from_depth, toggled, inspector_open, look)| {
                ViewState {
                    trace_id,
                    zoom,
                    selected,
                    closed_from_depth,
                    toggled: toggled.into_iter().collect(),
                    inspector_open,
                    look,
                }
            },
        )
}

fn sources() -> impl Strategy<Value = TraceSource> {
    prop_oneof![
        proptest::option::of(any::<u32>()).prop_map(|mark| TraceSource::File { mark }),
        ".+".prop_map(TraceSource::Url),
        ".+".prop_map(TraceSource::Sample),
        (any::<String>(), any::<u128>(), any::<bool>()).prop_map(|(base, id, is_raw)| {
            TraceSource::Endpoint { base, trace_id: TraceId(id), is_raw }
        }),
    ]
}

fn nodes() -> impl Strategy<Value = NodeKey> {
    (0..2_u8, keys()).prop_map(|(side, span)| NodeKey { side, span })
}

fn compare_sides() -> impl Strategy<Value = CompareSide> {
    (sources(), proptest::option::of(any::<u128>().prop_map(TraceId))).prop_map(
        |(source, trace_id)| {
            // The link of an endpoint's trace names it.
            let trace_id = match &source {
                TraceSource::Endpoint { trace_id, .. } => Some(*trace_id),
                _ => trace_id,
            };
            CompareSide { source, trace_id }
        },
    )
}

fn compare_looks() -> impl Strategy<Value = CompareLook> {
    (
        proptest::sample::select(CompareView::ALL.to_vec()),
        (any::<bool>(), any::<bool>()),
        (
            proptest::option::of(nodes()),
            proptest::option::of(nodes()),
            proptest::option::of(nodes()),
        ),
        any::<String>(),
        proptest::option::of(any::<u32>()),
        proptest::collection::btree_set(nodes(), 0..20),
    )
        .prop_map(
            |(view, (is_own_scale, shows_all), keys, filter, closed_from_depth, toggled)| {
                let (aligned, selected, flame_root) = keys;
                CompareLook {
                    view,
                    is_own_scale,
                    aligned,
                    selected,
                    filter,
                    shows_all,
                    closed_from_depth,
                    toggled: toggled.into_iter().collect(),
                    flame_root,
                }
            },
        )
}

fn compare_links() -> impl Strategy<Value = CompareLink> {
    let side = || proptest::option::of(compare_sides());
    (side(), side(), compare_looks())
        .prop_map(|(first, second, look)| CompareLink { sides: [first, second], look })
}

fn set_sources() -> impl Strategy<Value = SetSource> {
    prop_oneof![
        (any::<String>(), links())
            .prop_map(|(base, link)| SetSource::Search { base, link: Box::new(link) }),
        sources().prop_map(SetSource::Opened),
    ]
}

fn set_links() -> impl Strategy<Value = SetsLink> {
    let ids = proptest::collection::vec(any::<u128>().prop_map(TraceId), 1..20);
    let split = prop_oneof![
        Just(SetSplit::Errors),
        any::<u64>().prop_map(SetSplit::Slower),
        ("[^=]*", any::<String>()).prop_map(|(key, value)| SetSplit::Value { key, value }),
        (proptest::option::of(ids.clone()), ids)
            .prop_map(|(first, second)| SetSplit::Chosen { first, second }),
    ];
    let source = || proptest::option::of(set_sources());
    (source(), source(), proptest::option::of(split), any::<u32>()).prop_map(
        |(first, second, split, finding)| SetsLink { sources: [first, second], split, finding },
    )
}

fn routes() -> impl Strategy<Value = Route> {
    prop_oneof![
        set_links().prop_map(|link| Route::Sets(Box::new(link))),
        compare_links().prop_map(|link| Route::Compare(Box::new(link))),
        Just(Route::Start),
        ".+".prop_map(|url| Route::Open { url }),
        (sources(), views()).prop_map(|(source, view)| trace(source, view)),
        (any::<String>(), links()).prop_map(|(base, link)| search(&base, link)),
        (any::<String>(), map_links())
            .prop_map(|(base, link)| Route::Map { base, link: Box::new(link) }),
        (any::<String>(), monitor_links())
            .prop_map(|(base, link)| Route::Monitor { base, link: Box::new(link) }),
    ]
}

#[test]
fn links_of_jaeger_to_a_comparison_name_two_traces() {
    let of = |first: Option<u128>, second: Option<u128>| {
        let ids = [first, second].map(|id| id.map(TraceId));
        Route::Compare(Box::new(CompareLink::of_endpoint("", ids)))
    };
    let at = |path: &str, search: &str| parse_location(path, search, "").route;
    assert_eq!(at("/trace/ab...cd", ""), of(Some(0xab), Some(0xcd)));
    assert_eq!(at("/jaeger/trace/ab...cd", "?cohort=ab&cohort=cd"), of(Some(0xab), Some(0xcd)));
    assert_eq!(at("/trace/ab...", ""), of(Some(0xab), None));
    assert_eq!(at("/trace/...cd", ""), of(None, Some(0xcd)));
    // What was ticked for it fills what the address leaves open, each once.
    assert_eq!(at("/trace/...", "?cohort=ab&cohort=cd"), of(Some(0xab), Some(0xcd)));
    assert_eq!(at("/trace/ab...", "?cohort=ab&cohort=cd"), of(Some(0xab), Some(0xcd)));
    assert_eq!(parse_fragment("#/trace/ab...cd").route, of(Some(0xab), Some(0xcd)));
    assert!(matches!(at("/trace/ab...nothing", ""), Route::NotFound { .. }));
}

#[test]
fn links_inside_links_are_not_followed() {
    let deep = format!("#/compare?a={}", "compare?a=".repeat(10_000));
    let Route::Compare(link) = parse_fragment(&deep).route else { panic!("no comparison") };
    assert_eq!(link.sides, [None, None]);
    let deep = format!("#/sets?a={}", "/sets?a=".repeat(10_000));
    let Route::Sets(link) = parse_fragment(&deep).route else { panic!("no sets") };
    assert_eq!(*link, SetsLink::default());
}

#[test]
fn sides_that_are_turned_round_are_looked_at_anew() {
    let mut link = CompareLink::of_endpoint("", [Some(TraceId(1)), Some(TraceId(2))]);
    link.look.filter = "name:pay".to_owned();
    let swapped = link.swapped();
    assert_eq!(swapped, CompareLink::of_endpoint("", [Some(TraceId(2)), Some(TraceId(1))]));
}

#[test]
fn a_pasted_link_keeps_what_it_says_about_the_view_whoever_made_it() {
    let base = "https://jaeger.example";
    let view_of = |parameters: &str| match trace_of_link(base, TRACE_ID, parameters) {
        Route::Trace { source, view } => {
            assert_eq!(source, endpoint(base));
            assert_eq!(view.trace_id, Some(TRACE_ID));
            view
        }
        other => panic!("{other:?}"),
    };
    // Ours, whose own endpoint is that of the pasted text.
    let own = view_of("from=https://other.example&zoom=1200-54000&span=00000000000000ab&v=1");
    assert_eq!((own.zoom, own.selected), (Some((1_200, 54_000)), Some(span(0xab, 0))));
    // Jaeger's, with plus signs for blanks.
    let words = view_of("uiFind=cart+error");
    assert_eq!((words.look.filter.as_str(), words.look.is_jaeger_filter), ("cart error", true));
    assert_eq!(words.selected, None);
    let found = view_of("uiFind=00f067aa0ba902b7");
    assert_eq!(found.selected, Some(span(0x00f0_67aa_0ba9_02b7, 0)));
    assert_eq!((found.look.filter.as_str(), found.look.is_jaeger_filter), ("", false));
    assert_eq!(view_of("").look, Look::default());
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(route in routes()) {
        let link = print(&route);
        prop_assert!(link.is_ascii() && !link.contains(' '));
        prop_assert_eq!(parse_fragment(&link), Parsed { route, is_newer: false });
    }

    #[test]
    fn any_text_is_read_as_something_that_stays_what_it_is(text in any::<String>()) {
        let route = parse_fragment(&text).route;
        prop_assert_eq!(parse_fragment(&print(&route)).route, route);
    }

    #[test]
    fn text_that_looks_like_a_link_never_breaks_the_reader(
        text in "#?/(trace|open|sample|file)?/?[0-9a-f%+./]{0,12}(\\?[a-z0-9=&%,.\\-+]{0,40})?",
    ) {
        let route = parse_fragment(&text).route;
        prop_assert_eq!(parse_fragment(&print(&route)).route, route);
    }

    #[test]
    fn a_search_that_cannot_be_read_whole_stays_what_was_read(
        text in "((service|operation|start|end|limit|lookback|minDuration|tags?|traceID|span|\
                 from|v|uiEmbed)=[a-z0-9%:@.,{}\" +/-]{0,12}&){0,6}",
    ) {
        let Route::Search { base, link } = parse_fragment(&format!("#/search?{text}")).route
        else { panic!("no search: {text}") };
        let complaints = link.complaints.clone();
        let route = Route::Search { base, link };
        let Route::Search { base, link } = parse_fragment(&print(&route)).route
        else { panic!("no search: {}", print(&route)) };
        let again = Route::Search { base, link: Box::new(SearchLink { complaints, ..*link }) };
        prop_assert_eq!(again, route);
    }

    #[test]
    fn any_address_is_read_as_something(
        path in any::<String>(), search in any::<String>(), hash in any::<String>(),
    ) {
        parse_location(&path, &search, &hash);
    }
}
