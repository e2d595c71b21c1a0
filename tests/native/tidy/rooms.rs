//! The rooms of `src/`, and who may use whom.
//!
//! Invariant: a room that is not in the table fails, so a new one has to find its place.
//! Absent: rules inside a room.

use super::paths::named_paths;
use super::source::{code_of, rust_files};
use super::{Offence, assert_none};

/// Rooms from the ground up, each with the paths that it may use: a room, or single items
/// of it.
const ROOMS: &[(&str, &[&str])] = &[
    ("order", &[]),
    ("trace", &["order"]),
    ("ingest", &["order", "trace"]),
    ("generate", &["order"]),
    ("analysis", &["order", "trace"]),
    ("format", &["trace"]),
    ("values", &[]),
    ("export", &["order", "trace", "format"]),
    ("layout", &["order", "trace", "analysis"]),
    ("scene", &["order", "layout", "format", "trace::SpanId", "trace::SpanIdx"]),
    ("jaeger", &["order", "ingest", "trace", "format"]),
    ("route", &["trace::SpanId", "trace::TraceId", "layout", "analysis", "jaeger"]),
    ("recent", &["trace::TraceId"]),
    ("measures", &["order", "layout", "jaeger"]),
    (
        "engine",
        &[
            "order", "trace", "ingest", "generate", "analysis", "format", "export", "layout",
            "scene", "route", "jaeger", "measures",
        ],
    ),
    ("browser", CORE),
    (
        "state",
        &[
            "trace", "ingest", "generate", "analysis", "format", "export", "layout", "scene",
            "route", "recent", "jaeger", "measures", "engine", "browser", "values",
        ],
    ),
    // Where the rows of a list lie, which is arithmetic of pixels.
    ("widgets", &["browser", "layout::ScrollMap", "layout::Align"]),
    (
        "views",
        &[
            "state",
            "widgets",
            "scene",
            "layout",
            "format",
            "values",
            "route",
            "recent",
            "jaeger",
            "measures",
            "engine",
            "browser",
            "order",
            // What a row says about a span.
            "trace::SpanKind",
            "trace::Status",
            "trace::TraceId",
        ],
    ),
    ("pages", &["views", "state", "route", "widgets", "engine", "browser", "format"]),
    ("app", &["pages", "views", "state", "route", "widgets", "browser"]),
    ("main", &["app", "browser"]),
    ("core", &[]),
    ("lib", &[]),
];

/// The rooms that know no browser.
const CORE: &[&str] = &[
    "order", "trace", "ingest", "generate", "analysis", "format", "export", "layout", "scene",
    "route", "recent", "jaeger", "measures", "engine", "values",
];

/// What only the worker's side may touch: the page talks to the engine in messages.
const WORKERS_OWN: &[&str] = &["engine::Engine", "browser::worker"];

fn room_of(path: &str) -> &str {
    let path = path.trim_start_matches("src/");
    path.split(['/', '.']).next().unwrap_or(path)
}

fn may_use(room: &str) -> Option<&'static [&'static str]> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, uses)| *uses)
}

/// Whether `path` is one of `allowed` or inside it.
fn is_within(path: &str, allowed: &[&str]) -> bool {
    allowed.iter().any(|allowed| {
        path.strip_prefix(allowed).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

#[test]
fn a_room_uses_only_rooms_below_it() {
    let mut offences = Vec::new();
    for file in rust_files("src") {
        let room = room_of(&file.path).to_owned();
        let Some(uses) = may_use(&room) else {
            let detail = format!("the room {room} is not in the table of rooms");
            offences.push(Offence { file: file.path, line: 1, detail });
            continue;
        };
        for named in named_paths(&file) {
            let is_room = named.path.first().is_some_and(|other| may_use(other).is_some());
            let is_own = named.path.first().is_some_and(|other| *other == room);
            let path = named.path.join("::");
            if is_room && !is_own && !is_within(&path, uses) {
                let detail = format!("{room} uses {path}; it may use {}", uses.join(", "));
                offences.push(Offence { file: file.path.clone(), line: named.line, detail });
            }
        }
    }
    assert_none("A room uses only rooms below it", offences);
}

#[test]
fn the_page_talks_to_the_engine_in_messages() {
    let mut offences = Vec::new();
    for file in rust_files("src") {
        let room = room_of(&file.path).to_owned();
        if ["engine", "browser", "lib"].contains(&room.as_str()) {
            continue;
        }
        for named in named_paths(&file) {
            let path = named.path.join("::");
            if is_within(&path, WORKERS_OWN) {
                let detail = format!("{room} uses {path}, which lives in the worker");
                offences.push(Offence { file: file.path.clone(), line: named.line, detail });
            }
        }
    }
    assert_none("The page talks to the engine in messages", offences);
}

#[test]
fn only_the_browser_room_names_the_browser() {
    let mut offences = Vec::new();
    for file in rust_files("src") {
        let room = room_of(&file.path);
        let forbidden: &[&str] = match room {
            "browser" => &[],
            room if CORE.contains(&room) => &[
                "web_sys",
                "js_sys",
                "wasm_bindgen",
                "wasm_bindgen_futures",
                "leptos",
                "gloo_net",
                "gloo_timers",
            ],
            _ => &["web_sys", "js_sys"],
        };
        for (line, code) in code_of(&file.text).lines().enumerate() {
            let mut words = code.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            if let Some(word) = words.find(|word| forbidden.contains(word)) {
                let detail = format!("{room} names {word}");
                offences.push(Offence { file: file.path.clone(), line: line + 1, detail });
            }
        }
    }
    assert_none("Only the browser room names the browser", offences);
}

#[test]
fn the_table_of_rooms_has_no_circle() {
    for (place, (room, uses)) in ROOMS.iter().enumerate() {
        for used in *uses {
            let other = room_of_path(used);
            let below = ROOMS[..place].iter().any(|(name, _)| *name == other);
            assert!(below, "{room} may use {used}, which is not below it");
        }
    }
}

fn room_of_path(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}
