//! Services that a link of Jaeger's shows.

use spanscope::analysis::ServiceChoice;
use spanscope::trace::{SpanIdx, Trace};

use crate::support::drawn;

/// Checksums by Jaeger's own formula, run in JavaScript.
const BANK_ORDER_PAYMENT: &str = "220e";
const A_B_C: &str = "357c";

fn order() -> Trace {
    drawn(
        "
        order      POST /orders   |============|
        order        validate     |==|
        payment      charge          |====|
        bank           book           |==|
        order            notify         |=|
        bank         audit                |=|
        ",
    )
}

/// The names of the spans that are shown, and how many services of how many.
fn shown<'a>(trace: &'a Trace, text: &str) -> Option<(Vec<&'a str>, u32, u32)> {
    let choice = ServiceChoice::of(trace, text)?;
    let spans = choice.spans.within(SpanIdx(0)..SpanIdx(u32::MAX));
    Some((spans.map(|span| trace.name_text(span)).collect(), choice.shown, choice.of))
}

#[test]
fn a_hidden_service_takes_what_is_below_it_along() {
    let trace = order();
    let without_payment = format!("{BANK_ORDER_PAYMENT}.3");
    let rest = vec!["POST /orders", "validate", "audit"];
    assert_eq!(shown(&trace, &without_payment), Some((rest, 2, 3)));
    let without_bank = format!("{BANK_ORDER_PAYMENT}.6");
    let rest = vec!["POST /orders", "validate", "charge"];
    assert_eq!(shown(&trace, &without_bank), Some((rest, 2, 3)));
    let all = format!("{BANK_ORDER_PAYMENT}.7");
    assert_eq!(shown(&trace, &all).map(|(spans, ..)| spans.len()), Some(6));
}

#[test]
fn the_service_of_the_only_root_stays() {
    let trace = order();
    let nothing = format!("{BANK_ORDER_PAYMENT}.0");
    assert_eq!(shown(&trace, &nothing), Some((vec!["POST /orders", "validate"], 1, 3)));
}

#[test]
fn roots_of_several_services_can_all_be_hidden() {
    let trace = drawn(
        "
        a  one    |==|
        b  two        |==|
        c    three     |=|
        ",
    );
    assert_eq!(shown(&trace, &format!("{A_B_C}.5")), Some((vec!["one"], 2, 3)));
    assert_eq!(shown(&trace, &format!("{A_B_C}.0")), Some((vec![], 0, 3)));
}

#[test]
fn a_choice_of_other_services_or_no_choice_at_all_chooses_nothing() {
    let trace = order();
    for text in ["", "3", "220f.3", "220E.3", "220e.", "220e.x", "220e.-1", ".", "220e.3.3"] {
        assert_eq!(ServiceChoice::of(&trace, text), None, "{text}");
    }
}

#[test]
fn more_services_than_a_number_has_bits_are_told_apart() {
    let lines: Vec<String> =
        (0..100).map(|place| format!("s{place:02}  n{place:02}  |=|")).collect();
    let trace = drawn(&lines.join("\n"));
    let names: Vec<String> = (0..100).map(|place| format!("s{place:02}")).collect();
    // The same formula, again in the open.
    let hash = names
        .join("\0")
        .bytes()
        .fold(0x811c_u64, |hash, unit| ((hash ^ u64::from(unit)) * 0x0101) % 0x1_0000);
    let mask = format!("{:x}", 1u128 << 99 | 1 << 64 | 1);
    let found = shown(&trace, &format!("{hash:04x}.{mask}"));
    assert_eq!(found, Some((vec!["n00", "n64", "n99"], 3, 100)));
}
