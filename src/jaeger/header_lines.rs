//! Headers as one types them, `name: value` a line ⇄ pairs.
//!
//! Invariant: what is written is read as the same pairs; nothing gets through that would end a
//! header and begin another. Absent: headers that browsers keep to themselves (`Cookie`, `Host`),
//! which they pass over. Source: RFC 9110, section 5.

/// Why lines are no headers: a sentence.
pub type HeaderMistake = String;

/// Lines in order; empty ones are passed over.
pub fn headers_from_text(text: &str) -> Result<Vec<(String, String)>, HeaderMistake> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some((name, value)) = line.split_once(':') else {
            return Err(
                "Each line is a name, a colon and a value, as in x-tenant: shop.".to_owned()
            );
        };
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || !name.bytes().all(is_of_name) {
            return Err(format!("“{name}” is no name of a header."));
        }
        if !value.bytes().all(is_of_value) {
            return Err(format!("The value of {name} has a character that headers cannot carry."));
        }
        if headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
            return Err(format!("{name} stands here twice."));
        }
        headers.push((name.to_owned(), value.to_owned()));
    }
    Ok(headers)
}

pub fn headers_text(headers: &[(String, String)]) -> String {
    let line = |(name, value): &(String, String)| format!("{name}: {value}");
    headers.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn is_of_value(byte: u8) -> bool {
    byte == b'\t' || (b' '..=b'~').contains(&byte)
}
