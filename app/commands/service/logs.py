"""How a server and a worker log: lines for people, or JSON for programs (``CASELOAD_LOG_FORMAT``)."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any, Literal

from uvicorn.config import LOGGING_CONFIG

FIELDS = ("method", "route", "status", "milliseconds", "outcome", "attempt", "fault")
"""What a line may hold beside its words: each says how something went, and none whose case it was."""


class JsonLines(logging.Formatter):
    """A JSON object a line: ``time`` (UTC), ``level``, ``logger``, ``message``, and what there is of `FIELDS`."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            # without the exception's own text, which may quote what somebody sent
            line["exception"] = record.exc_info[0].__name__
            line["frames"] = "".join(traceback.format_tb(record.exc_info[2]))
        return json.dumps(line, ensure_ascii=False)


def logging_config(log_format: Literal["text", "json"]) -> dict[str, Any]:
    """Uvicorn's way of logging, with our own messages in it."""
    ours = {"handlers": ["default"], "level": "INFO", "propagate": False}
    config = {**LOGGING_CONFIG, "loggers": {**LOGGING_CONFIG["loggers"], "caseload": ours}}
    if log_format == "json":
        config["formatters"] = {name: {"()": JsonLines} for name in LOGGING_CONFIG["formatters"]}
    return config
