//! A service's colour as a small square.
//!
//! Invariant: the same colour as on the canvas. Absent: the name, which stands beside it.

use leptos::prelude::*;

use crate::scene::ServiceColor;

#[component]
pub fn ServiceMark(color: Option<ServiceColor>) -> impl IntoView {
    let style = color.map(|color| format!("--service:{}", color.css()));
    let class = if color.is_some_and(|color| color.is_striped) {
        "dot service-color striped"
    } else {
        "dot service-color"
    };
    view! { <i class=class style=style aria-hidden="true"></i> }
}
