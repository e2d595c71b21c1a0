"""Sends an order to Jaeger as old programs and tutorials do: its own format, over UDP.

    python3 jaeger_thrift.py PORT

prints the trace id.
"""

import sys

from opentelemetry.exporter.jaeger.thrift import JaegerExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

import order


def main():
    exporter = JaegerExporter(agent_host_name="127.0.0.1", agent_port=int(sys.argv[1]))
    provider = TracerProvider(resource=Resource.create({"service.name": "orders", "service.version": "2.14.0"}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    order.place(provider.get_tracer("shop.orders", "3.1"))
    provider.shutdown()


main()
