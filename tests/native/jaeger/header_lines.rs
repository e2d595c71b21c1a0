//! Headers as one types them.

use proptest::prelude::*;
use spanscope::jaeger::{headers_from_text, headers_text};

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn lines_are_names_and_values_with_blanks_around_them_passed_over() {
    let read = headers_from_text("x-tenant: shop\n\n  authorization :Bearer a:b \r\n");
    assert_eq!(read, Ok(vec![pair("x-tenant", "shop"), pair("authorization", "Bearer a:b")]));
    assert_eq!(headers_from_text(" \n"), Ok(Vec::new()));
}

#[test]
fn what_is_no_header_is_told() {
    let told = |text: &str| headers_from_text(text).expect_err("a mistake");
    assert!(told("shop").contains("a colon"));
    assert!(told("x tenant: shop").contains("“x tenant”"));
    assert!(told(": shop").contains("no name"));
    assert!(told("x-tenant: größer").contains("x-tenant"));
    assert!(told("a: 1\nA: 2").contains("twice"));
}

proptest! {
    #[test]
    fn headers_read_as_they_were_written(
        headers in proptest::collection::btree_map("[a-z!#$%&'*+.^_`|~-]{1,9}", "([!-~]([ -~]*[!-~])?)?", 0..5)
    ) {
        let headers: Vec<(String, String)> = headers.into_iter().collect();
        prop_assert_eq!(headers_from_text(&headers_text(&headers)), Ok(headers));
    }

    #[test]
    fn nothing_that_is_let_through_ends_a_header(text in any::<String>()) {
        for (name, value) in headers_from_text(&text).unwrap_or_default() {
            prop_assert!(!name.contains(['\r', '\n', ':', ' ']));
            prop_assert!(!value.contains(['\r', '\n', '\0']));
        }
    }
}
