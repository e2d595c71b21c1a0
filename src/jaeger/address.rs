//! An endpoint, a path and parameters become an address.
//!
//! Invariant: what is put in comes out of a server's decoder as it was, whatever its bytes;
//! an address below no endpoint is relative to the page. Absent: the meaning of any parameter.

/// An address in the making.
pub(super) struct AddressText {
    text: String,
    has_query: bool,
}

impl AddressText {
    /// `path` below `base`; beside the page where `base` is empty.
    pub fn below(base: &str, path: &str) -> AddressText {
        let base = base.trim_end_matches('/');
        let slash = if base.is_empty() { "" } else { "/" };
        AddressText { text: format!("{base}{slash}{path}"), has_query: false }
    }

    /// Parameters alone, without a question mark.
    pub fn parameters() -> AddressText {
        AddressText { text: String::new(), has_query: false }
    }

    /// Adds one segment of the path, slashes inside it encoded.
    pub fn segment(mut self, segment: &str) -> AddressText {
        self.text.push('/');
        self.text.push_str(&encode_component(segment));
        self
    }

    pub fn parameter(&mut self, name: &str, value: &str) {
        if self.has_query {
            self.text.push('&');
        } else if !self.text.is_empty() {
            self.text.push('?');
        }
        self.has_query = true;
        self.text.push_str(&encode_component(name));
        self.text.push('=');
        self.text.push_str(&encode_component(value));
    }

    pub fn finish(self) -> String {
        self.text
    }
}

/// As the function of this name in browsers: a space is `%20`, which every decoder takes.
pub(super) fn encode_component(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            result.push(char::from(byte));
        } else {
            result.push_str(&format!("%{byte:02X}"));
        }
    }
    result
}

/// Names and values of a query without its question mark, decoded as forms are: `+` is a
/// space, as Jaeger's own links may have it.
pub(super) fn decoded_parameters(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}
