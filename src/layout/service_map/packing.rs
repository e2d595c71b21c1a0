//! Parts of a graph that nothing connects become a page of them: the largest first, in rows.
//!
//! Invariant: what is inside a part keeps its shape. Absent: filling the gaps beside a large part.

use super::Graph;
use super::boxes::Bounds;
use super::start::Part;
use super::view::Point;
use crate::order;

const GAP_PX: f64 = 28.0;
/// Width of the page by its height, about that of a screen.
const ASPECT: f64 = 1.5;

/// O(n log n).
pub(super) fn pack(graph: &Graph, parts: &[Part], points: &mut [Point]) {
    let bounds = |part: &Part, points: &[Point]| {
        let boxes =
            part.nodes.iter().map(|&node| graph.boxes[node as usize].bounds(points[node as usize]));
        Bounds::around(boxes)
    };
    let mut sized: Vec<(&Part, Bounds)> =
        parts.iter().filter_map(|part| Some((part, bounds(part, points)?))).collect();
    order::sort_by(&mut sized, |(a, _), (b, _)| {
        b.nodes.len().cmp(&a.nodes.len()).then_with(|| a.nodes.cmp(&b.nodes))
    });
    let area: f64 =
        sized.iter().map(|(_, size)| (size.width() + GAP_PX) * (size.height() + GAP_PX)).sum();
    let widest = sized.iter().fold(0.0, |most: f64, (_, size)| most.max(size.width()));
    let page_width = (area * ASPECT).sqrt().max(widest);
    let (mut left, mut top, mut row_height) = (0.0, 0.0, 0.0f64);
    for (part, size) in &sized {
        if left > 0.0 && left + size.width() > page_width {
            top += row_height + GAP_PX;
            (left, row_height) = (0.0, 0.0);
        }
        for &node in &part.nodes {
            points[node as usize].x += left - size.left;
            points[node as usize].y += top - size.top;
        }
        left += size.width() + GAP_PX;
        row_height = row_height.max(size.height());
    }
    let all = points.iter().zip(&graph.boxes).map(|(&at, own)| own.bounds(at));
    let Some(page) = Bounds::around(all) else { return };
    for point in points {
        point.x -= (page.left + page.right) / 2.0;
        point.y -= (page.top + page.bottom) / 2.0;
    }
}
