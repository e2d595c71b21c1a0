//! One request of the worker, as all of them are sent.
//!
//! Invariant: logins go to the page's own server alone, and headers that are meant for one server
//! to no other. Absent: what is done with the answer.

use gloo_net::Error;
use gloo_net::http::{Headers, Request, Response};
use web_sys::{AbortController, RequestCredentials, RequestRedirect};

use crate::jaeger::Method;

pub async fn send(
    method: Method,
    url: &str,
    headers: &[(String, String)],
    controller: &AbortController,
) -> Result<Response, Error> {
    let sent = Headers::new();
    sent.set("accept", "application/json");
    for (name, value) in headers {
        sent.set(name, value);
    }
    let redirect = match headers.is_empty() {
        true => RequestRedirect::Follow,
        false => RequestRedirect::Error,
    };
    let request = match method {
        Method::Get => Request::get(url),
        Method::Post => Request::post(url),
    };
    request
        .headers(sent)
        .redirect(redirect)
        .credentials(RequestCredentials::SameOrigin)
        .abort_signal(Some(&controller.signal()))
        .send()
        .await
}
