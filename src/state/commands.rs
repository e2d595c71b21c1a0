//! What can be done with a trace, by name: keys, help and the command palette all read this
//! list.
//!
//! Invariant: a key means what it means in Jaeger's own interface, where that has it. Absent:
//! how a key press becomes text, and the keys of the tree grid (see `keys`).

use leptos::prelude::*;

use super::coloring::SOME_ATTRIBUTE;
use super::trace::{ROW_HEIGHT_PX, TraceState};
use crate::engine::Direction;
use crate::layout::Placement;
use crate::layout::place;
use crate::route::TraceView;

/// Jaeger's steps, as shares of what is in view.
const SMALL_STEP: f64 = 0.005;
const LARGE_STEP: f64 = 0.05;
const CLOSER: f64 = 0.5;
const WIDER: f64 = 2.0;
const SCROLLED_ROWS: f64 = 6.0;

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Show(TraceView),
    Find,
    ClearFilter,
    NextMatch,
    PreviousMatch,
    NextError,
    PreviousError,
    NextCritical,
    PreviousCritical,
    SlowestSelf,
    NextVisible,
    PreviousVisible,
    ScrollDown,
    ScrollUp,
    PanLeft,
    PanRight,
    PanLeftFar,
    PanRightFar,
    ZoomInSlightly,
    ZoomOutSlightly,
    ZoomInMore,
    ZoomOutMore,
    ZoomIn,
    ZoomOut,
    Fit,
    FrameSelection,
    SumUpView,
    ZoomToStretch,
    Focus,
    SwitchGrouping,
    CollapseAll,
    ExpandAll,
    CollapseLevel,
    ExpandLevel,
    Inspect,
    TogglePath,
    MatchesOnly,
    /// By the words of a column.
    ColorBy(&'static str),
}

/// A command with its words and keys.
#[derive(Clone, Copy, Debug)]
pub struct CommandEntry {
    pub command: Command,
    pub title: &'static str,
    /// As `KeyboardEvent.key` says them, with `Shift+` or `Ctrl+` before it.
    pub keys: &'static [&'static str],
}

const fn entry(
    command: Command,
    title: &'static str,
    keys: &'static [&'static str],
) -> CommandEntry {
    CommandEntry { command, title, keys }
}

