//! Two drawn spans, and the attributes in which they differ, as text.

use spanscope::analysis::{AttributePlace, attribute_changes};
use spanscope::trace::SpanIdx;

use crate::support::drawn;

/// `key: before → after`, `+` added, `-` removed; `resource` and `incidental` said.
fn told(first: &str, second: &str) -> Vec<String> {
    let traces = [drawn(&format!("a call |=| {first}")), drawn(&format!("a call |=| {second}"))];
    let changes = attribute_changes(traces.each_ref(), [SpanIdx(0); 2]);
    let line = |it: &spanscope::analysis::AttributeChange| {
        let change = match (&it.before, &it.after) {
            (Some(before), Some(after)) => format!("{}: {before} → {after}", it.key),
            (None, Some(after)) => format!("+{}: {after}", it.key),
            (Some(before), None) => format!("-{}: {before}", it.key),
            (None, None) => format!("?{}", it.key),
        };
        let place = if it.place == AttributePlace::Resource { "resource " } else { "" };
        let incidental = if it.is_incidental { " incidental" } else { "" };
        format!("{place}{change}{incidental}")
    };
    changes.iter().map(line).collect()
}

#[test]
fn what_was_added_removed_or_changed_is_told_by_key_the_resource_after_the_span() {
    let before = "attr b=1, attr a=x, attr same=y, resource host.name=one";
    let after = "resource host.name=two, attr same=y, attr b=2, attr c=z";
    let expected = ["-a: x", "b: 1 → 2", "+c: z", "resource host.name: one → two"];
    assert_eq!(told(before, after), expected);
    assert_eq!(told(before, before), [""; 0]);
}

#[test]
fn a_key_that_conventions_renamed_is_no_difference() {
    let before = "attr http.status_code=200, attr db.statement=SELECT";
    let after = "attr http.response.status_code=200, attr db.query.text=INSERT";
    assert_eq!(told(before, after), ["db.query.text: SELECT → INSERT"]);
    let both =
        "attr http.status_code=200, attr http.response.status_code=200, attr db.statement=SELECT";
    assert_eq!(told(before, both), [""; 0]);
}

#[test]
fn what_differs_between_any_two_calls_comes_last() {
    let before = "attr a.id=9f86d081-884c-7d65, attr at=1772366400000, attr thread.id=4, \
        attr z=1, attr n=12345678";
    let after = "attr a.id=4e074085-62be-db8b, attr at=1772366400017, attr thread.id=5, \
        attr z=2, attr n=12345679";
    let expected = [
        "n: 12345678 → 12345679",
        "z: 1 → 2",
        "a.id: 9f86d081-884c-7d65 → 4e074085-62be-db8b incidental",
        "at: 1772366400000 → 1772366400017 incidental",
        "thread.id: 4 → 5 incidental",
    ];
    assert_eq!(told(before, after), expected);
    assert_eq!(told("", "attr a.id=9f86d081"), ["+a.id: 9f86d081"], "one that is new says more");
}

#[test]
fn the_other_way_round_the_sides_are_swapped() {
    let (before, after) = ("attr a=1, attr b=2, resource c=3", "attr b=4, attr d=5, resource e=6");
    let lines = told(before, after);
    assert_eq!(lines, ["-a: 1", "b: 2 → 4", "+d: 5", "resource -c: 3", "resource +e: 6"]);
    let back = told(after, before);
    assert_eq!(back, ["+a: 1", "b: 4 → 2", "-d: 5", "resource +c: 3", "resource -e: 6"]);
}
