//! The windows of a JSON source become steps of its document, line by line where each line
//! is a value.
//!
//! In such a file a broken line is told and passed over, and the next one is read: a log
//! that was cut or written into by two at once loses no more than what is damaged.
//! Invariant: only a file whose first line is a whole value is read by lines, and only
//! later lines are ever passed over. Absent: repair of a broken line; what was whole on it
//! stays, the rest is not guessed.

use super::body::{Advance, BodyFault};
use super::document::Document;
use super::error::ReadErrorKind;
use super::fault::{fault_kind, field_at};
use super::intake::Intake;
use super::json::{Cursor, Stop};
use super::report::WarningKind;

#[derive(Default)]
pub(super) struct JsonBody {
    pub document: Document,
    layout: Layout,
    /// How the first line begins, up to its first key: another may begin so, the rest of a
    /// value hardly does.
    first_key: Vec<u8>,
}

/// A line whose first key ends later than this is not known by it.
const MOST_KEY_BYTES: usize = 80;

/// Where values begin and end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Layout {
    /// The first value has not ended yet.
    #[default]
    Unknown,
    /// Each on one line.
    Lines,
    /// The same, and the line in hand is broken: its end is looked for.
    BrokenLine,
    /// Anywhere.
    Free,
}

/// Where to go on in the window, or what became of it as a whole.
type Next = Result<usize, Advance>;

impl JsonBody {
    /// Reads as far as the window is whole. The intake knows where it begins.
    pub fn advance(&mut self, window: &[u8], intake: &mut Intake) -> Advance {
        let mut from = 0;
        loop {
            let next = match self.layout {
                Layout::Unknown | Layout::Free => self.read_freely(window, from, intake),
                Layout::Lines => self.read_line(window, from, intake),
                Layout::BrokenLine => self.pass_over_line(window, from),
            };
            match next {
                Ok(position) => from = position,
                Err(advance) => return advance,
            }
        }
    }

    fn read_freely(&mut self, window: &[u8], from: usize, intake: &mut Intake) -> Next {
        let advance = self.take_steps(window, from, intake);
        if self.layout == Layout::Lines { Ok(advance.consumed) } else { Err(advance) }
    }

    /// Steps until the window ends, or until the first value has shown the layout.
    fn take_steps(&mut self, window: &[u8], from: usize, intake: &mut Intake) -> Advance {
        let mut cursor = Cursor::new(window);
        cursor.position = from;
        let mut done = from;
        let stop = loop {
            let is_between = self.document.is_complete();
            let step = self.document.step(&mut cursor, intake);
            if self.layout == Layout::Unknown && (step.is_ok() || self.document.is_skipping()) {
                self.learn_layout(is_between, cursor.slice(done, cursor.position));
                if self.layout == Layout::Lines {
                    return Advance { consumed: cursor.position, retry_at: 0, fault: None };
                }
            }
            match step {
                Ok(()) => done = cursor.position,
                Err(stop) => break stop,
            }
        };
        if let (Stop::Broken, Some(fault)) = (stop, cursor.fault()) {
            let field = field_at(&window[done..], fault.at - done);
            let fault = BodyFault { at: fault.at, kind: fault_kind(fault, window), field };
            return Advance { consumed: done, retry_at: 0, fault: Some(fault) };
        }
        // A number that is passed over is looked at as a whole, and not again for every
        // slice; nor is any other long unit.
        let consumed = if self.document.is_skipping() { cursor.position } else { done };
        Advance { consumed, retry_at: 2 * (window.len() - consumed), fault: None }
    }

    /// `bytes` were just consumed; they began between two values if `is_between`.
    fn learn_layout(&mut self, is_between: bool, bytes: &[u8]) {
        let bytes = if is_between { bytes.trim_ascii_start() } else { bytes };
        if self.first_key.len() < MOST_KEY_BYTES && !self.first_key.ends_with(b":") {
            let end = memchr::memchr(b':', bytes).map_or(bytes.len(), |colon| colon + 1);
            let room = MOST_KEY_BYTES - self.first_key.len();
            self.first_key.extend_from_slice(&bytes[..end.min(room)]);
        }
        if memchr::memchr(b'\n', bytes).is_some() {
            self.layout = Layout::Free;
        } else if self.document.is_complete() {
            self.layout = Layout::Lines;
        }
    }

