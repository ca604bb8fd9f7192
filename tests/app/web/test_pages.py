from __future__ import annotations

import html
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.cli import run
from app.intake.scenario.parse import FORMS
from app.web.example import SHEETS, example
from app.web.rendering import FOLDER
from solver.analysis.standards.library import LIBRARY
from tests.app.intake.rosters import Rows, as_csv, as_objects, workbook
from tests.app.serving import CASES_CSV, OFFICERS_CSV, ROSTER, Served, serve

FORM = "multipart/form-data"
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\bstyle=|\bon[a-z]+=|javascript:|<style|https?://(?!www\.w3\.org/)")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(
        tmp_path_factory.mktemp("data"), "tests.app.jobs.targets:last", max_queued=1, max_upload_bytes=1 << 18
    ) as served:
        yield served


def submit(served: Served, *files: tuple[str, bytes], **fields: str) -> httpx.Response:
    parts: list[tuple[str, tuple[str | None, bytes]]] = [("files", (name, content)) for name, content in files]
    parts += [(name, (None, text.encode())) for name, text in fields.items()]
    return served.client.post("/plans", files=parts)


def submit_roster(served: Served, **fields: str) -> httpx.Response:
    return submit(served, ("officers.csv", OFFICERS_CSV), ("cases.csv", CASES_CSV), **fields)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.html")), ids=lambda path: path.name)
def test_templates_need_no_exception_from_the_policy(path: Path) -> None:
    """The policy for content would block it: no script or style in the page, nothing from elsewhere."""
    assert not INLINE.search(path.read_text("utf-8"))


def test_every_static_file_has_its_kind(served: Served) -> None:
    kinds = {"app.css": "text/css", "form.js": "text/javascript", "icon.svg": "image/svg+xml"}
    for name, kind in kinds.items():
        assert served.client.get(f"/static/{name}").headers["content-type"].startswith(kind)


def test_a_form_is_answered_with_a_redirect_to_the_plan(served: Served) -> None:
    response = submit_roster(served, target="85", time_limit_s="5")
    assert response.status_code == 303
    assert re.fullmatch(r"/plans/[0-9a-f-]{36}", response.headers["location"])
    plan = served.client.get("/v1" + response.headers["location"]).json()
    assert plan["goals"]["target"] == 0.85
    served.wait(plan["id"], "done")
    page = served.client.get(response.headers["location"])
    assert page.status_code == 200
    assert "This caseload is" in page.text
    for name, kind in {
        "assignments.csv": "text/csv; charset=utf-8",
        "officers.csv": "text/csv; charset=utf-8",
        "report.html": "text/html; charset=utf-8",
        "report.json": "application/json",
        "plan.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }.items():
        assert f'href="/plans/{plan["id"]}/{name}"' in page.text
        file = served.client.get(f"/plans/{plan['id']}/{name}")
        assert file.status_code == 200
        assert file.headers["content-type"] == kind
        assert file.headers["cache-control"] == "no-store"


def test_what_the_report_shall_hold_beside_is_asked_for_on_the_form(served: Served) -> None:
    home = served.client.get("/").text
    assert all(f'id="standard-{key}"' in home for key in LIBRARY)
    assert all(form.split(" ")[0] in home for form in FORMS)
    response = submit_roster(
        served,
        standards="nac-1973",
        frontier="yes",
        percentile="80",
        scenario="add 1 officer hours=10",
        time_limit_s="10",
    )
    plan = served.client.get("/v1" + response.headers["location"]).json()
    assert plan["scenario"] == ["add 1 officer hours=10"]
    assert plan["goals"] | {"standards": ["nac-1973"], "frontier": True, "percentile": 80} == plan["goals"]
    served.wait(plan["id"], "done")
    page = served.client.get(response.headers["location"]).text
    assert "1 officer of 10 h joins" in page, "that the roster was changed is said on the page"


def test_a_change_that_cannot_be_made_brings_the_form_back(served: Served) -> None:
    response = submit_roster(served, scenario="add 1 officer\r\nremove officer <Z>", standards="nac-1973")
    assert response.status_code == 422
    assert "there is no officer &lt;Z&gt;" in response.text
    assert "remove officer &lt;Z&gt;</textarea>" in response.text, "what was typed is still there"
    assert re.search(r'id="standard-nac-1973" checked', response.text)


def test_the_same_plan_as_on_the_command_line(served: Served) -> None:
    """One function plans for both; the page's report is the interface's."""
    plan = served.done(goals={"workers": 1})
    report = served.client.get(plan["links"]["report"]).json()
    assert report["plan"]["peak_utilization"] == 0.6
    assert report["status"] == plan["status"] == "optimal"
    assert served.client.get(f"/plans/{plan['id']}/report.json").json() == report


def test_bad_cells_are_shown_with_what_was_filled_in(served: Served) -> None:
    officers = OFFICERS_CSV.replace(b"A,10", b"A,<b>ten</b>")
    response = submit(served, ("officers.csv", officers), ("cases.csv", CASES_CSV), period="week")
    assert response.status_code == 422
    assert "One thing to put right first" in response.text
    assert 'name="fix:officers:2:available_hours" value="&lt;b&gt;ten&lt;/b&gt;"' in response.text
    assert "<b>ten" not in response.text
    assert 'name="period" value="week"' in response.text


def test_what_is_no_workbook_is_mended_where_it_came_from(served: Served) -> None:
    response = submit(served, ("roster.xlsx", b"no workbook"))
    assert response.status_code == 422
    assert "choose it again" in response.text
    assert 'name="fix:' not in response.text
    assert 'type="file"' in response.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"target": "lots"}, "The target must be a number"),
        ({"policy": "anything"}, "policy"),
        ({"time_limit_s": "4000"}, "at most 3600 s"),
        ({"change": "max_moves", "max_moves": "2.5"}, "whole number"),
    ],
)
def test_goals_that_make_no_sense_bring_the_form_back(served: Served, fields: dict[str, str], says: str) -> None:
    response = submit_roster(served, **fields)
    assert response.status_code == 422
    assert says in response.text
    assert 'id="make-plan"' in response.text


