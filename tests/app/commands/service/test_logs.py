"""Lines of the log for programs: whole objects, and nothing in them that a roster holds."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Iterator

import pytest

from app.commands.service.logs import FIELDS, logging_config


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[logging.Logger]:
    """Our logger, set up as a server sets it up; afterwards as it was."""
    names = ("caseload", "uvicorn", "uvicorn.error", "uvicorn.access")
    before = {name: (logging.getLogger(name).handlers[:], logging.getLogger(name).propagate) for name in names}
    logging.config.dictConfig(logging_config("json"))
    yield logging.getLogger("caseload.http")
    for name, (handlers, propagate) in before.items():
        logging.getLogger(name).handlers[:] = handlers
        logging.getLogger(name).propagate = propagate


def test_a_line_is_an_object_with_its_fields(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    log.info("%s %s", "GET", "/v1/plans", extra={"method": "GET", "status": 200, "milliseconds": 1.5, "other": "x"})
    line = json.loads(capsys.readouterr().err)
    time = line.pop("time")
    assert time.endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "caseload.http",
        "message": "GET /v1/plans",
        "method": "GET",
        "status": 200,
        "milliseconds": 1.5,
    }


def fail(case: str) -> None:
    raise ValueError(case)


def test_a_fault_is_one_line_without_its_text(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    case = "C-1\nof officer " + "D-7"
    try:
        fail(case)
    except ValueError:
        log.exception("a fault")
    (said,) = capsys.readouterr().err.splitlines()
    line = json.loads(said)
    assert (line["message"], line["exception"]) == ("a fault", "ValueError")
    assert "test_logs.py" in line["frames"]
    assert "officer D-7" not in said


def test_people_read_lines_as_before() -> None:
    text, lines = logging_config("text"), logging_config("json")
    assert text["formatters"]["default"] != lines["formatters"]["default"]
    assert text["loggers"] == lines["loggers"]
    assert text["loggers"]["caseload"]["level"] == "INFO"


def test_no_field_is_of_a_roster() -> None:
    assert not {"case_id", "officer_id", "office", "plan_id", "roster_id", "path"} & set(FIELDS)