    /// Reads what of the line in hand, or of the next one, is in the window.
    fn read_line(&mut self, window: &[u8], from: usize, intake: &mut Intake) -> Next {
        let rest = &window[from..];
        let is_between = self.document.is_complete();
        let space = if is_between { rest.len() - rest.trim_ascii_start().len() } else { 0 };
        let line_end = memchr::memchr(b'\n', &rest[space..]).map(|at| from + space + at);
        // The line's end belongs to it: it makes a number whole.
        let end = line_end.map_or(window.len(), |line_end| line_end + 1);
        let advance = self.take_steps(&window[..end], from, intake);
        match (&advance.fault, line_end) {
            (Some(fault), _) if line_end.is_none_or(|line_end| fault.at < line_end) => {
                let between = &window[advance.consumed..fault.at];
                let reason = reason_of(&fault.kind);
                let is_told = self.give_up_line(between, fault.at, &reason, intake);
                if is_told { Ok(fault.at) } else { Err(advance) }
            }
            (_, None) => Err(advance),
            (_, Some(line_end)) => self.end_line(window, line_end, advance, intake),
        }
    }

    /// The line was read to its end, where a value should end, too.
    fn end_line(
        &mut self,
        window: &[u8],
        line_end: usize,
        advance: Advance,
        intake: &mut Intake,
    ) -> Next {
        // What is passed over takes a line's end twice without harm.
        let consumed = advance.consumed.min(line_end);
        let left = &window[consumed..line_end];
        if self.document.is_complete() && left.trim_ascii().is_empty() && advance.fault.is_none() {
            return Ok(consumed);
        }
        let may_go_on = self.document.may_hold_another(left);
        match self.begins_like_the_first(&window[line_end..]) {
            None => {
                let retry_at = window.len() - consumed + 1;
                Err(Advance { consumed, retry_at, fault: None })
            }
            Some(true)
                if !may_go_on
                    && self.give_up_line(left, line_end, "it ends in the middle", intake) =>
            {
                Ok(line_end)
            }
            Some(_) => {
                self.layout = Layout::Free;
                Ok(consumed)
            }
        }
    }

    /// Whether the line that follows is another value, rather than more of this one; `None`
    /// as long as too little of it is there.
    fn begins_like_the_first(&self, following: &[u8]) -> Option<bool> {
        let is_line_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let start = following.iter().position(|byte| !is_line_end(byte))?;
        let line = &following[start..];
        let is_key = self.first_key.ends_with(b":");
        let is_like = is_key && line.iter().zip(&self.first_key).all(|(a, b)| a == b);
        (!is_like || line.len() >= self.first_key.len()).then_some(is_like)
    }

    /// Tells that the line is broken at a byte of the window, and begins to pass over it.
    /// `false` on the first line, which is not given up. `unread`: from what is consumed on.
    fn give_up_line(
        &mut self,
        unread: &[u8],
        at: usize,
        reason: &str,
        intake: &mut Intake,
    ) -> bool {
        let Some(line) = self.document.give_up_line(unread, intake) else { return false };
        let place = intake.place(at);
        let detail = format!(
            "Line {line} is broken at byte {}: {reason}. The rest of the line was passed over.",
            place.offset
        );
        intake.notices.add(WarningKind::BrokenLine, 1, place, &detail);
        self.layout = Layout::BrokenLine;
        true
    }

    fn pass_over_line(&mut self, window: &[u8], from: usize) -> Next {
        match memchr::memchr(b'\n', &window[from..]) {
            Some(length) => {
                self.layout = Layout::Lines;
                Ok(from + length)
            }
            None => Err(Advance { consumed: window.len(), retry_at: 0, fault: None }),
        }
    }
}

/// A clause.
fn reason_of(kind: &ReadErrorKind) -> String {
    match kind {
        ReadErrorKind::NotJson { expected, found } => {
            format!("{expected} was expected, but {found} was found")
        }
        ReadErrorKind::TooDeep { most } => format!("its values are nested more than {most} deep"),
        _ => "it is not JSON".to_owned(),
    }
}
