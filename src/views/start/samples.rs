//! Sample traces, each with a small picture of itself.
//!
//! Invariant: names and notes come from `public/samples/samples.json`, which is written
//! together with the files. Absent: fetching; a sample is opened by its link.

use leptos::prelude::*;
use serde::Deserialize;

use crate::route::{self, Route, TraceSource, ViewState};
use crate::scene::ServiceColor;

const LIST: &str = include_str!("../../../public/samples/samples.json");

#[derive(Deserialize)]
struct Sample {
    file: String,
    title: String,
    note: String,
}

/// A bar of a small picture: service, left edge, width (of 88), line.
type SmallBar = (&'static str, f64, f64, f64);

/// The longest spans of each sample, to scale.
const ORDER_SLOW: &[SmallBar] = &[
    ("order", 0.0, 88.0, 0.0),
    ("inventory", 0.7, 5.7, 1.0),
    ("payment", 7.2, 5.5, 2.0),
    ("payment", 13.8, 44.0, 3.0),
    ("order", 57.9, 27.7, 4.0),
];
const ORDER_HEALTHY: &[SmallBar] = &[
    ("order", 0.0, 88.0, 0.0),
    ("inventory", 3.2, 29.3, 1.0),
    ("payment", 34.6, 30.7, 2.0),
    ("order", 66.1, 9.9, 3.0),
    ("inventory", 78.8, 5.7, 4.0),
];
const MANY: &[SmallBar] = &[
    ("inventory", 0.0, 88.0, 0.0),
    ("order", 4.0, 80.0, 1.0),
    ("order", 8.0, 72.0, 2.0),
    ("payment", 12.0, 64.0, 3.0),
    ("payment", 16.0, 52.0, 4.0),
];

#[component]
pub fn Samples() -> impl IntoView {
    // The list is part of the program and tested; an unreadable one shows no samples.
    let recorded: Vec<Sample> = serde_json::from_str(LIST).unwrap_or_default();
    let recorded = recorded.into_iter().map(|sample| {
        let picture = if sample.file.contains("healthy") { ORDER_HEALTHY } else { ORDER_SLOW };
        view! { <SampleLine name=sample.file title=sample.title note=sample.note picture/> }
    });
    view! {
        <section>
            <h2>"Samples"</h2>
            <ul class="samples">
                {recorded.collect_view()}
                <SampleLine
                    name="100000-mixed".to_owned()
                    title="100,000 spans".to_owned()
                    note="made on the spot, to feel the speed".to_owned()
                    picture=MANY
                />
            </ul>
        </section>
    }
}

#[component]
fn SampleLine(
    name: String,
    title: String,
    note: String,
    picture: &'static [SmallBar],
) -> impl IntoView {
    let source = TraceSource::Sample(name);
    let href = route::print(&Route::Trace { source, view: ViewState::default() });
    let bars = picture.iter().map(|&(service, left, width, line)| {
        let fill = format!("fill:{}", ServiceColor::of(service).css());
        view! {
            <rect x=left.to_string() y=(line * 7.0 + 1.0).to_string() width=width.to_string() height="4" rx="1" style=fill/>
        }
    });
    view! {
        <li>
            <a href=href>
                <svg viewBox="0 0 88 34" aria-hidden="true">{bars.collect_view()}</svg>
                <span><b>{title}</b><span>{note}</span></span>
            </a>
        </li>
    }
}
