//! What the whole page shares: where the user is, what is open, what needs saying.
//!
//! Invariant: one worker at a time; a notice stays until it is closed. Absent: what a view
//! of a trace shows (see `trace`).

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::endpoints::EndpointState;
use super::from_server::FromServerState;
use super::monitor::MonitorState;
use super::normal::NormalState;
use super::openings::Opening;
use super::recent::RecentState;
use super::search::SearchState;
use super::service_map::MapState;
use super::sets::SetsState;
use super::settings;
use crate::browser::client::{EngineClient, Observer, Slot};
use crate::browser::theme::{self, Theme};
use crate::browser::zone::Zone;
use crate::browser::{effect::effect, location, timeline};
use crate::engine::{Answer, Ask, Event, OpeningId, Problem, TraceRef};
use crate::jaeger::{Embed, UiConfig};
use crate::route::{self, CompareLink, Route, TraceSource, ViewState};

/// Something to tell the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub id: u32,
    pub problem: Problem,
    pub is_error: bool,
}

/// Signals of the whole page; a copy is the same state.
#[derive(Clone, Copy)]
pub struct AppState {
    pub route: RwSignal<Route>,
    pub openings: RwSignal<Vec<Arc<Opening>>, LocalStorage>,
    pub notices: RwSignal<Vec<Notice>>,
    pub theme: RwSignal<Theme>,
    /// Counts the workers that were started; what was asked of an older one is void.
    pub worker: RwSignal<u32>,
    /// In which times of day are told.
    pub zone: RwSignal<Zone>,
    /// How much of the page there is, inside another one.
    pub embed: Embed,
    /// Whether single letters are keys.
    pub letter_keys: RwSignal<bool>,
    /// Files that this browser keeps.
    pub recent: RecentState,
    /// Of the operator of this site.
    pub config: RwSignal<Arc<UiConfig>>,
    /// The trace that is asked for again and again until it is there.
    pub awaited: RwSignal<Option<TraceSource>>,
    pub from_server: FromServerState,
    pub endpoints: EndpointState,
    pub search: SearchState,
    pub monitor: MonitorState,
    pub map: MapState,
    pub normal: NormalState,
    pub sets: SetsState,
    /// The comparison that was looked at last.
    pub last_compared: RwSignal<Option<CompareLink>>,
    /// The side of a comparison that the next file is for.
    pub(super) side_chosen: StoredValue<Option<usize>>,
    pub(super) client: StoredValue<Option<EngineClient>, LocalStorage>,
    next_number: StoredValue<u32>,
}

impl AppState {
    /// Starts the worker and reads the address bar.
    pub fn start() -> AppState {
        let (_, search, hash) = location::current();
        let embed = Embed::of_address(&search, &hash);
        // Not a choice of the reader's, so it is not remembered.
        let theme = match embed.is_dark {
            Some(true) => Theme::Dark,
            Some(false) => Theme::Light,
            None => theme::current(),
        };
        let app = AppState {
            route: RwSignal::new(Route::Start),
            openings: RwSignal::new_local(Vec::new()),
            notices: RwSignal::new(Vec::new()),
            theme: RwSignal::new(theme),
            worker: RwSignal::new(0),
            zone: RwSignal::new(Zone::chosen()),
            embed,
            letter_keys: RwSignal::new(settings::has_letter_keys()),
            recent: RecentState::new(),
            config: RwSignal::new(Arc::default()),
            awaited: RwSignal::new(None),
            from_server: FromServerState::new(),
            endpoints: EndpointState::new(),
            search: SearchState::new(),
            monitor: MonitorState::new(),
            map: MapState::new(),
            normal: NormalState::new(),
            sets: SetsState::new(),
            last_compared: RwSignal::new(None),
            side_chosen: StoredValue::new(None),
            client: StoredValue::new_local(None),
            next_number: StoredValue::new(1),
        };
        theme::apply(app.theme.get_untracked());
        if embed.is_dark.is_none() {
            theme::on_system_change(move |theme| app.show_theme(theme));
        }
        app.start_worker();
        app.read_configuration();
        app.read_location();
        app.read_recent();
        location::on_change(move || app.read_location());
        effect(move || timeline::set_page_state(app.page_state()));
        app
    }

