//! A span's place among its siblings.

use proptest::prelude::*;
use spanscope::analysis::{SiblingPlace, sibling_places};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{FAN, spans, trace_of};
use crate::support::{Picture, assert_drawn, drawn};

fn with_places(trace: &Trace) -> String {
    let spans: Vec<SpanIdx> = trace.spans().collect();
    let places = sibling_places(trace, &spans, &mut None);
    let place = |span: SpanIdx| {
        let SiblingPlace { position, set_size } = places[span.index()];
        format!("{position} of {set_size}")
    };
    Picture::of(trace).with(place).to_text()
}

#[test]
fn children_of_one_parent_are_counted_and_so_are_roots() {
    let trace = drawn(
        "
        a  root     |==========|
        a    left    |==|
        a      deep   ||
        a    right       |==|
        a  other       |==|
        ",
    );
    assert_drawn(
        with_places(&trace),
        "
        a  root      |==========|  1 of 2
        a    left     |==|         1 of 2
        a      deep    ||          1 of 1
        a    right        |==|     2 of 2
        a  other        |==|       2 of 2
        ",
    );
}

#[test]
fn a_window_of_a_million_siblings_is_placed_in_one_walk() {
    let window: Vec<SpanIdx> = (900_000..900_500).map(SpanIdx).collect();
    let places = sibling_places(&FAN, &window, &mut None);
    assert!(places.iter().all(|place| place.set_size == 999_999));
    assert!(places.iter().zip(&window).all(|(place, span)| place.position == span.0));
}

#[test]
fn a_large_family_is_kept_and_gives_the_same_places() {
    let mut known = None;
    for first in [1, 500_000, 999_000] {
        let window: Vec<SpanIdx> = (first..first + 500).map(SpanIdx).collect();
        let places = sibling_places(&FAN, &window, &mut known);
        assert_eq!(places, sibling_places(&FAN, &window, &mut None));
        assert!(known.is_some());
    }
    let root = sibling_places(&FAN, &[SpanIdx(0)], &mut known);
    assert_eq!((root[0].set_size, root[0].position), (1, 1));
}

proptest! {
    #[test]
    fn places_are_what_a_walk_finds_in_any_order(
        spans in spans(),
        picks in prop::collection::vec(0..40usize, 0..20),
    ) {
        let trace = trace_of(&spans);
        let picks: Vec<SpanIdx> =
            picks.into_iter().map(|pick| SpanIdx((pick % spans.len()) as u32)).collect();
        for (place, &span) in sibling_places(&trace, &picks, &mut None).iter().zip(&picks) {
            let siblings: Vec<SpanIdx> = match trace.parent(span) {
                Some(parent) => trace.children(parent).collect(),
                None => trace.roots().collect(),
            };
            let position = siblings.iter().position(|&sibling| sibling == span);
            prop_assert_eq!(place.set_size as usize, siblings.len());
            prop_assert_eq!(Some(place.position as usize - 1), position);
        }
    }
}
