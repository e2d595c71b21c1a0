//! A filter's text becomes a tree, or the first thing that is wrong with it.
//!
//! Recursive descent after the grammar in `filter.rs`: `or` binds least, then `and` or a
//! space, then `not` or `-`.
//!
//! Invariant: any text gives one or the other; nesting, terms and length are bounded.
//! Absent: what fields mean (`terms`).

use super::expression::Expression;
use super::keys::KEYWORDS;
use super::lexer::{Lexer, Token, TokenKind};
use super::problem::FilterProblem;
use super::terms;

const MOST_BYTES: usize = 8_192;
/// Brackets and `not`s inside each other.
const MOST_DEPTH: usize = 32;
/// Each may have to look at all texts of the trace.
const MOST_TERMS: usize = 200;

pub(super) fn parse(text: &str) -> Result<Expression, FilterProblem> {
    if text.len() > MOST_BYTES {
        let message = format!("a filter of at most {MOST_BYTES} bytes was expected");
        let from = (0..=MOST_BYTES).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        return Err(FilterProblem::new(from, text.len(), message));
    }
    let mut parser = Parser { lexer: Lexer::new(text), depth: 0, terms: 0 };
    let expression = parser.any()?;
    let token = parser.lexer.next_term();
    match token.kind {
        TokenKind::End => Ok(expression),
        // Only a bracket ends what `any` reads before the end.
        _ => Err(at(&token, "no bracket is open here").with_hint("remove it, or quote it: \")\"")),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    depth: usize,
    terms: usize,
}

fn at(token: &Token, message: &str) -> FilterProblem {
    FilterProblem::new(token.from, token.to, message)
}

fn is_keyword(token: &Token, keyword: &str) -> bool {
    matches!(&token.kind, TokenKind::Word(word) if word.eq_ignore_ascii_case(keyword))
}

impl Parser<'_> {
    fn peek(&self) -> Token {
        let mut ahead = self.lexer;
        ahead.next_term()
    }

    fn next_is(&self, keyword: &str) -> bool {
        is_keyword(&self.peek(), keyword)
    }

    fn take_keyword(&mut self, keyword: &str) -> bool {
        let is_next = self.next_is(keyword);
        if is_next {
            self.lexer.next_term();
        }
        is_next
    }

    /// `any = all { "or" all }`; nothing at all where a term may be missing.
    fn any(&mut self) -> Result<Expression, FilterProblem> {
        if matches!(self.peek().kind, TokenKind::End | TokenKind::Close) {
            return Ok(Expression::Everything);
        }
        let mut members = vec![self.all()?];
        while self.take_keyword("or") {
            members.push(self.all()?);
        }
        Ok(Expression::any(members))
    }

    /// `all = not { [ "and" ] not }`
    fn all(&mut self) -> Result<Expression, FilterProblem> {
        let mut members = vec![self.not()?];
        loop {
            let is_end = matches!(self.peek().kind, TokenKind::End | TokenKind::Close);
            if is_end || self.next_is("or") {
                return Ok(Expression::all(members));
            }
            self.take_keyword("and");
            members.push(self.not()?);
        }
    }

    /// `not = { "not" | "-" } ( "(" any ")" | term )`
    fn not(&mut self) -> Result<Expression, FilterProblem> {
        let mut is_negated = false;
        loop {
            let token = self.lexer.next_term();
            match token.kind {
                TokenKind::Minus => is_negated = !is_negated,
                TokenKind::Open => return Ok(self.bracket(&token)?.negated_if(is_negated)),
                _ if is_keyword(&token, "not") => is_negated = !is_negated,
                _ => return Ok(self.term(token)?.negated_if(is_negated)),
            }
        }
    }

    fn bracket(&mut self, open: &Token) -> Result<Expression, FilterProblem> {
        if self.depth == MOST_DEPTH {
            return Err(at(open, &format!("at most {MOST_DEPTH} brackets may be nested")));
        }
        self.depth += 1;
        let inner = self.any()?;
        self.depth -= 1;
        let close = self.lexer.next_term();
        if close.kind != TokenKind::Close {
            let missing = at(open, "this bracket is not closed");
            return Err(missing.with_hint("add ) behind what belongs together"));
        }
        if inner == Expression::Everything {
            let empty = FilterProblem::new(open.from, close.to, "a term was expected in brackets");
            return Err(empty.with_hint("remove them, or quote them: \"()\""));
        }
        Ok(inner)
    }

    fn term(&mut self, token: Token) -> Result<Expression, FilterProblem> {
        self.terms += 1;
        if self.terms > MOST_TERMS {
            return Err(at(&token, &format!("at most {MOST_TERMS} terms were expected")));
        }
        let is_joining = KEYWORDS.iter().any(|keyword| is_keyword(&token, keyword));
        match &token.kind {
            TokenKind::Word(word) if is_joining => {
                let message = format!("a term was expected before {}", word.to_lowercase());
                Err(at(&token, &message)
                    .with_hint(format!("quote it to find the word: \"{word}\"")))
            }
            TokenKind::Word(word) => self.word(&token, word.clone(), false),
            TokenKind::Quoted { text, is_closed: true } => self.word(&token, text.clone(), true),
            TokenKind::Quoted { .. } => Err(unclosed(&token)),
            TokenKind::Operator(operator) => {
                let message = format!("a field was expected before {}", operator.text());
                Err(at(&token, &message).with_hint("such as duration>50ms or http.route=/cart"))
            }
            _ => Err(at(&token, "a term was expected").with_hint("such as cart or status:error")),
        }
    }

    /// A word by itself, or the field of a comparison.
    fn word(
        &mut self,
        token: &Token,
        word: String,
        is_quoted: bool,
    ) -> Result<Expression, FilterProblem> {
        let Some(operator) = self.lexer.next_operator() else {
            self.check_touching(token)?;
            return match word.is_empty() {
                true => Err(at(token, "a word was expected between the quotes")),
                false => Ok(Expression::Words(word)),
            };
        };
        let value = self.lexer.next_value();
        let (text, is_value_quoted) = match &value.kind {
            TokenKind::Word(text) => (text, false),
            TokenKind::Quoted { text, is_closed: true } => (text, true),
            TokenKind::Quoted { .. } => return Err(unclosed(&value)),
            TokenKind::Open => {
                let missing = at(&value, "a value was expected, not a bracket");
                return Err(missing.with_hint("put the value in quotes"));
            }
            _ => {
                let message = format!("a value was expected after {}", &word);
                return Err(FilterProblem::new(operator.to, value.to, message)
                    .with_hint(terms::example(&word, is_quoted)));
            }
        };
        self.check_touching(&value)?;
        let TokenKind::Operator(sign) = operator.kind else { return Ok(Expression::Everything) };
        let comparison = terms::Comparison {
            field: &word,
            is_field_quoted: is_quoted,
            field_range: token.from..token.to,
            operator: sign,
            operator_range: operator.from..operator.to,
            value: text,
            is_value_quoted,
            value_range: value.from..value.to,
        };
        comparison.read()
    }

    /// `foo(bar)` is neither two words nor one that was meant.
    fn check_touching(&self, token: &Token) -> Result<(), FilterProblem> {
        let is_quoted = matches!(token.kind, TokenKind::Quoted { .. });
        if !self.lexer.is_touched(is_quoted) {
            return Ok(());
        }
        let next = self.peek();
        let touching = FilterProblem::new(token.to, next.to, "a space was expected here");
        Err(touching.with_hint("put the whole in quotes if it belongs together"))
    }
}

fn unclosed(token: &Token) -> FilterProblem {
    at(token, "this quote is not closed").with_hint("add \" behind the phrase")
}
