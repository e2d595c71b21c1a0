//! Filters of any kind, compared with the obvious way to evaluate them.

use proptest::prelude::*;
use spanscope::analysis::{Filter, PathMode, critical_paths, critical_times, self_times};

use super::matches;
use super::slow::{Known, spans, trace_of, wishes};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn a_filter_lets_through_what_the_obvious_way_lets_through_and_is_read_again(
        spans in spans(),
        wish in wishes(),
    ) {
        let trace = trace_of(&spans);
        let text = wish.text();
        let filter = Filter::parse(&text).map_err(|problem| {
            TestCaseError::fail(format!("{text}: {problem:?}"))
        })?;
        let again = Filter::parse(&filter.to_string());
        prop_assert_eq!(again.as_ref(), Ok(&filter), "{}", filter);
        let self_nanos = self_times(&trace);
        let critical_nanos = critical_times(&trace, &critical_paths(&trace, PathMode::Cover));
        let known = Known {
            trace: &trace,
            spans: &spans,
            self_nanos: &self_nanos,
            critical_nanos: &critical_nanos,
        };
        let found = matches(&trace, &filter);
        for span in trace.spans() {
            prop_assert_eq!(found.has(span), known.is_met(&wish, span), "{} at {:?}", text, span);
        }
        let count = trace.spans().filter(|&span| found.has(span)).count();
        prop_assert_eq!(found.len() as usize, count);
    }
}
