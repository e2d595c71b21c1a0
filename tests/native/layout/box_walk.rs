//! From box to box of a flame graph.

use spanscope::layout::{BoxStep, LaneBox, box_step};

/// A drawing: a letter a box, a lane a line, ten pixels a character.
fn drawn(lanes: &[&str]) -> (Vec<char>, Vec<LaneBox>) {
    let (mut names, mut boxes) = (Vec::new(), Vec::<LaneBox>::new());
    for (lane, line) in (0..).zip(lanes) {
        for (at, name) in line.chars().enumerate().filter(|(_, name)| *name != ' ') {
            match names.iter().position(|&known| known == name) {
                Some(place) => boxes[place].width_px += 10.0,
                None => {
                    names.push(name);
                    boxes.push(LaneBox { lane, left_px: at as f64 * 10.0, width_px: 10.0 });
                }
            }
        }
    }
    (names, boxes)
}

#[test]
fn steps_lead_to_callers_calls_and_neighbours() {
    let (names, boxes) = drawn(&[
        "rrrrrrrrrrrr", //
        "aaa bbbbb cc",
        "dee ff ggg  ",
    ]);
    let step = |from: char, step: BoxStep| {
        let place = names.iter().position(|&name| name == from).expect("a box");
        box_step(&boxes, place, step).map(|found| names[found])
    };
    assert_eq!(step('r', BoxStep::In), Some('b'), "the widest");
    assert_eq!(step('b', BoxStep::In), Some('g'));
    assert_eq!(step('a', BoxStep::In), Some('e'), "none of its neighbour's");
    assert_eq!(step('c', BoxStep::In), None);
    assert_eq!(step('e', BoxStep::Out), Some('a'));
    assert_eq!(step('g', BoxStep::Out), Some('b'));
    assert_eq!(step('r', BoxStep::Out), None);
    assert_eq!(step('d', BoxStep::Right), Some('e'));
    assert_eq!(step('e', BoxStep::Right), Some('f'), "into another caller's");
    assert_eq!(step('f', BoxStep::Left), Some('e'));
    assert_eq!(step('a', BoxStep::Left), None);
    assert_eq!(step('c', BoxStep::Right), None);
}
