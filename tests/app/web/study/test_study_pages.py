"""Case weights on pages, driven as a browser without JavaScript would."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.app.answers.weights import test_study_phases as phased
from tests.app.commands.study import written
from tests.app.serving import Served, serve
from tests.app.web.test_export_page import Forms

HOSTILE = ("<script>alert(1)</script>", "=cmd()|'/C'!A0", "minimum")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Any]]:
    """The files of a study whose types have hostile names."""
    folder = tmp_path_factory.mktemp("study")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(written, "TRUTH", dict(zip(HOSTILE, written.TRUTH.values(), strict=True)))
        written.write_study(folder, officers=4, weeks=2)
    return [("files", (path.name, path.read_bytes())) for path in sorted(folder.iterdir())]


def fields(**given: str) -> list[tuple[str, Any]]:
    return [(name, (None, text)) for name, text in given.items()]


def weighed(served: Served, files: list[tuple[str, Any]], **given: str) -> httpx.Response:
    return served.client.post("/weights", files=[*files, *fields(**given)])


def test_the_start_page_leads_to_it_and_it_says_what_to_record(served: Served) -> None:
    assert 'href="/weights"' in served.client.get("/").text
    page = served.client.get("/weights").text
    for name in ("diaries", "counts", "paid", "panel"):
        assert f'href="/weights/template?table={name}"' in page


@pytest.mark.parametrize(("table", "begins"), [("paid", b"officer,week,paid hours\n"), ("workbook", b"PK")])
def test_empty_files_are_handed_out(served: Served, table: str, begins: bytes) -> None:
    answer = served.client.get("/weights/template", params={"table": table})
    assert (answer.status_code, answer.content.startswith(begins)) == (200, True)
    assert served.client.get("/weights/template", params={"table": "x"}).status_code == 404


def test_from_files_to_the_weights_and_their_files(served: Served, study: list[tuple[str, Any]]) -> None:
    """Nothing is kept: the document goes along with the page, and what it holds is only shown."""
    answer = weighed(served, study, full_time="37,5", source="our study")
    assert answer.status_code == 200, answer.text
    page = answer.text
    assert "<script>alert" not in page
    assert "style=" not in page.partition("<main")[2], "pages allow no styles of their own"
    assert html.escape(HOSTILE[1], quote=False) in html.unescape(page)
    for text in ("diaries.csv: diaries, with", "Hours of an open case a month", "Use these weights", "--fte-hours"):
        assert text in page
    carried = Forms(page).forms["/weights/file"]

    def file(name: str) -> httpx.Response:
        return served.client.post("/weights/file", files=fields(**carried, file=name))

    sheet = file("weights.csv")
    assert 'filename="weights.csv"' in sheet.headers["content-disposition"]
    assert "\n'=cmd()" in sheet.text, "a spreadsheet must not work it out"
    assert "our study (4 officers" in sheet.text
    report = file("study.html")
    assert "<script>" not in report.text
    assert "sandbox" in report.headers["content-security-policy"]
    assert file("study.json").json()["weights"][1]["case_type"] == HOSTILE[1]
    assert file("other").status_code == 404


def test_the_files_go_along_to_be_worked_out_otherwise(served: Served, study: list[tuple[str, Any]]) -> None:
    again = Forms(weighed(served, study).text).forms["/weights"]
    assert {"carried:diaries.csv", "carried:counts.csv"} <= again.keys()
    answer = weighed(served, [], **{**again, "period": "year"})
    assert answer.status_code == 200, answer.text
    assert "choose the period: a year" in answer.text
    answer = weighed(served, [], **{**again, "unit": "new"})
    assert "No weight could be made of this study" in answer.text, "nobody counted new cases"


def test_phases_are_named_in_the_chart_and_come_along_to_the_sheet(served: Served) -> None:
    texts = {"diaries": phased.DIARIES, "cases": phased.CASES, "counts": phased.COUNTS}
    answer = weighed(
        served, [("files", (f"{name}.csv", text.encode())) for name, text in texts.items()], phases="intake:7"
    )
    assert answer.status_code == 200, answer.text
    assert "intake, from day 7" in answer.text
    assert "Types here have phases by age" in answer.text
    carried = Forms(answer.text).forms["/weights/file"]
    sheet = served.client.post("/weights/file", files=fields(**carried, file="weights.csv")).text
    assert "from_age_days,phase" in sheet.splitlines()[0]
    assert ",7,from day 7" in sheet


def test_a_date_with_two_readings_is_asked_about_and_the_file_need_not_be_chosen_again(served: Served) -> None:
    rows = b"officer,date,minutes,case type\nA,03/04/2026,60,adult\n"
    answer = weighed(served, [("files", ("d.csv", rows))])
    assert answer.status_code == 422
    assert "The study was refused: one thing to put right" in answer.text
    assert "choose below, under More choices, what comes first" in answer.text
    again = Forms(answer.text).forms["/weights"]
    answer = weighed(served, [], **{**again, "dates": "day-first"})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Choose the files of the study first"),
        ({"full_time": "much"}, "The paid hours a week must be a number"),
        ({"shared_cv": "2"}, "must be a number from 0 to 1"),
        ({"unit": "x"}, "The field unit does not say"),
    ],
)
def test_what_cannot_be_is_said_on_the_page(served: Served, given: dict[str, str], says: str) -> None:
    files = [("files", ("d.csv", b"officer,date,minutes\nA,2026-09-07,60\n"))] if given else []
    answer = weighed(served, files, **(given or {"unit": "open"}))
    assert answer.status_code == 422
    assert says in answer.text.partition('role="alert"')[2].partition("</div>")[0]


def test_two_files_of_one_name_are_not_taken_for_one(served: Served) -> None:
    rows = b"officer,date,minutes\nA,2026-09-07,60\n"
    answer = weighed(served, [("files", ("d.csv", rows)), ("files", ("d.csv", rows))])
    assert (answer.status_code, "Two files are called d.csv" in answer.text) == (422, True)


def test_what_does_not_come_back_as_it_was_is_refused(served: Served) -> None:
    for document in ("", "{}", '{"unit": "open"}', "[" * 5_000):
        answer = served.client.post("/weights/file", files=fields(study=document, file="weights.csv"))
        assert answer.status_code == 422
        assert "did not come back as it was" in answer.text
    assert served.client.post("/weights", data={"a": "b"}).status_code == 415
