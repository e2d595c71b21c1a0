//! Searches told in a line.

use spanscope::jaeger::{SearchLink, search_words};

fn words(link: &str) -> String {
    search_words(&SearchLink::parse(link).query, &|_| 120)
}

#[test]
fn a_search_is_told_by_what_it_asks_for() {
    assert_eq!(words("service=order&lookback=1h&limit=20"), "order · 1 hour");
    assert_eq!(
        words(
            "service=order&operation=POST+/orders&tags={\"error\":\"true\"}&minDuration=250ms\
             &maxDuration=1.5s&lookback=2d"
        ),
        "order · POST /orders · error=true · over 250ms · under 1500ms · 2 days"
    );
    assert_eq!(words("lookback=1h"), "any service · 1 hour");
}

#[test]
fn moments_are_told_in_the_readers_zone_unless_they_came_from_a_lookback() {
    let moments = "start=1795698000000000&end=1795701600000000";
    assert_eq!(
        words(&format!("service=order&lookback=custom&{moments}")),
        "order · 2026-11-26 15:00 to 2026-11-26 16:00"
    );
    assert_eq!(words(&format!("service=order&lookback=1h&{moments}")), "order · 1 hour");
}
