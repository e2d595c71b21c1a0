//! A button that opens a short list of things to do.
//!
//! Invariant: a menu button as the ARIA pattern says: arrows go round, Escape and Tab close,
//! and whoever closes it by key is back on the button. Absent: menus inside menus.

use std::sync::Arc;

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;

use super::icon::{Icon, IconName};
use crate::browser::events;

/// A thing to do.
#[derive(Clone)]
pub struct MenuItem {
    pub label: &'static str,
    /// What it is good for, in a few words.
    pub hint: &'static str,
    pub run: Arc<dyn Fn() + Send + Sync>,
}

#[component]
pub fn MenuButton(
    /// Names the elements; one menu of the page has it.
    id: &'static str,
    label: &'static str,
    icon: IconName,
    items: Vec<MenuItem>,
    /// Why nothing can be done; empty if it can.
    #[prop(into)]
    obstacle: Signal<String>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let menu = Menu { id, count: items.len(), is_open };
    let title = move || match obstacle.get() {
        text if text.is_empty() => label.to_owned(),
        text => text,
    };
    view! {
        <div class="menu" on:focusout=move |event| menu.focus_left(&event)>
            <button
                type="button"
                class="button"
                id=menu.button_id()
                title=title
                aria-haspopup="menu"
                aria-expanded=move || is_open.get().to_string()
                aria-controls=menu.list_id()
                disabled=move || obstacle.with(|text| !text.is_empty())
                on:click=move |_| if is_open.get_untracked() { is_open.set(false) } else { menu.open(0) }
                on:keydown=move |event| menu.button_key(&event)
            >
                <Icon name=icon/>
                <span class="button-words">{label}</span>
                <i class="menu-sign" aria-hidden="true">"▾"</i>
            </button>
            <div
                class="menu-list"
                role="menu"
                id=menu.list_id()
                aria-labelledby=menu.button_id()
                hidden=move || !is_open.get()
                on:keydown=move |event| menu.list_key(&event)
            >
                {items.into_iter().enumerate().map(|(place, item)| view! { <Item menu place item/> }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn Item(menu: Menu, place: usize, item: MenuItem) -> impl IntoView {
    let MenuItem { label, hint, run } = item;
    let choose = move |_| {
        menu.close();
        run();
    };
    view! {
        <button type="button" role="menuitem" tabindex="-1" id=menu.item_id(place) on:click=choose>
            <span>{label}</span>
            <small>{hint}</small>
        </button>
    }
}

/// What the parts share.
#[derive(Clone, Copy)]
struct Menu {
    id: &'static str,
    count: usize,
    is_open: RwSignal<bool>,
}

impl Menu {
    fn button_id(self) -> String {
        format!("{}-button", self.id)
    }

    fn list_id(self) -> String {
        format!("{}-list", self.id)
    }

    fn item_id(self, place: usize) -> String {
        format!("{}-item-{place}", self.id)
    }

    fn open(self, place: usize) {
        self.is_open.set(true);
        // Once it is drawn.
        request_animation_frame(move || events::focus(&self.item_id(place)));
    }

    fn close(self) {
        self.is_open.set(false);
        events::focus(&self.button_id());
    }

    fn focus_left(self, event: &FocusEvent) {
        if !events::is_within_listener(event, event.related_target()) {
            self.is_open.set(false);
        }
    }

    fn button_key(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "ArrowDown" => self.open(0),
            "ArrowUp" => self.open(self.count.saturating_sub(1)),
            "Escape" if self.is_open.get_untracked() => self.close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn list_key(self, event: &KeyboardEvent) {
        let focused = events::focused_id();
        let place = (0..self.count).find(|&place| focused == self.item_id(place)).unwrap_or(0);
        let last = self.count.saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowDown" => (place + 1) % self.count.max(1),
            "ArrowUp" => place.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            "Tab" => return self.is_open.set(false),
            "Escape" => {
                self.close();
                event.prevent_default();
                return event.stop_propagation();
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        events::focus(&self.item_id(next));
    }
}
