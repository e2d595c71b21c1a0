//! Points become squares of squares, so that far ones can be taken together: Barnes and Hut, 1986.
//!
//! A cell stands for its points, at their middle, where none of them is further from it than
//! [`OPENING`] times what the asker is. The pull of a point at distance `d` is `1 / d`. Seen as complex
//! numbers, the first term that is left out is of second order, since moments about the middle
//! vanish; so a cell of mass `m` errs by at most
//! `m / d × OPENING² / (1 − OPENING)`.
//!
//! Invariant: cells lie in the order of a walk, each with the place after its last part. Absent:
//! distances of points to themselves.

use super::view::Point;

/// See the module.
pub const OPENING: f64 = 0.5;
const LEAF_POINTS: usize = 6;
const MOST_DEPTH: u32 = 32;

struct Cell {
    middle: Point,
    mass: f64,
    /// Of the point furthest from the middle, squared.
    radius_squared: f64,
    /// Places in `order`.
    start: u32,
    end: u32,
    /// The cell after this one's last part.
    skip: u32,
    is_leaf: bool,
}

/// See the module.
pub struct Quadtree {
    cells: Vec<Cell>,
    /// Points in the order of leaves, and their numbers.
    points: Vec<Point>,
    numbers: Vec<u32>,
}

/// A square to be divided: its points, its middle and half its side, and how deep it lies.
struct Square {
    start: usize,
    end: usize,
    middle: Point,
    half_px: f64,
    depth: u32,
}

impl Quadtree {
    /// O(n log n) for points that are not all in one place; of those, a leaf.
    pub fn of(points: &[Point]) -> Quadtree {
        let mut tree = Quadtree {
            cells: Vec::new(),
            points: points.to_vec(),
            numbers: (0..points.len() as u32).collect(),
        };
        if !points.is_empty() {
            tree.divide(tree.whole());
        }
        tree
    }

    fn whole(&self) -> Square {
        let first = self.points[0];
        let (mut low, mut high) = (first, first);
        for point in &self.points {
            low = Point { x: low.x.min(point.x), y: low.y.min(point.y) };
            high = Point { x: high.x.max(point.x), y: high.y.max(point.y) };
        }
        let middle = Point { x: (low.x + high.x) / 2.0, y: (low.y + high.y) / 2.0 };
        let half_px = (high.x - low.x).max(high.y - low.y) / 2.0;
        Square { start: 0, end: self.points.len(), middle, half_px, depth: 0 }
    }

    fn divide(&mut self, whole: Square) {
        // A square to be entered, or a cell whose parts are all there.
        enum Step {
            Enter(Square),
            Close(usize),
        }
        let mut steps = vec![Step::Enter(whole)];
        while let Some(step) = steps.pop() {
            let square = match step {
                Step::Close(cell) => {
                    self.cells[cell].skip = self.cells.len() as u32;
                    continue;
                }
                Step::Enter(square) => square,
            };
            let is_leaf = square.end - square.start <= LEAF_POINTS || square.depth == MOST_DEPTH;
            let cell = self.cells.len();
            self.cells.push(self.cell(square.start, square.end, is_leaf));
            if is_leaf {
                continue;
            }
            steps.push(Step::Close(cell));
            for quarter in self.quarters(&square).into_iter().rev() {
                if quarter.start < quarter.end {
                    steps.push(Step::Enter(quarter));
                }
            }
        }
    }

    fn cell(&self, start: usize, end: usize, is_leaf: bool) -> Cell {
        let points = &self.points[start..end];
        let mass = points.len() as f64;
        let (mut x, mut y) = (0.0, 0.0);
        for point in points {
            x += point.x;
            y += point.y;
        }
        let middle = Point { x: x / mass, y: y / mass };
        let radius_squared = points.iter().fold(0.0, |most: f64, point| {
            let (x, y) = (point.x - middle.x, point.y - middle.y);
            most.max(x * x + y * y)
        });
        let skip = self.cells.len() as u32 + 1;
        Cell { middle, mass, radius_squared, start: start as u32, end: end as u32, skip, is_leaf }
    }

    /// Sorts the square's points by quarter.
    fn quarters(&mut self, square: &Square) -> [Square; 4] {
        let Square { start, end, middle, half_px, depth } = *square;
        let quarter_of =
            |point: &Point| usize::from(point.x >= middle.x) + 2 * usize::from(point.y >= middle.y);
        let old: Vec<(Point, u32)> =
            (start..end).map(|at| (self.points[at], self.numbers[at])).collect();
        let mut at = start;
        let half = half_px / 2.0;
        [0usize, 1, 2, 3].map(|quarter| {
            let first = at;
            for (point, number) in &old {
                if quarter_of(point) == quarter {
                    self.points[at] = *point;
                    self.numbers[at] = *number;
                    at += 1;
                }
            }
            let x = if quarter % 2 == 1 { middle.x + half } else { middle.x - half };
            let y = if quarter / 2 == 1 { middle.y + half } else { middle.y - half };
            let middle = Point { x, y };
            Square { start: first, end: at, middle, half_px: half, depth: depth + 1 }
        })
    }

    /// The sum over all other points of the way from there, divided by its length squared: what a
    /// push of `1 / distance` comes to. `number`: whose own point is left out. A point in the same
    /// place pushes nothing; starts see to it that there is none.
    pub fn push(&self, at: Point, number: u32) -> Point {
        let (mut x, mut y) = (0.0, 0.0);
        let mut place = 0;
        while let Some(cell) = self.cells.get(place) {
            let (dx, dy) = (at.x - cell.middle.x, at.y - cell.middle.y);
            let squared = dx * dx + dy * dy;
            if cell.radius_squared < OPENING * OPENING * squared {
                let weight = cell.mass / squared;
                x += dx * weight;
                y += dy * weight;
                place = cell.skip as usize;
            } else if cell.is_leaf {
                for other in cell.start as usize..cell.end as usize {
                    let point = self.points[other];
                    let (dx, dy) = (at.x - point.x, at.y - point.y);
                    let squared = dx * dx + dy * dy;
                    if self.numbers[other] != number && squared > 0.0 {
                        x += dx / squared;
                        y += dy / squared;
                    }
                }
                place = cell.skip as usize;
            } else {
                place += 1;
            }
        }
        Point { x, y }
    }
}
