//! Links that an operator's configuration makes out of attributes.

use spanscope::jaeger::{LinkPattern, LinkPlace, MadeLink, UiConfig};

fn link_patterns(config: &str) -> Vec<LinkPattern> {
    UiConfig::parse(config).link_patterns
}

fn name(wanted: &str) -> Option<String> {
    let known = [
        ("order.id", "a b/7&ü"),
        ("traceID", "af01"),
        ("evil", "javascript:alert(1)"),
        ("startTime", "1795183392481234"),
        ("odd | add 1", "a name with a bar"),
        ("odd", "7"),
    ];
    known.iter().find(|(name, _)| *name == wanted).map(|(_, value)| (*value).to_owned())
}

fn made(pattern: &str, place: LinkPlace, key: &str, value: &str) -> Option<MadeLink> {
    let patterns = link_patterns(&format!(r#"{{"linkPatterns":[{pattern}]}}"#));
    patterns.first()?.link(place, Some((key, value)), &name)
}

/// What a text with names becomes, in a link for each kind of place.
fn written(text: &str) -> Option<String> {
    let one = |kind: &str, place, attribute| {
        let config = format!(
            r#"{{"linkPatterns":[{{"type":"{kind}","url":"https://x/","text":"{text}"}}]}}"#
        );
        let patterns = link_patterns(&config);
        patterns.first()?.link(place, attribute, &name).map(|link| link.text)
    };
    let attribute = Some(("k", "v"));
    let all = [
        one("traces", LinkPlace::Trace, None),
        one("tags", LinkPlace::Span, attribute),
        one("process", LinkPlace::Resource, attribute),
        one("logs", LinkPlace::Event, attribute),
    ];
    assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
    all[0].clone()
}

#[test]
fn names_are_filled_in_encoded_in_the_address_and_plain_in_the_text() {
    let pattern = r##"{"type":"tags","key":"order.id","text":"Order #{order.id}",
        "url":"https://shop.example/o/#{order.id}?t=#{traceID}"}"##;
    let link = made(pattern, LinkPlace::Span, "order.id", "x").expect("a link");
    assert_eq!(link.url, "https://shop.example/o/a%20b%2F7%26%C3%BC?t=af01");
    assert_eq!(link.text, "Order a b/7&ü");
}

#[test]
fn a_pattern_is_for_its_place_its_keys_and_its_values() {
    let one = r#"{"type":"process","key":["host","ip"],"value":"b","url":"http://x","text":"t"}"#;
    assert!(made(one, LinkPlace::Resource, "ip", "b").is_some());
    assert!(made(one, LinkPlace::Resource, "ip", "c").is_none());
    assert!(made(one, LinkPlace::Resource, "port", "b").is_none());
    assert!(made(one, LinkPlace::Span, "ip", "b").is_none());
    let any = r#"{"type":"logs","url":"mailto:x@y.example","text":"t"}"#;
    assert!(made(any, LinkPlace::Event, "whatever", "b").is_some());
}

#[test]
fn no_link_leads_elsewhere_than_to_the_web_to_mail_or_to_places_beside_the_page() {
    for url in [
        "javascript:alert(1)",
        "JavaScript:#{evil}",
        "",
        "data:text/html,x",
        " https://x",
        "java\\nscript:x",
        "https://x/\\ny",
        "ftp://x",
        "file:///etc",
    ] {
        let pattern = format!(r#"{{"type":"tags","key":"k","url":"{url}","text":"t"}}"#);
        assert_eq!(made(&pattern, LinkPlace::Span, "k", "v"), None, "{url}");
    }
}

#[test]
fn a_place_relative_to_the_page_may_be_led_to_and_values_add_no_scheme() {
    for (url, leads_to) in [
        ("/logs?trace=#{traceID}", "/logs?trace=af01"),
        ("logs/a:b", "logs/a:b"),
        ("#/trace/#{traceID}", "#/trace/af01"),
        ("//logs.example/#{traceID}", "//logs.example/af01"),
        ("#{evil}", "javascript%3Aalert(1)"),
    ] {
        let pattern = format!(r#"{{"type":"tags","key":"k","url":"{url}","text":"t"}}"#);
        let link = made(&pattern, LinkPlace::Span, "k", "v");
        assert_eq!(link.map(|link| link.url).as_deref(), Some(leads_to));
    }
}

#[test]
fn formatters_write_values_otherwise_for_every_kind_of_place() {
    let written = |text: &str| written(text).unwrap_or_else(|| "no link".to_owned());
    let iso = "epoch_micros_to_date_iso";
    assert_eq!(written(&format!("#{{startTime | {iso}}}")), "2026-11-20T14:03:12.481Z");
    assert_eq!(
        written(&format!("#{{ startTime|add -60000000 |{iso} }}")),
        "2026-11-20T14:02:12.481Z"
    );
    assert_eq!(written("#{startTime | add 10}"), "1795183392481244");
    assert_eq!(written("#{traceID | pad_start 8 0}"), "0000af01");
    assert_eq!(written("#{traceID | pad_start 9 xyz}"), "xyzxyaf01");
    assert_eq!(written("#{traceID | pad_start 6}"), "  af01");
    assert_eq!(written("#{traceID | pad_start 2 0}"), "af01");
    assert_eq!(written("#{odd | add 1}"), "a name with a bar");
}

#[test]
fn what_a_formatter_is_not_for_makes_no_link() {
    for wanted in [
        "traceID | add 1",
        "traceID | epoch_micros_to_date_iso",
        "startTime | add",
        "startTime | add x",
        "startTime | pad_start x 0",
        "startTime | pad_start 99999999999 0",
        "startTime | upper",
        "startTime | add 1 |",
        "nobody | add 1",
        "startTime | add 99999999999999999999 | epoch_micros_to_date_iso",
    ] {
        assert_eq!(written(&format!("#{{{wanted}}}")), None, "{wanted}");
    }
}

#[test]
fn a_link_of_a_trace_asks_for_no_key() {
    let config = r##"{"linkPatterns":[{"type":"traces","key":"k","value":"v","url":"https://x/#{traceID}",
        "text":"t"}]}"##;
    let link = link_patterns(config)[0].link(LinkPlace::Trace, None, &name);
    assert_eq!(link.map(|link| link.url).as_deref(), Some("https://x/af01"));
}

#[test]
fn a_name_that_is_not_there_makes_no_link() {
    let pattern = r##"{"type":"tags","key":"k","url":"https://x/#{nobody}","text":"t"}"##;
    assert_eq!(made(pattern, LinkPlace::Span, "k", "v"), None);
}

#[test]
fn patterns_that_are_none_are_left_out() {
    let config = r#"{"linkPatterns":[7,{"type":"tags"},{"type":"x","url":"http://a","text":"t"},
        {"type":"tags","key":7,"url":"http://a","text":"t"},
        {"type":"tags","key":"k","url":"http://a","text":"t"}]}"#;
    assert_eq!(link_patterns(config).len(), 1);
    assert!(link_patterns("nonsense").is_empty());
    assert!(link_patterns("{}").is_empty());
}
