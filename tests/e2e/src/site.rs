//! The built page as any static web server would serve it, and paths that answer as a test says.
//!
//! Invariant: it serves the files as they are, below one path, and remembers what it was asked.
//! Absent: compression and caching, so that nothing depends on them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::environment;
use crate::http::Request;
use crate::reply::Reply;

pub struct Site {
    origin: String,
    base_path: String,
    shared: Arc<Shared>,
}

struct Shared {
    root: PathBuf,
    base_path: String,
    /// By the beginning of the path; the longest that fits answers.
    routes: Mutex<BTreeMap<String, Reply>>,
    asked: Mutex<Vec<Asked>>,
}

/// A request that came.
struct Asked {
    target: String,
    /// Names in lower case.
    headers: Vec<(String, String)>,
}

impl Site {
    /// The page at the root of a server of its own.
    pub fn start() -> Site {
        Site::start_at("/")
    }

    /// The page below a path, which begins and ends with a slash.
    pub fn start_at(base_path: &str) -> Site {
        Site::start_in(&environment::dist(), base_path)
    }

    /// Any folder, below a path.
    pub fn start_in(root: &Path, base_path: &str) -> Site {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("no port is free");
        let address = listener.local_addr().expect("a bound port has an address");
        let shared = Arc::new(Shared {
            root: root.to_owned(),
            base_path: base_path.to_owned(),
            routes: Mutex::default(),
            asked: Mutex::default(),
        });
        let served = shared.clone();
        // Listens as long as the process lives; a site costs nothing when nobody asks.
        thread::spawn(move || accept(&listener, &served));
        Site { origin: format!("http://{address}"), base_path: base_path.to_owned(), shared }
    }

    /// `http://127.0.0.1:PORT`
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of the page, with a fragment such as `#/sample/…` or none.
    pub fn page(&self, fragment: &str) -> String {
        format!("{}{}{fragment}", self.origin, self.base_path)
    }

    /// The address of a path on this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// From now on everything below `path` is answered so.
    pub fn answer(&self, path: &str, reply: Reply) {
        let mut routes = self.shared.routes.lock().expect("no answer panics");
        routes.insert(path.to_owned(), reply);
    }

    /// Passes `/api` on to another server, as someone does who serves the page next to Jaeger.
    pub fn proxy_api_to(&self, origin: &str) {
        self.answer("/api", Reply::Proxy { origin: origin.to_owned() });
    }

    /// What was asked so far below a path, oldest first.
    pub fn asked(&self, path: &str) -> Vec<String> {
        let asked = self.shared.asked.lock().expect("no answer panics");
        let targets = asked.iter().map(|one| &one.target);
        targets.filter(|target| target.starts_with(path)).cloned().collect()
    }

    /// The values of a header, named in lower case, that came with requests so far.
    pub fn values_of_header(&self, name: &str) -> Vec<String> {
        let asked = self.shared.asked.lock().expect("no answer panics");
        let headers = asked.iter().flat_map(|one| &one.headers);
        headers.filter(|(other, _)| other == name).map(|(_, value)| value.clone()).collect()
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().flatten() {
        let shared = shared.clone();
        // A client that hangs up early is no matter of the server.
        thread::spawn(move || shared.serve(&stream).ok());
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        let Some(request) = Request::read(stream)? else {
            return Ok(());
        };
        let asked = Asked { target: request.target.clone(), headers: request.headers.clone() };
        self.asked.lock().expect("no answer panics").push(asked);
        let reply = match request.method.as_str() {
            // What is posted has nothing in it.
            "GET" | "POST" => self.reply_to(request.path()),
            "OPTIONS" => Reply::Status(204, "").with_cors(),
            _ => Reply::Status(405, "GET and POST only"),
        };
        let mut out = stream;
        reply.send(&request, &mut out)
    }

    fn reply_to(&self, path: &str) -> Reply {
        let routes = self.routes.lock().expect("no answer panics");
        let routed = routes.iter().rev().find(|(prefix, _)| path.starts_with(prefix.as_str()));
        match routed {
            Some((_, reply)) => reply.clone(),
            None => self.file(path),
        }
    }

    fn file(&self, path: &str) -> Reply {
        let missing = Reply::Status(404, "no such file");
        let Some(relative) = path.strip_prefix(&self.base_path) else {
            return missing;
        };
        let relative = Path::new(if relative.is_empty() { "index.html" } else { relative });
        if relative.components().any(|part| !matches!(part, Component::Normal(_))) {
            return missing;
        }
        match fs::read(self.root.join(relative)) {
            Ok(body) => Reply::Document { content_type: content_type(relative), body },
            Err(_) => missing,
        }
    }
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::Gate;
    use crate::scratch::Scratch;

    fn get(url: &str) -> (u16, String) {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = agent.get(url).call().expect("the site answers");
        let status = answer.status().as_u16();
        (status, answer.body_mut().read_to_string().expect("the answer is text"))
    }

    fn site_with_page(base_path: &str) -> (Scratch, Site) {
        let scratch = Scratch::new("site");
        scratch.write("index.html", b"the page");
        let site = Site::start_in(scratch.path(), base_path);
        (scratch, site)
    }

    #[test]
    fn the_page_is_served_below_its_path_and_nowhere_else() {
        let (_scratch, site) = site_with_page("/tools/spanscope/");
        assert_eq!(get(&site.page("")), (200, "the page".to_owned()));
        assert_eq!(get(&site.url("/")).0, 404);
    }

    #[test]
    fn a_path_cannot_leave_the_folder() {
        let (_scratch, site) = site_with_page("/");
        assert_eq!(get(&site.url("/%2e%2e/secret")).0, 404);
        assert_eq!(get(&site.url("/../Cargo.toml")).0, 404);
    }

    #[test]
    fn the_longest_route_answers_and_is_remembered() {
        let (_scratch, site) = site_with_page("/");
        site.answer("/api", Reply::Status(500, "no"));
        site.answer("/api/traces", Reply::json("[]"));
        assert_eq!(get(&site.url("/api/traces/1?x=2")), (200, "[]".to_owned()));
        assert_eq!(get(&site.url("/api/other")).0, 500);
        assert_eq!(site.asked("/api"), ["/api/traces/1?x=2", "/api/other"]);
    }

    #[test]
    fn a_cut_answer_is_seen_as_cut() {
        let (_scratch, site) = site_with_page("/");
        let gate = Gate::default();
        gate.open();
        site.answer("/cut", Reply::CutHalfWay { body: vec![b' '; 1000], gate });
        let mut answer = ureq::get(site.url("/cut")).call().expect("the head arrives");
        assert!(answer.body_mut().read_to_vec().is_err(), "half an answer was taken for whole");
    }
}
