//! JSON becomes lines of a tree, each knowing where its subtree ends.
//!
//! Invariant: members keep their order and numbers their digits; depth costs no stack. Absent:
//! texts that are no container; a bare number is no tree.

use serde::de::IgnoredAny;

/// More lines than anybody opens.
const MOST_LINES: usize = 5_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    Object,
    Array,
    Text,
    /// A number, `true`, `false` or `null`.
    Literal,
}

/// A value, and the name or the place that it has in what is around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonLine {
    /// 0 for the whole.
    pub depth: u32,
    /// Empty for the whole; a place for a member of an array.
    pub name: String,
    pub kind: JsonKind,
    /// The text without quotes, the literal as written, or the number of members.
    pub value: String,
    /// One past the last line of the subtree.
    pub end: usize,
}

/// `None` for what is no object or array, or has too many members. O(bytes).
pub fn json_tree(text: &str) -> Option<Vec<JsonLine>> {
    let is_container = text.trim_start().starts_with(['{', '[']);
    // From here on the text is known to be well-formed.
    if !is_container || serde_json::from_str::<IgnoredAny>(text).is_err() {
        return None;
    }
    let mut scan = Scan { text, at: 0, lines: Vec::new(), open: Vec::new(), name: None };
    while scan.at < text.len() && scan.lines.len() <= MOST_LINES {
        scan.step()?;
    }
    (scan.lines.len() <= MOST_LINES).then_some(scan.lines)
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    lines: Vec<JsonLine>,
    /// The containers around, by line, with their members so far.
    open: Vec<(usize, usize)>,
    /// Of the member whose value comes next.
    name: Option<String>,
}

impl Scan<'_> {
    fn step(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let length = match rest.as_bytes()[0] {
            b'{' => self.begin(JsonKind::Object),
            b'[' => self.begin(JsonKind::Array),
            b'}' | b']' => self.end(),
            b'"' => {
                let length = string_length(rest)?;
                let said: String = serde_json::from_str(&rest[..length]).ok()?;
                self.say(said);
                length
            }
            b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => 1,
            _ => {
                let ends = |c: char| matches!(c, ',' | '}' | ']') || c.is_ascii_whitespace();
                let length = rest.find(ends).unwrap_or(rest.len());
                self.line(JsonKind::Literal, rest[..length].to_owned());
                length
            }
        };
        self.at += length;
        Some(())
    }

    fn begin(&mut self, kind: JsonKind) -> usize {
        self.line(kind, String::new());
        self.open.push((self.lines.len() - 1, 0));
        1
    }

    fn end(&mut self) -> usize {
        if let Some((line, members)) = self.open.pop() {
            self.lines[line].end = self.lines.len();
            self.lines[line].value = members.to_string();
        }
        1
    }

    /// A text is a name if it stands in an object that waits for one.
    fn say(&mut self, said: String) {
        let around = self.open.last().map(|&(line, _)| self.lines[line].kind);
        if around == Some(JsonKind::Object) && self.name.is_none() {
            self.name = Some(said);
        } else {
            self.line(JsonKind::Text, said);
        }
    }

    fn line(&mut self, kind: JsonKind, value: String) {
        let place = self.open.last_mut().map(|(_, members)| {
            *members += 1;
            (*members - 1).to_string()
        });
        let name = self.name.take().or(place).unwrap_or_default();
        let depth = self.open.len() as u32;
        let end = self.lines.len() + 1;
        self.lines.push(JsonLine { depth, name, kind, value, end });
    }
}

/// Of a text with its quotes.
fn string_length(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.map(|end| end + 2)
}
