//! Attribute keys that OpenTelemetry's semantic conventions renamed, under one name.
//!
//! A trace written by an older SDK then answers to the same filters, and an upgrade of the
//! SDK is no difference. Only keys whose values stayed the same are here: `http.target`,
//! which was split, and `net.host.name`, which became two things, are not.
//!
//! Invariant: a key is in one line only; the first of a line is the present name. Absent:
//! values that were renamed.
//!
//! Source: the migration guides for HTTP, database, messaging and code attributes, and the
//! attribute registry's deprecated entries (semantic conventions 1.21 to 1.37).

/// The present name first, then the former ones.
const RENAMED: [&[&str]; 44] = [
    &["client.address", "http.client_ip"],
    &["cloud.resource_id", "faas.id"],
    &["code.column.number", "code.column"],
    &["code.file.path", "code.filepath"],
    &["code.function.name", "code.function"],
    &["code.line.number", "code.lineno"],
    &["container.runtime.name", "container.runtime"],
    &["db.collection.name", "db.sql.table", "db.mongodb.collection", "db.cassandra.table"],
    &["db.namespace", "db.name"],
    &["db.operation.name", "db.operation"],
    &["db.query.text", "db.statement"],
    &["db.system.name", "db.system"],
    &["deployment.environment.name", "deployment.environment"],
    &["faas.invocation_id", "faas.execution"],
    &["feature_flag.provider.name", "feature_flag.provider_name"],
    &["feature_flag.result.reason", "feature_flag.evaluation.reason"],
    &["gen_ai.provider.name", "gen_ai.system"],
    &["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"],
    &["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"],
    &["http.request.body.size", "http.request_content_length"],
    &["http.request.method", "http.method"],
    &["http.request.resend_count", "http.resend_count"],
    &["http.response.body.size", "http.response_content_length"],
    &["http.response.status_code", "http.status_code"],
    &[
        "messaging.consumer.group.name",
        "messaging.kafka.consumer.group",
        "messaging.kafka.consumer_group",
    ],
    &["messaging.destination.name", "messaging.destination"],
    &[
        "messaging.destination.partition.id",
        "messaging.kafka.destination.partition",
        "messaging.kafka.partition",
    ],
    &["messaging.kafka.message.key", "messaging.kafka.message_key"],
    &["messaging.kafka.offset", "messaging.kafka.message.offset"],
    &["messaging.message.conversation_id", "messaging.conversation_id"],
    &["messaging.message.id", "messaging.message_id"],
    &["messaging.operation.type", "messaging.operation"],
    &["network.peer.address", "net.sock.peer.addr"],
    &["network.peer.port", "net.sock.peer.port"],
    &["network.protocol.name", "net.protocol.name", "net.app.protocol.name"],
    &["network.protocol.version", "net.protocol.version", "http.flavor"],
    &["otel.scope.name", "otel.library.name"],
    &["otel.scope.version", "otel.library.version"],
    &["server.address", "net.peer.name"],
    &["server.port", "net.peer.port"],
    &["service.peer.name", "peer.service"],
    &["url.full", "http.url"],
    &["url.scheme", "http.scheme"],
    &["user_agent.original", "http.user_agent"],
];

/// The names under which an attribute is known, `key` among them; the present one first.
pub fn aliases_of(key: &str) -> Vec<&str> {
    let found = RENAMED.iter().find(|names| names.contains(&key));
    found.map_or_else(|| vec![key], |names| names.to_vec())
}

/// The present name of a key.
pub fn canonical_key(key: &str) -> &str {
    let found = RENAMED.iter().find(|names| names.contains(&key));
    found.and_then(|names| names.first()).copied().unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_key_is_in_one_line_only_and_both_names_lead_to_the_present_one() {
        let mut seen = BTreeSet::new();
        for names in RENAMED.iter() {
            for name in *names {
                assert!(seen.insert(name), "{name} is there twice");
                assert_eq!(canonical_key(name), names[0]);
                assert_eq!(aliases_of(name), names.to_vec());
            }
        }
        assert_eq!(canonical_key("http.status_code"), "http.response.status_code");
        assert_eq!((canonical_key("x"), aliases_of("x")), ("x", vec!["x"]));
    }
}