/// All commands, those that belong together side by side.
pub const COMMANDS: &[CommandEntry] = &[
    entry(Command::Find, "Find spans", &["Ctrl+b", "/"]),
    entry(Command::ClearFilter, "Leave the subtree, the stretch of time, the filter", &["Escape"]),
    entry(Command::NextMatch, "Next match", &["."]),
    entry(Command::PreviousMatch, "Previous match", &[","]),
    entry(Command::MatchesOnly, "Show matches only, or all again", &[]),
    entry(Command::NextError, "Next error", &["e"]),
    entry(Command::PreviousError, "Previous error", &["E"]),
    entry(Command::NextCritical, "Next span on the critical path", &["c"]),
    entry(Command::PreviousCritical, "Previous span on the critical path", &["C"]),
    entry(Command::SlowestSelf, "Span with the most time of its own", &[]),
    entry(Command::NextVisible, "Next visible span", &["f"]),
    entry(Command::PreviousVisible, "Previous visible span", &["b"]),
    entry(Command::Inspect, "Inspect the selected span", &["Enter"]),
    entry(Command::ScrollDown, "Scroll down", &["s"]),
    entry(Command::ScrollUp, "Scroll up", &["w"]),
    entry(Command::PanLeft, "Pan left", &["a", "ArrowLeft"]),
    entry(Command::PanRight, "Pan right", &["d", "ArrowRight"]),
    entry(Command::PanLeftFar, "Pan left by more", &["A", "Shift+ArrowLeft"]),
    entry(Command::PanRightFar, "Pan right by more", &["D", "Shift+ArrowRight"]),
    entry(Command::ZoomInSlightly, "Zoom in a little", &["ArrowUp"]),
    entry(Command::ZoomOutSlightly, "Zoom out a little", &["ArrowDown"]),
    entry(Command::ZoomInMore, "Zoom in by more", &["Shift+ArrowUp"]),
    entry(Command::ZoomOutMore, "Zoom out by more", &["Shift+ArrowDown"]),
    entry(Command::ZoomIn, "Zoom in to half", &["+", "="]),
    entry(Command::ZoomOut, "Zoom out to double", &["-"]),
    entry(Command::Fit, "Show the whole trace", &["0"]),
    entry(Command::FrameSelection, "Frame the selected span", &[]),
    entry(Command::SumUpView, "Sum up the time in view", &[]),
    entry(Command::ZoomToStretch, "Zoom to the stretch that is summed up", &[]),
    entry(Command::Focus, "Look at the selected span's subtree alone", &["r"]),
    entry(Command::SwitchGrouping, "Group repeated siblings, or show each", &[]),
    entry(Command::CollapseAll, "Collapse all", &["]"]),
    entry(Command::ExpandAll, "Expand all", &["["]),
    entry(Command::CollapseLevel, "Collapse one level", &["p"]),
    entry(Command::ExpandLevel, "Expand one level", &["o"]),
    entry(Command::TogglePath, "Show or hide the critical path", &[]),
    entry(Command::ColorBy("service"), "Colour by service", &[]),
    entry(Command::ColorBy("kind"), "Colour by kind", &[]),
    entry(Command::ColorBy("status"), "Colour by status", &[]),
    entry(Command::ColorBy(SOME_ATTRIBUTE), "Colour by an attribute", &[]),
    entry(Command::Show(TraceView::Waterfall), "View: waterfall", &[]),
    entry(Command::Show(TraceView::Flame), "View: flame graph", &[]),
    entry(Command::Show(TraceView::CriticalPath), "View: critical path", &[]),
    entry(Command::Show(TraceView::Map), "View: service map", &[]),
    entry(Command::Show(TraceView::Json), "View: JSON", &[]),
    entry(Command::Show(TraceView::Statistics), "View: statistics", &[]),
    entry(Command::Show(TraceView::Spans), "View: spans", &[]),
    entry(Command::Show(TraceView::Events), "View: events", &[]),
];

/// The command of a key as [`CommandEntry::keys`] writes it.
pub fn command_of(key: &str) -> Option<Command> {
    COMMANDS.iter().find(|entry| entry.keys.contains(&key)).map(|entry| entry.command)
}

impl TraceState {
    /// Does it; commands about what is not there do nothing. [`Command::Find`] is the view's.
    pub fn run(&self, command: Command) {
        match command {
            Command::Show(view) => self.show_view(view),
            Command::Find => {}
            Command::ClearFilter => {
                if self.leave_focus() {
                    return;
                }
                if self.look.with_untracked(|look| look.stretch.is_some()) {
                    self.set_stretch(None);
                } else {
                    self.set_filter("");
                }
            }
            Command::SumUpView => self.sum_up_view(),
            Command::ZoomToStretch => self.zoom_to_stretch(),
            Command::Focus => self.focus_on_selected(),
            Command::SwitchGrouping => self.switch_grouping(),
            Command::NextMatch => self.go_to_match(Direction::Next),
            Command::PreviousMatch => self.go_to_match(Direction::Previous),
            Command::NextError => self.go_to_error(Direction::Next),
            Command::PreviousError => self.go_to_error(Direction::Previous),
            Command::NextCritical => self.go_to_critical(Direction::Next),
            Command::PreviousCritical => self.go_to_critical(Direction::Previous),
            Command::SlowestSelf => self.go_to_slowest(),
            Command::Inspect => self.inspector_open.set(self.selected.get_untracked().is_some()),
            Command::TogglePath => self.look.update(|look| look.hides_path = !look.hides_path),
            Command::MatchesOnly => {
                let is_only = self.look.with_untracked(|look| look.is_matches_only);
                self.set_matches_only(!is_only);
            }
            Command::ColorBy(words) => {
                self.show_view(TraceView::Waterfall);
                let before = self.look.with_untracked(|look| look.color_by.clone());
                // One that is named already stays.
                if words != SOME_ATTRIBUTE || !before.starts_with(SOME_ATTRIBUTE) {
                    self.color_by(words);
                }
            }
            other => self.move_view(other),
        }
    }

