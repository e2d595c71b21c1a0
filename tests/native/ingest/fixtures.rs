//! Traces recorded from real producers.

use spanscope::trace::SpanIdx;

#[test]
fn placeholder() {
    let _ = SpanIdx(0);
}
