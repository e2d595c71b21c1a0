//! Zipkin's spans (version 2, JSON) become the model's own.
//!
//! Names follow OpenTelemetry's conventions: `localEndpoint` is the resource, with
//! `service.name`, `host.ip` (a list, as the convention has it) and `network.local.port`;
//! `remoteEndpoint` becomes the span's attributes `peer.service`, `network.peer.address`
//! and `network.peer.port`, `debug` its attribute `zipkin.debug`. Annotations are events,
//! tags attributes; a tag `error` that is not "false" is the status, its text the message
//! (unless it is a mere "true"). Tags that OpenTelemetry's exporter writes for what Zipkin
//! has no field for (`otel.status_code`, `otel.scope.name`, …) become those fields again.
//!
//! Invariant: a span that came is shown or set aside. Absent: version 1, whose spans have
//! `binaryAnnotations`, and putting the halves of a call together, which needs the whole
//! trace (`trace::CallHalf`).

mod endpoint;
mod span;
mod tell;

pub(super) use self::endpoint::EndpointField;
use self::endpoint::{LocalEndpoint, read_resource};
use self::span::{ZipkinScratch, read_span};
pub(super) use self::tell::is_span;
use super::intake::{Intake, ResourceWords};
use super::json::{Cursor, Stop};

/// Reads spans; keeps nothing of one for the next but memory.
#[derive(Default)]
pub(super) struct ZipkinSpans {
    scratch: ZipkinScratch,
}

impl ZipkinSpans {
    pub fn read_span(&mut self, cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
        cursor.peek()?;
        let start = cursor.position;
        let scratch = &mut self.scratch;
        let draft = intake.unit(|intake| read_span(cursor, intake, scratch))?;
        let endpoint = draft.local_endpoint;
        match draft.finish(scratch, intake) {
            Ok(mut record) => {
                record.repairs = intake.commit_unit(start);
                match endpoint {
                    LocalEndpoint::None => {}
                    LocalEndpoint::Known(resource) => record.resource = resource,
                    LocalEndpoint::At(position) => {
                        let end = std::mem::replace(&mut cursor.position, position);
                        record.resource =
                            intake.shared_resource(cursor, ResourceWords::Zipkin, read_resource)?;
                        cursor.position = end;
                    }
                }
                intake.builder.add(record);
            }
            Err(reason) => {
                intake.discard_unit();
                let entry = cursor.slice(start, cursor.position);
                intake.set_aside(intake.place(start), reason, entry);
            }
        }
        Ok(())
    }
}
