//! Compact JSON becomes JSON with a line for each entry.
//!
//! Invariant: only white space is added, so numbers keep their digits and keys their order.
//! Absent: a check that it is JSON; our own writers made it.

const INDENT: &[u8] = b"  ";

pub(super) fn pretty(compact: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(compact.len() * 2);
    let mut depth = 0usize;
    let mut rest = compact;
    while let Some((&byte, after)) = rest.split_first() {
        let mut taken = 1;
        match byte {
            b'"' => {
                taken = text_length(rest);
                out.extend_from_slice(&rest[..taken]);
            }
            b'{' | b'[' if matches!(after.first(), Some(b'}' | b']')) => {
                taken = 2;
                out.extend_from_slice(&rest[..2]);
            }
            b'{' | b'[' => {
                depth += 1;
                out.push(byte);
                break_line(&mut out, depth);
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut out, depth);
                out.push(byte);
            }
            b',' => {
                out.push(byte);
                break_line(&mut out, depth);
            }
            b':' => out.extend_from_slice(b": "),
            _ => out.push(byte),
        }
        rest = &rest[taken..];
    }
    out.push(b'\n');
    out
}

/// The bytes of the text at the start of `json`, with its quotes.
fn text_length(json: &[u8]) -> usize {
    let mut is_escaped = false;
    let end = json.iter().skip(1).position(|&byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(json.len(), |end| end + 2)
}

fn break_line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    (0..depth).for_each(|_| out.extend_from_slice(INDENT));
}
