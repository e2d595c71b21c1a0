//! Numbers and untrusted texts as people read them.

use proptest::prelude::*;
use spanscope::format::{
    CivilTime, axis_label, bytes, civil_time, clock_label, count, date_time, date_time_utc,
    duration, duration_exact, iso_8601, minutes_of_offset, offset, percent, rate, rate_label,
    shorten, time_of_day, visible_lines, visible_text, zone_offset,
};

const SECOND: u64 = 1_000_000_000;

#[test]
fn durations_have_three_figures_and_the_unit_that_suits_them() {
    let cases: [(u64, &str); 16] = [
        (0, "0"),
        (1, "1 ns"),
        (640, "640 ns"),
        (1_000, "1.00 µs"),
        (12_345, "12.3 µs"),
        (10_000_000, "10.0 ms"),
        (96_000_000, "96.0 ms"),
        (618_000_000, "618 ms"),
        (1_240_000_000, "1.24 s"),
        (59_940_000_000, "59.9 s"),
        (90 * SECOND, "1 min 30 s"),
        (125 * SECOND, "2 min 5 s"),
        (3_600 * SECOND, "1 h"),
        (7_500 * SECOND, "2 h 5 min"),
        (273_600 * SECOND, "3 d 4 h"),
        (u64::MAX, "213504 d"),
    ];
    for (nanos, text) in cases {
        assert_eq!(duration(nanos), text);
    }
}

#[test]
fn durations_that_round_up_to_the_next_unit_are_shown_in_it() {
    let cases: [(u64, &str); 9] = [
        (9_994, "9.99 µs"),
        (9_995, "10.0 µs"),
        (99_950, "100 µs"),
        (999_499, "999 µs"),
        (999_500, "1.00 ms"),
        (999_960_000, "1.00 s"),
        (59_950_000_000, "1 min"),
        (3_599_500_000_000, "1 h"),
        (86_370 * SECOND, "1 d"),
    ];
    for (nanos, text) in cases {
        assert_eq!(duration(nanos), text, "{nanos}");
    }
}

#[test]
fn exact_durations_keep_every_digit() {
    assert_eq!(duration_exact(1_240_512_345), "1.240512345 s");
    assert_eq!(duration_exact(96_000_000), "96 ms");
    assert_eq!(duration_exact(96_000_100), "96.0001 ms");
    assert_eq!(duration_exact(1_001), "1.001 µs");
    assert_eq!(duration_exact(999), "999 ns");
    assert_eq!(duration_exact(0), "0");
    assert_eq!(duration_exact(90_000_000_001), "90.000000001 s");
}

#[test]
fn offsets_carry_their_sign() {
    assert_eq!(offset(118_000_000), "+118 ms");
    assert_eq!(offset(0), "+0");
    assert_eq!(offset(-3_000), "−3.00 µs");
    assert_eq!(offset(i64::MIN), "−106752 d");
}

#[test]
fn an_axis_has_one_unit_and_no_more_digits_than_its_steps_need() {
    let labels = |times: &[u64], step| {
        let largest = times.iter().copied().max().unwrap_or(0);
        let labels: Vec<_> = times.iter().map(|&at| axis_label(at, step, largest)).collect();
        labels.join(" | ")
    };
    let milli = 1_000_000;
    assert_eq!(labels(&[0, 200 * milli, 1_200 * milli], 200 * milli), "0 | 0.2 s | 1.2 s");
    assert_eq!(labels(&[300 * milli, 600 * milli], 100 * milli), "300 ms | 600 ms");
    assert_eq!(labels(&[0, 5, 10], 5), "0 | 5 ns | 10 ns");
    assert_eq!(
        labels(&[SECOND, SECOND + 20, SECOND + 40], 20),
        "1.00000000 s | 1.00000002 s | 1.00000004 s"
    );
    assert_eq!(
        labels(&[30 * SECOND, 60 * SECOND, 90 * SECOND], 30 * SECOND),
        "30 s | 1 min | 1 min 30 s"
    );
    assert_eq!(
        labels(&[7_200 * SECOND, 7_325 * SECOND + 500 * milli], 500 * milli),
        "2 h | 2 h 2 min 5.5 s"
    );
}

#[test]
fn counts_are_grouped_by_thousands() {
    assert_eq!(count(0), "0");
    assert_eq!(count(999), "999");
    assert_eq!(count(1_204), "1,204");
    assert_eq!(count(1_000_000), "1,000,000");
    assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
}

