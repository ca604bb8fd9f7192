"""The page of an office's own export, driven as a browser without JavaScript would: fields in, fields out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import httpx
import pytest

from app.intake.recognition.profile import Profile, Weight, read_profile, write_profile
from tests.app.intake.recognition.exports import english, written
from tests.app.serving import Served, serve

SMALL = written(
    [
        ("Ref", "Kind", "Officer", "Opened"),
        ("a-1", "Theft", "Lee", "03/04/2026"),
        ("a-2", "Fraud", "Ortiz", "05/04/2026"),
        ("a-3", "Theft", "Lee", "06/04/2026"),
    ]
).encode()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "tests.app.jobs.targets:last") as served:
        yield served


class Forms(HTMLParser):
    """Every form of a page: its address, and what it would send as it stands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self._select = ""
        self._into = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._fields = self.forms.setdefault(given["action"], {})
        elif tag == "input" and given["type"] != "file":
            self._fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._into = given["name"]
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "value" in given and ("selected" in given or self._select not in self._fields):
            self._fields[self._select] = given["value"]
        elif tag == "option" and ("selected" in given or self._select not in self._fields):
            self._into = self._select

    def handle_endtag(self, tag: str) -> None:
        self._into = ""

    def handle_data(self, data: str) -> None:
        if self._into:
            self._fields[self._into] = data


def send(served: Served, fields: dict[str, str], *files: tuple[str, str, bytes], to: str = "/import") -> httpx.Response:
    parts: list[tuple[str, tuple[str | None, bytes]]] = [(name, (file, content)) for name, file, content in files]
    parts += [(name, (None, text.encode())) for name, text in fields.items()]
    return served.client.post(to, files=parts)


def forms(answer: httpx.Response) -> dict[str, dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return Forms(answer.text).forms


def test_an_export_becomes_a_plan_and_a_profile_in_two_steps(served: Served) -> None:
    assert "/import" in served.client.get("/").text
    assert "export" in served.client.get("/import").text
    first = send(served, {}, ("export", "open.csv", english(300).encode()))
    assert "How many hours a month does one officer have" in first.text
    assert "cwla-foster-care" in first.text
    assert "24-00000 · 24-00001" in first.text, "five values, for whoever sent them"
    fields = forms(first)["/import"]
    assert fields["column:cases:Case #"] == "case_id"
    assert fields["column:cases:County"] == "office"
    second = send(served, {**fields, "hours": "100", "weight:Burglary": "6", "column:cases:County": ""})
    found = forms(second)
    assert "This is how your export is understood" in second.text
    profile = read_profile(send(served, found["/import/profile"], to="/import/profile").content)
    assert profile.hours == "100"
    assert profile.weights["Burglary"] == Weight("6"), "what was typed has no label"
    assert profile.weights["Foster Care"].source.startswith("starting value"), "what was left as it was has"
    assert profile.columns["cases"]["County"] == ""
    plan = send(served, found["/plans"], to="/plans")
    assert plan.status_code == 303, plan.text
    assert plan.headers["Location"].startswith("/plans/")


def test_with_its_profile_the_next_export_asks_nothing(served: Served) -> None:
    weights = {"Theft": Weight("2"), "Fraud": Weight("3")}
    columns = {"cases": {"Kind": "case_type"}}
    profile = write_profile(Profile(columns, hours="9", weights=weights, dates="day-first")).encode()
    answer = send(served, {}, ("export", "x.csv", SMALL), ("profile", "office.toml", profile))
    assert "This is how your export is understood" in answer.text
    assert {"/plans", "/import/profile", "/import"} <= forms(answer).keys()


def test_dates_are_asked_for_and_the_column_is_not_lost(served: Served) -> None:
    first = send(served, {}, ("export", "x.csv", SMALL))
    fields = forms(first)["/import"]
    assert fields["column:cases:Opened"] == "opened"
    assert fields["dates"] == "day-first"
    second = send(served, {**fields, "dates": "month-first"})
    profile = read_profile(forms(second)["/import/profile"]["profile"].encode())
    assert profile.dates == "month-first"
    assert profile.columns["cases"]["Opened"] == "opened"


@pytest.mark.parametrize(
    ("fields", "files", "message"),
    [
        ({}, [], "choose the export first"),
        ({}, [("export", "x.csv", b"foo,bar\n1,1\n1,1\n")], "no table of cases"),
        ({"hours": "many"}, [("export", "x.csv", SMALL)], "not a number of hours"),
        ({}, [("export", "x.csv", SMALL), ("profile", "p.toml", b"hour = 1")], "hour is no entry of a profile"),
        ({"carried:x.csv": "%%%"}, [], "did not come back"),
    ],
)
def test_what_goes_wrong_is_said_on_the_page(
    fields: dict[str, str], files: list[tuple[str, str, bytes]], message: str, served: Served
) -> None:
    answer = send(served, fields or {"name": ""}, *files)
    assert answer.status_code == 422
    assert message in answer.text


def test_a_profile_that_is_none_is_not_handed_back(served: Served) -> None:
    assert send(served, {"profile": "hour = 1"}, to="/import/profile").status_code == 422
    assert served.client.post("/import", content=b"x").status_code == 415


QUEUE = written(
    [
        ("Ref", "Kind", "Officer", "Language", "Opened"),
        *((f"a-{at}", "Theft", "Lee", "English", "2026-04-13") for at in range(8)),
        ("b-1", "Fraud", "Supervisor Queue", "Spanish", "2026-04-14"),
    ]
).encode()


def test_the_page_says_what_to_do_on_it_and_names_no_option(served: Served) -> None:
    """A note on the page said: say --holder-officer."""
    first = send(served, {}, ("export", "cases.csv", QUEUE))
    assert "if that is a person, choose so below" in first.text.casefold()
    said = re.sub(r' class="[^"]*"', "", first.text.partition("<textarea")[0])
    assert "--" not in said, "after it stands the profile, as a file has it"
    form = Forms(first.text).forms["/import"]
    assert form["holder:Supervisor Queue"] == "", "nobody, until it is chosen"
    second = send(served, {**form, "holder:Supervisor Queue": "officer", "hours": "100"})
    assert 'name="holder:Supervisor Queue"' not in second.text
    profile = read_profile(Forms(second.text).forms["/import/profile"]["profile"].encode())
    assert profile.holders["Supervisor Queue"] == "officer"


def test_what_is_asked_about_once_is_said_on_the_page_and_remembered(served: Served) -> None:
    cases = written(
        [("Case #", "Kind", "Worker", "Status"), ("1-a", "Theft", "Lee", "Closed"), ("2-a", "Theft", "Lee", "")]
    )
    staff = written([("Worker", "Hours per week"), ("Lee", "30"), ("Ortiz", "30")])
    profile = write_profile(Profile(weights={"Theft": Weight("2")})).encode()
    files = (("export", "cases.csv", cases.encode()), ("export", "staff.csv", staff.encode()))
    first = send(served, {}, *files, ("profile", "office.toml", profile))
    fields = forms(first)["/import"]
    assert (fields["period:Hours per week"], fields["closed"]) == ("", "")
    assert "Say below what is meant" in first.text
    assert "--closed" not in first.text
    second = send(served, {**fields, "period:Hours per week": "month", "closed": "leave-out"})
    kept = read_profile(forms(second)["/import/profile"]["profile"].encode())
    assert (kept.periods, kept.closed) == ({"Hours per week": "month"}, "leave-out")
    assert "1 row of the sheet cases" in second.text
