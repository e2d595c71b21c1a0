//! Hosts whose clocks differ.

use e2e::app::{App, visit};

/// A call from `web` to `db`, whose clock is behind by more than half of a millisecond.
const SKEWED: &str = r#"{"data":[{"traceID":"a1","spans":[
  {"traceID":"a1","spanID":"1","operationName":"root","startTime":1700000000001000,"duration":1400,
   "processID":"p1"},
  {"traceID":"a1","spanID":"2","operationName":"call","startTime":1700000000001300,"duration":800,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],"processID":"p1",
   "tags":[{"key":"span.kind","type":"string","value":"client"}]},
  {"traceID":"a1","spanID":"3","operationName":"query","startTime":1700000000000900,"duration":400,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"2"}],"processID":"p2",
   "tags":[{"key":"span.kind","type":"string","value":"server"}]}],
  "processes":{"p1":{"serviceName":"web"},"p2":{"serviceName":"db"}}}]}"#;

/// What the statistics say of the call: all its figures.
fn figures_of_call(app: &App) -> Option<Vec<String>> {
    let names = app.texts(".statistics tbody tr th");
    let place = names.iter().position(|name| name.contains("call"))?;
    Some(app.texts(&format!(".statistics tbody tr:nth-child({}) td", place + 1)))
}

#[test]
fn adjusting_them_changes_what_other_views_than_the_waterfall_say_and_can_be_taken_back() {
    visit(|app| {
        app.drop_document("skewed.json", SKEWED.as_bytes());
        app.wait_for_trace();
        app.click("#tab-statistics");
        let recorded = app.wait_for("the call", || figures_of_call(app));
        app.click(".clocks-fact");
        app.click(".clock-list input");
        app.wait_for("other figures", || {
            figures_of_call(app).is_some_and(|now| now != recorded).then_some(())
        });
        assert!(app.fragment().contains("clock=adjusted"), "{}", app.fragment());
        app.click(".clock-list input");
        app.wait_for("the recorded ones", || {
            (figures_of_call(app).as_ref() == Some(&recorded)).then_some(())
        });
    });
}
