"""Empty files of a study, to be filled in: a CSV file for each table, or one workbook with a sheet for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "diaries": ("officer", "date", "minutes", "case type", "case id", "activity"),
    "counts": ("officer", "week", "case type", "open", "new", "closed", "group"),
    "paid": ("officer", "week", "paid hours"),
    "panel": ("panellist", "case type", "multiplier", "round"),
    "cases": ("case id", "case type", "opened", "closed"),
}
"""Each table by the name of its file, and the headers of its columns. No rows: one that somebody forgets to take out
would count."""
WIDTH = 16
DATES = frozenset({"date", "opened", "closed"})
TEXT = "@"
"""Format of names: a spreadsheet would make 2 of 002, and a date of 3/4."""


def template_text(table: str) -> str:
    """The CSV file of a table; raises ``KeyError``."""
    return ",".join(TEMPLATES[table]) + "\n"


def write_study_template(target: IO[bytes]) -> None:
    """The workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        head = workbook.add_format({"bold": True, "bg_color": "#E1EBF8", "bottom": 1})
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        text = workbook.add_format({"num_format": TEXT})
        for name, columns in TEMPLATES.items():
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(columns):
                form = date if column in DATES else text if column in {"officer", "case type", "case id"} else None
                sheet.set_column(at, at, WIDTH, form)
                sheet.write_string(0, at, column, head)
