//! The name of an operation: service, what it went to, name, number of calls.
//!
//! Invariant: what producers wrote is shown in characters that can be seen. Absent: times.

use leptos::prelude::*;

use super::service_mark::ServiceMark;
use crate::engine::OperationRow;
use crate::format;
use crate::state::TraceState;

/// Square, `order → orders-db SELECT orders ×87`.
#[component]
pub fn OperationName(state: TraceState, operation: OperationRow) -> impl IntoView {
    let color = state.colors.with_untracked(|all| all.get(operation.service as usize).copied());
    view! {
        <ServiceMark color/>
        <span class="operation-name untrusted">{operation_text(&operation)}</span>
    }
}

pub fn operation_text(operation: &OperationRow) -> String {
    let shown = |text: &str, otherwise: &str| match text {
        "" => otherwise.to_owned(),
        text => format::visible_text(text),
    };
    let service = shown(&operation.service_name, "unknown service");
    let name = shown(&operation.name, "(no name)");
    let peer = operation.peer.as_ref().map(|peer| format!(" → {}", shown(&peer.name, "?")));
    let calls = match operation.calls {
        0 | 1 => String::new(),
        calls => format!(" ×{}", format::count(u64::from(calls))),
    };
    format!("{service}{} {name}{calls}", peer.unwrap_or_default())
}
