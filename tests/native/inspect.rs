//! The examples, run as processes on recorded traces.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

/// Programs of the examples. Cargo does not build examples for a single test target, and one
/// from an earlier build may be stale, so that it is asked every time; it answers at once
/// where nothing changed.
static PROGRAMS: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().expect("this test's own path");
    // …/target/debug/deps/native-…
    let profile_folder = test.ancestors().nth(2).expect("a folder for the profile");
    let target_folder = profile_folder.parent().expect("a folder for all profiles");
    let profile = match profile_folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(profile) => profile,
    };
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--no-default-features", "--examples"])
        .args(["--profile", profile, "--target-dir"])
        .arg(target_folder)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(build.expect("cargo runs").success(), "the examples do not build");
    profile_folder.join("examples")
});

fn program(name: &str) -> PathBuf {
    PROGRAMS.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn inspect(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(program("inspect"))
        .args(arguments)
        .current_dir(fixtures())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example starts");
    child.stdin.take().expect("an input").write_all(input).expect("the input is taken");
    child.wait_with_output().expect("the example ends")
}

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"))
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

fn expected() -> Value {
    let text = std::fs::read(fixtures().join("expected.json")).expect("expected.json");
    serde_json::from_slice(&text).expect("JSON")
}

fn number(value: &Value) -> u64 {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).expect("a number")
}

/// Compares a line with what was measured when the trace was recorded.
fn compare(line: &Value, expected: &Value) {
    let file = line["file"].as_str().expect("a file");
    let pairs = [
        ("spans", "spans"),
        ("errors", "error_spans"),
        ("roots", "roots"),
        ("orphans", "orphans"),
        ("depth", "depth"),
        ("start_ns", "start_ns"),
        ("end_ns", "end_ns"),
        ("duration_ns", "duration_ns"),
    ];
    // Jaeger's legacy form cuts times to microseconds, and v3 makes 1 ns of none.
    let is_exact = file.ends_with(".otlp.jsonl");
    for (key, expected_key) in
        pairs.into_iter().filter(|(key, _)| is_exact || !key.ends_with("_ns"))
    {
        assert_eq!(number(&line[key]), number(&expected[expected_key]), "{key} of {file}");
    }
    let services = expected["services"].as_object().expect("services").keys();
    let services: Vec<Value> = services.cloned().map(Value::String).collect();
    assert_eq!(line["services"], Value::Array(services), "services of {file}");
    let id = |id: &Value| id.as_str().expect("an id").trim_start_matches('0').to_owned();
    assert_eq!(id(&line["trace_id"]), id(&expected["trace_id"]), "id of {file}");
    assert_eq!(line["set_aside"], 0, "spans set aside of {file}");
}

/// Recorded files of the formats that are read, with their expectations.
fn recorded() -> Vec<(String, Value)> {
    let expected = expected();
    let traces = expected["traces"].as_object().expect("traces");
    let files = traces.values().flat_map(|trace| {
        let files = trace["files"].as_array().expect("files");
        files.iter().map(move |file| (file.as_str().expect("a name").to_owned(), trace.clone()))
    });
    files.filter(|(file, _)| file.ends_with(".json") || file.ends_with(".jsonl")).collect()
}

#[test]
fn every_recorded_file_is_told_as_it_was_measured() {
    let recorded = recorded();
    assert!(recorded.len() > 20);
    let files: Vec<&str> = recorded.iter().map(|(file, _)| file.as_str()).collect();
    let output = inspect(&files, b"");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = lines(&output);
    assert_eq!(lines.len(), recorded.len());
    for (line, (file, expected)) in lines.iter().zip(&recorded) {
        assert_eq!(line["file"], file.as_str());
        compare(line, expected);
    }
}

#[test]
fn self_times_add_up_to_what_was_measured() {
    let recorded = recorded().into_iter().filter(|(file, _)| file.ends_with(".otlp.jsonl"));
    for (file, expected) in recorded {
        let lines = lines(&inspect(&["--spans", &file], b""));
        let spans = &lines[1..];
        assert_eq!(spans.len() as u64, number(&expected["spans"]));
        let sum: u64 = spans.iter().map(|span| number(&span["self_ns"])).sum();
        assert_eq!(sum, number(&expected["sum_of_self_ns"]), "{file}");
    }
}

