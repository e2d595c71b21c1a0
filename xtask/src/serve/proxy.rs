//! A request for `/api/…` → the same request to a Jaeger, and its answer, streamed.
//!
//! Invariant: status, headers and body pass unchanged but for those headers that belong to one
//! connection. Deliberately absent: following redirects; the browser does that itself.

use std::io::{self, Cursor, Read};
use std::time::Duration;

use tiny_http::{Header, Request, Response, StatusCode};
use ureq::http;

/// Headers that speak about one connection, not about the message (RFC 9110, 7.6.1), and those
/// that each side computes anew.
const PER_CONNECTION: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "host",
    "content-length",
];
/// Requests to a query API are small; this only keeps a mistake from filling the memory.
const LARGEST_REQUEST: u64 = 64 << 20;

pub struct Proxy {
    upstream: String,
    agent: ureq::Agent,
}

impl Proxy {
    pub fn to(upstream: &str) -> Proxy {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(5)))
            .build();
        Proxy { upstream: upstream.to_owned(), agent: config.into() }
    }

    pub fn pass(&self, mut request: Request) -> io::Result<()> {
        match self.ask(&mut request) {
            Ok(answer) => request.respond(translated(answer)),
            Err(reason) => {
                let message = format!("the Jaeger at {} did not answer: {reason}", self.upstream);
                request.respond(refusal(502, &message))
            }
        }
    }

    fn ask(&self, request: &mut Request) -> Result<http::Response<ureq::Body>, String> {
        let mut body = Vec::new();
        let mut reader = request.as_reader().take(LARGEST_REQUEST);
        reader.read_to_end(&mut body).map_err(|error| error.to_string())?;
        let mut builder = http::Request::builder().method(request.method().as_str()).uri(format!(
            "{}{}",
            self.upstream,
            request.url()
        ));
        for header in
            request.headers().iter().filter(|header| passes(header.field.as_str().as_str()))
        {
            builder = builder.header(header.field.as_str().as_str(), header.value.as_str());
        }
        let answer = if body.is_empty() {
            let request = builder.body(()).map_err(|error| error.to_string())?;
            self.agent.run(request)
        } else {
            let request = builder.body(body).map_err(|error| error.to_string())?;
            self.agent.run(request)
        };
        answer.map_err(|error| error.to_string())
    }
}

fn passes(header: &str) -> bool {
    !PER_CONNECTION.iter().any(|name| name.eq_ignore_ascii_case(header))
}

fn translated(answer: http::Response<ureq::Body>) -> Response<impl Read> {
    let (parts, body) = answer.into_parts();
    let length = body.content_length().and_then(|length| usize::try_from(length).ok());
    let headers = parts.headers.iter().filter(|(name, _)| passes(name.as_str()));
    let headers = headers
        .filter_map(|(name, value)| Header::from_bytes(name.as_str(), value.as_bytes()).ok())
        .collect();
    Response::new(StatusCode(parts.status.as_u16()), headers, body.into_reader(), length, None)
}

/// An error in the shape of Jaeger's own.
pub fn refusal(code: u16, message: &str) -> Response<Cursor<Vec<u8>>> {
    let error = serde_json::json!({"code": code, "msg": message});
    let body = serde_json::json!({"data": null, "errors": [error]});
    let response = Response::from_string(body.to_string()).with_status_code(code);
    match Header::from_bytes("Content-Type", "application/json") {
        Ok(header) => response.with_header(header),
        Err(()) => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_one_connection_do_not_pass() {
        assert!(!passes("Transfer-Encoding") && !passes("HOST"));
        assert!(passes("content-type") && passes("authorization"));
    }

    #[test]
    fn refusal_is_json_in_the_shape_of_jaegers_own_errors() {
        let mut body = String::new();
        refusal(502, "gone").into_reader().read_to_string(&mut body).unwrap();
        assert_eq!(body, r#"{"data":null,"errors":[{"code":502,"msg":"gone"}]}"#);
    }
}
