//! Calls between hosts become the offsets of the hosts' clocks, where calls prove that they
//! differ.
//!
//! A server works while its client waits. So for every call the clock of the server's host has
//! to be moved by at least `client.start − server.start` and at most `client.end − server.end`.
//! All calls between two hosts, in both directions, must agree: what is offered is the middle
//! of the intersection, and only if it is not empty and excludes zero.
//!
//! ```text
//! client   |===========|        by its host's clock
//! server |====|                 by another's: too early by 2 to 9
//!        2..9 →
//! ```
//!
//! Invariant: nothing is claimed of a trace in which every server lies within its client; two
//! hosts have one offset, not one a call. Absent: producers, consumers and links, which do not
//! wait; and any change of the trace: who wants one asks [`Trace::with_shifted_starts`]. Source:
//! the constraint is the one of Jaeger's adjuster, which applies it to each call alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::facts::entry_root;
use crate::order;
use crate::trace::{Pool, Repair, Resource, ResourceIdx, SpanIdx, SpanKind, Trace};

/// Clocks that differ by no more are taken to agree, as far as synchronised clocks and times
/// that were cut to microseconds ever do.
pub const TOLERANCE_NANOS: u64 = 100_000;

/// What tells hosts apart, the best first.
const HOST_KEYS: [&str; 5] = ["k8s.node.name", "host.id", "host.name", "ip", "hostname"];

/// The clocks of a trace's hosts against that of its entry's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClockSkew {
    /// Those whose clocks are known, the entry span's host first, then in the order in which
    /// calls lead to them. Empty if no clock is off.
    pub hosts: Vec<HostClock>,
    /// What to add to the times of spans of each of the pool's resources, in nanoseconds. Empty
    /// if no clock is off.
    pub shifts_nanos: Vec<i64>,
}

impl ClockSkew {
    pub fn is_empty(&self) -> bool {
        self.hosts.is_empty()
    }
}

/// One host's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostClock {
    pub name: String,
    /// What to add to the host's times, in nanoseconds.
    pub offset_nanos: i64,
    /// Calls between this host and the one over which it was reached, either way.
    pub pairs: usize,
    /// From the least to the most that can have to be added, in nanoseconds: what those calls
    /// allow, beyond what that other host's own interval does.
    pub interval_nanos: (i64, i64),
}

/// What the calls between two hosts allow to be added to the second one's clock.
#[derive(Clone, Copy)]
struct Bounds {
    low: i128,
    high: i128,
    pairs: usize,
}

impl Bounds {
    const ANY: Bounds = Bounds { low: i128::MIN, high: i128::MAX, pairs: 0 };

    fn narrow(&mut self, low: i128, high: i128) {
        self.low = self.low.max(low);
        self.high = self.high.min(high);
        self.pairs += 1;
    }

    /// The same for the first host's clock.
    fn reversed(self) -> Bounds {
        Bounds { low: -self.high, high: -self.low, ..self }
    }

    /// For the second host's clock against one that is known up to `self`.
    fn then(self, next: Bounds) -> Bounds {
        Bounds { low: self.low + next.low, high: self.high + next.high, pairs: next.pairs }
    }

    /// `None` if the calls contradict each other; 0 if the clocks may agree.
    fn offset(self, tolerance_nanos: u64) -> Option<i128> {
        let tolerance = i128::from(tolerance_nanos);
        let is_off = self.low > tolerance || self.high < -tolerance;
        let middle = self.low + (self.high - self.low).div_euclid(2);
        (self.low <= self.high).then_some(if is_off { middle } else { 0 })
    }
}

/// The offsets of the clocks, if any of them differs from another by more than the tolerance.
/// O(n + c log h) for n spans, c calls between hosts and h hosts.
pub fn clock_skew(trace: &Trace, tolerance_nanos: u64) -> ClockSkew {
    let hosts = Hosts::of(trace);
    let bounds = bounds_by_pair(trace, &hosts);
    let entry = entry_root(trace).and_then(|root| hosts.of_span(trace, root));
    let Some(entry) = entry else { return ClockSkew::default() };
    let clocks = walk(entry, &hosts, &bounds, tolerance_nanos);
    if clocks.iter().all(|(_, clock)| clock.offset_nanos == 0) {
        return ClockSkew::default();
    }
    let offsets: BTreeMap<u32, i64> =
        clocks.iter().map(|(host, clock)| (*host, clock.offset_nanos)).collect();
    let shift = |host: &Option<u32>| host.and_then(|host| offsets.get(&host)).copied();
    ClockSkew {
        shifts_nanos: hosts.by_resource.iter().map(|host| shift(host).unwrap_or(0)).collect(),
        hosts: clocks.into_iter().map(|(_, clock)| clock).collect(),
    }
}

/// The hosts of a trace, numbered by name.
struct Hosts {
    names: Vec<String>,
    /// Of each of the pool's resources that the trace uses and that says where it ran.
    by_resource: Vec<Option<u32>>,
}

