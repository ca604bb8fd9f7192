"""Where traces go: nowhere, or to the address that whoever runs the process has named."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from app.settings import Settings
from app.telemetry.spans import NOWHERE, Traces
from solver.errors import CaseloadError

log = logging.getLogger("caseload.traces")

STANDARD = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""Variables by which OpenTelemetry itself is told where to send traces."""


class NoTelemetry(CaseloadError):
    """CASELOAD_OTLP_ENDPOINT is set, and what sends traces is not installed: `pip install 'caseload[telemetry]'`."""


def traces_to(settings: Settings, environment: Mapping[str, str] = os.environ) -> Traces:
    """What spans are told to. Nothing of OpenTelemetry's is imported, and nothing is sent, unless an address is named.

    Raises
    ------
    NoTelemetry
        Our own setting names one, and the packages are missing. Where only a standard variable does, which may be meant
        for other programs, the log says so instead.
    """
    named = settings.otlp_endpoint
    if named is None and not any(environment.get(name) for name in STANDARD):
        return NOWHERE
    try:
        from app.telemetry.otlp import Otlp
    except ImportError as error:
        if named is not None:
            raise NoTelemetry from error
        log.warning("no traces are sent, whatever %s says: caseload[telemetry] is not installed", STANDARD[1])
        return NOWHERE
    log.info("traces are sent to the address of %s", "CASELOAD_OTLP_ENDPOINT" if named else STANDARD[1])
    return Otlp(named)
