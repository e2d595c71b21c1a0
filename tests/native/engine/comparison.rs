//! Two open traces side by side, as the page asks for them.

use spanscope::engine::{
    Answer, Ask, Change, ComparisonAnswer, ComparisonAsk, ComparisonOverview, ComparisonWish,
    Event, MergedRow, MergedShown, MergedWindow, OpeningId, Request, SetAsk, TraceRef,
};
use spanscope::layout::NodeKey;

use super::{ALL, Engine, FIRST, SECOND, ask, begin, opened};

const HEALTHY: &str = include_str!("../../../public/samples/order-healthy.otlp.jsonl");
const SLOW: &str = include_str!("../../../public/samples/order-slow.otlp.jsonl");

struct Two {
    engine: Engine,
    pair: [TraceRef; 2],
}

impl Two {
    fn open(first: &str, second: &str) -> Two {
        let mut engine = Engine::default();
        let pair = [(FIRST, first), (SECOND, second)].map(|(opening, text)| {
            begin(&mut engine, opening, "trace.json", text);
            opened(&engine.step(ALL)).traces[0].trace
        });
        Two { engine, pair }
    }

    fn samples() -> Two {
        Two::open(HEALTHY, SLOW)
    }

    fn answer(&mut self, wish: ComparisonWish) -> Answer {
        let [first, other] = self.pair;
        ask(&mut self.engine, first, Ask::Compare(Box::new(ComparisonAsk { other, wish })))
    }

    fn ask(&mut self, wish: ComparisonWish) -> ComparisonAnswer {
        match self.answer(wish) {
            Answer::Compared(answer) => *answer,
            other => panic!("not compared: {other:?}"),
        }
    }

    fn overview(&mut self) -> ComparisonOverview {
        match self.ask(ComparisonWish::Overview { first: 0, count: 1_000 }) {
            ComparisonAnswer::Overview(overview) => overview,
            other => panic!("no overview: {other:?}"),
        }
    }

    fn rows(&mut self, shown: &MergedShown) -> MergedWindow {
        let wish = ComparisonWish::Rows { shown: shown.clone(), first: 0, count: 1_000 };
        match self.ask(wish) {
            ComparisonAnswer::Rows(window) => window,
            other => panic!("no rows: {other:?}"),
        }
    }

    /// Indented, with the mark of each.
    fn drawn(&mut self, shown: &MergedShown) -> Vec<String> {
        let line = |row: &MergedRow| {
            let mark = row.mark.map_or(String::new(), |mark| format!(" {mark:?}"));
            format!("{}{}{mark}", "  ".repeat(row.depth as usize), row.name)
        };
        self.rows(shown).rows.rows.iter().map(line).collect()
    }

    fn locate(&mut self, shown: &MergedShown, key: NodeKey) -> (Option<u32>, Vec<NodeKey>) {
        match self.ask(ComparisonWish::Locate { shown: shown.clone(), key }) {
            ComparisonAnswer::Located { row, toggled } => (row, toggled),
            other => panic!("not located: {other:?}"),
        }
    }
}

/// Spans of a trace as Jaeger JSON: id, parent, name, start and duration in milliseconds.
fn jaeger(trace: &str, spans: &[(&str, &str, &str, u64, u64)]) -> String {
    let span = |&(id, parent, name, start, length): &(&str, &str, &str, u64, u64)| {
        let references = match parent {
            "" => String::new(),
            parent => format!(
                r#""references":[{{"refType":"CHILD_OF","traceID":"{trace}","spanID":"{parent}"}}],"#
            ),
        };
        let start = 1_700_000_000_000_000 + start * 1_000;
        let length = length * 1_000;
        format!(
            r#"{{"traceID":"{trace}","spanID":"{id}","operationName":"{name}",{references}"startTime":{start},"duration":{length},"processID":"p"}}"#
        )
    };
    let spans = spans.iter().map(span).collect::<Vec<_>>().join(",");
    format!(
        r#"{{"data":[{{"traceID":"{trace}","spans":[{spans}],"processes":{{"p":{{"serviceName":"shop"}}}}}}]}}"#
    )
}

