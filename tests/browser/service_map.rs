//! The layout of the service map as browsers compute it.

use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../support/golden_map.rs"]
mod golden_map;
#[path = "../support/maps.rs"]
mod maps;

#[wasm_bindgen_test]
fn services_are_where_they_are_natively() {
    golden_map::assert_canonical();
}
