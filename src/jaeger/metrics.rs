//! Rates, errors and latencies of services: the question becomes a request, the answer series.
//!
//! Invariant: series and points keep the server's order; a figure that is no number (no calls,
//! so no quantile) is `None`, never a zero. Absent: what to do without a storage of metrics,
//! which answers 501 (`Fault`); the figures can be computed from traces then.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::address::AddressText;
use super::instant::instant_from_text;
use super::json_shape::{Shape, WrongShape};
use super::request::{Method, Request};
use crate::trace::SpanKind;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Metric {
    /// The duration that so many percent of the calls stayed below, 1 to 99; in milliseconds,
    /// unless the server's storage of metrics is set to seconds (`latency_unit`).
    Latencies { percent: u8 },
    /// Calls a second, over the period of the rate.
    Calls,
    /// Failed calls as a share of all, 0 to 1.
    Errors,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricsQuery {
    /// At least one.
    pub services: Vec<String>,
    /// Series by operation, not one for each service.
    pub is_by_operation: bool,
    /// Milliseconds since the epoch.
    pub end_millis: u64,
    pub lookback_millis: u64,
    /// Between two points.
    pub step_millis: u64,
    /// The period that a rate is taken over.
    pub rate_millis: u64,
    /// Empty: servers, as Jaeger has it.
    pub kinds: Vec<SpanKind>,
}

impl MetricsQuery {
    /// One service by operation in the steps of Jaeger's own page: a minute, rates over ten.
    pub fn of_service(service: &str, end_millis: u64, lookback_millis: u64) -> MetricsQuery {
        MetricsQuery {
            services: vec![service.to_owned()],
            is_by_operation: true,
            end_millis,
            lookback_millis,
            step_millis: 60_000,
            rate_millis: 600_000,
            kinds: Vec::new(),
        }
    }

    pub fn request(&self, base: &str, metric: Metric) -> Request {
        let path = match metric {
            Metric::Latencies { .. } => "api/metrics/latencies",
            Metric::Calls => "api/metrics/calls",
            Metric::Errors => "api/metrics/errors",
        };
        let mut address = AddressText::below(base, path);
        for service in &self.services {
            address.parameter("service", service);
        }
        if let Metric::Latencies { percent } = metric {
            address.parameter("quantile", &format!("0.{:02}", percent.min(99)));
        }
        if self.is_by_operation {
            address.parameter("groupByOperation", "true");
        }
        let numbers = [
            ("endTs", self.end_millis),
            ("lookback", self.lookback_millis),
            ("step", self.step_millis),
            ("ratePer", self.rate_millis),
        ];
        for (name, number) in numbers {
            address.parameter(name, &number.to_string());
        }
        for kind in &self.kinds {
            address.parameter("spanKind", kind.name());
        }
        Request { method: Method::Get, url: address.finish() }
    }
}

/// One line of a chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Empty if the server names none.
    pub service: String,
    /// Empty unless asked for by operation.
    pub operation: String,
    pub points: Vec<MetricPoint>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricPoint {
    /// Nanoseconds since the epoch.
    pub time_nanos: u64,
    /// In the unit of its [`Metric`]; `None`: there is no figure for this moment.
    pub value: Option<f64>,
}

pub(super) fn read_series(answer: Shape<'_>) -> Result<Vec<Series>, WrongShape> {
    answer.member("metrics").items()?.map(read_one).collect()
}

fn read_one(metric: Shape<'_>) -> Result<Series, WrongShape> {
    let mut series =
        Series { service: String::new(), operation: String::new(), points: Vec::new() };
    for label in metric.member("labels").items()? {
        let value = label.member("value").text()?;
        match label.member("name").text()? {
            "service_name" => series.service = value.to_owned(),
            "operation" | "span_name" => series.operation = value.to_owned(),
            _ => {}
        }
    }
    series.points =
        metric.member("metricPoints").items()?.map(read_point).collect::<Result<_, _>>()?;
    Ok(series)
}

fn read_point(point: Shape<'_>) -> Result<MetricPoint, WrongShape> {
    let time = point.member("timestamp");
    let time_nanos =
        instant_from_text(time.text()?).ok_or_else(|| time.wrong("a time as in RFC 3339"))?;
    let gauge = point.member("gaugeValue");
    let value = gauge.member("doubleValue");
    let number = match value.value {
        // What a message does not write is zero in protobuf's JSON.
        None => gauge.value.map(|_| 0.0),
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.parse().ok(),
        Some(_) => return Err(value.wrong("a number")),
    };
    Ok(MetricPoint { time_nanos, value: number.filter(|number| number.is_finite()) })
}
