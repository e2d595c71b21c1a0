//! Two open traces side by side: what is asked of them, and the comparison that is kept.
//!
//! Invariant: what is kept belongs to the two traces that were compared last, with the times
//! that were recorded; a comparison is made in slices (see `jobs`), once for all questions that wait
//! for it; a node is named by a span of either trace, so that a link to it survives a reload.
//! Absent: comparing itself (see `analysis`).

mod overview;
mod pair;
mod rows;

pub use overview::{ComparisonOverview, ContributionLine};
pub use pair::{AttributeChangeView, CallView, PairDetail};
pub use rows::{MergedRow, MergedShown, MergedSide, MergedWindow};
use serde::{Deserialize, Serialize};

use super::jobs::{Open, SPANS_A_SLICE};
use super::open_trace::OpenTrace;
use super::protocol::{Answer, OpeningId, TraceRef};
use crate::analysis::{
    Change, Comparing, Comparison, Contribution, DifferenceFlame, contributions, marks,
};
use crate::layout::NodeKey;
use crate::trace::Trace;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonAsk {
    /// The second trace; the first is the one that is asked.
    pub other: TraceRef,
    pub wish: ComparisonWish,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ComparisonWish {
    /// The totals, and some of the contributions.
    Overview { first: u32, count: u32 },
    /// Some rows of the merged tree.
    Rows { shown: MergedShown, first: u32, count: u32 },
    /// The row of a node, with whatever hides it opened.
    Locate { shown: MergedShown, key: NodeKey },
    /// Everything about a node.
    Pair { key: NodeKey },
    /// The flame graph with the widths of one side.
    Flame { side: u8, root: Option<NodeKey>, width_px: u16 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ComparisonAnswer {
    Overview(ComparisonOverview),
    Rows(MergedWindow),
    /// `row` is `None` where a filter leaves the node out. `toggled`: as in [`MergedShown`], with
    /// the node shown.
    Located {
        row: Option<u32>,
        toggled: Vec<NodeKey>,
    },
    Pair(PairDetail),
    Flame(Vec<FlameBox>),
}

/// A node of the flame graph of the difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlameBox {
    pub key: NodeKey,
    pub depth: u32,
    pub left_px: f64,
    pub width_px: f64,
    pub service: String,
    pub name: String,
    pub mark: Option<Change>,
    /// Own time of the node and of all below it, on both sides.
    pub work_nanos: [u64; 2],
    /// The node's own time.
    pub self_nanos: [u64; 2],
}

/// The comparison that was asked for last, and one that is being made.
#[derive(Default)]
pub(super) struct ComparisonMemo {
    kept: Option<Box<Compared>>,
    under_way: Option<UnderWay>,
}

impl ComparisonMemo {
    /// Lets go of what depends on an opening.
    pub fn forget(&mut self, opening: OpeningId) {
        let is_of = |pair: &[TraceRef; 2]| pair.iter().any(|one| one.opening == opening);
        self.kept.take_if(|kept| is_of(&kept.pair));
        self.under_way.take_if(|way| is_of(&way.pair));
    }

    /// Nobody waits for what is being made.
    pub fn give_up(&mut self) {
        self.under_way = None;
    }

    /// The answer about two traces, unless they have to be compared first.
    pub fn answer(
        &mut self,
        open: &mut Open,
        pair: [TraceRef; 2],
        wish: &ComparisonWish,
    ) -> Option<Answer> {
        if pair.iter().any(|name| !open.contains_key(name)) {
            return Some(Answer::Gone);
        }
        let compared = self.kept.as_mut().filter(|kept| kept.pair == pair)?;
        Some(answer(compared, open, wish))
    }

    /// A slice of comparing two traces.
    pub fn work(&mut self, open: &Open, pair: [TraceRef; 2]) {
        let [Some(first), Some(second)] = pair.map(|name| open.get(&name)) else { return };
        let traces = [first.recorded(), second.recorded()];
        let is_other = self.under_way.as_ref().is_none_or(|way| way.pair != pair);
        if is_other {
            self.under_way = Some(UnderWay { pair, stage: Stage::default() });
        }
        let Some(way) = &mut self.under_way else { return };
        way.stage = match std::mem::take(&mut way.stage) {
            Stage::Placing(mut comparing) => match comparing.step(traces, SPANS_A_SLICE) {
                false => Stage::Placing(comparing),
                true => Stage::Placed(comparing.finish(traces)),
            },
            Stage::Placed(comparison) => {
                self.under_way = None;
                self.kept = Some(Box::new(Compared::of(pair, traces, comparison)));
                return;
            }
        };
    }
}

/// A comparison that is being made, for whichever questions wait for it.
struct UnderWay {
    pair: [TraceRef; 2],
    stage: Stage,
}

enum Stage {
    Placing(Box<Comparing>),
    Placed(Comparison),
}

impl Default for Stage {
    fn default() -> Stage {
        Stage::Placing(Box::default())
    }
}

/// Two traces, compared.
struct Compared {
    pair: [TraceRef; 2],
    comparison: Comparison,
    contributions: Vec<Contribution>,
    /// By node.
    marks: Vec<Option<Change>>,
    flame: DifferenceFlame,
    /// When each trace starts and ends, in nanoseconds since the epoch.
    extents: [(u64, u64); 2],
    /// By span, on each side: its node.
    nodes: [Vec<u32>; 2],
}

/// The two traces that a question is about.
type Sides<'a> = [&'a OpenTrace; 2];

fn answer(compared: &mut Compared, open: &mut Open, wish: &ComparisonWish) -> Answer {
    let found = match wish {
        &ComparisonWish::Overview { first, count } => compared
            .sides(open)
            .map(|sides| ComparisonAnswer::Overview(overview::of(compared, sides, first, count))),
        ComparisonWish::Rows { shown, first, count } => {
            rows::window(compared, open, shown, (*first, *count)).map(ComparisonAnswer::Rows)
        }
        ComparisonWish::Locate { shown, key } => rows::locate(compared, open, shown, *key),
        &ComparisonWish::Pair { key } => compared
            .sides(open)
            .and_then(|sides| pair::of(compared, sides, key))
            .map(ComparisonAnswer::Pair),
        &ComparisonWish::Flame { side, root, width_px } => compared
            .sides(open)
            .and_then(|sides| compared.flame_boxes(sides, side, root, width_px))
            .map(ComparisonAnswer::Flame),
    };
    found.map_or(Answer::Gone, |found| Answer::Compared(Box::new(found)))
}

impl Compared {
    fn of(pair: [TraceRef; 2], traces: [&Trace; 2], comparison: Comparison) -> Compared {
        let [first, second] = traces;
        Compared {
            pair,
            contributions: contributions(&comparison),
            marks: marks(&comparison),
            flame: DifferenceFlame::of(&comparison),
            extents: traces.map(|trace| (trace.earliest_nanos(), trace.latest_nanos())),
            nodes: [node_of_spans(&comparison, 0, first), node_of_spans(&comparison, 1, second)],
            comparison,
        }
    }

    fn sides<'a>(&self, open: &'a Open) -> Option<Sides<'a>> {
        let [first, second] = self.pair;
        Some([open.get(&first)?, open.get(&second)?])
    }

    fn key_of(&self, sides: Sides, node: u32) -> NodeKey {
        let of_side = |side: usize| self.comparison.spans(node as usize, side);
        // Every node has calls on a side.
        let side = usize::from(of_side(0).is_empty());
        NodeKey { side: side as u8, span: sides[side].key_of(of_side(side)[0]) }
    }

    /// `None` where the span is not there.
    fn node_of(&self, sides: Sides, key: NodeKey) -> Option<u32> {
        let side = usize::from(key.side.min(1));
        let span = sides[side].span_of(key.span)?;
        self.nodes[side].get(span.index()).copied()
    }

    /// Service and name on a side, if the node has calls there.
    fn name_of(&self, sides: Sides, node: u32, side: usize) -> Option<(String, String)> {
        let span = *self.comparison.spans(node as usize, side).first()?;
        let trace = sides[side].recorded();
        Some((trace.service_text(span).to_owned(), trace.name_text(span).to_owned()))
    }

    /// As it is called now, unless it is gone.
    fn latest_name(&self, sides: Sides, node: u32) -> (String, String) {
        let named = [1, 0].into_iter().find_map(|side| self.name_of(sides, node, side));
        named.unwrap_or_default()
    }

    fn flame_boxes(
        &self,
        sides: Sides,
        side: u8,
        root: Option<NodeKey>,
        width_px: u16,
    ) -> Option<Vec<FlameBox>> {
        let root = match root {
            Some(key) => Some(self.node_of(sides, key)?),
            None => None,
        };
        let side = usize::from(side.min(1));
        let boxes = self.flame.boxes(&self.comparison, side, root, f64::from(width_px));
        let view = |it: crate::analysis::DifferenceBox| {
            let (service, name) = self.latest_name(sides, it.node);
            let figures = &self.comparison.nodes[it.node as usize].figures;
            FlameBox {
                key: self.key_of(sides, it.node),
                depth: it.depth,
                left_px: it.left_px,
                width_px: it.width_px,
                service,
                name,
                mark: self.marks[it.node as usize],
                work_nanos: self.flame.work_nanos(it.node),
                self_nanos: figures.each_ref().map(|figures| figures.self_nanos),
            }
        };
        Some(boxes.into_iter().map(view).collect())
    }
}

fn node_of_spans(comparison: &Comparison, side: usize, trace: &Trace) -> Vec<u32> {
    let mut nodes = vec![0; trace.span_count()];
    for node in 0..comparison.nodes.len() {
        for span in comparison.spans(node, side) {
            nodes[span.index()] = node as u32;
        }
    }
    nodes
}
