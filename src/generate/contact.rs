//! One service calling another becomes the two spans that a call leaves, one on each side.
//!
//! Invariant: both sides agree on the path and its ids. Absent: times beyond the start.

use super::attributes;
use super::catalog::{Endpoint, HTTP, Protocol, RPC, Scope, Service};
use super::catalog_services::SERVICES;
use super::random::Random;
use super::recipe::EndpointPlace;
use super::request::{Maker, Opening};
use super::span::{Attributes, Kind, Text};

pub(super) struct Contact {
    callee: &'static Service,
    endpoint: &'static Endpoint,
    path: String,
}

impl Contact {
    pub(super) fn new(random: &mut Random, to: EndpointPlace) -> Contact {
        let callee = &SERVICES[to.service];
        let endpoint = &callee.endpoints[to.endpoint];
        Contact { callee, endpoint, path: attributes::path(random, endpoint.route) }
    }

    pub(super) fn client(&self, random: &mut Random, maker: Maker, start_micros: u64) -> Opening {
        Opening {
            parent_id: maker.span_id,
            process: maker.process,
            scope: self.scope(),
            name: match self.callee.protocol {
                Protocol::Http => Text::Borrowed(self.endpoint.method),
                Protocol::Grpc => self.rpc_name(),
            },
            kind: Kind::Client,
            start_micros,
            attributes: match self.callee.protocol {
                Protocol::Http => attributes::http_client(self.endpoint, self.callee, &self.path),
                Protocol::Grpc => attributes::rpc(random, self.endpoint, self.callee),
            },
        }
    }

    pub(super) fn server(
        &self,
        random: &mut Random,
        parent_id: u64,
        process: usize,
        start_micros: u64,
    ) -> Opening {
        Opening {
            parent_id,
            process,
            scope: self.scope(),
            name: match self.callee.protocol {
                Protocol::Http => {
                    let route = self.endpoint.route.replace("{}", "{id}");
                    Text::Owned(format!("{} {route}", self.endpoint.method))
                }
                Protocol::Grpc => self.rpc_name(),
            },
            kind: Kind::Server,
            start_micros,
            attributes: match self.callee.protocol {
                Protocol::Http => attributes::http_server(random, self.endpoint, &self.path),
                Protocol::Grpc => attributes::rpc(random, self.endpoint, self.callee),
            },
        }
    }

    /// Adds the answer's code to either side.
    pub(super) fn push_status(&self, attributes: &mut Attributes, failed: bool) {
        match self.callee.protocol {
            Protocol::Http => {
                attributes::push_http_status(attributes, if failed { 500 } else { 200 });
            }
            Protocol::Grpc => attributes::push_rpc_status(attributes, if failed { 13 } else { 0 }),
        }
    }

    fn scope(&self) -> &'static Scope {
        match self.callee.protocol {
            Protocol::Http => &HTTP,
            Protocol::Grpc => &RPC,
        }
    }

    fn rpc_name(&self) -> Text {
        Text::Owned(format!("{}/{}", self.endpoint.method, self.endpoint.route))
    }
}
