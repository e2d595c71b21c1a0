//! What somebody typed becomes the words that a span has to say.
//!
//! Invariant: no word is empty. Absent: comparisons such as `duration>50ms`; a language of
//! those would have these words as its leaves.

/// Words that a span must all say, each anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// Words lie between spaces. Between quotes a space is part of the word, and `\"` is a
    /// quote; what follows a quote that is not closed is quoted to the end.
    pub fn parse(text: &str) -> Query {
        let mut words = Vec::new();
        let mut word = String::new();
        let mut is_quoted = false;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' => is_quoted = !is_quoted,
                '\\' if is_quoted && chars.next_if_eq(&'"').is_some() => word.push('"'),
                c if c.is_whitespace() && !is_quoted => words.push(std::mem::take(&mut word)),
                c => word.push(c),
            }
        }
        words.push(word);
        words.retain(|word| !word.is_empty());
        Query { words }
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn words(&self) -> &[String] {
        &self.words
    }
}
