//! Why there are no figures, and how to go on.
//!
//! Invariant: what can be done is offered, fewer traces where there were too many. Absent: words for
//! faults.

use leptos::prelude::*;

use crate::format::visible_text;
use crate::state::{AppState, MonitorTrouble};
use crate::views::fault_box::{FaultBox, Quarter};

#[component]
pub(super) fn Trouble(trouble: MonitorTrouble) -> impl IntoView {
    let app = AppState::get();
    let again = move || {
        view! {
            <button type="button" class="button" on:click=move |_| app.retry_monitor()>"Try again"</button>
        }
    };
    match trouble {
        MonitorTrouble::Metrics(fault) => view! { <FaultBox fault>{again()}</FaultBox> }.into_any(),
        MonitorTrouble::Search(fault) => {
            let limit = app.monitor.link.with_untracked(|link| link.limit);
            let ask = Callback::new(move |()| app.measure_a_quarter());
            let is_too_much = fault.is_too_much();
            view! {
                <FaultBox fault>
                    {again()}
                    <Quarter is_too_much limit ask/>
                </FaultBox>
            }
            .into_any()
        }
        MonitorTrouble::Traces(problem) => view! {
            <div class="search-trouble" role="alert">
                <h2 class="untrusted">{visible_text(&problem.title)}</h2>
                <p class="untrusted">{visible_text(&problem.detail)}</p>
                {again()}
            </div>
        }
        .into_any(),
    }
}