impl Hosts {
    fn of(trace: &Trace) -> Hosts {
        let pool = trace.pool();
        let mut is_used = vec![false; pool.resources().len()];
        trace.spans().for_each(|span| is_used[trace.resource_idx(span).0 as usize] = true);
        let used = pool.resources().iter().zip(is_used);
        let host = |(resource, is_used)| if is_used { host_name(pool, resource) } else { None };
        let by_resource: Vec<Option<String>> = used.map(host).collect();
        let mut names: Vec<String> = by_resource.iter().flatten().cloned().collect();
        order::sort(&mut names);
        names.dedup();
        let number = |name: &Option<String>| {
            let place = names.binary_search(name.as_ref()?).ok()?;
            Some(place as u32)
        };
        let by_resource = by_resource.iter().map(number).collect();
        Hosts { names, by_resource }
    }

    fn of_span(&self, trace: &Trace, span: SpanIdx) -> Option<u32> {
        let ResourceIdx(resource) = trace.resource_idx(span);
        self.by_resource[resource as usize]
    }
}

/// Where a resource ran; of one that does not say, the instance of its service, or the service.
fn host_name(pool: &Pool, resource: &Resource) -> Option<String> {
    let value = |key: &str| {
        let mut attributes = pool.attributes(resource.attributes);
        let found = attributes.find(|attribute| pool.text(attribute.key) == key)?;
        Some(pool.value_text(found.value)).filter(|text| !text.is_empty())
    };
    let service = pool.text(resource.service);
    HOST_KEYS.into_iter().find_map(value).or_else(|| match value("service.instance.id") {
        Some(instance) => Some(format!("{service} {instance}").trim_start().to_owned()),
        None => Some(service.to_owned()).filter(|service| !service.is_empty()),
    })
}

/// For each two hosts that call each other, the smaller number first.
fn bounds_by_pair(trace: &Trace, hosts: &Hosts) -> BTreeMap<(u32, u32), Bounds> {
    let mut bounds: BTreeMap<(u32, u32), Bounds> = BTreeMap::new();
    for (client, server) in calls(trace) {
        let ends = (hosts.of_span(trace, client), hosts.of_span(trace, server));
        let (Some(from), Some(to)) = ends else { continue };
        let difference = |of: fn(&Trace, SpanIdx) -> u64| {
            i128::from(of(trace, client)) - i128::from(of(trace, server))
        };
        let (low, high) = (difference(Trace::start_nanos), difference(Trace::end_nanos));
        if from < to {
            bounds.entry((from, to)).or_insert(Bounds::ANY).narrow(low, high);
        } else if to < from {
            bounds.entry((to, from)).or_insert(Bounds::ANY).narrow(-high, -low);
        }
    }
    bounds
}

/// Client spans and the server spans right below them, both with times of their own.
fn calls(trace: &Trace) -> impl Iterator<Item = (SpanIdx, SpanIdx)> + '_ {
    let is_timed = |span| {
        let repairs = trace.repairs(span);
        !repairs.has(Repair::StartUnknown) && !repairs.has(Repair::EndBeforeStart)
    };
    trace.spans().filter_map(move |server| {
        let client = trace.parent(server)?;
        let kinds = (trace.kind(client), trace.kind(server));
        let is_call = kinds == (SpanKind::Client, SpanKind::Server);
        (is_call && is_timed(client) && is_timed(server)).then_some((client, server))
    })
}

/// The clocks of the hosts that calls lead to from `entry`: the nearest first, those equally
/// near by the number of the host before, then by their own.
fn walk(
    entry: u32,
    hosts: &Hosts,
    bounds: &BTreeMap<(u32, u32), Bounds>,
    tolerance_nanos: u64,
) -> Vec<(u32, HostClock)> {
    let mut neighbours: BTreeMap<u32, Vec<(u32, Bounds)>> = BTreeMap::new();
    for (&(first, second), &between) in bounds {
        neighbours.entry(first).or_default().push((second, between));
        neighbours.entry(second).or_default().push((first, between.reversed()));
    }
    let mut is_known = vec![false; hosts.names.len()];
    is_known[entry as usize] = true;
    let mut reached = vec![(entry, 0, Bounds { low: 0, high: 0, pairs: 0 })];
    let mut at = 0;
    while let Some(&(host, offset, so_far)) = reached.get(at) {
        at += 1;
        for &(next, between) in neighbours.get(&host).into_iter().flatten() {
            let Some(relative) = between.offset(tolerance_nanos) else { continue };
            if !std::mem::replace(&mut is_known[next as usize], true) {
                reached.push((next, offset + relative, so_far.then(between)));
            }
        }
    }
    let clock = |(host, offset, bounds): (u32, i128, Bounds)| {
        let clock = HostClock {
            name: hosts.names[host as usize].clone(),
            offset_nanos: clamped(offset),
            pairs: bounds.pairs,
            interval_nanos: (clamped(bounds.low), clamped(bounds.high)),
        };
        (host, clock)
    };
    reached.into_iter().map(clock).collect()
}

/// Differences of real times fit.
fn clamped(nanos: i128) -> i64 {
    nanos.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}
