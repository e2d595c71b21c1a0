//! A handful of line icons, drawn on a 16 × 16 grid in the colour of the text.
//!
//! Invariant: decoration; the control around an icon carries the name. Absent: a library.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    Close,
    Copy,
    Done,
    Theme,
    CollapseAll,
    ExpandAll,
    Fit,
    ZoomIn,
    ZoomOut,
    Panel,
    Up,
    Down,
    Group,
    Focus,
    Link,
    Summary,
    Download,
    Filter,
    Settings,
    Columns,
    Compare,
}

impl IconName {
    fn path(self) -> &'static str {
        match self {
            IconName::Close => "M4 4l8 8M12 4l-8 8",
            IconName::Copy => "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
            IconName::Done => "M3 8.5l3.5 3.5L13 4.5",
            IconName::Theme => "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
            IconName::CollapseAll => "M4.5 2.5L8 6l3.5-3.5M4.5 13.5L8 10l3.5 3.5",
            IconName::ExpandAll => "M4.5 6L8 2.5 11.5 6M4.5 10L8 13.5l3.5-3.5",
            IconName::Fit => "M2.5 3v10M13.5 3v10M5 8h6M6.5 6L4.5 8l2 2M9.5 6l2 2-2 2",
            IconName::ZoomIn => {
                "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3 3M5 7h4M7 5v4"
            }
            IconName::ZoomOut => "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3 3M5 7h4",
            IconName::Up => "M4 10l4-4 4 4",
            IconName::Down => "M4 6l4 4 4-4",
            IconName::Group => "M2.5 3.5h11M5.5 7h8M5.5 9.5h8M5.5 12h8M2.5 3.5v8.5h1",
            IconName::Focus => {
                "M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3M8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3"
            }
            IconName::Filter => "M2.5 3.5h11L9.5 8.5v4l-3-1.5V8.5z",
            IconName::Settings => {
                "M2.5 4.5h6M12 4.5h1.5M2.5 11.5H4M7.5 11.5h6M10 2.8a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM6 9.8a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z"
            }
            IconName::Columns => "M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9",
            IconName::Compare => "M2.5 4.5h8M2.5 7h5M5.5 9.5h8M5.5 12h5",
            IconName::Panel => "M2.5 3.5h11v9h-11zM9.5 3.5v9",
            IconName::Link => {
                "M7 9.5a2.5 2.5 0 0 0 3.5 0l2-2A2.5 2.5 0 0 0 9 4l-.8.8M9 6.5a2.5 2.5 0 0 0-3.5 0l-2 2A2.5 2.5 0 0 0 7 12l.8-.8"
            }
            IconName::Summary => "M3 4h10M3 7h10M3 10h10M3 13h5",
            IconName::Download => "M8 2.5v7.5M5 7l3 3 3-3M3 13h10",
        }
    }
}

#[component]
pub fn Icon(name: IconName) -> impl IntoView {
    let half = (name == IconName::Theme).then(
        || view! { <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" stroke="none"/> },
    );
    view! {
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round">
            <path d=name.path()/>
            {half}
        </svg>
    }
}
