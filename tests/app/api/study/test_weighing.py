"""``POST /v1/weights``: the same as the command, from what a client sends."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.access import api_keys
from app.access.api_keys import Wanted
from app.answers.weights.study_options import StudyOptions
from app.api.study.sent_study import PARTS
from app.cli import run
from app.store.tables import Role
from tests.app.answers.weights import test_study_phases as phased
from tests.app.commands.study.written import write_study
from tests.app.intake.time_study.books import DIARIES as ROWS
from tests.app.intake.time_study.books import book
from tests.app.serving import Served, bearer, serve

HEAD = b"officer,date,minutes,case type\n"
GOOD = HEAD + b"A,2026-09-07,60,adult\nB,2026-09-08,50,adult\n"
PATH = "/v1/weights"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


def post(served: Served, *files: tuple[str, bytes], headers: Any = None, **fields: str) -> Any:
    sent: list[tuple[str, Any]] = [(part, (f"{part}.csv", content)) for part, content in files]
    sent += [(name, (None, text)) for name, text in fields.items()]
    return served.client.post(PATH, files=sent, headers=headers)


def test_it_answers_what_the_command_prints(served: Served, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_study(tmp_path, officers=4, weeks=2)
    options = ["--period", "week", "--full-time", "40", "--shared-cv", "0.1"]
    assert run(["weights", str(tmp_path), "--json", *options]) == 0
    printed = json.loads(capfd.readouterr().out)
    files = [(path.stem, path.read_bytes()) for path in sorted(tmp_path.iterdir())]
    answer = post(served, *files, period="week", full_time="40", shared_cv="0.1")
    assert answer.status_code == 200, answer.text
    assert answer.json() == printed
    assert answer.headers["vary"].startswith("Accept")
    sheet = post(served, *files, source="our study", headers={"Accept": "text/csv"})
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    first, second, *_ = sheet.text.splitlines()
    assert first == "case_type,weight_hours,low_hours,high_hours,case_cv,unit,source"
    assert second.startswith("maximum,")
    assert "our study (4 officers, 2 weeks" in second
    packed = served.client.build_request("POST", PATH, files=[("files", (f"{n}.csv", c)) for n, c in files])
    headers = {"Content-Type": packed.headers["content-type"], "Content-Encoding": "gzip"}
    again = served.client.post(PATH, content=gzip.compress(packed.read()), headers=headers)
    assert again.json()["weights"][0]["case_type"] == "maximum"


def test_the_example_of_the_document_is_taken(served: Served) -> None:
    operation = served.client.get("/openapi.json").json()["paths"][PATH]["post"]
    assert operation["operationId"] == "create_weights"
    content = operation["requestBody"]["content"]["multipart/form-data"]
    example = content["examples"]["small"]["value"]
    assert {*example, *PARTS, *StudyOptions.model_fields} == {*example, *content["schema"]["properties"]}
    answer = served.client.post(PATH, files={name: (None, text) for name, text in example.items()})
    assert answer.status_code == 200, answer.text
    assert answer.json()["weights"][0]["case_type"] == "adult"


def test_nothing_is_kept_and_a_planner_may_whatever_their_office(served: Served) -> None:
    before = served.client.get("/v1/rosters").json()
    for role, status in ((Role.VIEWER, 403), (Role.PLANNER, 200)):
        with served.service.database.write() as session:
            key = api_keys.create(session, Wanted("x", role, ["North"]))
        answer = httpx.post(served.url + PATH, files={"diaries": GOOD}, headers=bearer(key), trust_env=False)
        assert answer.status_code == status
    assert served.client.get("/v1/rosters").json() == before
    record = served.client.get("/v1/audit", params={"limit": 1}).json()["items"][0]
    assert (record["action"], record["subject"], record["details"]) == ("weighed", None, {})


def test_a_workbook_is_a_whole_study(served: Served) -> None:
    found = post(served, ("workbook", book({"diaries": ROWS, "counts": [("case type", "open"), ("adult", 3)]})))
    assert found.status_code == 200, found.text
    assert found.json()["weights"][0]["weight_hours"] is not None


def test_phases_are_asked_for_with_a_file_of_cases(served: Served) -> None:
    """The study that is worked out by hand in ``tests/app/answers/weights/test_study_phases.py``."""
    files = [("diaries", phased.DIARIES.encode()), ("cases", phased.CASES.encode()), ("counts", phased.COUNTS.encode())]
    found = post(served, *files, phases="intake:7")
    assert found.status_code == 200, found.text
    assert [each["phase"] for each in found.json()["weights"]][:2] == ["day 0–6", "from day 7"]
    for sent, phases in ((files, "7;nothing:3"), (files, "7,3"), (files, "x"), (files[:1], "7")):
        refused = post(served, *sent, phases=phases)
        assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "body.phases"), refused.text


BAD_CELL = book({"diaries": [*ROWS, ("A", "2026-09-07", "ten", "adult")]})
BOMB = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><log>&b;</log>'
NESTED = b"<log>" + b"<list>" * 900 + b"</list>" * 900 + b"</log>"


@pytest.mark.parametrize(
    ("part", "content", "place"),
    [
        ("diaries", HEAD + b"A,2026-09-07,1e400,x\n", ("diaries.csv", 2, "minutes", "1e400")),
        ("diaries", HEAD + b"A,2026-09-07,NaN,x\n", ("diaries.csv", 2, "minutes", "NaN")),
        ("diaries", HEAD + b"A,2026-09-07,1,x\nA,0000-01-01,1,x\n", ("diaries.csv", 3, "date", "0000-01-01")),
        ("diaries", HEAD + b"A,03/04/2026,1,x\n", ("diaries.csv", 2, "date", "03/04/2026")),
        ("diaries", HEAD + b"A,2026-09-07,1,x\0y\n", ("diaries.csv", 2, None, None)),
        ("diaries", HEAD + b"A,2026-09-07,1,x\nA,9999-12-31,1,x\n", ("diaries.csv", None, None, None)),
        ("diaries", gzip.compress(GOOD, mtime=0), ("diaries.csv", None, None, None)),
        ("diaries", b"", ("diaries.csv", None, None, None)),
        ("counts", GOOD, ("counts.csv", None, None, None)),
        ("log", BOMB, ("log.csv", None, None, None)),
        ("log", NESTED, ("log.csv", None, None, None)),
        ("workbook", BAD_CELL, ("workbook.csv, sheet diaries", 4, "minutes", "ten")),
        ("workbook", b"PK\x03\x04 and so on", ("workbook.csv", None, None, None)),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    served: Served, part: str, content: bytes, place: tuple[str, int | None, str | None, str | None]
) -> None:
    answer = post(served, (part, content))
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert (problem["type"], problem["title"]) == ("urn:caseload:problem:study-refused", "The study was refused")
    cell = problem["cells"][0]
    assert (cell["file"], cell["row"], cell["column"], cell["value"]) == place


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"unit": "x"}, "body.unit"), ({"full_time": "1e400"}, "body.full_time"), ({"dates": "x"}, "body.dates")],
)
def test_options_that_cannot_be_are_named(served: Served, fields: dict[str, str], where: str) -> None:
    answer = post(served, ("diaries", GOOD), **fields)
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, where)


def test_other_bodies_and_other_answers_are_refused(served: Served) -> None:
    assert served.client.post(PATH, json={}).status_code == 415
    assert post(served, ("diaries", GOOD), headers={"Accept": "image/png"}).status_code == 406
    assert post(served, unit="new").status_code == 422
    cut = served.client.build_request("POST", PATH, files={"diaries": GOOD})
    headers = {"Content-Type": cut.headers["content-type"]}
    assert served.client.post(PATH, content=cut.read()[:-9], headers=headers).status_code == 400
    packed = {**headers, "Content-Encoding": "gzip"}
    many = gzip.compress(b"--x" + bytes(30_000_000))
    assert served.client.post(PATH, content=many, headers=packed).status_code in (400, 413)
