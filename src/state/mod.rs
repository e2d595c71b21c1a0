//! Signals: what is open, where the user is, what of a trace is on the screen.
//!
//! The chain, each link derived from the ones before it:
//! 1. `AppState::route` (from the address bar, and written back to it),
//! 2. `AppState::openings` (what the worker holds or loads),
//! 3. `AppState::shown` (the opening that the route means),
//! 4. `TraceState`: summary, collapse, row window, zoom, scroll, selection, detail.
//!
//! Invariant: the page holds rows on the screen, never a trace. Absent: arithmetic worth a
//! test, which lives in `layout` and `route`.

mod answers;
mod app;
mod arrangement;
mod benchmark;
mod clocks;
mod coloring;
mod commands;
mod compare;
mod comparison;
mod crash;
mod download_found;
mod endpoints;
mod events_list;
mod export;
mod find;
mod flame;
mod flame_sum;
mod from_server;
mod glide;
mod inspection;
mod keys;
mod list_rows;
mod lookup;
mod map_picture;
mod monitor;
mod monitor_form;
mod monitor_series;
mod normal;
mod openings;
mod raw;
mod recent;
mod recent_searches;
mod row_columns;
mod rows;
mod search;
mod search_results;
mod selection;
mod service_map;
mod sets;
mod settings;
mod shares;
mod shown_map;
mod spans_table;
mod statistics;
mod stretch;
mod trace;

pub use app::{AppState, Notice};
pub use benchmark::mark;
pub use coloring::SOME_ATTRIBUTE;
pub use commands::{COMMANDS, Command, CommandEntry, command_of};
pub use compare::SideStatus;
pub use comparison::{ComparisonState, Timing};
pub use download_found::SavingFound;
pub use endpoints::{Endpoint, EndpointState};
pub use events_list::EventsState;
pub use export::{Saving, SavingStage};
pub use find::FindState;
pub use flame::{FlameHover, FlameState};
pub use flame_sum::{FlameSumState, SumHover};
pub use from_server::FromServerState;
pub use keys::Step;
pub use list_rows::ListRows;
pub use lookup::NoWay;
pub use map_picture::{MANY_NODES, MapGraph, MapPicture, MapSearch};
pub use monitor::{
    Measured, MeasuredFrom, MonitorState, MonitorStatus, MonitorTrouble, lookback_of,
};
pub use normal::NormalWords;
pub use openings::{Opening, OpeningStatus, address_of};
pub use raw::RawBeginning;
pub use recent::RecentFiles;
pub use recent_searches::RecentSearches;
pub use row_columns::RowColumns;
pub use search::{Listed, SearchState, SearchStatus};
pub use search_results::{Results, ResultsState};
pub use service_map::{MadeMap, MapState, MapStatus, traces_of_service};
pub use sets::{SetsCompared, SetsState, SetsStatus};
pub use shares::SharesState;
pub use shown_map::{MapKeys, ShownMap};
pub use spans_table::SpansTableState;
pub use trace::{MINIMAP_LANES, ROW_HEIGHT_PX, TraceState, is_narrow};
