"""One folder, three doors: the command line, the interface and the page say the same of it."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import run
from app.intake.admission import NotAccepted, admit
from app.intake.errors import RosterRefused
from app.intake.findings import Finding
from app.intake.options import read_plan_options
from app.intake.read import read_path
from tests.app.intake.rosters import as_objects
from tests.app.serving import Served

OFFICERS = "officer_id,available_hours\nA,100\nB,100\nTotal,7\n"
CASES = "case_id,weight_hours,current_officer\nc1,1,A\nc2,1,A\n"
FOLDERS: dict[str, dict[str, str]] = {
    "a stray file": {"officers.csv": OFFICERS, "cases.csv": CASES, "notes.csv": "x,y\n1,2\n"},
    "a file that may be meant": {"officers.csv": OFFICERS, "cases.csv": CASES, "weight.csv": "case_type\n"},
    "a second download": {"officers.csv": OFFICERS, "cases (1).csv": CASES},
    "two files for one sheet": {"officers.csv": OFFICERS, "cases.csv": CASES, "cases (1).csv": CASES},
    "a missing sheet": {"officer.csv": OFFICERS, "cases.csv": CASES},
    "other names": {"officers.csv": "Officer,Hours\nA,100\nTotal,7\n", "cases.csv": "Case #,Type,Hours\nc1,t,1\n"},
    "bad cells": {"officers.csv": OFFICERS, "cases.csv": CASES + "c3,x,A\nc3,#N/A,Z\n"},
    "an unknown conflict": {
        "officers.csv": OFFICERS,
        "cases.csv": "case_id,weight_hours,excluded_officers\nc1,1,D-9\n",
    },
}
Told = list[tuple[str, str, str, int | None, str | None, str]]


def by_command_line(folder: Path) -> tuple[Finding, ...]:
    """What every command finds in a roster before it does anything with it."""
    try:
        return admit(read_path(folder), read_plan_options({}))
    except (RosterRefused, NotAccepted) as error:
        return error.findings


def told(findings: Any, whole: str) -> Told:
    """The same of findings as values and as JSON; a folder is called as it is, and an upload is the upload."""
    every = [each if isinstance(each, dict) else each.to_dict() for each in findings]
    return [
        (
            each["code"],
            each["severity"],
            each["file"].replace(whole, "the upload"),
            each["row"],
            each["column"],
            each["message"],
        )
        for each in every
    ]


@pytest.mark.parametrize("name", FOLDERS)
def test_the_same_folder_is_told_the_same_by_command_line_page_and_interface(
    name: str, served: Served, tmp_path: Path
) -> None:
    """A stray file was refused over HTTP, and only noted on the command line."""
    folder = tmp_path / "the-office"
    folder.mkdir()
    files = FOLDERS[name]
    for file, text in files.items():
        (folder / file).write_text(text, "utf-8")
    expected = told(by_command_line(folder), folder.name)
    parts = [(file, (file, text.encode())) for file, text in files.items()]
    for address in ("/v1/plans", "/v1/reports"):
        answer = served.client.post(address, files=parts)
        assert answer.status_code == 422, answer.text
        assert told(answer.json()["findings"], folder.name) == expected
    page = served.client.post("/plans", files=[("files", each) for _, each in parts])
    assert page.status_code == 422
    text = html.unescape(page.text).replace(folder.name, "the upload")
    assert all(message[:1].upper() + message[1:] in text or message in text for *_, message in expected)


def test_the_command_itself_says_what_its_function_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file, text in FOLDERS["a stray file"].items():
        (tmp_path / file).write_text(text, "utf-8")
    assert run(["report", str(tmp_path), "--json"]) == 2
    assert told(json.loads(capsys.readouterr().out)["findings"], "") == told(by_command_line(tmp_path), "")


def test_a_mistyped_sheet_of_json_is_a_missing_sheet_and_names_the_one_that_is_meant(served: Served) -> None:
    """It was a bad value, and the file was asked to be mended where it is made."""
    rows = {name: [line.split(",") for line in text.split()] for name, text in (("o", OFFICERS), ("c", CASES))}
    document = {"officers": as_objects(rows["o"]), "case": as_objects(rows["c"]), "made by": "a program"}
    answer = served.client.post("/v1/plans", json={"roster": document}).json()
    assert [(each["code"], each["file"]) for each in answer["findings"]] == [
        ("missing-sheet", "the document"),
        ("similar-sheet", "case"),
        ("unread-sheet", "made by"),
    ]
    assert "call “case” cases, if that is what it is" in answer["findings"][0]["message"]


def test_a_long_number_of_json_keeps_its_digits_and_one_that_lost_them_is_refused(served: Served) -> None:
    """In a workbook the case 1234567890123456789 was called 1234567890123460000."""
    officers = '[{"officer_id": "D-1", "available_hours": 1}]'
    text = '{"officers": %s, "cases": [{"case_id": %s, "weight_hours": 0}, {"case_id": "00123", "weight_hours": 0}]}'
    kind = {"Content-Type": "application/json"}
    kept = served.client.post("/v1/rosters", content=text % (officers, "1234567890123456789"), headers=kind)
    assert kept.status_code == 201, kept.text
    for number in ("1.2345678901234568e18", "1.23457E+18", '"1.23457E+18"'):
        refused = served.client.post("/v1/rosters", content=text % (officers, number), headers=kind)
        assert [each["code"] for each in refused.json()["findings"]] == ["long-number"], number


@pytest.mark.parametrize("field", ["goal", "scenarios", "rosterid"])
def test_a_misspelled_field_was_left_unread_like_a_stray_file(field: str, served: Served) -> None:
    parts = [("officers", ("o", OFFICERS.encode())), ("cases", ("c", CASES.encode())), (field, ("x", b"{}"))]
    answer = served.client.post("/v1/plans", files=parts)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:caseload:problem:invalid-request")
    assert field in answer.json()["detail"]
