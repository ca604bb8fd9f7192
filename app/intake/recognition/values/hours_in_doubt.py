"""Hours of an export that are probably not hours of a month as they stand: of a week, points, 1.776."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.intake.columns.schema import BY_NAME
from app.intake.findings import Place
from app.intake.recognition.matching import OF_A_PERIOD
from app.intake.recognition.synonyms import normal
from app.intake.recognition.values.conversion import NUMBERS
from app.intake.recognition.values.hours import OPEN_POINT, Decimals
from app.intake.recognition.values.other_periods import (
    RULES,
    in_a_month,
    look_like_points,
    look_weekly,
    period_of,
)
from app.intake.recognition.workbench import Work

JSON = (".json", ".ndjson", ".jsonl")
"""Files whose numbers are numbers."""


def doubt_points(work: Work, name: str, decimals: Decimals) -> None:
    """Doubt 1.776 in a text where no number shows what a point means: one and a half hours, or many weeks."""
    sheet = work.sheets[name]
    if sheet.is_typed or decimals.point or decimals.comma:
        return
    for column in BY_NAME[name].columns:
        cells = sheet.cells.get(column.name, ()) if column.kind in NUMBERS else ()
        for at, text in enumerate(cells):
            if OPEN_POINT.fullmatch(text) and not sheet.origin.places[at][0].casefold().endswith(JSON):
                file, row = sheet.origin.places[at]
                work.findings.add(
                    "mixed-decimals",
                    Place(file, row, sheet.origin.names[column.name], text),
                    "could be read in two ways, and no number beside it shows what a point means",
                    done="the point is read as a decimal point",
                    todo="write 1776 or 1.7760 instead of 1.776",
                )


def settle_periods(work: Work, name: str, columns: dict[str, Sequence[Any]]) -> None:
    """Hours of a week or a year become those of a month; where nobody has said that they are, it is asked about."""
    sheet = work.sheets[name]
    told = {normal(theirs): period for theirs, period in work.profile.periods.items()}
    for column, values in columns.items():
        if f"{name}.{column}" not in OF_A_PERIOD:
            continue
        theirs = sheet.origin.names[column]
        said = told.get(normal(theirs))
        period = said or period_of(theirs) or "month"
        given = [value for value in values if value is not None]
        if period != "month" and given:
            columns[column] = [None if value is None else in_a_month(value, period) for value in values]
            work.profile = replace(work.profile, periods={**work.profile.periods, theirs: period})
            work.findings.add(
                "other-period" if said is None else "converted-hours",
                work.place(name, column, given[0]),
                f"the column holds what a {period} has, and a roster counts by the month",
                done=f"each number was multiplied by {RULES[period]}: {given[0]} is {in_a_month(given[0], period)}",
                todo="" if said else f"if it holds something else, say so: --hours-per '{theirs}=month'",
            )
        elif said is None and name == "officers" and look_weekly(given):
            work.findings.add(
                "other-period",
                work.place(name, column, given[0]),
                "the hours look like those of a week, and a roster counts by the month",
                done="they are read as hours of a month",
                todo=f"say what they are: --hours-per '{theirs}=week', or '{theirs}=month'",
            )
        elif said is None and column == "weight_hours" and look_like_points(theirs, given):
            work.findings.add(
                "other-period",
                work.place(name, column, given[0]),
                "the numbers are whole and the column is not called hours, so they may be points",
                done="they are read as hours of a month",
                todo=f"if they are hours, say so: --hours-per '{theirs}=month'; if not: --column '{theirs}='",
            )
