//! Reads `styles/tokens.css`, as far as tests need it.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../styles/tokens.css");

/// The custom properties of a theme, by name.
pub type Theme = BTreeMap<String, String>;

pub fn light() -> Theme {
    block("\n:root {\n  color-scheme: light;")
}

pub fn dark() -> Theme {
    block(":root[data-theme=\"dark\"] {")
}

/// The theme for those who chose none but whose system is dark.
pub fn system_dark() -> Theme {
    block(":root:not([data-theme=\"light\"]) {")
}

fn block(head: &str) -> Theme {
    let (_, after) = TOKENS.split_once(head).expect("the style sheet has this block");
    let (body, _) = after.split_once('}').expect("the block ends");
    body.split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .filter(|(name, _)| name.trim().starts_with("--"))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

#[test]
fn a_chosen_dark_theme_is_the_same_as_the_systems() {
    assert_eq!(dark(), system_dark());
    assert!(dark().len() > 20);
}

#[test]
fn both_themes_define_the_same_tokens() {
    assert!(light().keys().eq(dark().keys()));
}

#[test]
fn every_token_that_is_drawn_with_is_defined() {
    use spanscope::scene::{Ink, Paint, ServiceColor, Tokens};
    for theme in [light(), dark()] {
        let tokens = Tokens::read(|name| match theme.get(name) {
            Some(value) => format!(" {value}"),
            None if name == "--font" => "sans-serif".to_owned(),
            None => panic!("{name} is not in the style sheet"),
        });
        for ink in Ink::ALL {
            assert_eq!(tokens.css(Paint::Ink(ink)), theme[ink.token()]);
        }
        let color = ServiceColor::of("order");
        let expected = format!("oklch({} {} 254)", theme["--service-l0"], theme["--service-c0"]);
        assert_eq!(tokens.css(Paint::Service(color)), expected);
    }
}
