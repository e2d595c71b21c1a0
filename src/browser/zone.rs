//! The time zone in which times of day are told: the browser's, UTC, or one by its name.
//!
//! Invariant: a name that the browser does not know is the same as the browser's own zone.
//! Absent: calendars; an offset is all that a time needs (see `format::date_time`).

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::{location, storage};
use crate::format;

const SETTING: &str = "zone";
const UTC: &str = "UTC";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    #[default]
    Local,
    Utc,
    /// As the IANA names it: `Europe/Berlin`.
    Named(String),
}

thread_local! {
    /// The formatter of the zone that was asked for last: making one is slow.
    static FORMATTER: RefCell<Option<(String, JsValue)>> = const { RefCell::new(None) };
}

impl Zone {
    /// What the user chose.
    pub fn chosen() -> Zone {
        match storage::read(SETTING) {
            None => Zone::Local,
            Some(name) if name == UTC => Zone::Utc,
            Some(name) => Zone::named(&name).unwrap_or_default(),
        }
    }

    /// `None` where the browser does not know the name.
    pub fn named(name: &str) -> Option<Zone> {
        formatter(name).is_ok().then(|| Zone::Named(name.to_owned()))
    }

    /// Remembers the choice.
    pub fn keep(&self) {
        match self {
            Zone::Local => storage::remove(SETTING),
            Zone::Utc => storage::write(SETTING, UTC),
            Zone::Named(name) => storage::write(SETTING, name),
        };
    }

    /// Minutes that the zone is ahead of UTC at an instant, in nanoseconds since the epoch.
    pub fn offset_minutes(&self, at_nanos: u64) -> i32 {
        match self {
            Zone::Local => location::utc_offset_minutes(at_nanos),
            Zone::Utc => 0,
            Zone::Named(name) => {
                offset_of(name, at_nanos).unwrap_or_else(|| location::utc_offset_minutes(at_nanos))
            }
        }
    }
}

/// All names that the browser knows; empty where it does not tell.
pub fn known_names() -> Vec<String> {
    let names = intl().and_then(|intl| call(&intl, "supportedValuesOf", &"timeZone".into()));
    let names = names.ok().and_then(|names| names.dyn_into::<js_sys::Array>().ok());
    names.map(|names| names.iter().filter_map(|it| it.as_string()).collect()).unwrap_or_default()
}

/// The name of the browser's own zone.
pub fn local_name() -> Option<String> {
    let options = formatter("").and_then(|formatter| {
        let method = js_sys::Reflect::get(&formatter, &"resolvedOptions".into())?;
        method.dyn_into::<js_sys::Function>()?.call0(&formatter)
    });
    js_sys::Reflect::get(&options.ok()?, &"timeZone".into()).ok()?.as_string()
}

fn offset_of(name: &str, at_nanos: u64) -> Option<i32> {
    FORMATTER.with_borrow_mut(|known| {
        if known.as_ref().is_none_or(|(of, _)| of != name) {
            *known = Some((name.to_owned(), formatter(name).ok()?));
        }
        let (_, formatter) = known.as_ref()?;
        let date = js_sys::Date::new(&JsValue::from_f64((at_nanos / 1_000_000) as f64));
        let parts = call(formatter, "formatToParts", &date).ok()?;
        let parts = parts.dyn_into::<js_sys::Array>().ok()?;
        let text = |part: &JsValue, field: &str| {
            js_sys::Reflect::get(part, &field.into()).ok().and_then(|text| text.as_string())
        };
        let zone = parts.iter().find(|part| text(part, "type").as_deref() == Some("timeZoneName"));
        format::minutes_of_offset(&text(&zone?, "value")?)
    })
}

/// An `Intl.DateTimeFormat` that names the offset; of the browser's zone for an empty name.
fn formatter(name: &str) -> Result<JsValue, JsValue> {
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"timeZoneName".into(), &"longOffset".into())?;
    if !name.is_empty() {
        js_sys::Reflect::set(&options, &"timeZone".into(), &name.into())?;
    }
    let constructor = js_sys::Reflect::get(&intl()?, &"DateTimeFormat".into())?;
    let arguments = js_sys::Array::of2(&"en-US".into(), &options);
    let constructor: js_sys::Function = constructor.dyn_into()?;
    js_sys::Reflect::construct(&constructor, &arguments)
}

fn intl() -> Result<JsValue, JsValue> {
    js_sys::Reflect::get(&js_sys::global(), &"Intl".into())
}

fn call(of: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    js_sys::Reflect::get(of, &method.into())?.dyn_into::<js_sys::Function>()?.call1(of, argument)
}
