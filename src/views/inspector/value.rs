//! A value as it is read best: a tree, a query, an address, a conversation, a stack, or text.
//!
//! Invariant: text from outside is text, whatever it looks like. Absent: what a text is taken
//! for (see `values`).

use leptos::prelude::*;

use crate::format;
use crate::values::{
    Address, JsonKind, JsonLine, Message, Reading, SqlKind, SqlPiece, StackLine, reading,
};

/// Texts up to this are shown as they are, whatever they are.
const SHORT_BYTES: usize = 60;
/// What is longer is folded at first.
const UNFOLDED_BYTES: usize = 400;
const UNFOLDED_LINES: usize = 12;
/// Subtrees below this depth start closed.
const OPEN_DEPTH: u32 = 2;

pub(super) fn value_view(key: &str, text: &str) -> AnyView {
    match reading(key, text) {
        Reading::Json(lines) if text.len() > SHORT_BYTES => view! { <Tree lines/> }.into_any(),
        Reading::Sql(pieces) => folded(text, sql_view(pieces)),
        Reading::Address(address) if !address.parameters.is_empty() => address_view(address),
        Reading::Conversation(messages) => conversation_view(messages),
        Reading::Stack(lines) => stack_view(lines),
        _ => folded(text, format::visible_lines(text).into_any()),
    }
}

/// Folded if it is long.
fn folded(text: &str, content: AnyView) -> AnyView {
    let is_long = text.len() > UNFOLDED_BYTES || text.lines().count() > UNFOLDED_LINES;
    if is_long { view! { <Fold content/> }.into_any() } else { content }
}

/// Shows the beginning until one asks for all.
#[component]
fn Fold(content: AnyView) -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <div class="fold" class:open=move || is_open.get()>{content}</div>
        <button
            type="button"
            class="link-button fold-button"
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| is_open.update(|open| *open = !*open)
        >
            {move || if is_open.get() { "show less" } else { "show more" }}
        </button>
    }
}

pub(super) fn stack_view(lines: Vec<StackLine>) -> AnyView {
    let is_long = lines.len() > UNFOLDED_LINES;
    let lines = lines.into_iter().map(|line| {
        let text = format!("{}\n", format::visible_lines(&line.text));
        view! { <span class:library=line.is_library>{text}</span> }
    });
    let content = view! { <pre class="stack untrusted">{lines.collect_view()}</pre> }.into_any();
    if is_long { view! { <Fold content/> }.into_any() } else { content }
}

fn sql_view(pieces: Vec<SqlPiece>) -> AnyView {
    let pieces = pieces.into_iter().map(|piece| {
        let class = match piece.kind {
            SqlKind::Keyword => "sql-keyword",
            SqlKind::Text | SqlKind::Comment => "sql-quiet",
            SqlKind::Plain => "",
        };
        view! { <span class=class>{format::visible_lines(&piece.text)}</span> }
    });
    view! { <span class="sql">{pieces.collect_view()}</span> }.into_any()
}

fn address_view(address: Address) -> AnyView {
    let Address { scheme, host, path, parameters, fragment } = address;
    let parameters = parameters.into_iter().map(|(name, value)| {
        view! {
            <li>
                <span class="parameter">{format::visible_text(&name)}</span>
                " = "
                {format::visible_text(&value)}
            </li>
        }
    });
    view! {
        <span class="address">
            <span class="quiet">{scheme}</span>
            <b>{format::visible_text(&host)}</b>
            {format::visible_text(&path)}
        </span>
        <ul class="parameters">{parameters.collect_view()}</ul>
        {format::visible_text(&fragment)}
    }
    .into_any()
}

fn conversation_view(messages: Vec<Message>) -> AnyView {
    let messages = messages.into_iter().map(|message| {
        let is_long = message.text.len() > UNFOLDED_BYTES;
        let text = format::visible_lines(&message.text).into_any();
        let text = if is_long { view! { <Fold content=text/> }.into_any() } else { text };
        view! {
            <li>
                <b>{format::visible_text(&message.role)}</b>
                <div class="said">{text}</div>
            </li>
        }
    });
    view! { <ol class="conversation">{messages.collect_view()}</ol> }.into_any()
}

/// JSON as lines, each container with a button that closes it.
#[component]
fn Tree(lines: Vec<JsonLine>) -> impl IntoView {
    let closed: Vec<bool> = lines.iter().map(|line| line.depth >= OPEN_DEPTH).collect();
    let closed = RwSignal::new(closed);
    let lines = StoredValue::new(lines);
    let shown = Memo::new(move |_| {
        lines.with_value(|lines| closed.with(|closed| shown_lines(lines, closed)))
    });
    view! {
        <ul class="json">
            <For each=move || shown.get() key=|place| *place let:place>
                {lines.with_value(|lines| tree_line(&lines[place], place, closed))}
            </For>
        </ul>
    }
}

/// The lines that no closed one hides.
fn shown_lines(lines: &[JsonLine], closed: &[bool]) -> Vec<usize> {
    let mut shown = Vec::new();
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        shown.push(next);
        next = if closed[next] { line.end } else { next + 1 };
    }
    shown
}

fn tree_line(line: &JsonLine, place: usize, closed: RwSignal<Vec<bool>>) -> AnyView {
    let style = format!("--depth:{}", line.depth);
    let name = format::visible_text(&line.name);
    let has_name = !name.is_empty();
    let is_open = move || closed.with(|closed| !closed[place]);
    let content = match line.kind {
        JsonKind::Object | JsonKind::Array => {
            let noun = if line.kind == JsonKind::Object { "keys" } else { "items" };
            let size = format!("{} {noun}", line.value);
            view! {
                <button
                    type="button"
                    class="json-toggle"
                    aria-expanded=move || is_open().to_string()
                    on:click=move |_| closed.update(|closed| closed[place] = !closed[place])
                >
                    <span class="parameter">{name}</span>
                    <small>{size}</small>
                </button>
            }
            .into_any()
        }
        JsonKind::Text | JsonKind::Literal => view! {
            <span class="parameter">{name}{has_name.then_some(": ")}</span>
            {format::visible_lines(&line.value)}
        }
        .into_any(),
    };
    view! { <li style=style>{content}</li> }.into_any()
}