fn before() -> String {
    jaeger(
        "a1",
        &[
            ("1", "", "order", 0, 100),
            ("2", "1", "check", 5, 20),
            ("3", "2", "read", 10, 10),
            ("4", "1", "audit", 30, 10),
            ("5", "1", "pay", 50, 40),
        ],
    )
}

fn after() -> String {
    jaeger(
        "b2",
        &[
            ("1", "", "order", 0, 160),
            ("2", "1", "check", 5, 20),
            ("3", "2", "read", 10, 10),
            ("5", "1", "pay", 50, 100),
        ],
    )
}

#[test]
fn the_contributions_of_two_real_orders_add_up_to_the_change_of_their_roots() {
    let mut two = Two::samples();
    let overview = two.overview();
    let lines = &overview.lines.rows;
    assert_eq!(overview.lines.total_rows as usize, lines.len());
    let [before, after] = overview.totals_nanos;
    let sum: i64 = lines.iter().map(|line| line.nanos).sum();
    assert_eq!(sum, after as i64 - before as i64);
    let mut so_far = 0;
    for line in lines {
        assert_eq!(line.before_nanos, so_far);
        let [was, is] = line.critical_nanos;
        assert_eq!(line.nanos, is as i64 - was as i64, "{line:?}");
        so_far += line.nanos;
    }
    // The roots' own durations, said by another question.
    let root = two.rows(&MergedShown::default()).rows.rows[0].clone();
    assert_eq!(root.sides.map(|side| side.figures.duration_nanos), overview.totals_nanos);
    // What the sample is made to show: one query has become many.
    let queries = lines.iter().find(|line| line.change == Change::MoreOften);
    let queries = queries.unwrap_or_else(|| panic!("no query is more often: {lines:?}"));
    assert!(queries.spans[1] > 80 && queries.spans[0] < 5, "{queries:?}");
}

#[test]
fn a_part_of_the_contributions_says_how_many_there_are() {
    let mut two = Two::samples();
    let whole = two.overview();
    let wish = ComparisonWish::Overview { first: 1, count: 2 };
    let ComparisonAnswer::Overview(part) = two.ask(wish) else { panic!("no overview") };
    assert_eq!(part.lines.total_rows, whole.lines.total_rows);
    assert_eq!(part.lines.rows, whole.lines.rows[1..3]);
}

