//! Messages ⇄ transferable buffers.
//!
//! Invariant: what one side encodes the other decodes, since both are the same module.
//! Absent: any use of JavaScript objects for the contents.

use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

/// The value as bytes in a fresh `Uint8Array`, ready to be transferred.
pub fn encode<T: Serialize>(message: &T) -> Result<Uint8Array, JsValue> {
    let bytes = postcard::to_allocvec(message).map_err(|error| error_value(&error))?;
    Ok(Uint8Array::from(bytes.as_slice()))
}

/// Reads back what [`encode`] wrote.
pub fn decode<T: DeserializeOwned>(bytes: &JsValue) -> Result<T, JsValue> {
    let array: &Uint8Array =
        bytes.dyn_ref().ok_or_else(|| JsValue::from_str("a message without bytes"))?;
    postcard::from_bytes(&array.to_vec()).map_err(|error| error_value(&error))
}

/// The list of buffers to transfer rather than copy.
pub fn transfer_list(bytes: &Uint8Array) -> Array {
    Array::of1(&bytes.buffer())
}

/// `{key: value, …}`.
pub fn object(entries: &[(&str, &JsValue)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (key, value) in entries {
        Reflect::set(&object, &JsValue::from_str(key), value)?;
    }
    Ok(object)
}

/// `value[key]`, or undefined where there is none.
pub fn field(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

fn error_value(error: &postcard::Error) -> JsValue {
    JsValue::from_str(&format!("a message could not be encoded or decoded: {error}"))
}