    fn move_view(&self, command: Command) {
        match command {
            Command::NextVisible => self.select_visible(true),
            Command::PreviousVisible => self.select_visible(false),
            Command::ScrollDown => self.scroll_by(SCROLLED_ROWS * ROW_HEIGHT_PX),
            Command::ScrollUp => self.scroll_by(-SCROLLED_ROWS * ROW_HEIGHT_PX),
            Command::PanLeft => self.pan_by_share(-SMALL_STEP),
            Command::PanRight => self.pan_by_share(SMALL_STEP),
            Command::PanLeftFar => self.pan_by_share(-LARGE_STEP),
            Command::PanRightFar => self.pan_by_share(LARGE_STEP),
            Command::ZoomInSlightly => self.zoom(1.0 - 2.0 * SMALL_STEP),
            Command::ZoomOutSlightly => self.zoom(1.0 + 2.0 * SMALL_STEP),
            Command::ZoomInMore => self.zoom(1.0 - 2.0 * LARGE_STEP),
            Command::ZoomOutMore => self.zoom(1.0 + 2.0 * LARGE_STEP),
            Command::ZoomIn => self.zoom(CLOSER),
            Command::ZoomOut => self.zoom(WIDER),
            Command::Fit => self.fit(),
            Command::FrameSelection => self.frame_selection(),
            Command::CollapseAll => self.collapse_from(Some(1)),
            Command::ExpandAll => self.collapse_from(None),
            Command::CollapseLevel => self.collapse_level(),
            Command::ExpandLevel => self.expand_level(),
            _ => {}
        }
    }

    fn frame_selection(&self) {
        let times = self.detail.with_untracked(|detail| {
            detail.as_ref().map(|detail| (detail.offset_nanos, detail.duration_nanos))
        });
        if let Some((start_nanos, duration_nanos)) = times {
            self.frame(start_nanos, duration_nanos);
        }
    }

    fn collapse_level(&self) {
        let deepest = self.deepest();
        let level = self.collapse.with_untracked(|collapse| collapse.closed_from_depth);
        self.collapse_from(Some(level.unwrap_or(deepest).min(deepest).saturating_sub(1).max(1)));
    }

    fn expand_level(&self) {
        let level = self.collapse.with_untracked(|collapse| collapse.closed_from_depth);
        self.collapse_from(level.map(|level| level + 1).filter(|&level| level < self.deepest()));
    }

    fn deepest(&self) -> u32 {
        self.summary.with_untracked(|summary| summary.as_ref().map_or(1, |it| it.depth))
    }

    /// Selects the next row of which something is in the time in view and, while there is a
    /// filter, that matches; of the rows that are loaded.
    fn select_visible(&self, is_forward: bool) {
        let scale = untrack(|| self.scale());
        let is_filtered = untrack(|| self.is_filtered());
        let first_in_view =
            untrack(|| self.scroll_map().visible_rows(self.top_px.get_untracked())).start;
        let found = self.rows.with_untracked(|rows| {
            let is_wanted = |number: &u32| {
                rows.row(*number).is_some_and(|row| {
                    let bar = place(&scale, row.start_nanos, row.duration_nanos);
                    matches!(bar, Placement::Within(_)) && (!is_filtered || row.is_match)
                })
            };
            let (first, end) = (rows.first_row, rows.first_row + rows.rows.len() as u32);
            match (is_forward, self.cursor.get_untracked()) {
                (true, Some(cursor)) => (cursor + 1..end).find(is_wanted),
                (true, None) => (first_in_view..end).find(is_wanted),
                (false, cursor) => (first..cursor.unwrap_or(end)).rev().find(is_wanted),
            }
        });
        if let Some(number) = found {
            self.select_row(number);
        }
    }
}
