//! A drawing becomes a trace.
//!
//! Invariant: what is drawn is what the builder gets; a line that cannot be read fails
//! the test. Absent: repair of any kind, which is the builder's own.

use std::collections::BTreeMap;

use spanscope::trace::{
    Attribute, Builder, ColumnRange, Event, Link, LinkKind, Recording, Resource, ResourceIdx,
    Scope, ScopeIdx, SpanId, SpanRecord, Status, StringId, Trace, TraceId, Value,
};

use super::block::block;
use super::options::{Options, Scalar};

/// 1 March 2026, 12:00 UTC.
const ORIGIN_NANOS: u64 = 1_772_366_400_000_000_000;
const MILLISECOND_NANOS: u64 = 1_000_000;

/// The trace that `text` draws, a millisecond a column.
pub fn drawn(text: &str) -> Trace {
    Drawing::new(text).trace()
}

/// A drawing and its scale.
pub struct Drawing {
    lines: Vec<Line>,
    nanos_per_column: u64,
    origin_nanos: u64,
    trace_id: TraceId,
}

struct Line {
    service: String,
    name: String,
    /// Column in which the name begins.
    indent: usize,
    /// Columns of the first and the last `|`.
    bar: (usize, usize),
    options: Options,
}

impl Drawing {
    pub fn new(text: &str) -> Drawing {
        let text = block(text);
        let lines = text.lines().filter(|line| !line.is_empty()).map(Line::parse).collect();
        Drawing {
            lines,
            nanos_per_column: MILLISECOND_NANOS,
            origin_nanos: ORIGIN_NANOS,
            trace_id: TraceId(0xabc),
        }
    }

    #[must_use]
    pub fn nanos_per_column(self, nanos_per_column: u64) -> Drawing {
        Drawing { nanos_per_column, ..self }
    }

    /// Where the leftmost column lies, in nanoseconds since the epoch.
    #[must_use]
    pub fn origin_nanos(self, origin_nanos: u64) -> Drawing {
        Drawing { origin_nanos, ..self }
    }

    #[must_use]
    pub fn trace_id(self, trace_id: TraceId) -> Drawing {
        Drawing { trace_id, ..self }
    }

    pub fn trace(&self) -> Trace {
        let order: Vec<usize> = (0..self.lines.len()).collect();
        self.trace_in_order(&order)
    }

    /// The same spans, handed to the builder in another order of lines.
    pub fn trace_in_order(&self, order: &[usize]) -> Trace {
        let mut traces = self.recording_in_order(order).traces;
        assert_eq!(traces.len(), 1, "a drawing holds one trace and at least one span");
        traces.remove(0)
    }

    fn recording_in_order(&self, order: &[usize]) -> Recording {
        let mut sketch = Sketch::new(self);
        for &line in order {
            sketch.add(line);
        }
        sketch.builder.build()
    }

    /// Ids of all lines: as drawn, else the line's number from 1.
    fn ids(&self) -> Vec<SpanId> {
        let lines = self.lines.iter().zip(1..);
        lines.map(|(line, number)| line.options.id.unwrap_or(SpanId(number))).collect()
    }

    /// The line that each line is indented under.
    fn parents(&self) -> Vec<Option<usize>> {
        let mut open: Vec<usize> = Vec::new();
        let mut parents = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            while open.last().is_some_and(|&above| self.lines[above].indent >= line.indent) {
                open.pop();
            }
            parents.push(open.last().copied());
            open.push(number);
        }
        parents
    }

    fn first_column(&self) -> usize {
        self.lines.iter().map(|line| line.bar.0).min().unwrap_or(0)
    }
}

impl Line {
    fn parse(text: &str) -> Line {
        // Bars are counted in characters, so that names may have any.
        let bars: Vec<(usize, usize)> = text
            .char_indices()
            .zip(0..)
            .filter(|&((_, c), _)| c == '|')
            .map(|((at, _), column)| (at, column))
            .collect();
        let (Some(&first), Some(&last)) = (bars.first(), bars.last()) else {
            panic!("no bar in {text:?}");
        };
        let head = text[..first.0].trim_end();
        let service_end = head.find(' ').unwrap_or_else(|| panic!("no name in {text:?}"));
        let (service, name) = head.split_at(service_end);
        let mut options = Options::parse(&text[last.0 + 1..]);
        let name = name.trim_start();
        let indent = head.chars().count() - name.chars().count();
        let name = match name.strip_suffix(" !") {
            Some(name) => {
                options.status = Status::Error;
                name
            }
            None => name,
        };
        let bar = (first.1, last.1);
        Line { service: service.to_owned(), name: name.to_owned(), indent, bar, options }
    }
}

