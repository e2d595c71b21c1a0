//! What a server says went wrong, in any of the forms that query servers use.
//!
//! Invariant: an empty list of errors is no error. Absent: the meaning of codes; the
//! server's words are shown as they are.

use super::fields;
use super::json::{Cursor, Shallow, Stop};

/// The longest message that is kept, in characters.
const MOST_CHARACTERS: usize = 300;

/// The message in `{"msg": …}`, `{"message": …}`, a text, or a list of these; `None` if
/// there is none.
pub(super) fn read_server_error(cursor: &mut Cursor<'_>) -> Result<Option<String>, Stop> {
    if cursor.peek()? != b'[' {
        return read_one(cursor);
    }
    let mut messages = Vec::new();
    let mut first = true;
    cursor.begin_array()?;
    while cursor.next_element(&mut first)? {
        messages.extend(read_one(cursor)?);
    }
    messages.truncate(3);
    Ok((!messages.is_empty()).then(|| messages.join("; ")))
}

fn read_one(cursor: &mut Cursor<'_>) -> Result<Option<String>, Stop> {
    if cursor.peek()? != b'{' {
        return Ok(match fields::scalar(cursor)? {
            Shallow::Text(text) => Some(text.for_message(MOST_CHARACTERS)),
            _ => None,
        });
    }
    let mut message = None;
    let mut code = None;
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        let value = fields::scalar(cursor)?;
        match (&*key.name(), value) {
            (b"msg" | b"message", Shallow::Text(text)) => {
                message = Some(text.for_message(MOST_CHARACTERS));
            }
            (b"code" | b"httpCode" | b"http_code", Shallow::Number(number)) => {
                code = Some(number.as_str());
            }
            _ => {}
        }
    }
    Ok(match (message, code.filter(|&code| code != "0")) {
        (Some(message), Some(code)) => Some(format!("{message} (code {code})")),
        (message, code) => message.or_else(|| code.map(|code| format!("code {code}"))),
    })
}