#[test]
fn rows_that_did_not_change_can_be_left_out_but_not_what_is_above_a_change() {
    let mut two = Two::open(&before(), &after());
    assert_eq!(
        two.drawn(&MergedShown::default()),
        ["order Slower", "  check", "    read", "  audit Gone", "  pay Slower"]
    );
    let changed = MergedShown { is_changed_only: true, ..MergedShown::default() };
    assert_eq!(two.drawn(&changed), ["order Slower", "  audit Gone", "  pay Slower"]);
    let rows = two.rows(&changed).rows.rows;
    let places: Vec<(u32, u32)> = rows.iter().map(|row| row.place).collect();
    assert_eq!(places, [(1, 1), (1, 2), (2, 2)]);
    assert_eq!(rows.iter().map(|row| row.has_below).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn a_closed_node_hides_what_is_below_it_until_that_is_gone_to() {
    let mut two = Two::open(&before(), &after());
    let all = two.rows(&MergedShown::default()).rows.rows;
    let [check, read] = ["check", "read"]
        .map(|name| all.iter().find(|row| row.name == name).map(|row| row.key).expect("a row"));
    let closed = MergedShown { toggled: vec![check], ..MergedShown::default() };
    assert_eq!(two.drawn(&closed), ["order Slower", "  check", "  audit Gone", "  pay Slower"]);
    assert_eq!(two.locate(&closed, read), (Some(2), Vec::new()));
    // From a level on everything is closed, and what is above the wanted is toggled open.
    let level = MergedShown { closed_from_depth: Some(0), ..MergedShown::default() };
    assert_eq!(two.drawn(&level), ["order Slower"]);
    let (row, toggled) = two.locate(&level, read);
    let opened = MergedShown { toggled, ..level };
    assert_eq!(row, Some(2));
    assert_eq!(two.drawn(&opened)[..3], ["order Slower", "  check", "    read"]);
    // A filter that leaves it out says so.
    let filtered = MergedShown { filter: "name:pay".to_owned(), ..MergedShown::default() };
    assert_eq!(two.locate(&filtered, read).0, None);
}

#[test]
fn a_filter_looks_at_the_calls_of_both_traces() {
    let mut two = Two::open(&before(), &after());
    let mut found = |filter: &str| {
        two.drawn(&MergedShown { filter: filter.to_owned(), ..MergedShown::default() })
    };
    assert_eq!(found("name:audit"), ["order Slower", "  audit Gone"]);
    assert_eq!(found("duration>90ms"), ["order Slower", "  pay Slower"]);
    assert_eq!(found("name:nobody"), [""; 0]);
    let wrong = MergedShown { filter: "duration>".to_owned(), ..MergedShown::default() };
    let window = two.rows(&wrong);
    assert!(window.problem.is_some());
    assert_eq!(window.rows.total_rows, 5);
}

#[test]
fn bars_count_from_the_start_of_their_own_trace_or_from_the_calls_they_are_aligned_at() {
    let mut two = Two::open(&before(), &after());
    let mut bars = |aligned: Option<NodeKey>| {
        let window = two.rows(&MergedShown { aligned, ..MergedShown::default() });
        let pay = window.rows.rows.iter().find(|row| row.name == "pay").expect("a row").clone();
        let millis = |nanos: u64| nanos / 1_000_000;
        let ends = window.ends_nanos.map(millis);
        let bars = pay.sides.each_ref().map(|side| {
            side.bars.iter().map(|&(start, end)| (millis(start), millis(end))).collect::<Vec<_>>()
        });
        (pay.key, ends, bars)
    };
    let (_, ends, plain) = bars(None);
    assert_eq!((ends, plain), ([100, 160], [vec![(50, 90)], vec![(50, 150)]]));
    // `audit` is on one side only, so there is nothing to align.
    let mut other = Two::open(
        &before(),
        &after().replace(r#""startTime":1700000000050000"#, r#""startTime":1700000000020000"#),
    );
    let rows = other.rows(&MergedShown::default()).rows.rows;
    let key_of = |name: &str| rows.iter().find(|row| row.name == name).map(|row| row.key);
    let shifted = |two: &mut Two, aligned| {
        two.rows(&MergedShown { aligned, ..MergedShown::default() }).shift_nanos
    };
    assert_eq!(shifted(&mut other, key_of("pay")), [0, 30_000_000]);
    assert_eq!(shifted(&mut other, key_of("audit")), [0, 0]);
}

#[test]
fn what_is_on_the_critical_path_lies_within_the_bars() {
    let mut two = Two::samples();
    let window = two.rows(&MergedShown::default());
    let mut on_path = [0, 0];
    for row in &window.rows.rows {
        for (side, drawn) in row.sides.iter().enumerate() {
            assert!(drawn.bars.windows(2).all(|pair| pair[0].1 < pair[1].0), "{row:?}");
            assert!(drawn.bars.len() <= 40 && drawn.path.len() <= 40);
            for &(start, end) in &drawn.path {
                let is_inside = |bar: &(u64, u64)| bar.0 <= start && end <= bar.1;
                assert!(drawn.bars.iter().any(is_inside), "{row:?}");
                on_path[side] += end - start;
            }
            assert!(drawn.bars.iter().all(|bar| bar.1 <= window.ends_nanos[side]));
        }
    }
    // Without a gap that was closed for lack of room they are all of it.
    let totals = two.overview().totals_nanos;
    assert!(on_path[0] == totals[0] && on_path[1] > totals[1], "{on_path:?} {totals:?}");
}

#[test]
fn calls_side_by_side_come_with_the_longest_first() {
    let mut two = Two::samples();
    let line = two.overview().lines.rows.into_iter().find(|it| it.change == Change::MoreOften);
    let key = line.expect("queries").key;
    let ComparisonAnswer::Pair(pair) = two.ask(ComparisonWish::Pair { key }) else {
        panic!("no pair")
    };
    assert!(pair.figures[1].spans > 80);
    let calls = &pair.calls[1];
    assert_eq!(calls.len(), 50);
    assert!(calls.windows(2).all(|two| two[0].duration_nanos >= two[1].duration_nanos));
    assert_eq!(calls[0].duration_nanos, pair.figures[1].max_nanos);
    // Any of the calls names them all.
    let other = NodeKey { side: 1, span: calls[7].key };
    let ComparisonAnswer::Pair(same) = two.ask(ComparisonWish::Pair { key: other }) else {
        panic!("no pair")
    };
    assert_eq!(same.key, pair.key);
}

#[test]
fn what_is_gone_is_in_the_flame_graph_of_the_first_side_only() {
    let mut two = Two::open(&before(), &after());
    let mut names = |side: u8| {
        let wish = ComparisonWish::Flame { side, root: None, width_px: 1_000 };
        let ComparisonAnswer::Flame(boxes) = two.ask(wish) else { panic!("no flame graph") };
        let root = &boxes[0];
        assert!(root.left_px == 0.0 && (root.width_px - 1_000.0).abs() < 1e-6);
        for it in &boxes {
            assert!(it.left_px >= 0.0 && it.left_px + it.width_px <= 1_000.001, "{it:?}");
        }
        boxes.iter().map(|it| it.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(0), ["order", "check", "read", "audit", "pay"]);
    assert_eq!(names(1), ["order", "check", "read", "pay"]);
}

#[test]
fn a_trace_beside_itself_has_no_difference() {
    let mut two = Two::open(SLOW, SLOW);
    let overview = two.overview();
    assert_eq!((overview.lines.total_rows, overview.marked), (0, 0));
    assert!(
        two.rows(&MergedShown { is_changed_only: true, ..MergedShown::default() })
            .rows
            .rows
            .is_empty()
    );
}

#[test]
fn a_trace_that_was_closed_is_compared_no_longer() {
    let mut two = Two::open(&before(), &after());
    two.overview();
    two.engine.close(SECOND);
    assert_eq!(two.answer(ComparisonWish::Overview { first: 0, count: 1 }), Answer::Gone);
    // Another one in its place is compared anew.
    begin(&mut two.engine, OpeningId(3), "again.json", &before());
    let again = opened(&two.engine.step(ALL)).traces[0].trace;
    two.pair[1] = again;
    assert_eq!(two.overview().marked, 0);
}

#[test]
fn attributes_that_changed_come_before_those_that_always_differ() {
    let mut two = Two::samples();
    let root = two.rows(&MergedShown::default()).rows.rows[0].key;
    let ComparisonAnswer::Pair(pair) = two.ask(ComparisonWish::Pair { key: root }) else {
        panic!("no pair")
    };
    let order: Vec<bool> = pair.attributes.iter().map(|it| it.is_incidental).collect();
    assert!(order.is_sorted(), "{:?}", pair.attributes);
    assert!(pair.attributes.iter().all(|it| it.before != it.after));
    // Against the JSON of the samples: the same order, sent by different clients.
    let differs = |key: &str| pair.attributes.iter().any(|it| it.key == key);
    assert!(!differs("http.route") && !differs("http.request.method"), "{:?}", pair.attributes);
}

#[test]
fn calls_that_fail_now_are_marked_though_they_take_as_long() {
    let error = r#""tags":[{"key":"error","type":"bool","value":true}],"duration""#;
    let failing = before().replacen(r#""duration""#, error, 3);
    let mut two = Two::open(&before(), &failing);
    let changed = MergedShown { is_changed_only: true, ..MergedShown::default() };
    assert_eq!(two.drawn(&changed), ["order Fails", "  check Fails", "    read Fails"]);
    let mut back = Two::open(&failing, &before());
    assert_eq!(back.drawn(&changed)[0], "order FailsNoLonger");
    // Nobody waited longer.
    assert_eq!(two.overview().lines.total_rows, 0);
}

impl Two {
    fn begin_wish(&mut self, id: u32, wish: ComparisonWish) -> Vec<Event> {
        let [trace, other] = self.pair;
        let ask = Ask::Compare(Box::new(ComparisonAsk { other, wish }));
        self.engine.submit(Request { id, trace, ask });
        self.engine.step(0)
    }
}

fn overview_wish() -> ComparisonWish {
    ComparisonWish::Overview { first: 0, count: 10 }
}

fn ids(events: &[Event]) -> Vec<(u32, bool)> {
    let answered = events.iter().map(|event| match event {
        Event::Response { id, answer } => (*id, *answer == Answer::Gone),
        other => panic!("no answer: {other:?}"),
    });
    answered.collect()
}

/// Works until nothing is left, and says how many slices that took.
fn work_off(engine: &mut Engine) -> (usize, Vec<Event>) {
    let (mut slices, mut events) = (0, Vec::new());
    while engine.has_jobs() {
        slices += 1;
        events.extend(engine.work());
    }
    (slices, events)
}

#[test]
fn a_pair_is_compared_once_for_all_that_wait_for_it() {
    let mut two = Two::samples();
    assert!(two.begin_wish(1, overview_wish()).is_empty());
    two.engine.work();
    // The first question is given up; the next goes on where it was.
    two.begin_wish(2, overview_wish());
    two.engine.withdraw(1);
    let (slices_left, events) = work_off(&mut two.engine);
    assert_eq!(ids(&events), [(2, false)]);
    let mut anew = Two::samples();
    anew.begin_wish(1, overview_wish());
    assert_eq!(work_off(&mut anew.engine).0, slices_left + 1);
    // Others that wait for the same cost a slice each.
    let mut many = Two::samples();
    (1..=4).for_each(|id| drop(many.begin_wish(id, overview_wish())));
    let (slices, events) = work_off(&mut many.engine);
    assert_eq!((slices, events.len()), (slices_left + 1 + 3, 4));
    // What is known of the pair is said at once, whatever else is under way.
    let openings = Ask::CompareSets(Box::new(SetAsk::Openings([vec![FIRST], vec![SECOND]])));
    two.engine.submit(Request { id: 3, trace: two.pair[0], ask: openings });
    assert_eq!(ids(&two.begin_wish(4, overview_wish())), [(4, false)]);
    assert_eq!(ids(&work_off(&mut two.engine).1), [(3, false)]);
}

#[test]
fn a_pair_that_nobody_waits_for_is_begun_anew() {
    let mut two = Two::samples();
    two.begin_wish(1, overview_wish());
    two.engine.work();
    two.engine.withdraw(1);
    assert!(!two.engine.has_jobs() && two.engine.work().is_empty());
    two.begin_wish(2, overview_wish());
    assert_eq!(ids(&work_off(&mut two.engine).1), [(2, false)]);
}

#[test]
fn two_traces_come_before_sets_and_a_closed_one_ends_what_needs_it() {
    let both = || {
        let mut two = Two::samples();
        let sets = Ask::CompareSets(Box::new(SetAsk::Openings([vec![FIRST], vec![FIRST]])));
        two.engine.submit(Request { id: 1, trace: two.pair[0], ask: sets });
        two.begin_wish(2, overview_wish());
        two
    };
    assert_eq!(ids(&work_off(&mut both().engine).1), [(2, false), (1, false)]);
    let mut two = both();
    two.engine.work();
    two.engine.close(SECOND);
    assert_eq!(ids(&two.engine.step(0)), [(2, true)]);
    assert_eq!(ids(&work_off(&mut two.engine).1), [(1, false)]);
    assert_eq!(ids(&two.begin_wish(3, overview_wish())), [(3, true)]);
}
