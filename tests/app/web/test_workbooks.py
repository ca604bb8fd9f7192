from __future__ import annotations

import html
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import openpyxl
import pytest

from app.intake.columns.schema import TO_PUT_RIGHT
from tests.app.intake.rosters import workbook
from tests.app.serving import Served, serve
from tests.app.web.test_pages import HIDDEN, submit

BOOK = workbook(
    {
        "officers": [["officer_id", "available_hours"], ["A", "ten"], ["B", 100]],
        "cases": [["case_id", "weight_hours"], ["c1", 1]],
    }
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


def test_the_template_is_linked_and_handed_out(served: Served, tmp_path: Path) -> None:
    assert 'href="/template.xlsx"' in served.client.get("/").text
    answer = served.client.get("/template.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="roster.xlsx"'
    assert "officers" in openpyxl.load_workbook(BytesIO(answer.content)).sheetnames


def test_a_workbook_is_mended_on_the_page_or_handed_back_with_its_marks(served: Served) -> None:
    """A workbook could only be mended where it came from."""
    refused = submit(served, ("Mai – Ämter.xlsx", BOOK), time_limit_s="5")
    assert refused.status_code == 422
    assert 'name="fix:officers:2:available_hours" value="ten"' in refused.text
    assert 'formaction="/marked"' in refused.text
    carried = {name: html.unescape(value) for name, value in HIDDEN.findall(refused.text)}
    typed = {**carried, "fix:officers:2:available_hours": "1x"}
    again = submit(served, **typed)
    assert 'name="fix:officers:2:available_hours" value="1x"' in again.text
    back = marked(served, typed)
    assert back.headers["content-disposition"] == 'attachment; filename="Mai  mter-marked.xlsx"'
    book = openpyxl.load_workbook(BytesIO(back.content))
    assert book[TO_PUT_RIGHT]["C2"].value == "1x"
    carried = {name: html.unescape(value) for name, value in HIDDEN.findall(again.text)}
    made = submit(served, **carried, **{"fix:officers:2:available_hours": "10"})
    assert made.status_code == 303, made.text


def marked(served: Served, fields: dict[str, str]) -> httpx.Response:
    return served.client.post("/marked", files={name: (None, text.encode()) for name, text in fields.items()})


def test_what_cannot_be_marked_is_said_on_a_page(served: Served) -> None:
    for fields, says in (
        ({"name": "x"}, "choose it again"),
        ({"carried:officers": "eA=="}, "choose it again"),
        ({"carried:workbook": "eA=="}, "is no .xlsx workbook"),
    ):
        answer = marked(served, fields)
        assert answer.status_code == 422
        assert says in answer.text
        assert "The workbook was not marked" in answer.text
