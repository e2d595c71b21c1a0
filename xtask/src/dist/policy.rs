//! The built index.html → the strictest content security policy it works under.
//!
//! Invariant: a script or style sheet within the page is allowed by its hash, so one that somebody
//! slipped in is not. Deliberately absent: servers of other origins; who wants to ask a Jaeger
//! elsewhere adds it to `connect-src`.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

use super::contents::File;
use crate::failure::Failure;

/// For nginx to include; the same line serves every other server.
pub fn snippet(page: &Path) -> Result<File, Failure> {
    let html = fs::read_to_string(page).map_err(Failure::file("read", page))?;
    let text = format!(
        "# What this build of the page may do. Add Jaegers of other origins to connect-src.\n\
         add_header Content-Security-Policy \"{}\" always;\n",
        of_page(&html)
    );
    Ok(File { path: "deploy/content-security-policy.conf".into(), bytes: text.into_bytes() })
}

fn of_page(html: &str) -> String {
    let html = without_comments(html);
    let allowed = |tag| hashes(&html, tag).collect::<String>();
    let (scripts, styles) = (allowed("script"), allowed("style"));
    // Widths and places of bars are written into style attributes, which run nothing.
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; \
         style-src 'self'{styles}; style-src-attr 'unsafe-inline'; img-src 'self' data:; \
         connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; \
         form-action 'none'; frame-ancestors 'self'"
    )
}

/// Of every element of this name with a text that a browser acts on.
fn hashes<'a>(html: &'a str, tag: &'a str) -> impl Iterator<Item = String> + 'a {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let texts: Vec<String> = html
        .split(&open)
        .skip(1)
        .filter_map(|rest| {
            let (attributes, rest) = rest.split_once('>')?;
            let (text, _) = rest.split_once(&close)?;
            let is_data = attributes.contains("application/json");
            (!is_data && !text.is_empty()).then(|| text.to_owned())
        })
        .collect();
    texts.into_iter().map(|text| {
        let hash = BASE64.encode(Sha256::digest(text.as_bytes()));
        format!(" 'sha256-{hash}'")
    })
}

fn without_comments(html: &str) -> String {
    let mut parts = html.split("<!--");
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.filter_map(|part| Some(part.split_once("-->")?.1)).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_styles_within_the_page_are_allowed_by_hash_and_nothing_else() {
        let policy = of_page(
            "<!-- <script>old()</script> --><script type=\"application/json\">{}</script>\
             <script>alert(1)</script><script src=\"a.js\"></script><style>a{}</style>",
        );
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let script = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(policy.contains(&format!("'wasm-unsafe-eval' {script};")), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), 2, "{policy}");
        assert!(policy.contains("style-src 'self' 'sha256-"), "{policy}");
    }
}
