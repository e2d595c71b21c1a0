//! The drawings that other tests are written in say what they mean.

use spanscope::trace::{SpanId, SpanKind, Status};

use crate::support::{Drawing, Picture, assert_drawn, drawn, picture, span_named};

#[test]
fn a_drawing_is_drawn_back_as_it_was() {
    let text = "
        order    POST /orders     |==============|
        order      validate        |===|
        payment    charge !              |======|
        payment      kontrolle ü          |
        audit    later                             |==|
    ";
    assert_drawn(picture(&drawn(text)), text);
}

#[test]
fn a_column_is_as_long_as_the_drawing_says() {
    let trace = Drawing::new("a  b     |==|").nanos_per_column(5).origin_nanos(1_000).trace();
    let span = span_named(&trace, "b");
    assert_eq!((trace.start_nanos(span), trace.duration_nanos(span)), (1_000, 15));
}

#[test]
fn options_reach_the_span() {
    let trace = drawn(
        "
        shop  buy    |=====|   id=aa, kind=server, error, message=no money, scope=web
        shop    pay   |==|     attr amount=12, attr card=visa, event declined@2, link=aa
        ",
    );
    let (buy, pay) = (span_named(&trace, "buy"), span_named(&trace, "pay"));
    let pool = trace.pool();
    assert_eq!(trace.span_id(buy), SpanId(0xaa));
    assert_eq!(trace.parent_id(pay), SpanId(0xaa));
    assert_eq!((trace.kind(buy), trace.status(buy)), (SpanKind::Server, Status::Error));
    assert_eq!(pool.text(trace.status_message(buy)), "no money");
    assert_eq!(pool.text(pool.scope(trace.scope_idx(buy)).name), "web");
    let attributes: Vec<String> = pool
        .attributes(trace.attributes(pay))
        .map(|attribute| {
            format!("{}={:?}", pool.text(attribute.key), pool.value_json(attribute.value))
        })
        .collect();
    assert_eq!(attributes, ["amount=Number(12)", "card=String(\"visa\")"]);
    let event = pool.events(trace.events(pay))[0];
    assert_eq!(event.time_nanos, trace.earliest_nanos() + 2_000_000);
    assert_eq!(pool.links(trace.links(pay))[0].span_id, SpanId(0xaa));
}

#[test]
fn a_picture_can_show_some_spans_and_a_remark() {
    let trace = drawn(
        "
        a  root    |=====|
        a    left   |=|
        b    right     |=|
        ",
    );
    let picture = Picture::of(&trace)
        .only(trace.children(span_named(&trace, "root")))
        .with(|span| trace.depth(span));
    assert_drawn(
        picture.to_text(),
        "
        a    left    |=|     2
        b    right      |=|  2
        ",
    );
}

#[test]
#[should_panic(expected = "--- expected")]
fn a_bar_that_begins_elsewhere_is_another_drawing() {
    assert_drawn("a  x  |==|\na  y   |=|", "a  x  |==|\na  y  |=|");
}

#[test]
fn wider_gaps_are_the_same_drawing() {
    assert_drawn("a  x   |==|  1\na    y  |=|  2", "a   x  |==| 1\na     y |=| 2");
}
