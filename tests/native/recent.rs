//! Files that a browser keeps: notes, links, room.

use proptest::prelude::*;
use spanscope::recent::{
    FileNote, Kept, Note, holding, is_abandoned, key, limit_bytes, mark_of, of_files,
    that_make_room,
};
use spanscope::trace::TraceId;

fn kept(key: &str, bytes: u64, opened_ms: u64, traces: &[u128]) -> Kept {
    let files = vec![FileNote { name: format!("{key}.json"), bytes, stamp: 1 }];
    let traces = traces.iter().map(|&id| (TraceId(id), 7)).collect();
    let note = Note { name: key.to_owned(), files, opened_ms, traces, ..Note::default() };
    Kept { key: key.to_owned(), note }
}

#[test]
fn two_gigabytes_or_a_tenth_of_what_the_browser_grants_are_the_limit() {
    assert_eq!(limit_bytes(500_000_000_000), 2_000_000_000);
    assert_eq!(limit_bytes(1_000_000), 100_000);
    assert_eq!(limit_bytes(0), 0);
}

#[test]
fn those_opened_longest_ago_make_room_and_no_more_than_are_needed() {
    let all = [kept("b", 40, 2, &[]), kept("a", 30, 1, &[]), kept("c", 20, 3, &[])];
    assert_eq!(that_make_room(&all, 10, 100), Some(vec![]));
    assert_eq!(that_make_room(&all, 11, 100), Some(vec!["a".to_owned()]));
    assert_eq!(that_make_room(&all, 41, 100), Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(that_make_room(&all, 100, 100).map(|keys| keys.len()), Some(3));
}

#[test]
fn what_is_larger_than_the_limit_makes_nothing_go() {
    assert_eq!(that_make_room(&[kept("a", 30, 1, &[])], 101, 100), None);
}

#[test]
fn a_link_without_a_mark_means_the_file_with_its_trace_that_was_opened_last() {
    let all = [kept("a", 1, 5, &[1, 2]), kept("b", 1, 9, &[2]), kept("c", 1, 7, &[2, 3])];
    let key_for =
        |wanted: Option<u128>| holding(&all, None, wanted.map(TraceId)).map(|one| one.key.as_str());
    assert_eq!(key_for(Some(1)), Some("a"));
    assert_eq!(key_for(Some(2)), Some("b"));
    assert_eq!(key_for(Some(3)), Some("c"));
    assert_eq!(key_for(Some(4)), None);
    assert_eq!(key_for(None), Some("b"));
}

#[test]
fn a_link_with_a_mark_means_those_very_files_if_they_are_here_and_have_the_trace() {
    let all = [kept("a", 1, 5, &[1, 2]), kept("b", 1, 9, &[2]), kept("c", 1, 7, &[2, 3])];
    let mark = |place: usize| mark_of(&all[place].note.files);
    let key_for = |mark: u32, wanted: u128| {
        holding(&all, Some(mark), Some(TraceId(wanted))).map(|one| one.key.as_str())
    };
    assert_eq!(
        (0..3).map(|place| key_for(mark(place), 2)).collect::<Vec<_>>(),
        [Some("a"), Some("b"), Some("c")]
    );
    assert_eq!(key_for(!mark(0), 2), Some("b"), "files of somebody else");
    assert_eq!(key_for(mark(0), 3), Some("c"), "those have no such trace");
    assert_eq!(key_for(mark(0), 4), None);
}

#[test]
fn a_mark_hangs_on_name_size_date_and_order() {
    let file =
        |name: &str, bytes: u64, stamp: u64| FileNote { name: name.to_owned(), bytes, stamp };
    let one = file("a.json", 10, 20);
    let marks = [
        mark_of(std::slice::from_ref(&one)),
        mark_of(&[file("b.json", 10, 20)]),
        mark_of(&[file("a.json", 11, 20)]),
        mark_of(&[file("a.json", 10, 21)]),
        mark_of(&[one.clone(), file("b.json", 10, 20)]),
        mark_of(&[file("b.json", 10, 20), one.clone()]),
    ];
    let different: std::collections::BTreeSet<u32> = marks.into_iter().collect();
    assert_eq!(different.len(), marks.len(), "{marks:x?}");
    assert_eq!(marks[0], mark_of(&[one]));
}

#[test]
fn the_same_files_are_known_again_and_changed_ones_are_not() {
    let all = [kept("a", 30, 1, &[])];
    let mut files = all[0].note.files.clone();
    assert_eq!(of_files(&all, &files), Some(&all[0]));
    files[0].stamp += 1;
    assert_eq!(of_files(&all, &files), None);
    assert_eq!(of_files(&all, &[]), None);
}

#[test]
fn pasted_texts_of_one_length_are_told_apart() {
    let one = FileNote::of_text("Pasted text", b"{\"data\":[1]}");
    assert_eq!(one, FileNote::of_text("Pasted text", b"{\"data\":[1]}"));
    assert_ne!(one, FileNote::of_text("Pasted text", b"{\"data\":[2]}"));
    assert_eq!(one.bytes, 12);
}

#[test]
fn what_another_page_may_still_be_writing_is_left_alone() {
    let began = 1_000_000_000;
    assert!(!is_abandoned(&key(began, 7), began + 60_000));
    assert!(is_abandoned(&key(began, 7), began + 7_200_000));
    assert!(!is_abandoned("something else", u64::MAX));
}

#[test]
fn what_is_no_note_is_none() {
    for text in ["", "{", "[]", "{\"name\":1}", "null", "{\"name\":\"a\"}"] {
        assert_eq!(Note::from_json(text.as_bytes()), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_note_is_read_back(
        name in any::<String>(),
        numbers in any::<[u64; 3]>(),
        traces in proptest::collection::vec(any::<(u128, u64)>(), 0..4),
        files in proptest::collection::vec(any::<(String, u64, u64)>(), 0..3),
    ) {
        let [opened_ms, trace_count, span_count] = numbers;
        let files = files.into_iter().map(|(name, bytes, stamp)| FileNote { name, bytes, stamp });
        let traces = traces.into_iter().map(|(id, start)| (TraceId(id), start)).collect();
        let note = Note {
            name, files: files.collect(), opened_ms, trace_count, span_count, traces,
        };
        let json = note.to_json().expect("a note is JSON");
        prop_assert_eq!(Note::from_json(&json), Some(note));
    }

    #[test]
    fn there_is_room_once_those_have_gone(
        sizes in proptest::collection::vec((0u64..50, 0u64..9), 0..12), bytes in 0u64..200,
    ) {
        let all: Vec<Kept> = sizes.iter().enumerate()
            .map(|(place, &(bytes, opened_ms))| kept(&place.to_string(), bytes, opened_ms, &[]))
            .collect();
        match that_make_room(&all, bytes, 100) {
            None => prop_assert!(bytes > 100),
            Some(leaving) => {
                let stays = all.iter().filter(|one| !leaving.contains(&one.key));
                let left: u64 = stays.map(|one| one.note.bytes()).sum();
                prop_assert!(left + bytes <= 100);
            }
        }
    }
}