#[test]
fn sizes_have_three_figures() {
    assert_eq!(bytes(512), "512 B");
    assert_eq!(bytes(1_200), "1.20 kB");
    assert_eq!(bytes(83_100_000), "83.1 MB");
    assert_eq!(bytes(999_999), "1.00 MB");
    assert_eq!(bytes(u64::MAX), "18,446,744,073,709,551,615 B");
}

#[test]
fn a_share_is_all_or_nothing_only_if_it_really_is() {
    let cases = [
        (0.0, "0 %"),
        (0.0001, "<0.1 %"),
        (0.004, "0.4 %"),
        (0.52, "52 %"),
        (0.994, "99 %"),
        (0.996, "99.6 %"),
        (0.9998, ">99.9 %"),
        (1.0, "100 %"),
        (2.5, "250 %"),
        (f64::NAN, "–"),
    ];
    for (ratio, text) in cases {
        assert_eq!(percent(ratio), text, "{ratio}");
    }
}

#[test]
fn rates_are_told_in_the_unit_in_which_there_is_one() {
    for (per_second, text) in [
        (0.0, "0"),
        (0.5, "30.0/min"),
        (1.0, "1.00/s"),
        (12.345, "12.3/s"),
        (123.4, "123/s"),
        (1_234.5, "1,235/s"),
        (1.0 / 60.0, "1.00/min"),
        (4.0 / 3_600.0, "4.00/h"),
        (0.25 / 3_600.0, "0.25/h"),
        (f64::NAN, "–"),
    ] {
        assert_eq!(rate(per_second), text, "{per_second}");
    }
    assert_eq!(rate_label(0.0, 0.5, 2.0), "0");
    assert_eq!(rate_label(0.5, 0.5, 2.0), "0.5/s");
    assert_eq!(rate_label(200.0, 100.0, 400.0), "200/s");
    assert_eq!(rate_label(0.05, 0.05, 0.1), "3/min");
}

#[test]
fn dates_follow_the_calendar() {
    let known = [
        (0, "1970-01-01T00:00:00.000000000Z"),
        (951_782_400, "2000-02-29T00:00:00.000000000Z"),
        (951_868_800, "2000-03-01T00:00:00.000000000Z"),
        (1_077_926_399, "2004-02-27T23:59:59.000000000Z"),
        (1_709_164_800, "2024-02-29T00:00:00.000000000Z"),
        (1_735_689_599, "2024-12-31T23:59:59.000000000Z"),
        (1_763_647_392, "2025-11-20T14:03:12.000000000Z"),
        (4_107_542_400, "2100-03-01T00:00:00.000000000Z"),
    ];
    for (seconds, text) in known {
        assert_eq!(iso_8601(seconds * SECOND, 0), text);
    }
    assert_eq!(iso_8601(u64::MAX, 0), "2554-07-21T23:34:33.709551615Z");
}

#[test]
fn an_offset_moves_the_clock_and_is_said() {
    let noon = 1_763_647_392 * SECOND + 481_000_001;
    assert_eq!(iso_8601(noon, 120), "2025-11-20T16:03:12.481000001+02:00");
    assert_eq!(iso_8601(noon, -570), "2025-11-20T04:33:12.481000001-09:30");
    let first =
        CivilTime { year: 1969, month: 12, day: 31, hour: 23, minute: 0, second: 0, nanos: 0 };
    assert_eq!(civil_time(0, -60), first);
}

#[test]
fn the_year_is_shown_unless_it_is_the_current_one() {
    let at = 1_763_647_392 * SECOND + 481_999_999;
    assert_eq!(date_time_utc(at, Some(2025)), "Nov 20, 14:03:12.481");
    assert_eq!(date_time_utc(at, Some(2026)), "Nov 20, 2025, 14:03:12.481");
    assert_eq!(date_time_utc(at, None), "Nov 20, 2025, 14:03:12.481");
    assert_eq!(date_time(at, 600, Some(2025)), "Nov 21, 00:03:12.481");
}

#[test]
fn what_is_invisible_or_turns_text_around_gets_a_glyph() {
    assert_eq!(visible_text("a\0b\nc\td\u{7f}"), "a␀b␊c␉d␡");
    assert_eq!(visible_text("evil\u{202e}gpj.exe"), "evil⟨U+202E⟩gpj.exe");
    assert_eq!(visible_text("pay\u{200b}ment\u{feff}"), "pay⟨U+200B⟩ment⟨U+FEFF⟩");
    assert_eq!(visible_text("a\u{200d}b\u{85}"), "a⟨U+200D⟩b⟨U+0085⟩");
    assert_eq!(visible_text("\u{e0041}"), "⟨U+E0041⟩");
}

