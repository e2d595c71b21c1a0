//! The style sheet's tokens, as the present theme resolves them.
//!
//! Invariant: a canvas gets the colours that the page beside it has. Absent: values; they
//! stand in `styles/tokens.css` only.

use wasm_bindgen::prelude::*;

use crate::scene::Tokens;

/// Reads all tokens, resolving what depends on the theme.
pub fn read() -> Tokens {
    let Some(window) = web_sys::window() else { return Tokens::default() };
    let root = window.document().and_then(|document| document.document_element());
    let style = root.and_then(|root| window.get_computed_style(&root).ok().flatten());
    let Some(style) = style else { return Tokens::default() };
    Tokens::read(|name| style.get_property_value(name).unwrap_throw())
}
