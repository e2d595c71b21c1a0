//! Servers of every dialect, asked until the one they speak is found.
//!
//! A server is what it answers to paths: the shapes are those of real ones.

use spanscope::jaeger::{
    Answer, Asker, Broken, Dialect, Metric, MetricsQuery, Probe, Question, Reply, SearchQuery,
    ServiceChoice, Step, Way,
};
use spanscope::trace::TraceId;

const HTML: &str = "<!DOCTYPE html><title>Jaeger UI</title>";
const REFUSED: &str =
    r#"{"data":null,"errors":[{"code":400,"msg":"parameter 'service' is required"}]}"#;
const ONE_TRACE: &str = r#"{"data":[{"traceID":"1","spans":[{"traceID":"1","spanID":"2",
    "operationName":"o","startTime":5,"duration":3,"processID":"p1"}],
    "processes":{"p1":{"serviceName":"s"}}}]}"#;
const ONE_SUMMARY: &str = r#"{"summaries":[{"traceId":"1","spanCount":1}]}"#;
const ONE_V3_TRACE: &str = r#"{"result":{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"01",
    "spanId":"02","name":"o","startTimeUnixNano":"5","endTimeUnixNano":"8"}]}]}]}}"#;

/// What a server answers to a path, the query left out; `None`: nothing comes.
type Server = fn(&str) -> Option<(u16, &'static str, &'static str)>;

