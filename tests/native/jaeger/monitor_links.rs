//! Links to the monitor page, Jaeger's and ours.

use proptest::prelude::*;
use spanscope::jaeger::{FormField, MOST_MEASURED, MonitorLink, MonitorSource, minute_text};
use spanscope::trace::SpanKind;

#[test]
fn a_link_of_jaegers_is_read() {
    let link = MonitorLink::parse("service=order%20desk&spanKind=client&timeframe=172800000");
    let expected = MonitorLink {
        service: "order desk".to_owned(),
        kind: SpanKind::Client,
        timeframe_millis: 172_800_000,
        ..MonitorLink::default()
    };
    assert_eq!(link, expected);
    assert_eq!(link.print(), "service=order%20desk&spanKind=client&timeframe=172800000");
    assert_eq!(link.window_millis(200_000_000), (27_200_000, 200_000_000));
}

#[test]
fn what_cannot_be_read_is_as_usual() {
    let usual = MonitorLink::default();
    for text in ["", "timeframe=soon&end=never&spanKind=big", "timeframe=0", "end=0", "%%&=&"] {
        assert_eq!(MonitorLink::parse(text), usual, "{text}");
    }
    assert_eq!(usual.print(), "");
}

#[test]
fn a_link_says_which_lines_are_looked_at() {
    let text = "service=a&end=1700000000000&operation=GET%20%2F&sort=-p95";
    let link = MonitorLink::parse(text);
    assert_eq!(link.print(), text);
    assert_eq!(link.window_millis(5), (1_699_996_400_000, 1_700_000_000_000));
    let other = MonitorLink { operation: String::new(), sort: String::new(), ..link.clone() };
    assert!(link.asks_the_same(&other));
    assert!(!link.asks_the_same(&MonitorLink { end_millis: None, ..other }));
}

#[test]
fn a_link_says_that_both_ends_were_chosen_and_how_many_traces_are_read() {
    let text = "service=a&timeframe=5400000&end=1700000000000&lookback=custom&limit=50";
    let link = MonitorLink::parse(text);
    assert!(link.is_custom);
    assert_eq!((link.limit, link.print().as_str()), (50, text));
    for (text, limit) in [("limit=0", 200), ("limit=all", 200), ("limit=9999999999", 200)] {
        assert_eq!(MonitorLink::parse(text).limit, limit, "{text}");
    }
    assert!(!link.asks_the_same(&MonitorLink { limit: MOST_MEASURED, ..link.clone() }));
}

/// An hour ahead of UTC.
fn in_berlin(_: u64) -> i32 {
    60
}

#[test]
fn a_window_is_read_from_two_fields_in_the_chosen_zone() {
    let usual = MonitorLink::default();
    let link = usual.between("2026-11-26T14:00", "2026-11-26T15:30", &in_berlin).expect("a window");
    let end = 1_795_703_400_000;
    assert_eq!((link.timeframe_millis, link.end_millis), (5_400_000, Some(end)));
    assert!(link.is_custom);
    assert_eq!(minute_text(end * 1_000, &in_berlin), "2026-11-26T15:30");
    assert_eq!(minute_text(end * 1_000 + 1_000, &in_berlin), "2026-11-26T15:30:00.001");
}

#[test]
fn a_window_that_is_none_says_why_at_its_field() {
    for (start, end, field) in [
        ("", "2026-11-26T15:30", FormField::Start),
        ("2026-11-26T15:30", "soon", FormField::End),
        ("2026-11-26T15:30", "2026-11-26T14:00", FormField::End),
        ("2026-11-26T15:30", "2026-11-26T15:30", FormField::End),
        ("2020-11-26T15:30", "2026-11-26T15:30", FormField::End),
    ] {
        let mistakes = MonitorLink::default().between(start, end, &in_berlin).err();
        let mistakes = mistakes.unwrap_or_else(|| panic!("{start} to {end} is taken"));
        assert_eq!(mistakes.iter().map(|(field, _)| *field).collect::<Vec<_>>(), [field]);
        assert!(mistakes[0].1.ends_with('.'), "no sentence: {mistakes:?}");
    }
}

pub fn monitor_links() -> impl Strategy<Value = MonitorLink> {
    let kinds = [SpanKind::Server, SpanKind::Consumer, SpanKind::Unspecified];
    (
        (any::<String>(), any::<String>(), any::<String>()),
        proptest::sample::select(kinds.to_vec()),
        1..1_000_000_000u64,
        proptest::option::of(1..u64::MAX / 2_000_000),
        (any::<bool>(), 1..=MOST_MEASURED),
        proptest::sample::select(MonitorSource::ALL.to_vec()),
    )
        .prop_map(
            |(
                (service, operation, sort),
                kind,
                timeframe_millis,
                end_millis,
                (is_custom, limit),
                source,
            )| {
                MonitorLink {
                    service,
                    kind,
                    timeframe_millis,
                    end_millis,
                    is_custom,
                    limit,
                    source,
                    operation,
                    sort,
                }
            },
        )
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(link in monitor_links()) {
        prop_assert_eq!(MonitorLink::parse(&link.print()), link);
    }

    #[test]
    fn any_text_is_read_as_something_that_stays_what_it_is(text in any::<String>()) {
        let link = MonitorLink::parse(&text);
        prop_assert_eq!(MonitorLink::parse(&link.print()), link);
    }
}
