//! What a fetch gave, as whoever fetches hands it over.
//!
//! Invariant: plain values; the same reply is judged the same everywhere. Absent: headers beyond
//! those that tell something about a fault.

/// A whole answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reply<'a> {
    pub status: u16,
    /// Empty if there is none. Jaeger sends JSON as `text/plain` in places, so it decides little.
    pub content_type: &'a str,
    /// Where redirects led, if there were any.
    pub redirected_to: Option<&'a str>,
    /// From `Retry-After`, where that is a number.
    pub retry_after_seconds: Option<u32>,
    pub body: &'a [u8],
}

impl<'a> Reply<'a> {
    pub fn new(status: u16, content_type: &'a str, body: &'a [u8]) -> Reply<'a> {
        Reply { status, content_type, body, ..Reply::default() }
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A page for people; told by the body where the header says something else.
    pub(super) fn is_web_page(&self) -> bool {
        let head = self.head();
        let begins = |word: &str| {
            head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        let is_json = head.starts_with(['{', '[']);
        begins("<!doctype html")
            || begins("<html")
            || self.content_type.to_ascii_lowercase().starts_with("text/html") && !is_json
    }

    /// The first kilobytes as text, without white space before them.
    pub(super) fn head(&self) -> String {
        let head = &self.body[..self.body.len().min(HEAD_BYTES)];
        let text = String::from_utf8_lossy(head);
        text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned()
    }
}

/// Titles of pages and words of servers stand in so many bytes.
const HEAD_BYTES: usize = 32 * 1024;

/// A fetch that gave no whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Refused, no such host, no trust in its certificate, or not allowed by CORS: browsers do
    /// not tell which. `said` is the browser's own message.
    NoAnswer { said: String },
    /// Nothing, or not all of it, within so many seconds.
    TimedOut { seconds: u32 },
    /// The connection ended after so many bytes of the body.
    CutOff { bytes: u64, said: String },
    /// The body is longer than `most` bytes; `bytes` of it came, or were announced.
    TooLarge { bytes: u64, most: u64 },
}

/// Who asks, since a fault may lie in who is allowed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asker<'a> {
    /// `https://spanscope.example`.
    pub page_origin: &'a str,
    /// Names of headers that were sent beyond those of every request, such as `authorization`.
    pub headers: &'a [String],
}
