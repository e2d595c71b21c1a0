//! Untrusted text becomes text that shows all of itself.
//!
//! Invariant: whatever is invisible, or changes the direction of what follows, has a glyph
//! in the result; what people write in any script stays as it is. Absent: escaping for
//! HTML; text reaches the page as text.

/// One line: controls become their pictures (`␀`, `␊`), other invisible characters their
/// number (`⟨U+202E⟩`).
pub fn visible_text(text: &str) -> String {
    reveal(text, |_| false)
}

/// As [`visible_text`], but line ends and tabs stay what they are.
pub fn visible_lines(text: &str) -> String {
    reveal(text, |character| matches!(character, '\n' | '\t'))
}

/// At most `most_chars` characters, the last one `…` if something was cut.
pub fn shorten(text: &str, most_chars: usize) -> String {
    if text.len() <= most_chars || text.chars().nth(most_chars).is_none() {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(most_chars.saturating_sub(1)).collect();
    // A joiner left dangling would swallow the ellipsis in some scripts.
    kept.truncate(kept.trim_end_matches([ZERO_WIDTH_JOINER, ' ']).len());
    if most_chars > 0 {
        kept.push('…');
    }
    kept
}

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

fn reveal(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut result = String::with_capacity(text.len());
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if is_kept(character) || joins_letters(before, character, characters.peek().copied()) {
            result.push(character);
        } else {
            push_visible(&mut result, character);
        }
        before = Some(character);
    }
    result
}

/// Joiners belong to the spelling of Persian, Indic scripts and emoji, so between two such
/// characters they stay; beside Latin letters they only hide.
fn joins_letters(before: Option<char>, character: char, after: Option<char>) -> bool {
    let is_script =
        |other: Option<char>| other.is_some_and(|other| other > '\u{2ff}' && !is_invisible(other));
    matches!(character, ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER)
        && is_script(before)
        && is_script(after)
}

fn push_visible(result: &mut String, character: char) {
    match character {
        '\0'..='\u{1f}' => {
            // The pictures lie in the order of the controls.
            result.push(char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'));
        }
        '\u{7f}' => result.push('␡'),
        _ if is_invisible(character) => {
            result.push_str(&format!("⟨U+{:04X}⟩", character as u32));
        }
        _ => result.push(character),
    }
}

/// Characters outside ASCII without a glyph of their own: controls, directions, zero
/// widths, fillers, tags.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}
