//! Every way an endpoint can fail has words of its own and a way on.

use spanscope::jaeger::{Asker, Broken, CorsSettings, Fault, FaultKind, Reply};

use crate::ingest::fixtures::fixture;

const URL: &str = "https://j.example/jaeger/api/services";
const PAGE: Asker<'static> = Asker { page_origin: "https://page.example", headers: &[] };

fn of(status: u16, content_type: &str, body: &str) -> Fault {
    Fault::of_reply(URL, &Reply::new(status, content_type, body.as_bytes())).expect("a fault")
}

fn broken(url: &str, broken: &Broken) -> Fault {
    Fault::of_broken(url, broken, &PAGE)
}

fn no_answer() -> Broken {
    Broken::NoAnswer { said: "Failed to fetch".to_owned() }
}

#[test]
fn each_fault_says_what_happened_where_and_what_to_do() {
    let retry = Reply { retry_after_seconds: Some(7), ..Reply::new(429, "", b"slow down") };
    let faults = [
        (broken(URL, &no_answer()), "unreachable", "new tab", true),
        (broken("api/services", &no_answer()), "unreachable", "the server runs", true),
        (broken(URL, &Broken::TimedOut { seconds: 10 }), "timed_out", "shorter time", true),
        (
            broken(URL, &Broken::CutOff { bytes: 9, said: String::new() }),
            "cut_off",
            "Try again",
            true,
        ),
        (broken(URL, &Broken::TooLarge { bytes: 9, most: 5 }), "too_large", "fewer traces", false),
        (of(401, "", ""), "login_wanted", "Sign in", false),
        (of(401, "", "missing tenant header"), "login_wanted", "x-tenant", false),
        (of(403, "text/html", "<html><title>No</title>"), "forbidden", "Sign in", false),
        (of(404, "", ""), "not_found", "endpoint's path", false),
        (of(429, "", ""), "too_many_requests", "Wait a little", true),
        (Fault::of_reply(URL, &retry).expect("429"), "too_many_requests", "in 7 seconds", true),
        (of(500, "", "boom"), "server_failed", "its log", true),
        (of(502, "text/html", "<html>Bad Gateway"), "server_failed", "behind a proxy", true),
        (of(500, "", "archive span storage was not configured"), "switched_off", "archive", false),
        (of(501, "", ""), "switched_off", "switch it on", false),
        (of(418, "", "teapot"), "refused", "complains", false),
        (of(302, "", ""), "refused", "complains", false),
        (of(200, "text/html", "Hello"), "web_page", "sign in", false),
    ];
    for (fault, name, advice, may_retry) in faults {
        let text = fault.to_string();
        assert_eq!(fault.name(), name, "{text}");
        assert!(text.contains(&fault.url) && text.ends_with('.'), "{text}");
        assert!(fault.what().ends_with('.') && fault.advice().contains(advice), "{text}");
        assert_eq!(fault.is_worth_retrying(), may_retry, "{text}");
        assert_eq!(fault.is_too_much(), ["timed_out", "too_large"].contains(&name), "{text}");
    }
}

#[test]
fn a_trace_that_is_not_there_has_hints_of_its_own() {
    let url = "http://j/api/traces/00000000000000ab";
    let body = fixture("answers/trace-not-found.json");
    let fault = Fault::of_reply(url, &Reply::new(404, "text/plain", &body)).expect("a fault");
    let text = fault.to_string();
    assert!(
        text.contains("It says: “trace not found”. A trace is there some seconds after"),
        "{text}"
    );
    assert!(text.contains("sampled"), "{text}");
}