/// v1 and v2.0 to v2.15: both dialects, no summaries, unknown paths are the page.
fn old_jaeger(path: &str) -> Option<(u16, &'static str, &'static str)> {
    Some(match path {
        "/api/v3/services" => (200, "text/plain", r#"{"services":["a"]}"#),
        "/api/v3/operations" => {
            (200, "text/plain", r#"{"operations":[{"name":"o","spanKind":"server"}]}"#)
        }
        "/api/traces" => (200, "application/json", ONE_TRACE),
        _ => (200, "text/html", HTML),
    })
}

/// Before v1.57: the legacy dialect alone.
fn older_jaeger(path: &str) -> Option<(u16, &'static str, &'static str)> {
    Some(match path {
        "/api/services" => (200, "application/json", r#"{"data":["a"],"total":1}"#),
        "/api/operations" => (200, "application/json", r#"{"data":[{"name":"o","spanKind":""}]}"#),
        "/api/traces" => (200, "application/json", ONE_TRACE),
        _ => (200, "text/html", HTML),
    })
}

/// After v2.20: no legacy search.
fn new_jaeger(path: &str) -> Option<(u16, &'static str, &'static str)> {
    Some(match path {
        "/api/v3/services" => (200, "application/json", "{}"),
        "/api/v3/trace-summaries" => (200, "application/json", ONE_SUMMARY),
        "/api/v3/traces" => (200, "application/json", ONE_V3_TRACE),
        _ => (404, "text/plain", "404 page not found"),
    })
}

fn victoria_traces(path: &str) -> Option<(u16, &'static str, &'static str)> {
    Some(match path {
        "/api/services" => (200, "application/json", r#"{"data":["a"],"errors":null}"#),
        "/api/services/a/operations" => {
            (200, "application/json", r#"{"data":["o"],"errors":null}"#)
        }
        "/api/traces" => (200, "application/json", ONE_TRACE),
        _ => (400, "text/plain", "unsupported path requested"),
    })
}

fn quickwit(path: &str) -> Option<(u16, &'static str, &'static str)> {
    Some(match path {
        "/api/services" => (200, "application/json", r#"{"data":["a"]}"#),
        "/api/services/a/operations" => (200, "application/json", r#"{"data":["o"]}"#),
        "/api/traces" => (200, "application/json", r#"{"data":[]}"#),
        _ => (404, "application/json", r#"{"message":"Route not found"}"#),
    })
}

/// What lies behind a proxy that hides unknown paths from pages of other origins.
fn shy(path: &str) -> Option<(u16, &'static str, &'static str)> {
    match path {
        "/api/services" => Some((200, "application/json", r#"{"data":["a"]}"#)),
        "/api/traces" => Some((200, "application/json", ONE_TRACE)),
        _ => None,
    }
}

/// Nothing but the newer API's whole traces.
fn blind(path: &str) -> Option<(u16, &'static str, &'static str)> {
    Some(match path {
        "/api/v3/traces" => (200, "text/plain", ONE_V3_TRACE),
        _ => (404, "text/plain", "no"),
    })
}

/// Asks a server until there is an answer; gives the paths asked.
fn ask(server: Server, question: Question, dialect: &mut Dialect) -> (Vec<String>, Step) {
    let asker = Asker { page_origin: "http://page", headers: &[] };
    let mut probe = Probe::new("http://j", question, dialect);
    let mut paths = Vec::new();
    let mut request = probe.request();
    loop {
        let path = request.url.trim_start_matches("http://j").split('?').next().unwrap_or_default();
        paths.push(path.to_owned());
        assert!(paths.len() <= 4, "{paths:?}");
        let step = match server(path) {
            Some((status, content_type, body)) => {
                let reply = Reply::new(status, content_type, body.as_bytes());
                probe.take(Ok(&reply), &asker, dialect)
            }
            None => {
                let broken = Broken::NoAnswer { said: "no".to_owned() };
                probe.take(Err(&broken), &asker, dialect)
            }
        };
        match step {
            Step::Ask(next) => request = next,
            step => return (paths, step),
        }
    }
}

fn search(attributes: &[(&str, &str)]) -> Question {
    let pairs = attributes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    let query = SearchQuery {
        service: ServiceChoice::Named("a".to_owned()),
        attributes: pairs.collect(),
        ..SearchQuery::default()
    };
    Question::Search { query, window_micros: (1, 2) }
}

fn operations() -> Question {
    Question::Operations { service: "a".to_owned() }
}

/// The paths asked for services, operations and a search, one after the other, and how many were
/// found; `!` and a name for a fault.
fn conversation(server: Server) -> String {
    let mut dialect = Dialect::default();
    let questions = [Question::Services, operations(), search(&[])];
    let told = questions.map(|question| {
        let (paths, step) = ask(server, question, &mut dialect);
        let end = match step {
            Step::Answered(Answer::Services(all)) => all.len().to_string(),
            Step::Answered(Answer::Operations(all)) => all.len().to_string(),
            Step::Answered(Answer::Archived) => "archived".to_owned(),
            Step::Answered(Answer::Dependencies(all)) => format!("{} calls", all.len()),
            Step::Answered(Answer::Found(found)) => found.summaries.len().to_string(),
            Step::Failed(fault) => format!("!{}", fault.name()),
            Step::Answered(Answer::Metrics(all)) => all.len().to_string(),
            Step::Ask(_) => unreachable!("the conversation is over"),
        };
        format!("{} = {end}", paths.join(" "))
    });
    told.join("\n").replace("/api", "")
}

#[test]
fn dependencies_are_asked_for_in_the_one_way_there_is() {
    let server: Server = |_| {
        let body = r#"{"data":[{"parent":"a","child":"b","callCount":3}]}"#;
        Some((200, "application/json", body))
    };
    let question = Question::Dependencies { end_millis: 9, lookback_millis: 5 };
    let (paths, step) = ask(server, question, &mut Dialect::default());
    assert_eq!(paths, ["/api/dependencies"]);
    let Step::Answered(Answer::Dependencies(all)) = step else { panic!("{step:?}") };
    assert_eq!((all[0].parent.as_str(), all[0].child.as_str(), all[0].calls), ("a", "b", 3));
}

#[test]
fn each_server_is_asked_in_its_own_dialect_after_few_questions() {
    let told: [(Server, &str); 6] = [
        (old_jaeger, "/v3/services = 1\n/v3/operations = 1\n/v3/trace-summaries /traces = 1"),
        (older_jaeger, "/v3/services /services = 1\n/operations = 1\n/traces = 1"),
        (
            new_jaeger,
            "/v3/services = 0\n\
             /v3/operations /operations /services/a/operations = !not_found\n/v3/trace-summaries = 1",
        ),
        (
            victoria_traces,
            "/v3/services /services = 1\n/operations /services/a/operations = 1\n/traces = 1",
        ),
        (
            quickwit,
            "/v3/services /services = 1\n/operations /services/a/operations = 1\n/traces = 0",
        ),
        (
            blind,
            "/v3/services /services = !not_found\n\
             /v3/operations /operations /services/a/operations = !not_found\n\
             /v3/trace-summaries /traces /v3/traces = 1",
        ),
    ];
    for (server, expected) in told {
        assert_eq!(conversation(server), expected);
    }
}

#[test]
fn what_was_learnt_is_asked_first_and_unlearnt_when_it_is_gone() {
    let mut dialect = Dialect::default();
    ask(old_jaeger, search(&[]), &mut dialect);
    assert_eq!(dialect.search, Some(Way::Legacy));
    assert_eq!(ask(old_jaeger, search(&[]), &mut dialect).0, ["/api/traces"]);
    // The server is upgraded, and the legacy search is gone.
    let (paths, _) = ask(new_jaeger, search(&[]), &mut dialect);
    assert_eq!(paths, ["/api/traces", "/api/v3/trace-summaries"]);
    assert_eq!(dialect.search, Some(Way::V3));
    let kept = serde_json::to_string(&dialect).expect("it is kept as text");
    assert_eq!(serde_json::from_str::<Dialect>(&kept).ok(), Some(dialect));
}

#[test]
fn what_questions_asked_at_one_time_find_out_is_known_together() {
    let (mut of_services, mut of_search) = (Dialect::default(), Dialect::default());
    ask(older_jaeger, Question::Services, &mut of_services);
    ask(older_jaeger, search(&[]), &mut of_search);
    let known = of_search.or(of_services).or(Dialect::default());
    assert_eq!((known.services, known.search), (Some(Way::Legacy), Some(Way::Legacy)));
    let newer = Dialect { search: Some(Way::V3), ..Dialect::default() };
    assert_eq!(newer.or(known).search, Some(Way::V3), "what was found out last counts");
}

#[test]
fn attributes_are_never_searched_where_they_would_be_passed_over() {
    let mut dialect = Dialect::default();
    let (paths, _) = ask(blind, search(&[("k", "v")]), &mut dialect);
    assert_eq!(paths, ["/api/v3/trace-summaries", "/api/traces"]);
    ask(blind, search(&[]), &mut dialect);
    assert_eq!(dialect.search, Some(Way::V3Traces));
    let (paths, step) = ask(blind, search(&[("k", "v")]), &mut dialect);
    assert!(!paths.contains(&"/api/v3/traces".to_owned()), "{paths:?}");
    let Step::Failed(fault) = step else { panic!("{step:?}") };
    assert_eq!(fault.name(), "cannot_search_attributes");
    assert!(fault.to_string().contains("v2.19"), "{fault}");
}

#[test]
fn a_refusal_of_the_api_itself_ends_the_questions() {
    let refusing: Server = |path| {
        Some(match path {
            "/api/traces" => (400, "text/plain", REFUSED),
            _ => (200, "text/html", HTML),
        })
    };
    let (paths, step) = ask(refusing, search(&[]), &mut Dialect::default());
    assert_eq!(paths, ["/api/v3/trace-summaries", "/api/traces"]);
    let Step::Failed(fault) = step else { panic!("{step:?}") };
    assert_eq!(fault.said, "parameter 'service' is required");
    for (status, name) in [(401, "login_wanted"), (403, "forbidden"), (429, "too_many_requests")] {
        let body = b"no".as_slice();
        let mut probe = Probe::new("", Question::Services, &Dialect::default());
        let reply = Reply::new(status, "", body);
        let step = probe.take(Ok(&reply), &Asker::default(), &mut Dialect::default());
        assert!(matches!(&step, Step::Failed(fault) if fault.name() == name), "{step:?}");
    }
}

#[test]
fn numbers_that_the_legacy_dialect_cannot_say_are_searched_in_the_newer_one() {
    let failing: Server = |path| {
        Some(match path {
            "/api/traces" => {
                (500, "text/plain", include_str!("../../fixtures/answers/search-not-finite.json"))
            }
            "/api/v3/traces" => (200, "text/plain", ONE_V3_TRACE),
            _ => (200, "text/html", HTML),
        })
    };
    let mut dialect = Dialect { search: Some(Way::Legacy), ..Dialect::default() };
    let (paths, step) = ask(failing, search(&[]), &mut dialect);
    assert_eq!(paths, ["/api/traces", "/api/v3/trace-summaries", "/api/v3/traces"]);
    assert!(matches!(step, Step::Answered(Answer::Found(_))), "{step:?}");
    assert_eq!(dialect.search, Some(Way::Legacy), "other searches go their usual way");
    let (_, step) = ask(failing, search(&[("k", "v")]), &mut dialect);
    assert!(matches!(&step, Step::Failed(fault) if fault.said.contains("+Inf")), "{step:?}");
}

#[test]
fn of_several_faults_the_one_that_tells_most_is_shown() {
    let picky: Server = |path| {
        Some(match path {
            "/api/traces" => (422, "text/plain", "the range of 7 days is too long"),
            "/api/v3/trace-summaries" => (404, "", ""),
            _ => (200, "text/html", HTML),
        })
    };
    let (paths, step) = ask(picky, search(&[]), &mut Dialect::default());
    assert_eq!(paths.len(), 3);
    let Step::Failed(fault) = step else { panic!("{step:?}") };
    assert_eq!(fault.said, "the range of 7 days is too long");
    assert!(fault.url.contains("/api/traces?"), "{fault}");
    // One that refuses whatever it does not know: the way that it has is the one to hear.
    let refusing: Server = |path| {
        Some(match path {
            "/api/traces" => (400, "text/plain", "limit should be not higher than 10000"),
            _ => (400, "text/plain", "unsupported path requested"),
        })
    };
    let mut dialect = Dialect { search: Some(Way::Legacy), ..Dialect::default() };
    let (_, step) = ask(refusing, search(&[]), &mut dialect);
    assert!(
        matches!(&step, Step::Failed(fault) if fault.said.starts_with("limit")
            && fault.what().starts_with("http://j/api/traces refused")),
        "{step:?}"
    );
    let page: Server = |_| Some((200, "text/html", HTML));
    let (_, step) = ask(page, Question::Services, &mut Dialect::default());
    assert!(matches!(&step, Step::Failed(fault) if fault.name() == "web_page"), "{step:?}");
}

#[test]
fn a_server_that_shows_only_what_it_has_is_found_and_a_dead_one_is_not_asked_for_long() {
    let mut dialect = Dialect::default();
    let (paths, step) = ask(shy, Question::Services, &mut dialect);
    assert_eq!(paths, ["/api/v3/services", "/api/services"]);
    assert!(matches!(step, Step::Answered(Answer::Services(_))));
    let dead: Server = |_| None;
    let (paths, step) = ask(dead, Question::Services, &mut dialect);
    assert_eq!(paths, ["/api/services"], "its way is known");
    assert!(matches!(&step, Step::Failed(fault) if fault.name() == "unreachable"), "{step:?}");
    let mut probe = Probe::new("", Question::Services, &Dialect::default());
    let slow = Broken::TimedOut { seconds: 10 };
    let step = probe.take(Err(&slow), &Asker::default(), &mut Dialect::default());
    assert!(matches!(&step, Step::Failed(fault) if fault.name() == "timed_out"), "{step:?}");
}

#[test]
fn an_answer_of_whole_traces_says_so() {
    let mut dialect = Dialect::default();
    for (server, are_whole) in [(old_jaeger as Server, true), (new_jaeger, false), (blind, true)] {
        let (_, step) = ask(server, search(&[]), &mut dialect);
        let Step::Answered(Answer::Found(found)) = step else { panic!("{step:?}") };
        assert_eq!((found.are_traces_whole, found.summaries.len()), (are_whole, 1));
        dialect = Dialect::default();
    }
}

#[test]
fn a_trace_is_archived_or_the_server_says_that_it_has_no_archive() {
    let archive = || Question::Archive { trace_id: TraceId::from_hex(b"ab").expect("an id") };
    let keeping: Server = |_| Some((200, "application/json", r#"{"data":[]}"#));
    let (paths, step) = ask(keeping, archive(), &mut Dialect::default());
    assert_eq!(paths, ["/api/archive/00000000000000ab"]);
    assert!(matches!(step, Step::Answered(Answer::Archived)), "{step:?}");
    let without: Server = |_| {
        let words = r#"{"data":null,"errors":[{"code":500,"msg":"archive span storage was not configured"}]}"#;
        Some((500, "application/json", words))
    };
    let mut dialect = Dialect::default();
    let (_, step) = ask(without, archive(), &mut dialect);
    assert!(matches!(&step, Step::Failed(fault) if fault.name() == "switched_off"), "{step:?}");
    assert_eq!(dialect, Dialect::default(), "nothing of it is remembered");
    let others: [Server; 3] = [
        |_| Some((404, "", "")),
        |_| Some((200, "text/html", HTML)),
        |_| Some((405, "text/plain", "GET only")),
    ];
    for server in others {
        let (_, step) = ask(server, archive(), &mut dialect);
        assert!(
            matches!(&step, Step::Failed(fault) if fault.advice().contains("has no archive")),
            "{step:?}"
        );
    }
}

#[test]
fn whole_traces_come_from_whichever_search_brings_them() {
    let question = || {
        let query =
            SearchQuery { service: ServiceChoice::Named("a".to_owned()), ..SearchQuery::default() };
        Question::Traces { query, window_micros: (1, 2) }
    };
    for (server, paths, way) in [
        (old_jaeger as Server, &["/api/traces"][..], Way::Legacy),
        (new_jaeger, &["/api/traces", "/api/v3/traces"], Way::V3Traces),
        (victoria_traces, &["/api/traces"], Way::Legacy),
    ] {
        let mut dialect = Dialect::default();
        let (asked, step) = ask(server, question(), &mut dialect);
        assert_eq!(asked, paths);
        let Step::Answered(Answer::Found(found)) = step else { panic!("{step:?}") };
        assert!(found.are_traces_whole && found.summaries.len() == 1, "{found:?}");
        assert_eq!((dialect.traces, dialect.search), (Some(way), None));
    }
}

#[test]
fn metrics_are_there_or_it_is_plain_that_they_are_not() {
    let metric = |metric| {
        let query = MetricsQuery::of_service("a", 9, 3_600_000);
        Question::Metrics { query, metric }
    };
    let with_metrics: Server = |path| {
        let body = r#"{"metrics":[{"labels":[],"metricPoints":[]}]}"#;
        (path == "/api/metrics/calls").then_some((200, "application/json", body))
    };
    let mut dialect = Dialect::default();
    let (paths, step) = ask(with_metrics, metric(Metric::Calls), &mut dialect);
    assert_eq!(paths, ["/api/metrics/calls"]);
    assert!(matches!(&step, Step::Answered(Answer::Metrics(all)) if all.len() == 1), "{step:?}");
    assert_eq!(dialect.metrics, Some(Way::Legacy));
    let off: Server = |_| {
        let said = r#"{"data":null,"errors":[{"code":501,"msg":"metrics querying is disabled"}]}"#;
        Some((501, "text/plain", said))
    };
    let unset: Server = |_| Some((500, "text/plain", "metrics storage not configured"));
    for server in [old_jaeger as Server, new_jaeger, victoria_traces, quickwit, off, unset] {
        let (_, step) = ask(server, metric(Metric::Errors), &mut Dialect::default());
        let Step::Failed(fault) = step else { panic!("{step:?}") };
        assert!(fault.is_not_there(), "{fault}");
    }
    let down: Server = |_| Some((502, "text/plain", "the storage is down"));
    for server in [down as Server, shy] {
        let (_, step) = ask(server, metric(Metric::Errors), &mut Dialect::default());
        let Step::Failed(fault) = step else { panic!("{step:?}") };
        assert!(!fault.is_not_there(), "{fault}");
    }
}
