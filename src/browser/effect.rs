//! A closure → an effect, run now and whenever a signal that it read changes.
//!
//! Invariant: Leptos' machinery around an effect, over a kilobyte, is compiled once for all of
//! them. Absent: what the last run gave; the few that want it take `Effect` itself.

use leptos::prelude::Effect;

/// Lives as long as whatever owns the place that it is made in.
pub fn effect(run: impl FnMut() + 'static) {
    of_boxed(Box::new(run));
}

fn of_boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}
