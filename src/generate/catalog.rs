//! What the synthetic shop consists of: its kinds of parts and the instrumentations.
//!
//! Invariant: a service calls only services further down the list, so that no request
//! runs in circles. Absent: numbers; how often and how long is decided in `recipe`.

/// An instrumentation library.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub name: &'static str,
}

pub(super) static HTTP: Scope = Scope { name: "shop.instrumentation.http" };
pub(super) static RPC: Scope = Scope { name: "shop.instrumentation.grpc" };
pub(super) static SQL: Scope = Scope { name: "shop.instrumentation.sql" };
pub(super) static CACHE: Scope = Scope { name: "shop.instrumentation.redis" };
pub(super) static KAFKA: Scope = Scope { name: "shop.instrumentation.kafka" };
pub(super) static OWN: Scope = Scope { name: "shop.tracing" };

/// How other services call a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    Http,
    Grpc,
}

/// Something a service offers.
#[derive(Debug)]
pub(super) struct Endpoint {
    /// An HTTP method, or the name of a gRPC service.
    pub method: &'static str,
    /// An HTTP route with `{}` where an id goes, or the name of a gRPC method.
    pub route: &'static str,
}

#[derive(Debug)]
pub(super) struct Service {
    pub name: &'static str,
    pub language: &'static str,
    pub protocol: Protocol,
    pub endpoints: &'static [Endpoint],
    /// Tables of the service's own database; none: it keeps nothing.
    pub tables: &'static [&'static str],
    /// Names of the services it calls, all of them further down the list.
    pub calls: &'static [&'static str],
    /// What it does by itself.
    pub work: &'static [&'static str],
    /// Topics it publishes to.
    pub topics: &'static [Topic],
    pub has_cache: bool,
}

#[derive(Debug)]
pub(super) struct Topic {
    pub name: &'static str,
    /// The service that reads it.
    pub reader: &'static str,
}

/// An exception that a failing step throws, with the words of its status.
#[derive(Debug)]
pub(super) struct Misfortune {
    pub type_name: &'static str,
    pub message: &'static str,
}

pub(super) static MISFORTUNES: [Misfortune; 6] = [
    Misfortune { type_name: "TimeoutError", message: "no answer within 2000 ms" },
    Misfortune { type_name: "ConnectionResetError", message: "connection reset by peer" },
    Misfortune { type_name: "PoolExhausted", message: "no free connection after 500 ms" },
    Misfortune { type_name: "DeadlockDetected", message: "deadlock detected; try again" },
    Misfortune { type_name: "ValidationError", message: "quantity must be at least 1" },
    Misfortune { type_name: "PaymentDeclined", message: "card declined: insufficient funds" },
];

pub(super) static STATEMENTS: [&str; 4] = ["SELECT", "INSERT", "UPDATE", "DELETE"];