#[test]
fn what_people_write_in_any_script_stays() {
    for text in ["Größe", "注文", "заказ", "می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}💻", "שלום"]
    {
        assert_eq!(visible_text(text), text);
    }
}

#[test]
fn lines_and_tabs_stay_where_the_text_is_shown_as_lines() {
    assert_eq!(visible_lines("at a\n\tat b\r\n"), "at a\n\tat b␍\n");
}

#[test]
fn a_shortened_text_ends_in_an_ellipsis_and_never_grows() {
    assert_eq!(shorten("POST /orders", 20), "POST /orders");
    assert_eq!(shorten("POST /orders", 12), "POST /orders");
    assert_eq!(shorten("POST /orders", 6), "POST…");
    assert_eq!(shorten("注文注文", 3), "注文…");
    assert_eq!(shorten("abc", 0), "");
    assert_eq!(shorten("abc", 1), "…");
}

proptest! {
    #[test]
    fn a_longer_duration_never_reads_shorter_within_a_unit(nanos in 0u64..60 * SECOND) {
        let text = duration(nanos);
        let (figures, unit) = text.split_once(' ').unwrap_or((&text, "ns"));
        let size = match unit { "ns" => 1.0, "µs" => 1e3, "ms" => 1e6, "s" => 1e9, _ => 6e10 };
        let value: f64 = figures.parse::<f64>().unwrap() * size;
        // Three figures are right to half a unit of the third.
        prop_assert!((value - nanos as f64).abs() <= nanos as f64 * 0.005 + 0.5, "{nanos}: {text}");
    }

    #[test]
    fn an_exact_duration_reads_back_as_the_same_nanoseconds(nanos in any::<u64>()) {
        let text = duration_exact(nanos);
        let (figures, unit) = text.split_once(' ').unwrap_or((&text, "ns"));
        let decimals = match unit { "s" => 9, "ms" => 6, "µs" => 3, _ => 0 };
        let (whole, part) = figures.split_once('.').unwrap_or((figures, ""));
        let padded = format!("{whole}{part:0<decimals$}");
        prop_assert_eq!(padded.parse::<u64>().unwrap(), nanos);
    }

    #[test]
    fn visible_text_has_nothing_invisible_left(text in any::<String>()) {
        let shown = visible_text(&text);
        let is_hidden = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        prop_assert!(!shown.chars().any(is_hidden));
        prop_assert_eq!(visible_text(&shown), shown);
    }

    #[test]
    fn shortened_texts_keep_to_their_limit(text in any::<String>(), most in 0usize..20) {
        prop_assert!(shorten(&text, most).chars().count() <= most);
    }
}

#[test]
fn offsets_of_zones_are_read_as_browsers_name_them_and_told_shortly() {
    let cases = [
        ("GMT", Some(0), "UTC"),
        ("GMT+02:00", Some(120), "UTC+2"),
        ("GMT-3:30", Some(-210), "UTC\u{2212}3:30"),
        ("GMT+05:45", Some(345), "UTC+5:45"),
        ("UTC\u{2212}8", Some(-480), "UTC\u{2212}8"),
    ];
    for (text, minutes, told) in cases {
        assert_eq!(minutes_of_offset(text), minutes, "{text}");
        assert_eq!(minutes.map(zone_offset).as_deref(), Some(told), "{text}");
    }
    assert_eq!(minutes_of_offset("CET"), None);
    assert_eq!(minutes_of_offset("GMT+"), None);
}

#[test]
fn an_axis_of_times_tells_what_its_ticks_differ_in() {
    const SECOND: u64 = 1_000_000_000;
    let one = 1_795_698_000 * SECOND;
    assert_eq!(clock_label(one, 0, 600 * SECOND), "13:00");
    assert_eq!(clock_label(one, -210, 600 * SECOND), "09:30");
    assert_eq!(clock_label(one + 15 * SECOND, 0, 15 * SECOND), "13:00:15");
    assert_eq!(clock_label(one + SECOND / 20, 0, SECOND / 20), "13:00:00.05");
    assert_eq!(clock_label(one + 7, 0, 1), "13:00:00.000000007");
    assert_eq!(clock_label(one + 11 * 3_600 * SECOND, 0, 3_600 * SECOND), "Nov 27");
    assert_eq!(clock_label(one, 0, 86_400 * SECOND), "Nov 26");
}

#[test]
fn a_time_of_day_is_that_of_its_zone() {
    let at = 1_763_647_392_481_999_999;
    assert_eq!(time_of_day(at, 0), "14:03:12.481");
    assert_eq!(time_of_day(at, -210), "10:33:12.481");
}
