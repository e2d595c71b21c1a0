//! What an operator sets, and what a server says of itself in the page.

use spanscope::jaeger::{
    FormField, LOOKBACKS, Lookback, MenuLink, SearchQuery, ServiceChoice, UiConfig,
};

const CONFIG: &str = r#"{
    "archiveEnabled": true,
    "search": { "defaultLookback": "15m", "maxLookback": { "label": "8 Days", "value": "8d" },
                "maxLimit": 300 },
    "menu": [
        { "label": "Runbook", "url": "https://wiki.example/run", "anchorTarget": "_self" },
        { "label": "About", "items": [
            { "label": "Status", "url": "/status" },
            { "label": "v7" },
            { "label": "bad", "url": "javascript:alert(1)" },
            { "label": "sneaky", "url": "java\tscript:alert(1)" },
            { "url": "https://nameless.example" } ] },
        7
    ],
    "linkPatterns": [{ "type": "tags", "key": "k", "url": "https://a.example/#{k}", "text": "t" }]
}"#;

fn page(config: &str, storage: &str, backend: &str) -> String {
    format!(
        "JAEGER_CONFIG = {config};\n // JAEGER_CONFIG_JS\n\n JAEGER_VERSION = {{}};\n
         JAEGER_BACKEND_CAPABILITIES = {backend};\n JAEGER_STORAGE_CAPABILITIES = {storage};\n"
    )
}

fn lookback(text: &str) -> Lookback {
    Lookback::from_text(text).expect("a lookback")
}

#[test]
fn lookbacks_limit_links_and_patterns_are_read() {
    let config = UiConfig::parse(CONFIG);
    assert_eq!(config.default_lookback, lookback("15m"));
    assert_eq!(config.max_limit, Some(300));
    assert_eq!(config.link_patterns.len(), 1);
    let offered = config.lookbacks();
    assert_eq!(offered.last(), Some(&lookback("8d")), "the operator's own limit can be chosen");
    assert!(offered.contains(&lookback("7d")) && !offered.contains(&lookback("2w")), "{offered:?}");
    assert_eq!(UiConfig::default().lookbacks(), LOOKBACKS);
    let menu: Vec<(&str, &str, Option<&str>, bool)> = config
        .menu
        .iter()
        .map(|MenuLink { group, label, url, is_here }| {
            (group.as_str(), label.as_str(), url.as_deref(), *is_here)
        })
        .collect();
    let expected = [
        ("", "Runbook", Some("https://wiki.example/run"), true),
        ("About", "Status", Some("/status"), false),
        ("About", "v7", None, false),
    ];
    assert_eq!(menu, expected);
}

#[test]
fn what_is_missing_or_misshapen_leaves_the_default() {
    for text in ["", "nonsense", "[]", "7", r#"{"menu":{},"search":7,"linkPatterns":"x"}"#] {
        assert_eq!(UiConfig::parse(text), UiConfig::default(), "{text}");
    }
    let odd = r#"{"search":{"defaultLookback":"soon","maxLimit":-1,"maxLookback":"2d"}}"#;
    let config = UiConfig::parse(odd);
    assert_eq!((config.default_lookback, config.max_limit), (Lookback::HOUR, None));
    assert_eq!(config.max_lookback, Some(lookback("2d")), "a plain text will do");
    let short = UiConfig::parse(r#"{"search":{"maxLookback":{"value":"30m"}}}"#);
    assert_eq!(short.default_lookback, lookback("30m"), "no longer than the longest");
}

#[test]
fn the_configuration_and_the_capabilities_are_found_where_a_jaeger_writes_them() {
    let unset = page("DEFAULT_CONFIG", "DEFAULT_STORAGE_CAPABILITIES", "DEFAULT_X");
    assert_eq!(UiConfig::of_host(&unset), UiConfig::default());
    let awkward = r#"{"linkPatterns":[{"type":"tags","url":"https://a;b}","text":"}"}]}"#;
    let config = UiConfig::of_host(&page(awkward, r#"{"archiveStorage":true}"#, "DEFAULT_X"));
    assert_eq!(config.link_patterns.len(), 1);
    assert_eq!((config.has_archive, config.has_metrics), (Some(true), None));
    let newer = r#"{"archiveStorage":false,"metricsStorage":true,"searchWithoutServiceName":true}"#;
    let config = UiConfig::of_host(&page("{}", "DEFAULT_X", newer));
    assert_eq!(config.has_archive, Some(false));
    assert_eq!((config.has_metrics, config.searches_all_services), (Some(true), Some(true)));
    let off = page(r#"{"archiveEnabled":false}"#, r#"{"archiveStorage":true}"#, "DEFAULT_X");
    let off = UiConfig::of_host(&off);
    assert_eq!(
        (off.archive_enabled, off.has_archive),
        (false, Some(true)),
        "what is wanted, what there is"
    );
}

#[test]
fn a_search_that_the_site_does_not_do_has_mistakes() {
    let query = |service, limit| SearchQuery { service, limit, ..SearchQuery::default() };
    let config = UiConfig::parse(CONFIG);
    let named = || ServiceChoice::Named("a".to_owned());
    assert!(config.objections(&query(named(), 300)).is_empty());
    let objections = config.objections(&query(named(), 301));
    assert!(matches!(&objections[..], [(FormField::Limit, words)] if words.contains("300")));
    assert!(config.objections(&query(ServiceChoice::All, 1)).is_empty(), "it may be able to");
    let one = UiConfig { searches_all_services: Some(false), ..UiConfig::default() };
    let objections = one.objections(&query(ServiceChoice::All, 5_000));
    assert!(matches!(objections[..], [(FormField::Service, _)]), "{objections:?}");
}
