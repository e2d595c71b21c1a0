//! What holds of the critical path of any trace, and a slow way to find it.
//!
//! Invariant: the oracle shares nothing with the walk it is compared with: it recurses,
//! and looks through all children at every step. Absent: traces that are drawn.

use std::cmp::Reverse;

use proptest::prelude::*;
use spanscope::analysis::{
    CriticalPath, PathMode, PathRule, Section, critical_paths, critical_times,
};
use spanscope::trace::{SpanIdx, SpanKind, Trace};

use crate::random_spans::{spans, spans_in_two_orders, trace_of};

fn rules() -> impl Strategy<Value = PathRule> {
    let modes = prop::sample::select(vec![PathMode::Cover, PathMode::HappensBefore]);
    (modes, prop::sample::select(vec![0u16, 10, 100, 500]))
        .prop_map(|(mode, tolerance_permille)| PathRule { mode, tolerance_permille })
}

fn blocks(trace: &Trace, parent: SpanIdx, child: SpanIdx) -> bool {
    trace.kind(parent) != SpanKind::Producer || trace.kind(child) != SpanKind::Consumer
}

/// The sections of `span` between two instants, the latest first.
fn slow_sections(
    trace: &Trace,
    rule: PathRule,
    span: SpanIdx,
    (low, high): (u64, u64),
    sections: &mut Vec<Section>,
) {
    let start = |child: SpanIdx| trace.start_nanos(child).max(low);
    let end = |child: SpanIdx| trace.end_nanos(child).min(high);
    let mut left: Vec<SpanIdx> = trace
        .children(span)
        .filter(|&child| blocks(trace, span, child) && start(child) < end(child))
        .collect();
    let mut cursor = high;
    loop {
        let content = |child: SpanIdx| {
            let texts = (trace.service_text(child), trace.name_text(child));
            (texts, trace.kind(child), trace.span_id(child), child)
        };
        let next = left
            .iter()
            .copied()
            .max_by_key(|&child| (end(child), trace.start_nanos(child), Reverse(content(child))));
        let Some(child) = next else { break };
        left.retain(|&other| other != child);
        if start(child) >= cursor {
            continue;
        }
        let overlap = end(child).saturating_sub(cursor);
        let borne = trace.duration_nanos(span) * u64::from(rule.tolerance_permille);
        if overlap > 0 && rule.mode == PathMode::HappensBefore && overlap * 1_000 >= borne {
            continue;
        }
        let (child_low, child_high) = (start(child), end(child).min(cursor));
        sections.push(Section { span, start_nanos: child_high, end_nanos: cursor });
        slow_sections(trace, rule, child, (child_low, child_high), sections);
        cursor = child_low;
    }
    sections.push(Section { span, start_nanos: low, end_nanos: cursor });
}

fn slow_path(trace: &Trace, rule: PathRule, root: SpanIdx) -> Vec<Section> {
    let mut sections = Vec::new();
    let window = (trace.start_nanos(root), trace.end_nanos(root));
    slow_sections(trace, rule, root, window, &mut sections);
    sections.retain(|section| section.start_nanos < section.end_nanos);
    sections.reverse();
    sections
}

/// Counts, nanosecond by nanosecond, when a section's span had a child running.
fn counted_overlap_nanos(trace: &Trace, sections: &[Section]) -> u64 {
    let runs = |child: SpanIdx, instant: u64| {
        (trace.start_nanos(child)..trace.end_nanos(child)).contains(&instant)
    };
    let in_section = |section: &Section| {
        let instants = section.start_nanos..section.end_nanos;
        instants
            .filter(|&instant| {
                let mut children = trace.children(section.span);
                children.any(|child| blocks(trace, section.span, child) && runs(child, instant))
            })
            .count() as u64
    };
    sections.iter().map(in_section).sum()
}

fn check_sections(trace: &Trace, path: &CriticalPath) -> Result<(), TestCaseError> {
    let mut at = trace.start_nanos(path.root);
    let mut before = None;
    for section in &path.sections {
        prop_assert_eq!(section.start_nanos, at, "contiguous");
        prop_assert!(section.end_nanos > at, "not empty");
        prop_assert!(section.start_nanos >= trace.start_nanos(section.span));
        prop_assert!(section.end_nanos <= trace.end_nanos(section.span));
        prop_assert_ne!(before, Some(section.span), "neighbours are merged");
        let subtree = path.root..trace.subtree_end(path.root);
        prop_assert!(subtree.contains(&section.span));
        at = section.end_nanos;
        before = Some(section.span);
    }
    prop_assert_eq!(at, trace.end_nanos(path.root), "the whole root is charged");
    Ok(())
}

/// What is left of a path when rows are renumbered.
fn told(trace: &Trace, path: &CriticalPath) -> Vec<(u64, String, u64, u64)> {
    let section = |section: &Section| {
        let name = trace.name_text(section.span).to_owned();
        (trace.span_id(section.span).0, name, section.start_nanos, section.end_nanos)
    };
    path.sections.iter().map(section).collect()
}

proptest! {
    #[test]
    fn sections_are_contiguous_and_are_the_whole_root(spans in spans(), rule in rules()) {
        let trace = trace_of(&spans);
        let paths = critical_paths(&trace, rule);
        prop_assert!(paths.iter().map(|path| path.root).eq(trace.roots()));
        for path in &paths {
            check_sections(&trace, path)?;
        }
        let charged: u64 = critical_times(&trace, &paths).iter().sum();
        prop_assert_eq!(charged, trace.roots().map(|root| trace.duration_nanos(root)).sum::<u64>());
    }

    #[test]
    fn the_path_is_what_the_slow_way_finds(spans in spans(), rule in rules()) {
        let trace = trace_of(&spans);
        for path in critical_paths(&trace, rule) {
            prop_assert_eq!(&path.sections, &slow_path(&trace, rule, path.root));
        }
    }

    #[test]
    fn cover_never_charges_a_span_while_a_child_that_it_waits_for_ran(spans in spans()) {
        let trace = trace_of(&spans);
        for path in critical_paths(&trace, PathMode::Cover) {
            prop_assert_eq!(counted_overlap_nanos(&trace, &path.sections), 0);
        }
    }

    #[test]
    fn ambiguous_is_what_happens_before_charges_while_a_child_ran(
        spans in spans(),
        rule in rules(),
    ) {
        let trace = trace_of(&spans);
        let exact = PathRule { mode: PathMode::HappensBefore, ..rule };
        let before = critical_paths(&trace, exact);
        for (path, before) in critical_paths(&trace, rule).iter().zip(&before) {
            let counted = counted_overlap_nanos(&trace, &before.sections);
            prop_assert_eq!(path.ambiguous_nanos, counted);
        }
    }

    #[test]
    fn the_order_of_spans_in_a_file_does_not_matter(
        (one, other) in spans_in_two_orders(),
        rule in rules(),
    ) {
        let (one, other) = (trace_of(&one), trace_of(&other));
        let paths = |trace: &Trace| {
            let paths = critical_paths(trace, rule);
            let told = paths.iter().map(|path| (told(trace, path), path.ambiguous_nanos));
            told.collect::<Vec<_>>()
        };
        prop_assert_eq!(paths(&one), paths(&other));
    }
}
