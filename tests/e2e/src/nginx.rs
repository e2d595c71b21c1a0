//! The archive on a real nginx, configured as the archive itself says.
//!
//! Invariant: of `deploy/nginx.conf` only places, ports and the path are other than an operator
//! gets them, and a place that is not found there fails. Absent: TLS, and the container around it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use ureq::Agent;
use ureq::http::Response;

use crate::environment;
use crate::ports::free_ports;
use crate::scratch::Scratch;

const LOOK_EVERY: Duration = Duration::from_millis(20);
const WAIT_LIMIT: Duration = Duration::from_secs(30);
/// A port may be taken between the moment it is found free and the moment it is used.
const STARTS: usize = 3;

pub struct Nginx {
    process: Child,
    agent: Agent,
    port: u16,
    base_path: String,
    // Holds the unpacked archive, the configuration and the log.
    _scratch: Scratch,
}

/// What it answered.
pub struct Answer {
    pub status: u16,
    headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// Empty if there is no such header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Nginx {
    /// The page below `base_path`, which begins and ends with a slash, and `/api/` behind it passed
    /// on to the Jaeger at `jaeger`.
    pub fn start(base_path: &str, jaeger: &str) -> Nginx {
        Nginx::start_configured(base_path, |conf, unpacked, port| {
            let unpacked = unpacked.display();
            let mut conf = conf.to_owned();
            for (from, to) in [
                ("listen 8080;", format!("listen 127.0.0.1:{port};")),
                ("alias /srv/spanscope/;", format!("alias {unpacked}/;")),
                ("location /", format!("location {base_path}")),
                ("http://jaeger:16686/", format!("{jaeger}/")),
            ] {
                assert!(conf.contains(from), "deploy/nginx.conf has no `{from}` to replace");
                conf = conf.replace(from, &to);
            }
            conf
        })
    }

    /// A Jaeger that serves the page, behind an nginx that adds the archive's policy to what it says.
    pub fn before_hosting_jaeger(base_path: &str, origin: &str) -> Nginx {
        Nginx::start_configured(base_path, |_, _, port| {
            format!(
                "server {{
                    listen 127.0.0.1:{port};
                    location {base_path} {{
                        proxy_pass {origin};
                        include content-security-policy.conf;
                    }}
                }}"
            )
        })
    }

    fn start_configured(base_path: &str, configure: impl Fn(&str, &Path, u16) -> String) -> Nginx {
        (0..STARTS)
            .find_map(|_| Nginx::try_start(base_path, &configure))
            .expect("nginx ended at once, three times; it says why above")
    }

    fn try_start(
        base_path: &str,
        configure: &impl Fn(&str, &Path, u16) -> String,
    ) -> Option<Nginx> {
        let scratch = Scratch::new("nginx");
        let unpacked = unpack(scratch.path());
        let [port] = free_ports();
        let read = |name: &str| {
            let path = unpacked.join("deploy").join(name);
            fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
        };
        scratch.write("site.conf", configure(&read("nginx.conf"), &unpacked, port).as_bytes());
        let policy = read("content-security-policy.conf");
        scratch.write("content-security-policy.conf", policy.as_bytes());
        let main = scratch.write("main.conf", main_configuration(scratch.path()).as_bytes());
        let log = File::create(scratch.path().join("log")).expect("a scratch folder takes files");
        let program = environment::nginx();
        let process = Command::new(&program)
            .arg("-e")
            .arg(scratch.path().join("errors"))
            .arg("-p")
            .arg(scratch.path())
            .arg("-c")
            .arg(main)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        let base_path = base_path.to_owned();
        let mut nginx = Nginx { process, agent, port, base_path, _scratch: scratch };
        nginx.answers().then_some(nginx)
    }

    /// The address of the page.
    pub fn page(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.base_path)
    }

    /// Asks for a path below the page's as a browser does that takes gzip.
    pub fn get(&self, path: &str) -> Answer {
        self.try_get(path).unwrap_or_else(|error| panic!("no answer to {path}: {error}"))
    }

    fn try_get(&self, path: &str) -> Result<Answer, ureq::Error> {
        let url = format!("{}{path}", self.page());
        let response = self.agent.get(&url).header("accept-encoding", "gzip").call()?;
        let (parts, mut body) = Response::into_parts(response);
        let body = body.with_config().limit(1 << 30).read_to_vec()?;
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
    }

    /// `false` if it ended instead.
    fn answers(&mut self) -> bool {
        let begun = Instant::now();
        while self.try_get("").is_err() {
            if !matches!(self.process.try_wait(), Ok(None)) {
                eprintln!("nginx ended: {}", self.errors());
                return false;
            }
            assert!(begun.elapsed() < WAIT_LIMIT, "nginx does not answer: {}", self.errors());
            thread::sleep(LOOK_EVERY);
        }
        true
    }

    fn errors(&self) -> String {
        let read = |name| fs::read_to_string(self._scratch.path().join(name)).unwrap_or_default();
        read("log") + &read("errors")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What stands around a file of conf.d: one process, and everything it writes in one folder.
fn main_configuration(folder: &Path) -> String {
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|what| format!("    {what}_temp_path {folder}/{what};\n"))
        .collect();
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nevents {{}}\n\
         http {{\n    access_log off;\n{temporary}    include site.conf;\n}}\n"
    )
}

/// The one folder that the archive holds.
fn unpack(into: &Path) -> PathBuf {
    let path = environment::archive();
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    tar::Archive::new(GzDecoder::new(file))
        .unpack(into)
        .unwrap_or_else(|error| panic!("cannot unpack {}: {error}", path.display()));
    let name = path.file_name().expect("an archive has a name").to_string_lossy();
    into.join(name.strip_suffix(".tar.gz").expect("an archive is a .tar.gz"))
}