def test_a_file_that_is_too_large_is_said_on_the_form(lasting: Served) -> None:
    response = submit(lasting, ("cases.csv", b"x" * 300_000))
    assert response.status_code == 413
    assert "larger than 262,144 bytes" in response.text
    assert 'id="make-plan"' in response.text


def test_nothing_chosen_says_what_to_choose(served: Served) -> None:
    response = submit(served, ("", b""))
    assert response.status_code == 422
    assert "Choose the roster first" in response.text


def test_a_full_queue_brings_the_form_back(lasting: Served) -> None:
    lasting.wait(lasting.ask()["id"], "running")
    assert submit_roster(lasting).status_code == 303
    response = submit_roster(lasting)
    assert response.status_code == 422
    assert "Too many plans are waiting" in response.text
    for plan in lasting.client.get("/v1/plans").json()["items"]:
        lasting.client.delete(plan["links"]["self"])
        lasting.wait(plan["id"], "cancelled")


def test_progress_is_shown_without_javascript(lasting: Served) -> None:
    plan = lasting.ask(name="May & June")
    lasting.wait(plan["id"], "running")
    while lasting.client.get(plan["links"]["self"]).json()["progress"] is None:
        pass
    page = lasting.client.get(f"/plans/{plan['id']}").text
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "In fairness" in page
    assert "May &amp; June" in page
    assert re.search(r'data-events="/v1/plans/[0-9a-f-]+/events\?after=\d+"', page)
    lasting.client.delete(plan["links"]["self"])
    lasting.wait(plan["id"], "cancelled")
    assert "Start it again" in lasting.client.get(f"/plans/{plan['id']}").text


@pytest.mark.parametrize("action", ["", "/stop", "/restart", "/remove", "/assignments.csv", "/anything"])
def test_what_is_not_there_is_said_on_a_page(served: Served, action: str) -> None:
    method = "POST" if action in ("/stop", "/restart", "/remove") else "GET"
    response = served.client.request(method, f"/plans/{uuid.uuid4()}{action}")
    assert response.status_code == 404
    assert "not here</h1>" in response.text


def test_what_cannot_be_done_now_is_said_on_a_page(served: Served) -> None:
    plan = served.done(goals={"workers": 1})
    response = served.client.post(f"/plans/{plan['id']}/restart")
    assert response.status_code == 409
    assert "can be started again" in response.text
    waiting = served.client.get(f"/plans/{plan['id']}/officers.pdf")
    assert waiting.status_code == 404
    removed = served.client.post(f"/plans/{plan['id']}/remove")
    assert (removed.status_code, removed.headers["location"]) == (303, "/plans")


def test_a_file_that_is_not_there_yet(lasting: Served) -> None:
    plan = lasting.ask(roster=ROSTER)
    response = lasting.client.get(f"/plans/{plan['id']}/plan.xlsx")
    assert response.status_code == 409
    assert "once it is done" in response.text
    lasting.client.delete(plan["links"]["self"])
    lasting.wait(plan["id"], "cancelled")


