"""``traceparent`` (W3C Trace Context): what a request is part of, where whoever sends it says so in valid form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FORM = re.compile(
    r"(?P<version>[0-9a-f]{2})-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})(?P<rest>-.*)?"
)
SAMPLED = 1


@dataclass(frozen=True, slots=True)
class TraceParent:
    """The span of somebody else that a request is within.

    Attributes
    ----------
    trace_id, span_id : int
        128 and 64 bits, not 0.
    is_sampled : bool
        Whether they keep it.
    """

    trace_id: int
    span_id: int
    is_sampled: bool


def parent_of(headers: Sequence[str]) -> TraceParent | None:
    """What the headers ``traceparent`` of a request say; None: nothing valid, and a trace of its own begins.

    ``tracestate`` is not read: it may hold any text.
    """
    found = FORM.fullmatch(headers[0].strip()) if len(headers) == 1 else None
    if found is None or found["version"] == "ff" or (found["version"] == "00" and found["rest"]):
        return None
    trace_id, span_id = int(found["trace"], 16), int(found["span"], 16)
    if not trace_id or not span_id:
        return None
    return TraceParent(trace_id, span_id, bool(int(found["flags"], 16) & SAMPLED))