#[test]
fn a_span_names_its_parent_and_an_orphan_the_one_it_misses() {
    let lines = lines(&inspect(&["--spans", "lost-context.otlp.jsonl"], b""));
    let spans = &lines[1..];
    let ids: Vec<&Value> = spans.iter().map(|span| &span["id"]).collect();
    let orphans: Vec<&Value> =
        spans.iter().filter(|span| span.get("missing_parent_id").is_some()).collect();
    assert_eq!(orphans.len(), 1);
    assert_eq!((&orphans[0]["parent_id"], &orphans[0]["depth"]), (&Value::Null, &Value::from(1)));
    for span in spans.iter().filter(|span| !span["parent_id"].is_null()) {
        assert!(ids.contains(&&span["parent_id"]));
        assert_eq!(span["trace_id"], lines[0]["trace_id"]);
    }
    assert_eq!(lines[0]["warnings"]["missing_parent"], 1);
}

fn objects(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

#[test]
fn the_critical_path_of_each_root_adds_up_and_names_spans_of_the_trace() {
    for (file, _) in recorded().into_iter().filter(|(file, _)| file.ends_with(".otlp.jsonl")) {
        for option in ["--critical-path", "--critical-path=happens-before"] {
            let lines = lines(&inspect(&["--spans", option, &file], b""));
            let (paths, spans): (Vec<&Value>, Vec<&Value>) =
                lines[1..].iter().partition(|line| line.get("sections").is_some());
            let roots = number(&lines[0]["roots"]) + number(&lines[0]["orphans"]);
            assert_eq!(paths.len() as u64, roots, "{file}");
            for path in paths {
                assert_eq!(path["trace_id"], lines[0]["trace_id"]);
                check_path(path, &spans);
            }
        }
    }
}

/// The sections follow each other from the root's start to its end, each inside its span.
fn check_path(path: &Value, spans: &[&Value]) {
    let span_of = |id: &Value| {
        let found = spans.iter().find(|span| &span["id"] == id);
        found.unwrap_or_else(|| panic!("{id} is no span"))
    };
    let root = span_of(&path["root"]);
    assert!(root["parent_id"].is_null());
    assert_eq!(path["duration_ns"], root["duration_ns"]);
    let mut at = number(&root["start_ns"]);
    for section in objects(&path["sections"]) {
        let [id, start, end] = objects(section) else { panic!("{section} is no section") };
        assert_eq!(number(start), at);
        at = number(end);
        let span = span_of(id);
        let span_end = number(&span["start_ns"]) + number(&span["duration_ns"]);
        assert!(number(start) >= number(&span["start_ns"]) && at <= span_end && number(start) < at);
    }
    assert_eq!(at, number(&root["start_ns"]) + number(&root["duration_ns"]));
}

/// A root of 100 µs with children of 0..99 and 98..100 µs.
const HAIR: &str = r#"{"data":[{"traceID":"a1","processes":{"p":{"serviceName":"a"}},"spans":[
  {"traceID":"a1","spanID":"1","operationName":"root","startTime":1000,"duration":100,
   "processID":"p"},
  {"traceID":"a1","spanID":"2","operationName":"long","startTime":1000,"duration":99,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],"processID":"p"},
  {"traceID":"a1","spanID":"3","operationName":"last","startTime":1098,"duration":2,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],"processID":"p"}]}]}"#;

#[test]
fn the_mode_of_the_critical_path_is_as_asked_for_and_cover_if_not() {
    let path = |option: &str| lines(&inspect(&[option, "-"], HAIR.as_bytes())).remove(1);
    let ids = |path: &Value| {
        let sections = objects(&path["sections"]).iter();
        let ids = sections.map(|section| section[0].as_str().expect("an id").to_owned());
        ids.collect::<Vec<String>>()
    };
    let [one, two, three] = [1, 2, 3].map(|id| format!("{id:016x}"));
    let cover = path("--critical-path");
    assert_eq!(cover, path("--critical-path=cover"));
    assert_eq!((&cover["mode"], &cover["ambiguous_ns"]), (&"cover".into(), &98_000.into()));
    assert_eq!(ids(&cover), [two, three.clone()]);
    assert_eq!(objects(&cover["sections"])[1][1], 1_098_000);
    let before = path("--critical-path=happens-before");
    assert_eq!(before["mode"], "happens-before");
    assert_eq!((&before["root"], ids(&before)), (&one.as_str().into(), vec![one.clone(), three]));
}

