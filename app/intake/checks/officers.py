"""What must hold among the columns of ``officers``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.intake.columns.arrays import OfficerRows
from app.intake.columns.cell_types import BAD, BLANK
from app.intake.columns.parse import SheetData
from app.intake.errors import Complaints, shown
from app.intake.recognition.values.other_periods import period_of
from app.intake.rows import decimal
from solver.arrays import Ints

TAKEN_OFF = ("leave_hours", "training_hours", "collateral_hours", "detail_hours")


NO_HOURS = "the officer needs available_hours or scheduled_hours"


def officer_rows(data: SheetData, complaints: Complaints) -> OfficerRows:
    """Complain about what does not fit; the rows are meaningful only if nothing was complained about."""
    complain_about_repeats(data, "officer_id", data.ids, complaints)
    available = _available(data, complaints)
    efficiency = data.numbers("efficiency")
    for at in np.flatnonzero(efficiency == 0).tolist():
        complaints.add(
            data.file,
            f"the efficiency of officer {data.ids[at]} must be above 0; for an officer who takes no cases set "
            "available_hours to 0",
            row=data.row(at),
            column="efficiency",
            value="0",
        )
    return OfficerRows(
        ids=tuple(data.ids),
        available=available,
        scheduled=data.numbers("scheduled_hours"),
        leave=data.numbers("leave_hours"),
        training=data.numbers("training_hours"),
        collateral=data.numbers("collateral_hours"),
        detail=data.numbers("detail_hours"),
        offices=data.coded("offices"),
        dockets=data.coded("dockets"),
        skills=data.coded("skills"),
        standard=data.numbers("caseload_standard"),
        efficiency=efficiency,
    )


def _available(data: SheetData, complaints: Complaints) -> Ints:
    given, scheduled = data.numbers("available_hours"), data.numbers("scheduled_hours")
    if len(data) and not data.present & {"available_hours", "scheduled_hours"}:
        message = "there is no column available_hours, and none called scheduled_hours; add one of them"
        names = complaints.unread.get(data.file, ())
        other = next((name for name in names if period_of(name) not in {None, "month"}), None)
        if other is not None:
            message += f" (“{shown(other)}” holds those of a {period_of(other)}; write those of the period)"
        complaints.add(data.file, message, row=data.header_row, column="available_hours", code="missing-column")
        return given
    taken = [data.numbers(name) for name in TAKEN_OFF]
    readable = (given != BAD) & (scheduled != BAD) & np.all([part != BAD for part in taken], axis=0)
    # Four sums of at most 10**18 could pass 64 bits, so the subtraction is done in Python integers.
    rest = np.array(
        [planned - sum(parts) for planned, *parts in zip(*(c.tolist() for c in (scheduled, *taken)), strict=True)],
        object,
    )
    for at in np.flatnonzero(readable).tolist():
        officer, row = data.ids[at], data.row(at)
        if scheduled[at] == BLANK:
            if given[at] == BLANK:
                message = f"officer {officer} needs available_hours or scheduled_hours" if officer else NO_HOURS
                complaints.add(data.file, message, row=row, column="available_hours")
            elif rest[at] != BLANK:
                message = (
                    f"officer {officer} has hours to be taken off, but no scheduled_hours to take them from; "
                    "available_hours are what is left for cases"
                )
                complaints.add(data.file, message, row=row, column="available_hours", value=decimal(int(given[at])))
        elif rest[at] < 0:
            message = (
                f"officer {officer} has {decimal(int(scheduled[at]))} scheduled hours, but "
                f"{decimal(int(scheduled[at]) - int(rest[at]))} hours are taken off; available hours cannot be below 0"
            )
            complaints.add(data.file, message, row=row, column="scheduled_hours", value=decimal(int(scheduled[at])))
        elif given[at] not in (BLANK, rest[at]):
            message = (
                f"officer {officer} has {decimal(int(given[at]))} available hours here, but scheduled minus the rest "
                f"is {decimal(int(rest[at]))}; give one of them"
            )
            complaints.add(data.file, message, row=row, column="available_hours", value=decimal(int(given[at])))
    if complaints.total:
        return given
    return np.where(scheduled == BLANK, given, rest).astype(np.int64)


def complain_about_repeats(data: SheetData, column: str, ids: Sequence[str], complaints: Complaints) -> None:
    """Every id that was there before, with the row of its first occurrence."""
    if len(set(ids)) == len(ids):
        return
    first: dict[str, int] = {}
    again = [at for at, name in enumerate(ids) if first.setdefault(name, at) != at and name]

    def describe(at: int) -> None:
        message = f"is in row {data.row(first[ids[at]])} already; every {column} may occur once"
        complaints.add(data.file, message, row=data.row(at), column=column, value=ids[at], code="repeated-id")

    complaints.add_each(again, describe)
