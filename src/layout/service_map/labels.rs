//! Nodes on the screen become those whose labels are shown: as many as have room.
//!
//! Labels keep their size at every zoom, so that far away there is room for few. The weightiest take
//! theirs first.
//!
//! Invariant: no two labels shown overlap, but those that are wanted whatever happens. Absent:
//! their texts.

use super::boxes::Bounds;
use crate::order;

/// A label that wants to be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelWish {
    /// On the screen.
    pub bounds: Bounds,
    pub weight: u64,
    /// Whether it is shown even over others.
    pub is_wanted: bool,
}

const CELL_PX: f64 = 64.0;

/// One for each wish. Those outside of the screen are not shown. O(n log n + neighbours).
pub fn placed_labels(wishes: &[LabelWish], width_px: f64, height_px: f64) -> Vec<bool> {
    let screen = Bounds { left: 0.0, top: 0.0, right: width_px, bottom: height_px };
    let (columns, rows) = ((width_px / CELL_PX) as usize + 1, (height_px / CELL_PX) as usize + 1);
    let mut cells: Vec<Vec<u32>> = vec![Vec::new(); columns * rows];
    let cells_of = |bounds: &Bounds| {
        let place = |at: f64, count: usize| ((at / CELL_PX).max(0.0) as usize).min(count - 1);
        let across = place(bounds.left, columns)..=place(bounds.right, columns);
        let down = place(bounds.top, rows)..=place(bounds.bottom, rows);
        down.flat_map(move |row| across.clone().map(move |column| row * columns + column))
    };
    let mut order: Vec<u32> = (0..wishes.len() as u32).collect();
    order::sort_places(&mut order, |a, b| {
        let key = |at: u32| (wishes[at as usize].is_wanted, wishes[at as usize].weight);
        key(b).cmp(&key(a)).then(a.cmp(&b))
    });
    let mut is_shown = vec![false; wishes.len()];
    for wish in order {
        let LabelWish { bounds, is_wanted, .. } = wishes[wish as usize];
        if !bounds.touches(&screen) {
            continue;
        }
        let is_free = cells_of(&bounds)
            .flat_map(|cell| &cells[cell])
            .all(|&other| !wishes[other as usize].bounds.touches(&bounds));
        if is_free || is_wanted {
            is_shown[wish as usize] = true;
            cells_of(&bounds).for_each(|cell| cells[cell].push(wish));
        }
    }
    is_shown
}