#[test]
fn stats_tell_what_reading_each_file_took() {
    let files = ["order-healthy.jaeger.json", "search.jaeger.json"];
    let lines = lines(&inspect(&["--stats", files[0], files[1]], b""));
    let stats: Vec<&Value> = lines.iter().filter(|line| line.get("heap_bytes").is_some()).collect();
    assert_eq!(stats.len(), files.len());
    assert_eq!(lines.last(), Some(stats[1]));
    for (line, file) in stats.into_iter().zip(files) {
        let length = std::fs::metadata(fixtures().join(file)).expect("a fixture").len();
        assert_eq!((&line["file"], number(&line["bytes"])), (&file.into(), length));
        let traces = lines.iter().filter(|line| line.get("roots").is_some());
        let spans =
            traces.filter(|trace| trace["file"] == file).map(|trace| number(&trace["spans"]));
        assert_eq!(number(&line["spans"]), spans.sum::<u64>());
        assert!(line["read_ms"].as_f64().expect("a time") > 0.0);
        let share = number(&line["heap_bytes"]) as f64 / length as f64;
        assert!((line["heap_share"].as_f64().expect("a share") - share).abs() < 1e-9);
        let peak = &line["peak_rss_bytes"];
        assert!(!cfg!(target_os = "linux") || number(peak) > number(&line["heap_bytes"]));
    }
}

#[test]
fn a_search_with_several_traces_gives_a_line_each() {
    let expected = expected();
    for (file, search) in expected["searches"].as_object().expect("searches") {
        let lines = lines(&inspect(&[file], b""));
        let mut ids: Vec<&Value> = lines.iter().map(|line| &line["trace_id"]).collect();
        ids.sort_by_key(|id| id.to_string());
        assert_eq!(ids, search["trace_ids"].as_array().expect("ids").iter().collect::<Vec<_>>());
        let spans: u64 = lines.iter().map(|line| number(&line["spans"])).sum();
        assert_eq!(spans, number(&search["spans"]));
    }
}

#[test]
fn standard_input_is_read_for_a_dash() {
    let bytes = std::fs::read(fixtures().join("order-healthy.jaeger.json")).expect("a fixture");
    let output = inspect(&["-"], &bytes);
    let lines = lines(&output);
    assert_eq!((&lines[0]["file"], &lines[0]["format"]), (&"-".into(), &"jaeger-json".into()));
}

