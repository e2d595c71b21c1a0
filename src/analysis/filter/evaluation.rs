//! A filter becomes the set of rows that it lets through.
//!
//! Each term is a pass over those rows that are still in question: of terms joined by `and`
//! the cheap ones come first, and the others look at what is left. Terms about times and
//! the tree walk rows; those about attributes and words walk spans in the order in which
//! they came in, which is that of their attributes.
//!
//! Invariant: the answer depends neither on the order of terms nor on that of passes; self
//! times and critical paths are asked for only by terms that need them. Absent: memory of
//! other filters.

use std::cell::OnceCell;

use super::Measures;
use super::attributes::{AttributeCheck, Found};
use super::expression::{CountField, Expression, Order, Test, TextField, TextTest, TimeField};
use super::text_check::{Rule, TextCheck};
use crate::analysis::search::bits::Bits;
use crate::analysis::search::folding::Folded;
use crate::analysis::search::needle::Sample;
use crate::analysis::search::word::Word;
use crate::order;
use crate::trace::{ArrivedSpan, SpanId, SpanIdx, StringId, Trace};

/// A trace, and what several terms may want to know of it.
pub(super) struct Evaluation<'a> {
    trace: &'a Trace,
    measures: Measures<'a>,
    arrivals: OnceCell<Vec<SpanIdx>>,
    sample: OnceCell<Sample>,
    child_counts: OnceCell<Vec<u32>>,
}