#[test]
fn the_servers_own_words_are_found_in_every_form() {
    for (body, words) in [
        (
            r#"{"data":null,"errors":[{"code":400,"msg":"parameter 'service' is required"}]}"#,
            "parameter 'service' is required",
        ),
        (r#"{"errors":[{"msg":"a"},{"message":"b"}]}"#, "a; b"),
        (r#"{"error":{"httpCode":400,"message":"times are required"}}"#, "times are required"),
        (r#"{"code":1004,"error":"Invalid argument"}"#, "Invalid argument"),
        (r#"{"message":"Route not found"}"#, "Route not found"),
        (r#"{"status":400,"message":"unknown field `raw`"}"#, "unknown field `raw`"),
        (r#""just text""#, "just text"),
        ("service name is required\nstack trace", "service name is required"),
        ("\u{feff} \n tab\there\u{7}", "tab here"),
        ("<!DOCTYPE html><title>x</title>", ""),
        ("{}", ""),
        ("", ""),
    ] {
        assert_eq!(of(400, "text/plain", body).said, words, "{body}");
    }
    let long = of(400, "", &"ü".repeat(1_000)).said;
    assert_eq!(long.chars().count(), 301);
    assert!(long.ends_with('…'));
}

#[test]
fn a_page_for_people_is_told_by_its_body_and_its_kind() {
    let kind = |content_type: &str, body: &str| match of(200, content_type, body).kind {
        FaultKind::WebPage { title, is_jaegers, redirected_to: None } => (title, is_jaegers),
        other => panic!("{other:?}"),
    };
    let login = "\n<!doctype HTML><head><TITLE lang=en>Sign in\n to X</title>";
    assert_eq!(kind("text/plain", login), ("Sign in  to X".to_owned(), false));
    assert_eq!(kind("text/html; charset=utf-8", "Hello"), (String::new(), false));
    let jaegers = "<html><title>Jaeger UI</title><script>JAEGER_CONFIG = DEFAULT_CONFIG;</script>";
    assert_eq!(kind("text/html", jaegers), ("Jaeger UI".to_owned(), true));
    assert!(of(200, "text/html", jaegers).advice().contains("https://host/jaeger"));
    let body = b"<html>";
    let to =
        Reply { redirected_to: Some("https://sso.example/login"), ..Reply::new(200, "", body) };
    let text = Fault::of_reply(URL, &to).expect("a fault").to_string();
    assert!(text.contains("led to another address, https://sso.example/login, and"), "{text}");
    // Some servers send data as if it were a page.
    let data = Reply::new(200, "text/html", br#" {"data":[]}"#);
    assert_eq!(Fault::of_reply(URL, &data), None);
}

#[test]
fn a_server_elsewhere_gets_the_settings_that_this_page_needs() {
    let text = broken(URL, &no_answer()).to_string();
    for words in [
        "It says: “Failed to fetch”.",
        "extensions.jaeger_query.http.cors.allowed_origins: [\"https://page.example\"]",
        "--query.additional-headers=\"Access-Control-Allow-Origin: https://page.example\"",
        "Or put Spanscope next to it",
    ] {
        assert!(text.contains(words), "{text}");
    }
    assert!(!text.contains("allowed_headers"), "{text}");
    let headers = ["authorization".to_owned(), "x-tenant".to_owned()];
    let asker = Asker { headers: &headers, ..PAGE };
    let text = Fault::of_broken(URL, &no_answer(), &asker).to_string();
    assert!(text.contains("allowed_headers: [\"authorization\", \"x-tenant\"]"), "{text}");
    assert!(text.contains("Access-Control-Allow-Headers: authorization, x-tenant\""), "{text}");
    let settings = CorsSettings::new("https://page.example", &headers);
    assert_eq!(
        settings.jaeger_v2,
        "extensions:\n  jaeger_query:\n    http:\n      cors:\n        \
         allowed_origins: [\"https://page.example\"]\n        \
         allowed_headers: [\"authorization\", \"x-tenant\"]\n"
    );
}

#[test]
fn the_same_origin_is_no_matter_of_cors_and_http_from_https_is_its_own() {
    let name = |url: &str| broken(url, &no_answer()).kind;
    let same = FaultKind::Unreachable { cross_origin: None, headers: Vec::new() };
    for url in ["api/x", "/api/x", "https://page.example/j/api/x", "https://page.example?x"] {
        assert_eq!(name(url), same, "{url}");
    }
    assert_eq!(name("http://j.example/api"), FaultKind::MixedContent);
    for url in ["http://localhost:16686/api", "http://127.0.0.1/api", "https://page.example.evil/a"]
    {
        assert!(matches!(name(url), FaultKind::Unreachable { cross_origin: Some(_), .. }), "{url}");
    }
    let mixed = broken("http://j.example/api", &no_answer()).to_string();
    assert!(mixed.contains("came by https") && mixed.contains("https address"), "{mixed}");
}
