//! Lanes for what overlaps, compared with what an overlap demands.

use proptest::prelude::*;
use spanscope::analysis::{Packer, Piece};

/// A piece a line: its bar, and for a taller one its height after it.
fn pieces(text: &str) -> Vec<Piece> {
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (first, last) = (line.find('|'), line.rfind('|'));
            let (Some(first), Some(last)) = (first, last) else { panic!("no bar in {line:?}") };
            let height = line[last + 1..].trim().parse().unwrap_or(1);
            Piece { start_nanos: first as u64, end_nanos: last as u64, height }
        })
        .collect()
}

/// Lanes of pieces by letter, a nanosecond a column.
fn packed(pieces: &[Piece]) -> Vec<String> {
    let mut packer = Packer::default();
    let height = packer.pack(pieces);
    let end = pieces.iter().map(|piece| piece.end_nanos.max(piece.start_nanos + 1)).max();
    let mut picture = vec![vec!['.'; end.unwrap_or(0) as usize]; height as usize];
    for ((piece, &lane), letter) in pieces.iter().zip(packer.lanes()).zip('a'..) {
        let end = piece.end_nanos.max(piece.start_nanos + 1);
        for row in &mut picture[lane as usize..(lane + piece.height) as usize] {
            for cell in &mut row[piece.start_nanos as usize..end as usize] {
                assert_eq!(*cell, '.', "{letter} lies on another piece");
                *cell = letter;
            }
        }
    }
    picture.into_iter().map(String::from_iter).collect()
}

#[test]
fn what_follows_shares_a_lane_and_what_overlaps_takes_the_lowest_free_one() {
    let drawing = "
|====|
  |=======|
     |==|
        |==|
";
    assert_eq!(packed(&pieces(drawing)), ["aaaaacccddd", "..bbbbbbbb."]);
}

#[test]
fn moments_at_the_same_time_lie_side_by_side() {
    assert_eq!(packed(&pieces("|\n|\n |\n")), ["ac", "b."]);
}

#[test]
fn a_tall_piece_takes_neighbouring_lanes_and_a_gap_is_used_again() {
    let drawing = "
|===|        1
|==========| 1
     |====|  2
      |=|    1
";
    let picture = ["bbbbbbbbbbb", "aaaa.ccccc.", ".....ccccc.", "......dd..."];
    assert_eq!(packed(&pieces(drawing)), picture);
    let drawing = "
|==|         3
|==========| 1
     |====|  2
      |=|    1
";
    let picture = ["bbbbbbbbbbb", "aaa..ccccc.", "aaa..ccccc.", "aaa...dd..."];
    assert_eq!(packed(&pieces(drawing)), picture);
}

#[test]
fn a_family_without_members_has_no_lanes() {
    assert_eq!(Packer::default().pack(&[]), 0);
}

fn any_pieces(tallest: u32) -> impl Strategy<Value = Vec<Piece>> {
    let piece = (0..60u64, 0..20u64, 1..=tallest).prop_map(|(start_nanos, length, height)| Piece {
        start_nanos,
        end_nanos: start_nanos + length,
        height,
    });
    prop::collection::vec(piece, 0..60)
}

fn until(piece: &Piece) -> u64 {
    piece.end_nanos.max(piece.start_nanos + 1)
}

/// The most lanes that are needed at once, by looking at every instant.
fn most_at_once(pieces: &[Piece]) -> u32 {
    let at = |instant: u64| {
        let running =
            pieces.iter().filter(|piece| (piece.start_nanos..until(piece)).contains(&instant));
        running.map(|piece| piece.height).sum()
    };
    (0..90).map(at).max().unwrap_or(0)
}

/// Pieces with their lanes, in an order of their own.
fn sorted_places(pieces: &[Piece]) -> Vec<(u64, u64, u32, u32)> {
    let mut packer = Packer::default();
    packer.pack(pieces);
    let places = pieces.iter().zip(packer.lanes());
    let place =
        |(piece, &lane): (&Piece, &u32)| (piece.start_nanos, piece.end_nanos, piece.height, lane);
    let mut places: Vec<_> = places.map(place).collect();
    places.sort_unstable();
    places
}

proptest! {
    #[test]
    fn there_are_as_many_lanes_as_overlap_at_most(pieces in any_pieces(1)) {
        prop_assert_eq!(Packer::default().pack(&pieces), most_at_once(&pieces));
    }

    #[test]
    fn no_two_pieces_share_a_lane_at_any_instant(
        pieces in prop_oneof![any_pieces(1), any_pieces(9)],
    ) {
        let mut packer = Packer::default();
        let height = packer.pack(&pieces);
        let lanes = packer.lanes();
        for (at, (one, &one_lane)) in pieces.iter().zip(lanes).enumerate() {
            prop_assert!(one_lane + one.height <= height);
            for (other, &other_lane) in pieces.iter().zip(lanes).skip(at + 1) {
                let in_time = one.start_nanos < until(other) && other.start_nanos < until(one);
                let in_lanes = one_lane < other_lane + other.height
                    && other_lane < one_lane + one.height;
                prop_assert!(!(in_time && in_lanes), "{one:?} {other:?}");
            }
        }
        prop_assert!(height >= most_at_once(&pieces));
    }

    #[test]
    fn the_order_of_the_pieces_does_not_matter(
        (pieces, shuffled) in any_pieces(4)
            .prop_flat_map(|pieces| (Just(pieces.clone()), Just(pieces).prop_shuffle())),
    ) {
        prop_assert_eq!(sorted_places(&pieces), sorted_places(&shuffled));
    }

    #[test]
    fn a_packer_that_was_used_before_packs_the_same(
        before in any_pieces(5),
        pieces in any_pieces(5),
    ) {
        let mut used = Packer::default();
        used.pack(&before);
        let mut fresh = Packer::default();
        prop_assert_eq!(used.pack(&pieces), fresh.pack(&pieces));
        prop_assert_eq!(used.lanes(), fresh.lanes());
    }
}
