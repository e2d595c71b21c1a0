//! Links to the monitor page, Jaeger's and ours.

use proptest::prelude::*;
use spanscope::jaeger::{MonitorLink, MonitorSource};
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

pub fn monitor_links() -> impl Strategy<Value = MonitorLink> {
    let kinds = [SpanKind::Server, SpanKind::Consumer, SpanKind::Unspecified];
    (
        (any::<String>(), any::<String>(), any::<String>()),
        proptest::sample::select(kinds.to_vec()),
        1..1_000_000_000u64,
        proptest::option::of(1..u64::MAX / 2_000_000),
        proptest::sample::select(MonitorSource::ALL.to_vec()),
    )
        .prop_map(
            |((service, operation, sort), kind, timeframe_millis, end_millis, source)| {
                MonitorLink { service, kind, timeframe_millis, end_millis, source, operation, sort }
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
