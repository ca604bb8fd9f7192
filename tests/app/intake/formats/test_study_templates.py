"""Empty files: what is filled in below their headers is read."""

from __future__ import annotations

import io

import pytest

from app.intake.formats.study_templates import TEMPLATES, template_text, write_study_template
from app.intake.time_study.columns import TABLES, recognise
from app.intake.time_study.study_workbook import tables_in_child


@pytest.mark.parametrize("table", TEMPLATES)
def test_every_column_of_a_template_is_one_that_is_read(table: str) -> None:
    header = template_text(table).strip().split(",")
    found = recognise(f"{table}.csv", header, TABLES)
    assert found is not None
    assert found.unread == ()
    assert {"diaries": "time"}.get(table, table) == found.table.name


def test_the_workbook_has_a_sheet_for_each_and_no_rows() -> None:
    target = io.BytesIO()
    write_study_template(target)
    sheets = tables_in_child(None, target.getvalue(), "study.xlsx")
    assert {each.sheet: each.rows for each in sheets} == {name: [list(names)] for name, names in TEMPLATES.items()}
