//! Where work enters a service.

use proptest::prelude::*;
use spanscope::analysis::{entry_calls, is_entry};
use spanscope::trace::Trace;

use crate::random_spans::{spans, trace_of};
use crate::support::drawn;

fn entries(trace: &Trace, service: &str) -> String {
    let names: Vec<&str> = entry_calls(trace, service).map(|span| trace.name_text(span)).collect();
    names.join(", ")
}

#[test]
fn work_enters_by_roots_servers_consumers_and_from_other_services() {
    let trace = drawn(
        "
        shop    start            |=====================|  kind=client
        shop      prepare         |==|                     kind=internal
        bank      charge             |=====|               kind=server
        bank        check             |==|                 kind=internal
        shop        callback            |=|                kind=internal
        shop      itself                   |===|           kind=server
        shop      queued                        |==|       kind=consumer
        bank    lost                      |===|            parent=ff
        ",
    );
    assert_eq!(entries(&trace, "shop"), "start, callback, itself, queued");
    assert_eq!(entries(&trace, "bank"), "charge, lost");
    assert_eq!(entries(&trace, "nobody"), "");
}

proptest! {
    #[test]
    fn every_span_lies_below_an_entry_of_its_service_or_is_one(spans in spans()) {
        let trace = trace_of(&spans);
        for span in trace.spans() {
            let mut at = span;
            while !is_entry(&trace, at) {
                let parent = trace.parent(at).expect("a root is an entry");
                prop_assert_eq!(trace.service(parent), trace.service(span));
                at = parent;
            }
        }
        let all: usize = ["a", "b", "c"].map(|one| entry_calls(&trace, one).count()).iter().sum();
        prop_assert_eq!(all, trace.spans().filter(|&span| is_entry(&trace, span)).count());
    }
}
