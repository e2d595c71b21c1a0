//! An address becomes host, path and the list of its parameters.
//!
//! Invariant: the parts put together are the address as written; only parameters are decoded
//! beside it. Absent: whether it leads anywhere; nothing here is a link.

/// `scheme` `host` `path` are as written, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// With `://`.
    pub scheme: String,
    /// With user and port, if any.
    pub host: String,
    pub path: String,
    /// Names and values, decoded.
    pub parameters: Vec<(String, String)>,
    /// With `#`; empty if there is none.
    pub fragment: String,
}

/// `None` for what is no absolute address. O(bytes).
pub fn address(text: &str) -> Option<Address> {
    let (scheme, rest) = text.split_once("://")?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    if !is_scheme || rest.is_empty() || text.contains(char::is_whitespace) {
        return None;
    }
    let fragment_at = rest.find('#').unwrap_or(rest.len());
    let (rest, fragment) = rest.split_at(fragment_at);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let parameters = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    });
    Some(Address {
        scheme: format!("{scheme}://"),
        host: host.to_owned(),
        path: path.to_owned(),
        parameters: parameters.collect(),
        fragment: fragment.to_owned(),
    })
}

/// `%41` is `A` and `+` is a space, as in forms; what is no such sequence stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digit = |at: usize| rest.get(at).and_then(|&b| char::from(b).to_digit(16));
        match (byte, digit(1), digit(2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &rest[3..];
                continue;
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