impl<'a> Evaluation<'a> {
    pub fn new(trace: &'a Trace, measures: Measures<'a>) -> Evaluation<'a> {
        Evaluation {
            trace,
            measures,
            arrivals: OnceCell::new(),
            sample: OnceCell::new(),
            child_counts: OnceCell::new(),
        }
    }

    pub fn all_rows(&self) -> Bits {
        Bits::full(self.trace.span_count())
    }

    /// Those of `rows` that the expression lets through. Recursion is as deep as brackets
    /// are nested, which the parser bounds.
    pub fn pass(&self, expression: &Expression, rows: &Bits) -> Bits {
        match expression {
            Expression::Everything => rows.clone(),
            Expression::Words(words) => {
                let mut word = Word::new(self.trace, words, self.sample());
                self.pass_arrivals(rows, |span| word.is_said_by(self.trace.pool(), span))
            }
            Expression::Test(test) => self.pass_test(test, rows),
            Expression::Not(inner) => rows.without(&self.pass(inner, rows)),
            Expression::All(members) => {
                let left = |left: Bits, member: &&Expression| self.pass(member, &left);
                cheapest_first(members).iter().fold(rows.clone(), left)
            }
            Expression::Any(members) => {
                let mut left = rows.clone();
                for member in cheapest_first(members) {
                    left = left.without(&self.pass(member, &left));
                }
                rows.without(&left)
            }
        }
    }

    /// As Jaeger's search in a trace: any of the words, said by anything but attributes
    /// with these keys (of either case), or a span's whole id.
    pub fn pass_any_word(&self, words: &[String], hidden_keys: &[String]) -> Bits {
        let all = self.all_rows();
        let hidden = self.interned_in_either_case(hidden_keys);
        let mut passed = Bits::new(self.trace.span_count());
        for word in words {
            let left = all.without(&passed);
            let mut said = Word::outside(self.trace, word, self.sample(), hidden.clone());
            passed
                .unite(&self.pass_arrivals(&left, |span| said.is_said_by(self.trace.pool(), span)));
            passed.unite(&self.pass_id(word, &left));
        }
        passed
    }

    fn interned_in_either_case(&self, keys: &[String]) -> Bits {
        let strings = &self.trace.pool().strings;
        let mut found = Bits::new(strings.len());
        let keys: Vec<Folded> = keys.iter().map(|key| Folded::of(key)).collect();
        for number in (0..strings.len() as u32).filter(|_| !keys.is_empty()) {
            if keys.iter().any(|key| key.is(strings.get(StringId(number)))) {
                found.add(number);
            }
        }
        found
    }

    fn sample(&self) -> &Sample {
        self.sample.get_or_init(|| Sample::of(self.trace.pool()))
    }

    fn pass_arrivals(&self, rows: &Bits, mut is_met: impl FnMut(&ArrivedSpan) -> bool) -> Bits {
        let mut passed = Bits::new(self.trace.span_count());
        let arrivals = self.arrivals.get_or_init(|| self.trace.rows_by_arrival());
        let some: Vec<SpanIdx>;
        let wanted = if rows.count() as usize == arrivals.len() {
            arrivals
        } else {
            some = arrivals.iter().copied().filter(|row| rows.has(row.0)).collect();
            &some
        };
        for span in self.trace.arrivals(wanted) {
            if is_met(&span) {
                passed.add(span.span.0);
            }
        }
        passed
    }

    fn pass_test(&self, test: &Test, rows: &Bits) -> Bits {
        let trace = self.trace;
        match test {
            Test::Text(field, test) => self.pass_text(*field, test, rows),
            Test::Kind(kind) => rows.filtered(|row| trace.kind(SpanIdx(row)) == *kind),
            Test::Status(status) => rows.filtered(|row| trace.status(SpanIdx(row)) == *status),
            Test::Time(field, order, nanos) => self.pass_time(*field, *order, *nanos, rows),
            Test::Count(field, order, count) => self.pass_count(*field, *order, *count, rows),
            Test::Id(id) => self.pass_id(id, rows),
            Test::Critical(is_critical) => {
                let nanos = (self.measures.critical_nanos)();
                rows.filtered(|row| (nanos[row as usize] > 0) == *is_critical)
            }
            Test::Has(key) => {
                let check = AttributeCheck::presence(trace.pool(), key);
                self.pass_attribute(check, rows, Found::Met)
            }
            Test::Attribute { key, test, is_other } => {
                let check = AttributeCheck::new(trace.pool(), key, test, self.sample());
                let wanted = if *is_other { Found::Unmet } else { Found::Met };
                self.pass_attribute(check, rows, wanted)
            }
        }
    }

    fn pass_attribute(&self, mut check: AttributeCheck, rows: &Bits, wanted: Found) -> Bits {
        if check.is_absent() {
            return Bits::new(self.trace.span_count());
        }
        self.pass_arrivals(rows, |span| check.find(self.trace.pool(), span) == wanted)
    }

    fn pass_text(&self, field: TextField, test: &TextTest, rows: &Bits) -> Bits {
        let (trace, pool) = (self.trace, self.trace.pool());
        let mut check = TextCheck::new(Rule::of(test, self.sample()), pool);
        match field {
            TextField::Service => {
                rows.filtered(|row| check.is_met_by(pool, trace.service(SpanIdx(row))))
            }
            TextField::Name => rows.filtered(|row| check.is_met_by(pool, trace.name(SpanIdx(row)))),
            TextField::Event => self.pass_arrivals(rows, |span| {
                let mut names = pool.events(span.events).iter().map(|event| event.name);
                names.any(|name| check.is_met_by(pool, name))
            }),
        }
    }

    fn pass_time(&self, field: TimeField, order: Order, nanos: u64, rows: &Bits) -> Bits {
        let trace = self.trace;
        let holds = |own: u64| order.holds(own.cmp(&nanos));
        match field {
            TimeField::Duration => rows.filtered(|row| holds(trace.duration_nanos(SpanIdx(row)))),
            TimeField::SelfTime => {
                let self_nanos = (self.measures.self_nanos)();
                rows.filtered(|row| holds(self_nanos[row as usize]))
            }
            TimeField::Start => {
                let earliest = trace.earliest_nanos();
                rows.filtered(|row| holds(trace.start_nanos(SpanIdx(row)) - earliest))
            }
        }
    }

    fn pass_count(&self, field: CountField, order: Order, count: u64, rows: &Bits) -> Bits {
        let trace = self.trace;
        let holds = |own: u64| order.holds(own.cmp(&count));
        match field {
            CountField::Depth => rows.filtered(|row| holds(u64::from(trace.depth(SpanIdx(row))))),
            CountField::Descendants => {
                rows.filtered(|row| holds(trace.descendant_count(SpanIdx(row)) as u64))
            }
            CountField::Children => {
                let counts = self.child_counts();
                rows.filtered(|row| holds(u64::from(counts[row as usize])))
            }
        }
    }

    fn child_counts(&self) -> &[u32] {
        self.child_counts.get_or_init(|| {
            let mut counts = vec![0; self.trace.span_count()];
            for parent in self.trace.spans().filter_map(|span| self.trace.parent(span)) {
                counts[parent.index()] += 1;
            }
            counts
        })
    }

    /// Spans with this id, in hexadecimal or as their producer wrote it.
    fn pass_id(&self, id: &str, rows: &Bits) -> Bits {
        let word = Folded::of(id);
        let foreign = self.trace.pool().foreign_ids().filter(|(_, text)| word.is(text));
        let foreign = foreign.filter_map(|(number, _)| u64::try_from(number).ok().map(SpanId));
        let ids: Vec<SpanId> = SpanId::from_hex(id.as_bytes())
            .filter(|id| !id.is_none())
            .into_iter()
            .chain(foreign)
            .collect();
        if ids.is_empty() {
            return Bits::new(self.trace.span_count());
        }
        rows.filtered(|row| ids.contains(&self.trace.span_id(SpanIdx(row))))
    }
}

fn cheapest_first(members: &[Expression]) -> Vec<&Expression> {
    let mut members: Vec<&Expression> = members.iter().collect();
    order::sort_by_key(&mut members, |member| cost(member));
    members
}

/// How much a term costs for each span, roughly: a column, an attribute, texts, patterns.
fn cost(expression: &Expression) -> u8 {
    match expression {
        Expression::Everything => 0,
        Expression::Words(_) => 4,
        Expression::Test(Test::Has(_)) => 2,
        Expression::Test(Test::Attribute { test, .. }) => match test {
            super::expression::ValueTest::Text(TextTest::Matches(_)) => 5,
            _ => 3,
        },
        Expression::Test(_) => 1,
        Expression::Not(inner) => cost(inner),
        Expression::All(members) | Expression::Any(members) => {
            members.iter().map(cost).max().unwrap_or(0)
        }
    }
}
