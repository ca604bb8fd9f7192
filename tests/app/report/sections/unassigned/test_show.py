"""Cases without an officer, and the smallest changes, on the page and in the workbook."""

from __future__ import annotations

from app.intake.options import PlanOptions
from app.report.blocks import Where
from app.report.build import build_document
from app.report.render.html import render
from app.report.sections.unassigned import show as unassigned_show
from tests.app.report.planned import built_from, field_office, impossible


def test_page_and_workbook_list_them() -> None:
    document = impossible().document
    page = render(document)
    assert "Smallest changes, each made and checked" in page
    assert "train officer A-1 skills=mongolian" in page
    table = unassigned_show.fix_table(document)
    assert list(table.rows) == document.fixes
    page_only, sheet_only = ("Cases",), ("Cases", "Hours", "Among them")
    shared = {"Reason", "They need", "Smallest change", "For caseload whatif"}
    assert {column.title for column in table.columns_on(Where.PAGE)} == {*page_only, *shared}
    assert {column.title for column in table.columns_on(Where.WORKBOOK)} == {*sheet_only, *shared}


def test_where_everybody_has_an_officer_there_are_none() -> None:
    document = field_office().document
    assert (document.fixes, unassigned_show.fix_summary(document)) == ([], "")
    assert unassigned_show.fix_table(document).note == "Every case that there is has an officer."


def test_of_many_groups_the_page_lists_the_most_urgent() -> None:
    """60 skills that nobody has: 20 groups are worked out, 40 listed, all of them in the document."""
    cases = [{"case_id": f"C-{n}", "weight_hours": 1, "required_skills": f"s{n}"} for n in range(60)]
    built = built_from([{"officer_id": "A", "available_hours": 100}], cases)
    document = build_document(built, PlanOptions(remedies_s=0, simulations=0), None)
    assert [each.verified for each in document.fixes] == [True] * 20 + [False] * 40
    assert document.fixes[-1].label.startswith("not verified (only the 20 most urgent groups")
    assert len(unassigned_show.fix_table(document).listed or ()) == 40
    assert "the 40 most urgent of 60 groups" in unassigned_show.fix_summary(document)
