//! The command palette: everything that can be done, found by a few letters.
//!
//! Invariant: what a key can do is here, too; words that are no command can be looked for in
//! the trace. Absent: other traces.

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;

use crate::state::{COMMANDS, Command, CommandEntry, TraceState};
use crate::views::help::shown;
use crate::views::trace_keys;
use crate::widgets::Dialog;

const LIST_ID: &str = "palette-list";

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Command(Command),
    /// Filter by what was typed.
    Filter(String),
}

#[component]
pub fn Palette(state: TraceState, is_open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog is_open label="Commands" class="palette">
            <Content state is_open/>
        </Dialog>
    }
}

#[component]
fn Content(state: TraceState, is_open: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0usize);
    let choices = Memo::new(move |_| typed.with(|typed| choices(typed)));
    let take = move |choice: &Choice| {
        is_open.set(false);
        match choice {
            Choice::Command(command) => trace_keys::run(state, *command),
            Choice::Filter(words) => state.set_filter(words),
        }
    };
    let keydown = move |event: KeyboardEvent| {
        let count = choices.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => active.update(|active| *active = (*active + 1) % count.max(1)),
            "ArrowUp" => {
                active.update(|active| *active = (*active + count.max(1) - 1) % count.max(1))
            }
            "Enter" => {
                let chosen = choices.with_untracked(|all| all.get(active.get_untracked()).cloned());
                if let Some(choice) = chosen {
                    take(&choice);
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_input = move |event: Event| {
        typed.set(event_target_value(&event));
        active.set(0);
    };
    view! {
        <input
            class="field"
            type="text"
            autofocus=true
            role="combobox"
            aria-label="Command, or words to find"
            aria-expanded="true"
            aria-controls=LIST_ID
            aria-activedescendant=move || format!("palette-{}", active.get())
            placeholder="Command, or words to find"
            autocomplete="off"
            spellcheck="false"
            on:input=on_input
            on:keydown=keydown
        />
        <ul role="listbox" id=LIST_ID aria-label="Commands">
            {move || {
                let line = |(place, choice): (usize, Choice)| {
                    let is_active = move || active.get() == place;
                    let (title, keys) = told(&choice);
                    view! {
                        <li
                            role="option"
                            id=format!("palette-{place}")
                            aria-selected=move || is_active().to_string()
                            on:click=move |_| take(&choice)
                        >
                            <span class="untrusted">{title}</span>
                            {keys.first().map(|key| view! { <kbd>{shown(key)}</kbd> })}
                        </li>
                    }
                };
                choices.get().into_iter().enumerate().map(line).collect_view()
            }}
        </ul>
    }
}

fn told(choice: &Choice) -> (String, &'static [&'static str]) {
    match choice {
        Choice::Command(command) => {
            let entry = COMMANDS.iter().find(|entry| entry.command == *command);
            entry.map_or((String::new(), &[]), |entry| (entry.title.to_owned(), entry.keys))
        }
        Choice::Filter(words) => (format!("Find “{words}” in this trace"), &["Enter"]),
    }
}

/// Commands whose title has every word that was typed, then looking for the words.
fn choices(typed: &str) -> Vec<Choice> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let fits = |entry: &&CommandEntry| {
        let title = entry.title.to_lowercase();
        words.iter().all(|word| title.contains(word.as_str()))
    };
    let commands = COMMANDS.iter().filter(fits).map(|entry| Choice::Command(entry.command));
    let find = (!words.is_empty()).then(|| Choice::Filter(typed.trim().to_owned()));
    commands.chain(find).collect()
}
