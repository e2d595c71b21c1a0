"""Sends an order to Jaeger as programs do today: OpenTelemetry's SDK, over OTLP.

    python3 otlp.py PORT

prints the trace id.
"""

import sys

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

import order


def main():
    exporter = OTLPSpanExporter(endpoint=f"http://127.0.0.1:{sys.argv[1]}/v1/traces")
    provider = TracerProvider(resource=Resource.create({"service.name": "orders", "service.version": "2.14.0"}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    order.place(provider.get_tracer("shop.orders", "3.1"))
    provider.shutdown()


main()