def test_the_example_is_the_one_of_the_repository() -> None:
    folder = Path(__file__).resolve().parents[3] / "examples" / "field-office"
    sheets = example()
    assert tuple(sheets) == SHEETS
    for name, content in sheets.items():
        assert content == (folder / f"{name}.csv").read_bytes()
    assert {path.stem for path in folder.glob("*.csv")} == set(SHEETS), "nothing of it is left out"


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
OFFICERS: Rows = [["officer_id", "available_hours"], ["A", 100], ["B", 100], ["Total", 7]]
CASES: Rows = [["case_id", "weight_hours", "current_officer"], ["c1", 1, "A"], ["c2", 1, "A"]]
WORKBOOK = workbook({"officers": OFFICERS, "cases": CASES})
DOCUMENT = json.dumps({"officers": as_objects(OFFICERS), "cases": as_objects(CASES)}).encode()
BOOK = [("office.xlsx", WORKBOOK)]
TEXTS = [("officers.csv", as_csv(OFFICERS)), ("cases.csv", as_csv(CASES))]
TEXT = [("office.json", DOCUMENT)]


def test_a_document_of_json_is_sent_back_to_where_it_was_made_and_each_place_is_named(served: Served) -> None:
    """The page offered nothing to type, and did not say why."""
    wrong = json.dumps({"officers": as_objects(OFFICERS), "cases": [{"case_id": "c1", "weight_hours": "x"}]}).encode()
    page = served.client.post("/plans", files=[("files", ("office.json", wrong))])
    assert page.status_code == 422
    assert "put right where it is made" in page.text
    assert "cases, column weight_hours" in page.text
    assert "Row 1" in page.text
    assert 'name="fix:' not in page.text


@pytest.mark.parametrize("files", [BOOK, TEXTS, TEXT], ids=["xlsx", "csv", "json"])
def test_what_may_not_be_meant_is_ticked_on_the_page_without_choosing_the_files_again(
    served: Served, files: list[tuple[str, bytes]]
) -> None:
    """A row of totals became an officer, and the page said: proven."""
    asked = submit(served, *files, time_limit_s="5")
    assert asked.status_code == 422
    assert 'name="accept" value="total-row" id="accept-total-row"' in asked.text
    assert "The row is called like a sum" in asked.text or "the row is called like a sum" in asked.text
    carried = {name: html.unescape(value) for name, value in HIDDEN.findall(asked.text)}
    assert carried["time_limit_s"] == "5"
    again = submit(served, **carried)
    assert again.status_code == 422, "it was not ticked"
    made = submit(served, **carried, accept="total-row")
    assert made.status_code == 303, made.text
    plan = served.client.get("/v1" + made.headers["location"]).json()
    assert plan["goals"]["accept"] == ["total-row"]
    served.wait(plan["id"], "done")
    page = served.client.get(made.headers["location"]).text
    assert "1 doubt about the roster was accepted" in page[: page.index('id="adoption-title"')]
    assert "Noticed in the roster" in page


def test_the_first_day_of_the_period_is_asked_for_where_weights_depend_on_ages(served: Served) -> None:
    """Only the command line was named, on a page that has a field for it."""
    weights = b"case_type,weight_hours,from_age_days\nintake,6,\nintake,1.5,30\n"
    cases = b"case_id,case_type,opened\nc1,intake,2026-11-01\n"
    files = (("officers.csv", OFFICERS_CSV), ("cases.csv", cases), ("weights.csv", weights))
    asked = submit(served, *files, time_limit_s="5")
    assert asked.status_code == 422
    assert asked.text.count('name="period_start"') == 1
    carried = {name: html.unescape(value) for name, value in HIDDEN.findall(asked.text)}
    assert submit(served, **carried, period_start="soon").status_code == 422
    made = submit(served, **carried, period_start="2026-12-01")
    assert made.status_code == 303, made.text
    goals = served.client.get("/v1" + made.headers["location"]).json()["goals"]
    assert (goals["period_start"], goals["time_limit_s"]) == ("2026-12-01", 5)


def test_files_that_are_too_large_to_travel_are_chosen_again(served: Served) -> None:
    rows: Rows = [[f"c{at}", 1, "A" * 60] for at in range(40_000)]
    cases = as_csv([["case_id", "weight_hours", "keep_together"], *rows])
    asked = submit(served, ("officers.csv", as_csv(OFFICERS)), ("cases.csv", cases))
    assert asked.status_code == 422
    assert "carried:" not in asked.text
    assert "Choose the files again" in asked.text
    assert "large-family" in asked.text


def test_a_field_that_holds_no_file_is_refused(served: Served) -> None:
    broken = submit(served, **{"carried:workbook": "no base64!"})
    assert broken.status_code == 422
    assert "choose them again" in broken.text


def test_the_page_the_interface_and_the_command_line_find_the_same(
    served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "office.xlsx"
    path.write_bytes(WORKBOOK)
    assert run(["report", str(path), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["findings"]
    answered = served.client.post("/v1/plans", files={"workbook": WORKBOOK}).json()["findings"]
    assert told == answered
    page = html.unescape(submit(served, *BOOK).text)
    assert all(found["message"] in page and found["code"] in page for found in told)
