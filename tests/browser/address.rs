//! Which addresses are this server's own, as the browser reads them.

use spanscope::browser::location;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn paths_of_this_server_are_its_own() {
    for url in ["api/traces/1", "/api/traces/1", "./static/samples/a.json", "", "?x=1"] {
        assert!(location::is_same_origin(url), "{url}");
    }
    assert!(location::is_same_origin(&format!("{}/api", location::origin())));
}

#[wasm_bindgen_test]
fn disguises_of_another_server_are_seen_through() {
    let elsewhere = [
        "https://jaeger.example/api/traces/1",
        "//jaeger.example/api",
        "http:\\\\jaeger.example\\api",
        "\\\\jaeger.example/api",
        " https://jaeger.example",
        "https:jaeger.example",
        "data:application/json,{}",
        "javascript:alert(1)",
        "http://[broken",
    ];
    for url in elsewhere {
        assert!(!location::is_same_origin(url), "{url}");
    }
}

#[wasm_bindgen_test]
fn an_address_with_a_login_is_never_followed_unasked() {
    let with_login = location::origin().replace("://", "://user:secret@");
    assert!(!location::is_same_origin(&format!("{with_login}/api")));
}

#[wasm_bindgen_test]
fn a_written_fragment_is_read_back() {
    let before = location::current().2;
    location::replace("#/sample/x?v=1");
    assert_eq!(location::current().2, "#/sample/x?v=1");
    location::replace(&before);
}
