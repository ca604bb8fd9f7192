"""The one list of sections: order of the page, and order of the workbook."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path

from app.report import sections
from app.report.blocks import Head
from app.report.sections.order import SECTIONS, sections_of, sheets_of
from app.report.source import CaseList, Source
from app.report.text import sheet_names
from tests.app.report.planned import impossible
from tests.app.report.render.test_xlsx import SHEETS


def test_every_folder_has_one_line() -> None:
    folders = {path.parent.name for path in Path(sections.__file__).parent.glob("*/show.py")}
    assert Counter(line.show.__module__.split(".")[-2] for line in SECTIONS) == Counter(folders)


def test_places_in_the_workbook_are_taken_once() -> None:
    places = [line.sheets for line in SECTIONS if line.sheets]
    assert len(places) == len(set(places))


def test_a_line_without_a_place_has_no_sheets() -> None:
    made = impossible()
    source = Source(made.document, CaseList(made.built, made.plan))
    assert all(line.sheets or not line.show(source).sheets for line in SECTIONS)
    names = [sheet.sheet for sheet in sheets_of(source)]
    assert list(sheet_names.SHEETS) == SHEETS
    assert [name for name, _ in groupby(names)] == SHEETS, "sheets of one name stand together"


def test_the_page_begins_with_its_head_then_what_was_noticed_and_ids_are_its_own() -> None:
    shown = sections_of(Source(impossible().document))
    assert [shown[0].id, shown[1].id] == ["one-page", "findings"]
    assert isinstance(shown[0], Head)
    assert [section.id for section in shown if section.is_in_head] == ["one-page"], "everything else is folded"
    assert max(Counter(section.id for section in shown).values()) == 1
