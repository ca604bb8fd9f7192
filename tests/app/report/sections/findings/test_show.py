"""What was noticed stands before everything else."""

from __future__ import annotations

from app.report.blocks import Bullets, Notice, Paragraph, Table
from app.report.render.html import render
from app.report.sections.findings.entry import FindingEntry
from app.report.sections.findings.show import MOST_SHOWN, show
from app.report.sections.notes.show import show as notes
from app.report.sections.order import sheets_of
from tests.app.report.made import document, in_workbook, made, source

FOUND = made(
    FindingEntry, code="total-row", file="cases", message="is a sum", done="it is read", todo="mend it", count=1
)
WORDS = "cases, row 9, column case_id, value “Total”: is a sum. It is read. Mend it."
TOTAL = FOUND.model_copy(update={"row": 9, "column": "case_id", "value": "Total"})


def test_it_stands_behind_the_one_page_and_on_the_sheet_of_what_is_to_be_settled() -> None:
    section = show(source(findings=[TOTAL]))
    notice, listed = section.blocks
    assert isinstance(notice, Notice)
    assert notice.lead == "1 thing noticed in the roster."
    assert isinstance(listed, Bullets)
    assert listed.items == (f"total-row: {WORDS}",)
    first = next(sheet for sheet in sheets_of(source(findings=[TOTAL])) if sheet.sheet == "To settle")
    assert isinstance(first, Table)
    assert list(first.rows) == [TOTAL]
    assert [row["Where"] for row in in_workbook(first)] == ["cases, row 9, case_id: Total"]


def test_a_mere_note_does_not_alarm() -> None:
    said, _ = show(source(findings=[TOTAL.model_copy(update={"severity": "note"})])).blocks
    assert said == Paragraph("1 thing noticed in the roster. The plan is for the roster as it was read.")


def test_it_is_the_first_behind_the_one_page() -> None:
    page = render(document(findings=[TOTAL]))
    assert page.index('class="answers"') < page.index("total-row") < page.index("The verdict in full")


def test_nothing_is_shown_where_nothing_was_noticed() -> None:
    assert show(source()).blocks == ()
    assert show(source()).sheets == ()


def test_many_are_cut_and_counted() -> None:
    (_, listed) = show(source(findings=[TOTAL] * (MOST_SHOWN + 3))).blocks
    assert isinstance(listed, Bullets)
    assert listed.items[-1] == "and 3 others; plan.xlsx lists all"


def test_what_was_said_there_is_not_said_again_among_the_notes() -> None:
    assert notes(source(findings=[TOTAL], warnings=[WORDS])).blocks == ()
    assert notes(source(findings=[TOTAL], warnings=[WORDS, "The roster was changed."])).blocks == (
        Bullets(("The roster was changed.",)),
    )
