//! Links that an operator's configuration makes out of attributes.

use spanscope::jaeger::{LinkPlace, MadeLink, config_of_host, link_patterns};

fn name(wanted: &str) -> Option<String> {
    let known = [("order.id", "a b/7&ü"), ("traceID", "af01"), ("evil", "javascript:alert(1)")];
    known.iter().find(|(name, _)| *name == wanted).map(|(_, value)| (*value).to_owned())
}

fn made(pattern: &str, place: LinkPlace, key: &str, value: &str) -> Option<MadeLink> {
    let patterns = link_patterns(&format!(r#"{{"linkPatterns":[{pattern}]}}"#));
    patterns.first()?.link(place, Some((key, value)), name)
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
fn no_link_leads_elsewhere_than_to_the_web_or_to_mail() {
    for url in [
        "javascript:alert(1)",
        "#{evil}",
        "//x",
        "/x",
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

#[test]
fn the_configuration_is_found_where_a_jaeger_writes_it() {
    let block = |config: &str| format!("\n  JAEGER_CONFIG = {config};\n // JAEGER_CONFIG_JS\n x");
    assert_eq!(config_of_host(&block("DEFAULT_CONFIG")), None);
    let config = r#"{"linkPatterns":[{"url":"a;b}"}]}"#;
    assert_eq!(config_of_host(&block(config)), Some(config));
}
