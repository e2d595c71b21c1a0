//! What a test's server answers, faults included.
//!
//! Invariant: a reply that waits does so for the test to open its gate, never for a clock.
//! Absent: choosing which path gets which reply (see `site`).

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use crate::http::{Request, write_head};

/// A gate that nobody opens must not keep a thread for ever.
const GATE_LIMIT: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub enum Reply {
    /// 200 with a body.
    Document {
        content_type: &'static str,
        body: Vec<u8>,
    },
    /// Another status, with a text as body.
    Status(u16, &'static str),
    Redirect {
        to: String,
    },
    /// Promises the whole body, sends half of it, and hangs up when the gate opens.
    CutHalfWay {
        body: Vec<u8>,
        gate: Gate,
    },
    /// Sends half of the body at once and the rest when the gate opens.
    Held {
        body: Vec<u8>,
        gate: Gate,
    },
    /// The same from any other server that is asked for `target` instead.
    Proxy {
        origin: String,
    },
    /// Like the reply inside, and any page may read it.
    WithCors(Box<Reply>),
    /// 200 and the promise of so many bytes, of which none is sent until the gate opens.
    Announced {
        length: usize,
        gate: Gate,
    },
    /// Whatever is made of the address that was asked for, with its query.
    Made(Arc<dyn Fn(&str) -> Reply + Send + Sync>),
}

impl Reply {
    pub fn json(body: impl Into<Vec<u8>>) -> Reply {
        Reply::Document { content_type: "application/json", body: body.into() }
    }

    /// What a login in front of a server says to those who are not logged in.
    pub fn login_page() -> Reply {
        let body = b"<!doctype html><html><title>Sign in</title><form>Password</form></html>";
        Reply::Document { content_type: "text/html; charset=utf-8", body: body.to_vec() }
    }

    /// 200 with a page for people.
    pub fn page(body: &str) -> Reply {
        Reply::Document { content_type: "text/html; charset=utf-8", body: body.into() }
    }

    pub fn made(make: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Reply {
        Reply::Made(Arc::new(make))
    }

    pub fn with_cors(self) -> Reply {
        Reply::WithCors(Box::new(self))
    }

    pub(crate) fn send(&self, request: &Request, out: &mut impl Write) -> io::Result<()> {
        self.send_with(request, out, Vec::new())
    }

    fn send_with<'a>(
        &'a self,
        request: &Request,
        out: &mut impl Write,
        mut headers: Vec<(&'a str, &'a str)>,
    ) -> io::Result<()> {
        match self {
            Reply::WithCors(inner) => {
                headers.extend([
                    ("access-control-allow-origin", "*"),
                    ("access-control-allow-headers", "*"),
                ]);
                inner.send_with(request, out, headers)
            }
            Reply::Document { content_type, body } => {
                headers.push(("content-type", content_type));
                write_head(out, 200, &headers, Some(body.len()))?;
                out.write_all(body)
            }
            Reply::Status(status, text) => {
                headers.push(("content-type", "text/plain; charset=utf-8"));
                write_head(out, *status, &headers, Some(text.len()))?;
                out.write_all(text.as_bytes())
            }
            Reply::Redirect { to } => {
                headers.push(("location", to));
                write_head(out, 302, &headers, Some(0))
            }
            Reply::CutHalfWay { body, gate } => {
                headers.push(("content-type", "application/json"));
                write_head(out, 200, &headers, Some(body.len()))?;
                send_half(body, gate, out)
            }
            Reply::Held { body, gate } => {
                headers.push(("content-type", "application/json"));
                write_head(out, 200, &headers, Some(body.len()))?;
                send_half(body, gate, out)?;
                out.write_all(&body[body.len() / 2..])
            }
            Reply::Proxy { origin } => forward(origin, request, out, headers),
            Reply::Announced { length, gate } => {
                headers.push(("content-type", "application/json"));
                write_head(out, 200, &headers, Some(*length))?;
                out.flush()?;
                gate.wait();
                Ok(())
            }
            Reply::Made(make) => make(&request.target).send_with(request, out, headers),
        }
    }
}

/// The half that is more than nothing, then nothing until the gate opens.
fn send_half(body: &[u8], gate: &Gate, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&body[..body.len() / 2])?;
    out.flush()?;
    gate.wait();
    Ok(())
}

fn forward(
    origin: &str,
    request: &Request,
    out: &mut impl Write,
    headers: Vec<(&str, &str)>,
) -> io::Result<()> {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut get = agent.get(format!("{origin}{}", request.target));
    if let Some(accept) = request.header("accept") {
        get = get.header("accept", accept);
    }
    let mut answer = get.call().map_err(io::Error::other)?;
    let content_type = answer.headers().get("content-type").cloned();
    let content_type = content_type.as_ref().and_then(|value| value.to_str().ok());
    let mut headers = headers;
    headers.push(("content-type", content_type.unwrap_or("application/octet-stream")));
    let body = answer.body_mut().with_config().limit(1 << 30).read_to_vec();
    let body = body.map_err(io::Error::other)?;
    write_head(out, answer.status().as_u16(), &headers, Some(body.len()))?;
    out.write_all(&body)
}

/// Closed until the test opens it.
#[derive(Clone, Default)]
pub struct Gate {
    state: Arc<(Mutex<bool>, Condvar)>,
}

impl Gate {
    pub fn open(&self) {
        let (is_open, changed) = &*self.state;
        *is_open.lock().expect("a gate's lock is never poisoned") = true;
        changed.notify_all();
    }

    fn wait(&self) {
        let (is_open, changed) = &*self.state;
        let closed = is_open.lock().expect("a gate's lock is never poisoned");
        let passed = changed.wait_timeout_while(closed, GATE_LIMIT, |is_open| !*is_open);
        drop(passed.expect("a gate's lock is never poisoned"));
    }
}
