"""The one room that knows OpenTelemetry: spans are sent by OTLP over HTTP to the address that an operator named.

The provider is ours alone and never made the global one, so that no library that is instrumented sends spans through
it: theirs hold addresses and statements.
"""

from __future__ import annotations

import threading
from datetime import datetime
from importlib.metadata import version

from opentelemetry import context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    Tracer,
    set_span_in_context,
)
from opentelemetry.trace import Span as OtlpSpan

from app.telemetry.spans import Span, Traces
from app.telemetry.trace_parent import TraceParent

PATH = "/v1/traces"
GOODBYE_S = 2.0
"""How long the end of a process may wait for a collector that does not answer."""


class Sent(Span):
    """A span that is sent once it ends."""

    def __init__(self, tracer: Tracer, span: OtlpSpan) -> None:
        self._tracer = tracer
        self._span = span

    def child(self, name: str, began: datetime | None = None) -> Span:
        """Something within it."""
        inner = self._tracer.start_span(name, set_span_in_context(self._span), start_time=_nanoseconds(began))
        return Sent(self._tracer, inner)

    def note(self, name: str, value: str | float) -> None:
        """Say more of it."""
        self._span.set_attribute(name, value)

    def rename(self, name: str) -> None:
        """Call it otherwise."""
        self._span.update_name(name)

    def fail(self) -> None:
        """Say that it went wrong."""
        self._span.set_status(Status(StatusCode.ERROR))

    def end(self, ended: datetime | None = None) -> None:
        """Send it, in the background."""
        self._span.end(_nanoseconds(ended))


class Otlp(Traces):
    """Sends spans in the background; where the collector does not take them, they are lost, and nobody waits.

    Parameters
    ----------
    endpoint : str or None
        Base address of the collector; None: what the variables ``OTEL_EXPORTER_OTLP_…`` say.
    """

    def __init__(self, endpoint: str | None) -> None:
        names = {"service.name": "caseload", "service.version": version("caseload")}
        said = OTELResourceDetector().detect().attributes  # by OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES
        resource = Resource.create({**names, **said})
        exporter = OTLPSpanExporter(None if endpoint is None else endpoint.rstrip("/") + PATH)
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("caseload", version("caseload"))

    def request(self, method: str, parent: TraceParent | None) -> Span:
        """A request that somebody sends."""
        before = context.Context()
        if parent is not None:
            flags = TraceFlags(TraceFlags.SAMPLED if parent.is_sampled else TraceFlags.DEFAULT)
            theirs = SpanContext(parent.trace_id, parent.span_id, is_remote=True, trace_flags=flags)
            before = set_span_in_context(NonRecordingSpan(theirs), before)
        return Sent(self._tracer, self._tracer.start_span(method, before, kind=SpanKind.SERVER))

    def work(self, name: str, began: datetime | None = None) -> Span:
        """Something that this process does by itself."""
        span = self._tracer.start_span(name, context.Context(), start_time=_nanoseconds(began))
        return Sent(self._tracer, span)

    def close(self) -> None:
        """Send what was not sent yet, and give up soon."""
        closing = threading.Thread(target=self._provider.shutdown, name="last traces", daemon=True)
        closing.start()
        closing.join(GOODBYE_S)


def _nanoseconds(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1e6) * 1000
