//! A service's or a value's colour as a small square.
//!
//! Invariant: the same colour as on the canvas. Absent: the name, which stands beside it.

use leptos::prelude::*;

use crate::scene::{Fill, ServiceColor};

#[component]
pub fn ServiceMark(color: Option<ServiceColor>) -> impl IntoView {
    mark(color.map(Fill::Color))
}

/// The mark of a bar.
#[component]
pub fn FillMark(fill: Fill) -> impl IntoView {
    mark(Some(fill))
}

fn mark(fill: Option<Fill>) -> impl IntoView {
    let style = fill.map(|fill| format!("--service:{}", fill.css()));
    let class = if fill.is_some_and(|fill| fill.is_striped()) {
        "dot service-color striped"
    } else {
        "dot service-color"
    };
    view! { <i class=class style=style aria-hidden="true"></i> }
}