/// A drawing while it becomes a recording.
struct Sketch<'a> {
    drawing: &'a Drawing,
    first_column: usize,
    ids: Vec<SpanId>,
    parents: Vec<Option<usize>>,
    builder: Builder,
    /// By service and the resource attributes as drawn.
    resources: BTreeMap<(String, String), ResourceIdx>,
    scopes: BTreeMap<String, ScopeIdx>,
}

impl Sketch<'_> {
    fn new(drawing: &Drawing) -> Sketch<'_> {
        Sketch {
            drawing,
            first_column: drawing.first_column(),
            ids: drawing.ids(),
            parents: drawing.parents(),
            builder: Builder::default(),
            resources: BTreeMap::new(),
            scopes: BTreeMap::new(),
        }
    }

    fn add(&mut self, number: usize) {
        let line = &self.drawing.lines[number];
        let options = &line.options;
        let above = self.parents[number].map_or(SpanId::NONE, |parent| self.ids[parent]);
        let record = SpanRecord {
            trace: self.builder.trace(self.drawing.trace_id),
            id: self.ids[number],
            parent_id: options.parent_id.unwrap_or(above),
            name: self.builder.intern(&line.name),
            kind: options.kind,
            half: options.half,
            status: options.status,
            status_message: self.builder.intern(&options.message),
            start_nanos: self.nanos_at(line.bar.0),
            end_nanos: self.nanos_at(line.bar.1),
            resource: self.resource(line),
            scope: self.scope(&options.scope),
            attributes: self.attributes(&options.attributes),
            events: self.events(line),
            links: self.links(&options.links),
            ..SpanRecord::default()
        };
        self.builder.add(record);
    }

    fn nanos_at(&self, column: usize) -> u64 {
        let columns = (column - self.first_column) as u64;
        self.drawing.origin_nanos + columns * self.drawing.nanos_per_column
    }

    fn resource(&mut self, line: &Line) -> ResourceIdx {
        let key = (line.service.clone(), format!("{:?}", line.options.resource));
        if let Some(&known) = self.resources.get(&key) {
            return known;
        }
        let service = self.builder.intern(&line.service);
        let attributes = self.attributes(&line.options.resource);
        let resource = self.builder.pool_mut().push_resource(Resource { service, attributes });
        self.resources.insert(key, resource);
        resource
    }

    fn scope(&mut self, name: &str) -> ScopeIdx {
        if name.is_empty() {
            return Builder::NO_SCOPE;
        }
        if let Some(&known) = self.scopes.get(name) {
            return known;
        }
        let scope = Scope { name: self.builder.intern(name), ..Scope::default() };
        let scope = self.builder.pool_mut().push_scope(scope);
        self.scopes.insert(name.to_owned(), scope);
        scope
    }

    fn attributes(&mut self, drawn: &[(String, Scalar)]) -> ColumnRange {
        let attributes: Vec<Attribute> = drawn
            .iter()
            .map(|(key, value)| Attribute {
                key: self.builder.intern(key),
                value: match value {
                    Scalar::Bool(truth) => Value::Bool(*truth),
                    Scalar::Int(number) => Value::Int(*number),
                    Scalar::Double(number) => Value::Double(*number),
                    Scalar::Text(text) => self.builder.text_value(text),
                },
            })
            .collect();
        self.builder.push_attributes(&attributes)
    }

    fn events(&mut self, line: &Line) -> ColumnRange {
        let first_column = self.first_column;
        let mut events = Vec::new();
        for (name, column) in &line.options.events {
            // Events count from the left edge of the trace, bars from that of the text.
            let column = column.map_or(line.bar.0, |column| first_column + column);
            let attributes = ColumnRange::default();
            events.push(Event {
                time_nanos: self.nanos_at(column),
                name: self.builder.intern(name),
                attributes,
            });
        }
        for (kind, message) in &line.options.exceptions {
            let said = [("exception.type", kind), ("exception.message", message)];
            let said = said.map(|(key, text)| (key.to_owned(), Scalar::Text(text.clone())));
            let attributes = self.attributes(&said);
            let name = self.builder.intern("exception");
            events.push(Event { time_nanos: self.nanos_at(line.bar.1), name, attributes });
        }
        self.builder.push_events(&events)
    }

    fn links(&mut self, to: &[SpanId]) -> ColumnRange {
        let links: Vec<Link> = to
            .iter()
            .map(|&span_id| Link {
                trace_id: self.drawing.trace_id,
                span_id,
                kind: LinkKind::Link,
                trace_state: StringId::EMPTY,
                attributes: ColumnRange::default(),
            })
            .collect();
        self.builder.push_links(&links)
    }
}
