//! A real OpenSearch of one node.
//!
//! Invariant: once it is made it answers; it keeps nothing beyond the test. Absent: asking it, which
//! Jaeger does.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::environment;
use crate::process::Process;
use crate::scratch::Scratch;

const LOOK_EVERY: Duration = Duration::from_millis(200);
/// A minute is usual where others compute, too.
const WAIT_LIMIT: Duration = Duration::from_secs(240);
/// It says where it listens: `AbstractHttpServerTransport] publish_address {127.0.0.1:9201}`.
const LISTENS: &str = "HttpServerTransport] publish_address {";
const STARTED: &str = "Node               ] started";

pub struct OpenSearch {
    // Ends before its folder goes.
    _process: Process,
    port: u16,
    _scratch: Scratch,
}

impl OpenSearch {
    pub(crate) fn start() -> OpenSearch {
        let scratch = Scratch::new("opensearch");
        let mut java = Command::new(environment::java());
        java.args(["-Xms512m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp"])
            .arg(environment::opensearch().join("*"))
            .arg("org.codelibs.opensearch.runner.OpenSearchRunner")
            .arg("-basePath")
            .arg(scratch.path().join("nodes"))
            // The first port after it that is free, up to 9299.
            .args(["-numOfNode", "1", "-baseHttpPort", "9200"]);
        let mut process = Process::start(&mut java, scratch.path(), "log");
        let begun = Instant::now();
        loop {
            let said = process.said();
            if let Some(port) = port_in(&said).filter(|_| said.contains(STARTED)) {
                return OpenSearch { _process: process, port, _scratch: scratch };
            }
            let told = || process.said_last();
            assert!(begun.elapsed() < WAIT_LIMIT, "OpenSearch does not start. {}", told());
            assert!(!process.has_ended(), "OpenSearch ended. {}", process.said_last());
            thread::sleep(LOOK_EVERY);
        }
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn port_in(said: &str) -> Option<u16> {
    let (_, address) = said.split_once(LISTENS)?;
    let (_, port) = address.split_once('}')?.0.rsplit_once(':')?;
    port.parse().ok()
}