    pub fn get() -> AppState {
        expect_context::<AppState>()
    }

    pub(super) fn number(&self) -> u32 {
        let number = self.next_number.get_value();
        self.next_number.set_value(number + 1);
        number
    }

    pub(super) fn start_worker(&self) {
        match EngineClient::start(Rc::new(Ears(*self))) {
            Ok(client) => self.client.set_value(Some(client)),
            Err(error) => self.tell(
                Problem {
                    title: "Spanscope could not start its engine".to_owned(),
                    detail: format!(
                        "This browser refused to start a module worker ({error:?}). Use a current \
                         browser, and serve the page over HTTP rather than from a file."
                    ),
                },
                true,
            ),
        }
        self.worker.update(|worker| *worker += 1);
    }

    /// Asks the engine about a trace.
    pub fn ask(&self, slot: Slot, trace: TraceRef, ask: Ask, then: impl FnOnce(Answer) + 'static) {
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.ask(slot, trace, ask, then);
            }
        });
    }

    /// Nobody waits for the answer to the question in the slot any longer.
    pub fn withdraw(&self, slot: Slot) {
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.withdraw(slot);
            }
        });
    }

    pub fn tell(&self, problem: Problem, is_error: bool) {
        let id = self.number();
        self.notices.update(|notices| {
            // The same words twice help nobody.
            notices.retain(|notice| notice.problem != problem);
            notices.push(Notice { id, problem, is_error });
        });
    }

    pub fn close_notice(&self, id: u32) {
        self.notices.update(|notices| notices.retain(|notice| notice.id != id));
    }

    pub fn switch_theme(&self) {
        let theme = self.theme.get_untracked().other();
        theme::choose(theme);
        self.theme.set(theme);
    }

    fn show_theme(&self, theme: Theme) {
        theme::apply(theme);
        self.theme.set(theme);
    }

    /// Goes somewhere, as a new step of the history.
    pub fn go(&self, route: Route) {
        location::push(&route::print(&route));
        self.route.set(route);
        self.follow_route();
    }

    /// Goes somewhere, in place of the present step.
    pub fn replace(&self, route: Route) {
        location::replace(&route::print(&route));
        self.route.set(route);
    }

    /// Writes the view of the trace on the screen to the address bar.
    pub fn remember_view(&self, view: ViewState) {
        let mut route = self.route.get_untracked();
        if let Route::Trace { view: shown, .. } = &mut route
            && *shown != view
        {
            *shown = view;
            self.replace(route);
        }
    }

    fn read_location(&self) {
        let (path, search, hash) = location::current();
        let parsed = route::parse_location(&path, &search, &hash);
        if parsed.is_newer {
            self.tell(
                Problem {
                    title: "This link was made by a newer Spanscope".to_owned(),
                    detail: "Parts of it may not be understood here. Ask for the page to be \
                             updated."
                        .to_owned(),
                },
                false,
            );
        }
        if self.route.get_untracked() != parsed.route {
            self.route.set(parsed.route);
        }
        self.follow_route();
    }

    fn page_state(&self) -> &'static str {
        let is_loading = self.openings.with(|all| all.iter().any(|one| one.is_loading()));
        let has_failed = self.notices.with(|notices| notices.iter().any(|one| one.is_error));
        match (is_loading, has_failed) {
            (true, _) => "loading",
            (false, true) => "failed",
            (false, false) => "ready",
        }
    }
}

/// What the worker says, passed on to the state.
struct Ears(AppState);

impl Observer for Ears {
    fn event(&self, event: Event) {
        self.0.hear(event);
    }

    fn crashed(&self, reason: String, asked: Option<OpeningId>) {
        self.0.recover(&reason, asked);
    }
}
