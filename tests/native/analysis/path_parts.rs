//! Where the time went: drawn, and that it adds up.

use proptest::prelude::*;
use spanscope::analysis::{
    CriticalPath, PathMode, PathPart, PathParts, PeerNames, critical_path, entry_root,
};
use spanscope::trace::Trace;

use crate::random_spans::{CHAIN, FAN, spans_in_two_orders, trace_of};
use crate::support::drawn;

const MILLISECOND_NANOS: u64 = 1_000_000;

fn entry_path(trace: &Trace) -> CriticalPath {
    critical_path(trace, entry_root(trace).expect("a root"), PathMode::Cover)
}

fn parts(trace: &Trace) -> PathParts {
    let path = entry_path(trace);
    PathParts::of(trace, &PeerNames::find(trace.pool()), path.root, &path.sections)
}

/// `service → peer name ×calls nanos`, and ` ~slack` of those passed by.
fn told(trace: &Trace, unit_nanos: u64) -> Vec<String> {
    let line = |part: &PathPart| {
        let text = |id| trace.pool().text(id);
        let peer = part.peer.as_ref().map(|peer| format!(" → {}", peer.name));
        let slack = part.slack_nanos.map(|slack| format!(" ~{}", slack / unit_nanos));
        format!(
            "{}{} {} ×{} {}{}",
            text(part.service),
            peer.unwrap_or_default(),
            text(part.name),
            part.calls.len(),
            part.nanos / unit_nanos,
            slack.unwrap_or_default(),
        )
    };
    parts(trace).parts.iter().map(line).collect()
}

#[test]
fn repeated_calls_are_counted_together_and_peers_told_apart() {
    let trace = drawn(
        "
        order  POST /     |======================|  kind=server, attr server.address=me
        order    SELECT    |==|                     kind=client, attr db.namespace=orders
        order    SELECT        |==|                 kind=client, attr db.namespace=orders
        order    SELECT            |=|              kind=client, attr db.namespace=users
        order    POST                 |=======|     kind=client, attr server.address=pay
        pay        charge              |====|       kind=server
        order    aside                  |==|
        ",
    );
    assert_eq!(
        told(&trace, MILLISECOND_NANOS),
        [
            "order POST / ×1 7",
            "order → orders SELECT ×2 6",
            "pay charge ×1 5",
            "order POST ×1 3",
            "order → users SELECT ×1 2",
            "order aside ×0 0 ~3",
        ]
    );
}

#[test]
fn drags_belong_to_all_calls_of_an_operation() {
    let trace = drawn(
        "
        a  root    |==========|
        a    load   |====|
        a    load   |===|
        a    save        |==|
        ",
    );
    let names = PeerNames::find(trace.pool());
    let drags = parts(&trace).drags(&trace, &names, entry_root(&trace).expect("a root"), 3);
    let drags: Vec<u64> = drags.iter().map(|nanos| nanos / MILLISECOND_NANOS).collect();
    assert_eq!(
        told(&trace, MILLISECOND_NANOS)[..3],
        ["a load ×1 5 ~1", "a root ×1 3", "a save ×1 3"]
    );
    assert_eq!(drags, [5, 11, 3], "one of the two loads alone would save one");
}

#[test]
fn of_several_roots_the_earliest_that_is_no_orphan_is_the_entry() {
    let trace = drawn(
        "
        a  orphan  |==========|     parent=ff
        b  short     |===|
        c  long      |======|
        ",
    );
    assert_eq!(told(&trace, MILLISECOND_NANOS), ["c long ×1 7"]);
}

#[test]
fn long_chains_and_wide_families_are_split() {
    let nanos = CHAIN.duration_nanos(entry_root(&CHAIN).expect("a root"));
    assert_eq!(told(&CHAIN, 1), [format!("  ×100000 {nanos}")]);
    let fan = parts(&FAN);
    assert_eq!((fan.parts.len(), fan.parts[0].passed_by), (1, 999_998));
}

proptest! {
    #[test]
    fn parts_add_up_to_the_root_and_name_the_spans_that_are_charged(
        (one, other) in spans_in_two_orders(),
    ) {
        let trace = trace_of(&one);
        let path = entry_path(&trace);
        let all = parts(&trace).parts;
        prop_assert_eq!(
            all.iter().map(|part| part.nanos).sum::<u64>(),
            trace.duration_nanos(path.root)
        );
        for part in &all {
            let own = path.sections.iter().filter(|section| part.calls.contains(&section.span));
            prop_assert_eq!(own.map(|section| section.duration_nanos()).sum::<u64>(), part.nanos);
            prop_assert!(part.nanos > 0 || part.passed_by > 0);
        }
        prop_assert!(all.windows(2).all(|pair| pair[0].nanos >= pair[1].nanos));
        prop_assert_eq!(told(&trace, 1), told(&trace_of(&other), 1));
    }
}
