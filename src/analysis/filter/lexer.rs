//! A filter's text becomes tokens, one at a time.
//!
//! What a word may hold depends on where it stands: in front of an operator it ends there,
//! after one it may hold anything but spaces, quotes and brackets (`url:http://a/?b=c`). So
//! the parser says which it wants.
//!
//! Invariant: places are byte offsets at the bounds of characters. Absent: meanings; `and`
//! is a word here.

/// How a field is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// `:`
    Says,
    Is,
    IsNot,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
    MatchesNot,
}

/// Longer ones first, so that `>=` is not taken for `>`.
pub(super) const OPERATORS: [(&str, Operator); 9] = [
    ("!=", Operator::IsNot),
    ("!~", Operator::MatchesNot),
    (">=", Operator::GreaterOrEqual),
    ("<=", Operator::LessOrEqual),
    (":", Operator::Says),
    ("=", Operator::Is),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("~", Operator::Matches),
];

impl Operator {
    pub fn text(self) -> &'static str {
        let found = OPERATORS.into_iter().find(|&(_, operator)| operator == self);
        found.map_or("", |(text, _)| text)
    }
}

/// A piece of a filter and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub from: usize,
    /// Exclusive.
    pub to: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Open,
    Close,
    /// A `-` that stands directly before something.
    Minus,
    Operator(Operator),
    Word(String),
    /// What is between quotes; `is_closed` if the second one is there.
    Quoted {
        text: String,
        is_closed: bool,
    },
    End,
}

/// Where in the text the reading is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Lexer<'a> {
        Lexer { text, at: 0 }
    }

    /// Whether something else begins right behind a word or, if `is_quoted`, a phrase.
    pub fn is_touched(&self, is_quoted: bool) -> bool {
        let begins = |c: char| match is_quoted {
            true => !c.is_whitespace() && c != ')',
            false => matches!(c, '"' | '('),
        };
        self.rest().starts_with(begins)
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// The next token where a term may begin.
    pub fn next_term(&mut self) -> Token {
        self.skip_spaces();
        let from = self.at;
        let mut rest = self.rest().chars();
        let kind = match rest.next() {
            None => TokenKind::End,
            Some('(') => self.take(1, TokenKind::Open),
            Some(')') => self.take(1, TokenKind::Close),
            Some('"') => self.quoted(),
            Some('-') if rest.next().is_some_and(|c| !c.is_whitespace() && c != ')') => {
                self.take(1, TokenKind::Minus)
            }
            Some(_) => match self.operator() {
                Some(operator) => TokenKind::Operator(operator),
                None => self.word(),
            },
        };
        Token { kind, from, to: self.at }
    }

    /// The operator that comes next, perhaps after spaces.
    pub fn next_operator(&mut self) -> Option<Token> {
        let before = *self;
        self.skip_spaces();
        let from = self.at;
        let Some(operator) = self.operator() else {
            *self = before;
            return None;
        };
        Some(Token { kind: TokenKind::Operator(operator), from, to: self.at })
    }

    /// The value after an operator.
    pub fn next_value(&mut self) -> Token {
        self.skip_spaces();
        let from = self.at;
        let kind = match self.rest().chars().next() {
            None => TokenKind::End,
            Some('(') => self.take(1, TokenKind::Open),
            Some(')') => TokenKind::Close,
            Some('"') => self.quoted(),
            Some(_) => {
                let length = self.rest().find(ends_value).unwrap_or(self.rest().len());
                let text = self.rest()[..length].to_owned();
                self.take(length, TokenKind::Word(text))
            }
        };
        Token { kind, from, to: self.at }
    }

    fn take(&mut self, bytes: usize, kind: TokenKind) -> TokenKind {
        self.at += bytes;
        kind
    }

    fn operator(&mut self) -> Option<Operator> {
        let rest = self.rest();
        let found = OPERATORS.into_iter().find(|(text, _)| rest.starts_with(text));
        found.map(|(text, operator)| {
            self.at += text.len();
            operator
        })
    }

    fn word(&mut self) -> TokenKind {
        let rest = self.rest();
        let mut length = word_length(rest);
        // An address that somebody pasted is a word, not the field `http`.
        if rest[length..].starts_with("://") {
            length = rest.find(ends_value).unwrap_or(rest.len());
        }
        self.take(length, TokenKind::Word(rest[..length].to_owned()))
    }

    /// `\"` and `\\` are a quote and a backslash; any other backslash is itself.
    fn quoted(&mut self) -> TokenKind {
        let rest = self.rest();
        let mut text = String::new();
        let mut chars = rest.char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => return self.take(at + 1, TokenKind::Quoted { text, is_closed: true }),
                '\\' => match chars.next_if(|&(_, next)| next == '"' || next == '\\') {
                    Some((_, escaped)) => text.push(escaped),
                    None => text.push(c),
                },
                c => text.push(c),
            }
        }
        self.take(rest.len(), TokenKind::Quoted { text, is_closed: false })
    }
}

/// Whether a bare value ends before this character.
pub(super) fn ends_value(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '(' | ')')
}

/// The bytes of the bare word at the beginning of `text`.
pub(super) fn word_length(text: &str) -> usize {
    let ends = |(at, c): (usize, char)| {
        let is_operator = || OPERATORS.iter().any(|(sign, _)| text[at..].starts_with(sign));
        (ends_value(c) || is_operator()).then_some(at)
    };
    text.char_indices().find_map(ends).unwrap_or(text.len())
}
