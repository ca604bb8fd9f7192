"""Lines of the log for programs: whole objects, and nothing in them that a roster holds."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Any

from app.commands.service.logs import FIELDS, JsonLines, logging_config


def line_of(**values: Any) -> dict[str, Any]:
    text = JsonLines().format(logging.makeLogRecord({"name": "caseload.http", "levelname": "INFO", **values}))
    assert "\n" not in text
    line: dict[str, Any] = json.loads(text)
    return line


def test_a_line_is_an_object_with_its_fields() -> None:
    line = line_of(msg="%s %s", args=("GET", "/v1/plans"), method="GET", status=200, milliseconds=1.5, other="x")
    assert line.pop("time").endswith("+00:00")
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


def test_a_fault_is_one_line_without_its_text() -> None:
    case = "C-1\nof officer " + "D-7"
    try:
        fail(case)
    except ValueError:
        line = line_of(msg="a fault", exc_info=sys.exc_info())
    assert (line["message"], line["exception"]) == ("a fault", "ValueError")
    assert "test_logs.py" in line["frames"]
    assert "officer D-7" not in json.dumps(line)


def test_every_line_of_a_process_is_an_object() -> None:
    program = (
        "import logging.config\n"
        "from app.commands.service.logs import logging_config\n"
        "logging.config.dictConfig(logging_config('json'))\n"
        "logging.getLogger('caseload.jobs').info('a plan ended', extra={'outcome': 'done'})\n"
        "logging.getLogger('uvicorn.error').warning('about to end')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["logger"], line["message"]) for line in said] == [
        ("caseload.jobs", "a plan ended"),
        ("uvicorn.error", "about to end"),
    ]
    assert said[0]["outcome"] == "done"


def test_people_read_lines_as_before() -> None:
    text, lines = logging_config("text"), logging_config("json")
    assert text["formatters"]["default"] != lines["formatters"]["default"]
    assert text["loggers"] == lines["loggers"]
    assert text["loggers"]["caseload"]["level"] == "INFO"


def test_no_field_is_of_a_roster() -> None:
    assert not {"case_id", "officer_id", "office", "plan_id", "roster_id", "path"} & set(FIELDS)
