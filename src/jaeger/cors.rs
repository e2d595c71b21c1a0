//! The page's origin → what to set on a Jaeger so that the page may read its answers.
//!
//! Invariant: nothing more is opened than this page needs. Absent: proxies, which each say it
//! their own way. Sources: Jaeger's `jaeger_query` extension takes the settings of the
//! OpenTelemetry Collector's HTTP servers (confighttp's README: `cors`), which want no bare `*`;
//! Jaeger v1 has `--query.additional-headers` (its `--help`), and sends them with its page, too,
//! which is how it answers the question that browsers ask before a request with a token.

/// What to write where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorsSettings {
    /// Lines of YAML for the configuration of Jaeger v2.
    pub jaeger_v2: String,
    /// Flags for the command line of Jaeger v1.
    pub jaeger_v1: String,
    in_words: String,
}

impl CorsSettings {
    /// `headers`: names of those that are sent beyond the usual, such as `authorization`.
    pub fn new(page_origin: &str, headers: &[String]) -> CorsSettings {
        let key = "extensions.jaeger_query.http.cors";
        let flag = "--query.additional-headers";
        let mut jaeger_v2 = format!(
            "extensions:\n  jaeger_query:\n    http:\n      cors:\n        allowed_origins: [\"{page_origin}\"]\n"
        );
        let mut jaeger_v1 = format!("{flag}=\"Access-Control-Allow-Origin: {page_origin}\"");
        let mut in_words = format!("Jaeger v2 takes {key}.allowed_origins: [\"{page_origin}\"]");
        if !headers.is_empty() {
            let quoted: Vec<String> = headers.iter().map(|name| format!("\"{name}\"")).collect();
            let quoted = quoted.join(", ");
            jaeger_v2.push_str(&format!("        allowed_headers: [{quoted}]\n"));
            let names = headers.join(", ");
            jaeger_v1.push_str(&format!(" {flag}=\"Access-Control-Allow-Headers: {names}\""));
            in_words.push_str(&format!(" and {key}.allowed_headers: [{quoted}]"));
        }
        in_words.push_str(&format!(" in its configuration, Jaeger v1 takes {jaeger_v1}."));
        CorsSettings { jaeger_v2, jaeger_v1, in_words }
    }

    /// The same in one sentence.
    pub(super) fn in_words(&self) -> &str {
        &self.in_words
    }
}
