//! `dist/` and a Jaeger's API → one address to open in a browser.
//!
//! Invariant: listens on this machine only. Deliberately absent: reloading on change; building
//! takes long enough that a person knows when it is done.

mod content_type;
mod files;
mod proxy;
pub mod real_jaeger;
mod samples;

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tiny_http::{Request, Server};

use crate::announce::say;
use crate::app_build::{self, Profile};
use crate::args::{ServeOptions, Upstream};
use crate::failure::Failure;
use crate::interrupt;
use crate::places::Places;
use crate::tools::jaeger;
use proxy::Proxy;
use real_jaeger::RealJaeger;

const THREADS: usize = 8;

pub fn run(places: &Places, options: &ServeOptions) -> Result<(), Failure> {
    check_scheme(&options.jaeger)?;
    // First, so that a taken port is known before minutes of building.
    let server = Arc::new(listen(options.port)?);
    let bench = app_build::workbench(places)?;
    let profile = if options.debug { Profile::Debug } else { Profile::Release };
    let dist = app_build::build(places, &bench, profile)?;
    let own = match options.jaeger {
        Upstream::Own => Some(start_jaeger(places)?),
        _ => None,
    };
    let upstream = match (&options.jaeger, &own) {
        (Upstream::At(url), _) => Some(url.clone()),
        (_, Some(jaeger)) => Some(jaeger.query_url.clone()),
        _ => None,
    };
    let site = Site { dist, proxy: upstream.as_deref().map(Proxy::to) };
    start_threads(&server, site);
    let address = format!("http://localhost:{}/", port_of(&server));
    if let Some(upstream) = upstream {
        say(&format!("/api is that of {upstream}"));
    }
    println!("Spanscope: {address}");
    say("Ctrl-C stops it.");
    if options.open {
        open(&address);
    }
    while !interrupt::requested() {
        thread::sleep(Duration::from_millis(100));
    }
    say("\nstopped");
    Ok(())
}

/// Encryption would double the time xtask takes to compile.
fn check_scheme(jaeger: &Upstream) -> Result<(), Failure> {
    match jaeger {
        Upstream::At(url) if url.starts_with("https://") && !cfg!(feature = "https") => {
            Err(Failure::Arguments(format!(
                "{url}: https is left out of xtask to keep it quick to compile; with it:\n  \
                 cargo run -p xtask --bin xtask --features https -- serve --jaeger {url}"
            )))
        }
        _ => Ok(()),
    }
}

fn listen(port: u16) -> Result<Server, Failure> {
    Server::http(("127.0.0.1", port)).map_err(|error| match error.downcast::<std::io::Error>() {
        Ok(error) if error.kind() == std::io::ErrorKind::AddrInUse => Failure::PortTaken { port },
        Ok(source) => {
            Failure::NotStarted { program: format!("a server on port {port}"), source: *source }
        }
        Err(error) => Failure::Http {
            url: format!("http://127.0.0.1:{port}"),
            reason: error.to_string(),
            remedy: "Choose another port with --port.".into(),
        },
    })
}

/// The one asked for, or the one the system chose for port 0.
fn port_of(server: &Server) -> u16 {
    server.server_addr().to_ip().map_or(0, |address| address.port())
}

fn start_jaeger(places: &Places) -> Result<RealJaeger, Failure> {
    let program = jaeger::V2.ensure(places)?;
    let mut started = RealJaeger::start(places, &program.program)?;
    say(&format!("Jaeger {} answers at {}", program.version, started.query_url));
    samples::send_all(&places.root.join("public/samples"), &started.otlp_url)?;
    started.wait_for_services()?;
    Ok(started)
}

struct Site {
    dist: PathBuf,
    proxy: Option<Proxy>,
}

/// They end with the process; nothing they hold needs to be put in order.
fn start_threads(server: &Arc<Server>, site: Site) {
    let site = Arc::new(site);
    for _ in 0..THREADS {
        let (server, site) = (Arc::clone(server), Arc::clone(&site));
        thread::spawn(move || {
            while let Ok(request) = server.recv() {
                answer(&site, request);
            }
        });
    }
}

fn answer(site: &Site, request: Request) {
    let is_api = request.url().starts_with("/api/");
    let outcome = match &site.proxy {
        Some(proxy) if is_api => proxy.pass(request),
        None if is_api => request.respond(proxy::refusal(
            404,
            "no Jaeger is behind this server; start it with --jaeger URL or --with-jaeger",
        )),
        _ => files::answer(&site.dist, request),
    };
    // A browser that went away is no event.
    let _ = outcome;
}

fn open(address: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start"]);
        command
    } else {
        Command::new(program)
    };
    let quiet = command
        .arg(address)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    if quiet.spawn().is_err() {
        say("no browser could be opened from here; open the address yourself");
    }
}
