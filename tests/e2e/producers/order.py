"""One order, as spans: a server's call that fails because of what a client's call in it raised.

Times are given, not measured, so that the page can be asked for them: the order takes 250,123,456 ns
and begins when this is run.
"""

import time

from opentelemetry.trace import SpanKind, set_span_in_context
from opentelemetry.trace.status import Status, StatusCode

ORDER_NANOS = 250_123_456
CARD_STARTS_NANOS = 20_001_999
CARD_NANOS = 200_000_001


class CardDeclined(Exception):
    """The card was declined."""


def place(tracer):
    """Makes the spans of an order, and says what its trace is called."""
    start = time.time_ns() - ORDER_NANOS
    order = tracer.start_span(
        "POST /orders",
        kind=SpanKind.SERVER,
        start_time=start,
        attributes={"order.lines": 12, "order.total": 47.5, "order.express": True, "order.id": "a41f-2209"},
    )
    card_start = start + CARD_STARTS_NANOS
    card = tracer.start_span(
        "charge card", context=set_span_in_context(order), kind=SpanKind.CLIENT, start_time=card_start
    )
    card.add_event("card read", {"card.kind": "debit"}, timestamp=card_start + 5_000_000)
    try:
        raise CardDeclined("insufficient funds")
    except CardDeclined as declined:
        card.record_exception(declined, timestamp=card_start + CARD_NANOS - 1_000)
        card.set_status(Status(StatusCode.ERROR, "CardDeclined: insufficient funds"))
    card.end(end_time=card_start + CARD_NANOS)
    order.set_status(Status(StatusCode.ERROR))
    order.end(end_time=start + ORDER_NANOS)
    print(format(order.get_span_context().trace_id, "032x"))
