//! Durations as Go writes them, lookbacks, and what is neither.

use proptest::prelude::*;
use spanscope::jaeger::{LOOKBACKS, Lookback, duration_from_text, duration_text};

#[test]
fn durations_of_every_unit_are_read() {
    for (text, nanos) in [
        ("0", 0),
        ("0s", 0),
        ("1ns", 1),
        ("100us", 100_000),
        ("100µs", 100_000),
        ("100μs", 100_000),
        ("1.5ms", 1_500_000),
        (".5s", 500_000_000),
        ("1.s", 1_000_000_000),
        (" 1.2 s ", 1_200_000_000),
        ("1h30m", 5_400_000_000_000),
        ("1h 30m 5s", 5_405_000_000_000),
        ("1.0000000001s", 1_000_000_000),
        ("0.123456789123456789123456789s", 123_456_789),
        ("9223372036854775807ns", i64::MAX as u64),
    ] {
        assert_eq!(duration_from_text(text), Some(nanos), "{text}");
    }
}

#[test]
fn what_is_no_duration_is_none() {
    for text in [
        "",
        " ",
        "12",
        "s",
        ".s",
        "-1s",
        "+1s",
        "1d",
        "1 fortnight",
        "1..5s",
        "1.5.2s",
        "1s1",
        "1e3s",
        "١s",
        "9223372036854775808ns",
        "99999999999999999999999999999999999999999h",
        "9223372036854775807h9223372036854775807h",
    ] {
        assert_eq!(duration_from_text(text), None, "{text}");
    }
}

#[test]
fn durations_are_written_as_one_whole_number() {
    for (nanos, text) in [
        (0, "0s"),
        (1, "1ns"),
        (1_500, "1500ns"),
        (250_000, "250us"),
        (1_500_000_000, "1500ms"),
        (2_000_000_000, "2s"),
        (5_400_000_000_000, "90m"),
        (7_200_000_000_000, "2h"),
    ] {
        assert_eq!(duration_text(nanos), text);
    }
}

#[test]
fn the_lookbacks_are_jaegers_and_grow() {
    let texts: Vec<String> = LOOKBACKS.iter().map(|lookback| lookback.text()).collect();
    assert_eq!(texts.join(" "), "5m 15m 30m 1h 2h 3h 6h 12h 24h 2d 3d 5d 7d 2w 3w 4w");
    assert!(LOOKBACKS.windows(2).all(|pair| pair[0].micros() < pair[1].micros()));
    assert_eq!(LOOKBACKS[0].micros(), 300_000_000);
    assert_eq!(LOOKBACKS[3].title(), "1 hour");
    assert_eq!(LOOKBACKS[15].title(), "4 weeks");
    for lookback in LOOKBACKS {
        assert_eq!(Lookback::from_text(&lookback.text()), Some(lookback));
    }
}

#[test]
fn other_lookbacks_are_read_and_what_is_none_is_not() {
    assert_eq!(Lookback::from_text("90d").map(Lookback::micros), Some(90 * 86_400 * 1_000_000));
    for text in ["", "custom", "0m", "-1h", "+1h", "1", "h", "1M", "1.5h", "1ü", "99999999999h"] {
        assert_eq!(Lookback::from_text(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_duration_that_is_written_is_read_back(
        count in 0u64..2_000_000,
        unit in proptest::sample::select(vec![1, 1_000, 1_000_000, 1_000_000_000, 3_600_000_000_000]),
    ) {
        let nanos = count * unit;
        prop_assert_eq!(duration_from_text(&duration_text(nanos)), Some(nanos));
    }

    #[test]
    fn no_text_breaks_the_reader_of_durations(text in "[0-9.hmsnuµ ]{0,30}|\\PC*") {
        duration_from_text(&text);
        Lookback::from_text(&text);
    }
}
