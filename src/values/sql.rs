//! A query becomes pieces: keywords, quoted texts, comments, the rest.
//!
//! Invariant: the pieces put together are the query. Absent: dialects, and any layout; the
//! producer's line breaks stay.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SqlKind {
    Keyword,
    /// Between quotes.
    Text,
    Comment,
    Plain,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlPiece {
    pub kind: SqlKind,
    pub text: String,
}

const FIRST_WORDS: [&str; 12] = [
    "select", "insert", "update", "delete", "with", "merge", "create", "alter", "drop", "begin",
    "call", "explain",
];
const KEYWORDS: [&str; 54] = [
    "all",
    "alter",
    "and",
    "as",
    "asc",
    "begin",
    "between",
    "by",
    "call",
    "case",
    "commit",
    "create",
    "cross",
    "delete",
    "desc",
    "distinct",
    "drop",
    "else",
    "end",
    "exists",
    "explain",
    "for",
    "from",
    "full",
    "group",
    "having",
    "in",
    "inner",
    "insert",
    "into",
    "is",
    "join",
    "left",
    "like",
    "limit",
    "merge",
    "not",
    "null",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "returning",
    "right",
    "select",
    "set",
    "then",
    "union",
    "update",
    "values",
    "when",
    "where",
    "with",
];

/// `None` unless the key is a query's and the text begins as one. O(bytes).
pub fn sql(key: &str, text: &str) -> Option<Vec<SqlPiece>> {
    let is_query_key = matches!(key, "db.statement" | "db.query.text") || key.contains("sql");
    let first = text.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next()?;
    let begins = FIRST_WORDS.iter().any(|word| word.eq_ignore_ascii_case(first));
    (is_query_key && begins).then(|| pieces(text))
}

fn pieces(text: &str) -> Vec<SqlPiece> {
    let mut pieces: Vec<SqlPiece> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (kind, length) = next_piece(rest);
        let (piece, after) = rest.split_at(length);
        match pieces.last_mut() {
            Some(last) if kind == SqlKind::Plain && last.kind == kind => last.text.push_str(piece),
            _ => pieces.push(SqlPiece { kind, text: piece.to_owned() }),
        }
        rest = after;
    }
    pieces
}

/// What the text begins with, and how many bytes of it.
fn next_piece(text: &str) -> (SqlKind, usize) {
    let first = text.chars().next().unwrap_or_default();
    if first == '\'' {
        // A quote inside is doubled: two texts side by side, which look the same.
        let end = text[1..].find('\'').map_or(text.len(), |at| at + 2);
        return (SqlKind::Text, end);
    }
    if text.starts_with("--") {
        return (SqlKind::Comment, text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return (SqlKind::Comment, text.find("*/").map_or(text.len(), |at| at + 2));
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '"');
    if !is_word(first) {
        return (SqlKind::Plain, first.len_utf8());
    }
    let length = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let is_keyword = KEYWORDS.iter().any(|word| word.eq_ignore_ascii_case(&text[..length]));
    (if is_keyword { SqlKind::Keyword } else { SqlKind::Plain }, length)
}
