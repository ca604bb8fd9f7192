"""Numbers such as 1.776 where a point may separate thousands: one and a half hours, or many weeks."""

from __future__ import annotations

from collections.abc import Sequence

from app.intake.columns.parse import SheetData
from app.intake.errors import Complaints
from app.intake.findings import Place


def doubt_decimals(sheets: Sequence[SheetData], complaints: Complaints) -> None:
    """Doubt them where another file writes decimal commas, or nothing in their own file shows what a point means.

    A file that writes decimal commas itself has been refused for them.
    """
    comma = next((data.file for data in sheets if data.writes_commas), None)
    for data in sheets:
        if not data.grouped or (data.writes_points and comma is None):
            continue
        why = (
            f"{comma} writes decimal commas" if comma else "the file is separated by semicolons, as with decimal commas"
        )
        for row, column, text in data.grouped:
            complaints.findings.add(
                "mixed-decimals",
                Place(data.file, row, column, text),
                f"could be read in two ways, since {why}",
                done="the point is read as a decimal point",
                todo="write 1776 or 1,776 instead of 1.776",
            )