#[test]
fn a_file_that_fails_is_said_and_the_others_are_read() {
    let output = inspect(&["nowhere.json", "README.md", "order-healthy.jaeger.json"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines(&output).len(), 1);
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(complaints.contains("nowhere.json: cannot be read"), "{complaints}");
    assert!(complaints.contains("README.md: "), "{complaints}");
}

#[test]
fn help_is_given_and_what_is_not_understood_is_refused() {
    let help = inspect(&["--help"], b"");
    assert!(help.status.success() && String::from_utf8_lossy(&help.stdout).contains("--spans"));
    for arguments in [&["--sapns", "x.json"][..], &["--critical-path=best", "x.json"], &[]] {
        let refusal = inspect(arguments, b"");
        assert_eq!(refusal.status.code(), Some(2));
        assert!(refusal.stdout.is_empty() && !refusal.stderr.is_empty());
    }
}

#[test]
fn the_answers_come_after_each_trace() {
    let output = inspect(&["--answers", "order-rejected.otlp.jsonl"], b"");
    let lines = lines(&output);
    assert_eq!((output.status.code(), lines.len()), (Some(0), 2));
    let answers = &lines[1];
    assert_eq!(answers["trace_id"], lines[0]["trace_id"]);
    let parts = answers["parts"].as_array().expect("parts");
    let sum: u64 = parts.iter().map(|part| number(&part["ns"])).sum();
    assert_eq!(sum, number(&answers["duration_ns"]));
    assert_eq!((&parts[0]["peer"], &parts[0]["calls"]), (&"stock.db".into(), &12.into()));
    let failure = &answers["failures"][0];
    assert_eq!(
        failure["headline"],
        "Failed: order validate — OutOfStockError: 500 pieces ordered, 7 left"
    );
    assert_eq!(
        (&failure["explanation"], &failure["callers"][0]["outcome"]),
        (&"The request returned 409".into(), &"409".into())
    );
    assert!(answers["summary"].as_str().expect("Markdown").contains("**Where it failed**"));
}

fn explained(first: &str, second: &str) -> Output {
    compare_output(&[first, second])
}

#[test]
fn the_difference_between_two_orders_adds_up_and_names_its_spans() {
    let output = explained("order-healthy.otlp.jsonl", "order-failing.otlp.jsonl");
    assert!(output.status.success(), "{output:?}");
    let [explanation] = &lines(&output)[..] else { panic!("one object") };
    let expected = expected();
    let duration = |name: &str| number(&expected["traces"][name]["duration_ns"]) as i64;
    let nanos = |value: &Value| value.as_i64().expect("a number");
    let (a, b) = (nanos(&explanation["a_ns"]), nanos(&explanation["b_ns"]));
    assert_eq!((a, b), (duration("order-healthy"), duration("order-failing")));
    assert_eq!(nanos(&explanation["delta_ns"]), b - a);
    let contributions = explanation["contributions"].as_array().expect("a list");
    let sum: i64 = contributions.iter().map(|it| nanos(&it["contribution_ns"])).sum();
    assert_eq!(sum, b - a);
    let spans = |it: &Value, side: &str| it[side].as_array().map_or(0, Vec::len);
    assert!(contributions.iter().all(|it| spans(it, "spans_a") + spans(it, "spans_b") > 0));
    // The failing order reads its lines one by one, 87 times.
    let often =
        contributions.iter().find(|it| it["change"] == "more_often" || it["change"] == "new");
    assert!(often.is_some_and(|it| nanos(&it["contribution_ns"]) > 0), "{contributions:#?}");
    let same = explained("order-healthy.otlp.jsonl", "order-healthy.otlp.jsonl");
    assert_eq!(lines(&same)[0]["contributions"], serde_json::json!([]));
}

#[test]
fn what_cannot_be_compared_is_told() {
    let output = explained("order-healthy.otlp.jsonl", "no-such-file.json");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such-file.json"));
}

#[test]
fn the_edges_of_a_file_are_calls_of_all_its_traces_each_counted_once() {
    let output = inspect(&["--edges", "search.jaeger.json"], b"");
    assert!(output.status.success(), "{output:?}");
    let lines = lines(&output);
    let (edges, traces) = lines.split_last().expect("lines");
    assert!(traces.len() > 1 && traces.iter().all(|line| line.get("spans").is_some()));
    let edges = edges["edges"].as_array().expect("a list");
    let ends = |edge: &Value| [&edge["from"], &edge["to"]].map(|it| it.as_str().map(str::to_owned));
    assert!(edges.is_sorted_by(|a, b| ends(a) < ends(b)));
    let find = |from: &str, to: &str| {
        let found = edges.iter().find(|edge| edge["from"] == from && edge["to"] == to);
        found.unwrap_or_else(|| panic!("{from} → {to} in {edges:#?}"))
    };
    for (from, to) in [("order", "payment"), ("order", "orders.db"), ("payment", "acme-pay")] {
        let edge = find(from, to);
        assert!(number(&edge["calls"]) > 0 && number(&edge["errors"]) <= number(&edge["calls"]));
        assert!(0 < number(&edge["p50_ns"]) && number(&edge["p50_ns"]) <= number(&edge["p95_ns"]));
    }
    // A call and its answer are one: this many servers' spans there are.
    let spans = inspect(&["--spans", "search.jaeger.json"], b"");
    let served = self::lines(&spans)
        .iter()
        .filter(|it| it["service"] == "payment" && it["kind"] == "server")
        .count();
    assert_eq!(number(&find("order", "payment")["calls"]), served as u64);
}

/// A file with `count` orders of one shop, whose charges take so many microseconds each, and a
/// little more from trace to trace.
fn orders(name: &str, count: u64, charge_micros: u64, version: &str) -> String {
    let order = |number: u64| {
        let (trace, charge) = (0x1000 * charge_micros + number, charge_micros + 7 * number);
        let end = charge + 30 + number % 3;
        format!(
            r#"{{"traceID":"{trace:x}","processes":{{
              "w":{{"serviceName":"web"}},
              "p":{{"serviceName":"pay","tags":[
                {{"key":"service.version","type":"string","value":"{version}"}}]}}}},"spans":[
              {{"traceID":"{trace:x}","spanID":"1","operationName":"POST /orders/{number}",
                "startTime":1000,"duration":{end},"processID":"w"}},
              {{"traceID":"{trace:x}","spanID":"2","operationName":"charge","startTime":1010,
                "duration":{charge},"processID":"p",
                "references":[{{"refType":"CHILD_OF","traceID":"{trace:x}","spanID":"1"}}]}}]}}"#
        )
    };
    let orders: Vec<String> = (1..=count).map(order).collect();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let text = format!(r#"{{"data":[{}]}}"#, orders.join(","));
    std::fs::write(&file, text).expect("a file can be written");
    file.to_string_lossy().into_owned()
}

