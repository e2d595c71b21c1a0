//! Tags that OpenTelemetry has fields for become those fields.
//!
//! Invariant: a tag is either understood or kept as an attribute, never both and never
//! neither. Absent: guesses; a kind or status of an unknown name stays an attribute.

use super::super::fields;
use super::super::intake::Intake;
use super::super::json::{Cursor, Stop};
use super::super::known_keys as keys;
use super::tag::read_tag;
use crate::trace::{Attribute, SpanKind, Status, StringId, Value};

/// What the tags that are not kept as attributes said.
#[derive(Clone, Copy, Default)]
pub(in crate::ingest) struct TagMeanings {
    pub kind: SpanKind,
    pub is_error: bool,
    pub status: Status,
    pub status_message: StringId,
    pub scope_name: StringId,
    pub scope_version: StringId,
    pub trace_state: StringId,
}

/// Reads a span's tags; those that are not understood are put into `attributes`.
pub(super) fn read_tags(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    attributes: &mut Vec<Attribute>,
) -> Result<TagMeanings, Stop> {
    attributes.clear();
    let mut meanings = TagMeanings::default();
    if !fields::enter_list(cursor, intake)? {
        return Ok(meanings);
    }
    let mut first = true;
    while let Some(tag) = next_tag(cursor, &mut first, intake)? {
        if tag.key > keys::LAST_SPAN_KEY || !meanings.take(tag, intake) {
            attributes.push(tag);
        }
    }
    Ok(meanings)
}

/// The next tag of a list; `None` past its end.
#[inline]
fn next_tag(
    cursor: &mut Cursor<'_>,
    first: &mut bool,
    intake: &mut Intake,
) -> Result<Option<Attribute>, Stop> {
    if let Some(tag) = intake.expected_element(cursor, first)? {
        return Ok(Some(tag));
    }
    let is_there = fields::next_object(cursor, first, intake)?;
    is_there.then(|| read_tag(cursor, intake)).transpose()
}

impl TagMeanings {
    /// Whether the tag was understood, and so is not kept as an attribute.
    pub fn take(&mut self, tag: Attribute, intake: &mut Intake) -> bool {
        if let Value::Bool(value) = tag.value {
            self.is_error |= value && tag.key == keys::ERROR;
            return value && tag.key == keys::ERROR;
        }
        let Value::Str(text) = tag.value else {
            return false;
        };
        let pool = intake.builder.pool_mut();
        let field = match tag.key {
            keys::STATUS_DESCRIPTION => &mut self.status_message,
            keys::SCOPE_NAME | keys::LIBRARY_NAME => &mut self.scope_name,
            keys::SCOPE_VERSION | keys::LIBRARY_VERSION => &mut self.scope_version,
            keys::TRACE_STATE => &mut self.trace_state,
            _ => return self.take_word(tag.key, pool.str_of(&text)),
        };
        *field = pool.interned(text);
        true
    }

    fn take_word(&mut self, key: StringId, word: &str) -> bool {
        match key {
            keys::SPAN_KIND => match SpanKind::from_any_case(word) {
                Some(kind) => self.kind = kind,
                None => return false,
            },
            keys::ERROR if word == "true" => self.is_error = true,
            keys::STATUS_CODE => match word.to_ascii_uppercase().as_str() {
                "ERROR" => self.status = Status::Error,
                "OK" => self.status = Status::Ok,
                "UNSET" => self.status = Status::Unset,
                _ => return false,
            },
            _ => return false,
        }
        true
    }
}
