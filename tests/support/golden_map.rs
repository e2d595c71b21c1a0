//! Where the canonical layout puts the nodes of one graph: the same natively and in a browser.
//!
//! Invariant: to a hundredth of a pixel. Absent: judgement; the numbers are what came out when this
//! was written, and change with the algorithm alone.

use spanscope::layout::service_map::{MapLayout, PlacesAsk, Point, places};

use super::maps::made_map;

/// A hundredth of a pixel.
const TOLERANCE_PX: f64 = 0.01;

const FORCE: [(f64, f64); 12] = [
    (-165.14, -126.34),
    (-235.32, -492.07),
    (194.98, 273.10),
    (-48.94, -466.06),
    (-337.36, -199.55),
    (412.48, 477.68),
    (-245.70, 301.18),
    (331.51, 641.44),
    (105.57, 498.69),
    (-130.42, -666.44),
    (-275.25, 94.10),
    (-412.48, 455.51),
];
const LAYERED: [(f64, f64); 12] = [
    (36.00, -79.78),
    (178.00, -97.07),
    (178.00, -21.07),
    (178.00, -176.07),
    (178.00, -264.07),
    (320.00, -46.33),
    (320.00, 25.67),
    (604.00, -35.45),
    (462.00, -35.45),
    (320.00, -127.33),
    (178.00, 53.93),
    (462.00, 49.83),
];

/// # Panics
/// If a node of either layout is elsewhere.
pub fn assert_canonical() {
    let ask = made_map(12, 16, 5);
    assert_near("force", &places(&ask), &FORCE);
    let layered = PlacesAsk { layout: MapLayout::Layered, ..ask };
    assert_near("layered", &places(&layered), &LAYERED);
}

fn assert_near(layout: &str, points: &[Point], expected: &[(f64, f64)]) {
    let found: Vec<(f64, f64)> = points.iter().map(|point| (point.x, point.y)).collect();
    let is_near = found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a.0 - b.0).abs() <= TOLERANCE_PX && (a.1 - b.1).abs() <= TOLERANCE_PX);
    assert!(is_near, "{layout}: {found:.2?}");
}