fn compare_output(arguments: &[&str]) -> Output {
    let mut command = Command::new(program("compare"));
    command.args(arguments).current_dir(fixtures()).output().expect("the example ends")
}

#[test]
fn sets_of_files_give_ranked_findings_with_examples_and_attributes() {
    let usual = [orders("usual-1.json", 9, 100, "1.9"), orders("usual-2.json", 8, 104, "1.9")];
    let slow = orders("slow.json", 15, 900, "2.0");
    let output = compare_output(&["--a", &usual[0], &usual[1], "--b", &slow]);
    assert!(output.status.success(), "{output:?}");
    let [comparison] = &lines(&output)[..] else { panic!("one object") };
    assert_eq!(
        (&comparison["verdict"], &comparison["traces"][0]),
        (&"different".into(), &17.into())
    );
    let [finding] = objects(&comparison["findings"]) else { panic!("{comparison:#}") };
    let said = ["service", "name", "change"].map(|key| finding[key].as_str().expect("a text"));
    assert_eq!(said, ["pay", "charge", "slower"]);
    assert_eq!(finding["effect"], 1.0);
    assert!(finding["significance"].as_f64().is_some_and(|it| it < 0.001));
    assert!(finding["median_shift_ns"].as_i64().is_some_and(|it| it > 700_000));
    for side in ["exemplar_a", "exemplar_b"] {
        assert_eq!(finding[side]["span_id"], format!("{:016x}", 2));
    }
    // The ninth of seventeen by the time of the charge, and the eighth of fifteen.
    let ids = ["exemplar_a", "exemplar_b"].map(|side| &finding[side]["trace_id"]);
    assert_eq!(ids, [&format!("{:016x}", 0x1000 * 100 + 5), &format!("{:016x}", 0x1000 * 900 + 8)]);
    let attributes = objects(&comparison["attributes"]);
    let values: Vec<&Value> = attributes.iter().map(|it| &it["value"]).collect();
    assert_eq!(values, ["1.9", "2.0"]);
    assert!(attributes.iter().all(|it| it["service"] == "pay" && it["key"] == "service.version"));
    assert_eq!(attributes[1]["traces"], serde_json::json!([0, 15]));
    let parts = ["mix_ns", "structure_ns", "inside_ns"]
        .map(|key| comparison[key].as_i64().expect("a number"));
    let means = objects(&comparison["mean_ns"]);
    let change = number(&means[1]) as i64 - number(&means[0]) as i64;
    assert_eq!(parts[..2], [0, 0]);
    assert!((parts[2] - change).abs() <= 1, "{parts:?} and {change}");
}

#[test]
fn too_few_files_are_said_to_be_and_single_traces_are_explained() {
    let (few, slow) = (orders("few.json", 3, 100, "1"), orders("few-slow.json", 3, 900, "1"));
    let [comparison] = &lines(&compare_output(&["--a", &few, "--b", &slow]))[..] else {
        panic!("one object")
    };
    assert_eq!(comparison["verdict"], "too_little_data");
    assert_eq!(comparison["findings"], serde_json::json!([]));
    let (one, other) = ("order-healthy.otlp.jsonl", "order-failing.otlp.jsonl");
    let single = compare_output(&["--b", other, "--a", one]);
    assert_eq!(single.stdout, compare_output(&[one, other]).stdout);
    for refused in [&["--a", one][..], &["--a", "--b", one], &["--c", one, "--b", other], &[one]] {
        assert_eq!(compare_output(refused).status.code(), Some(2), "{refused:?}");
    }
}
