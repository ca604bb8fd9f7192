"""What must hold among the columns of ``cases`` and between them and the other sheets."""

from __future__ import annotations

import numpy as np

from app.intake.checks.officers import complain_about_repeats
from app.intake.columns.arrays import CaseRows, OfficerRows, WeightRows
from app.intake.columns.cell_types import BLANK
from app.intake.columns.parse import SheetData
from app.intake.errors import Complaints
from solver.analysis.spelling import Ids, did_you_mean

HINTS = 50
"""Different types for which a similar one is looked for."""


def case_rows(data: SheetData, officers: OfficerRows, weights: WeightRows, complaints: Complaints) -> CaseRows:
    """Complain about what does not fit; the rows are meaningful only if nothing was complained about."""
    complain_about_repeats(data, "case_id", data.ids, complaints)
    cases = CaseRows(
        tuple(data.ids),
        data.coded("case_type"),
        data.numbers("weight_hours"),
        data.coded("office"),
        data.coded("docket"),
        data.coded("required_skills"),
        data.numbers("priority").astype(np.int8, copy=False),
        data.coded("current_officer"),
        data.numbers("pinned") == 1,
        data.coded("excluded_officers"),
        data.coded("keep_together"),
        data.numbers("opened"),
    )
    _complain_about_weights(data, cases, weights, complaints)
    _complain_about_pins(data, cases, officers, complaints)
    return cases


def _complain_about_weights(data: SheetData, cases: CaseRows, weights: WeightRows, complaints: Complaints) -> None:
    """Every case has a weight of its own, or its type has one."""
    known = weights.case_type.values
    folded = {name.casefold() for name in known}
    has_weight = np.array([*(name.casefold() in folded for name in cases.case_type.values), False, False], np.bool_)
    without = (cases.weight == BLANK) & ~has_weight[cases.case_type.codes]
    hints: dict[str, str] = {}
    if len(cases) and not data.present & {"case_type", "weight_hours"}:
        message = "there is no column weight_hours, and none called case_type for the sheet weights; add one of them"
        complaints.add(data.file, message, row=data.header_row, column="weight_hours", code="missing-column")
        return

    def describe(at: int) -> None:
        kind = cases.case_type[at]
        if kind is None:
            message = "the case needs a case_type that the sheet weights has, or a weight_hours of its own"
        elif not known:
            message = "there is no sheet weights to look this type up in; add it, or give weight_hours"
        else:
            if kind not in hints and len(hints) < HINTS:
                hints[kind] = did_you_mean(kind, known)
            message = f"is not in the sheet weights{hints.get(kind, '')}; add the type there, or give weight_hours"
        row = data.row(at)
        complaints.add(data.file, message, row=row, column="case_type", value=kind, code="missing-weight")

    complaints.add_each(np.flatnonzero(without & (cases.case_type.codes >= BLANK)).tolist(), describe)


def _complain_about_pins(data: SheetData, cases: CaseRows, officers: OfficerRows, complaints: Complaints) -> None:
    """A pin needs somebody who is there; a bundle can be pinned to one officer only, whom none of it excludes."""
    known, ids = set(officers.ids), Ids(officers.ids)
    is_there = np.array([*(name in known for name in cases.current.values), False, False], np.bool_)
    pinned = cases.pinned & (cases.current.codes >= BLANK)

    def describe(at: int) -> None:
        holder = cases.current[at]
        if holder is None:
            message = "a pinned case needs a current_officer who keeps it"
        else:
            message = (
                f"the case is pinned to {holder}, who is not in the sheet officers"
                f"{ids.did_you_mean(holder)}; take the pin off, or add the officer"
            )
        complaints.add(data.file, message, row=data.row(at), column="pinned", value="yes")

    complaints.add_each(np.flatnonzero(pinned & ~is_there[cases.current.codes]).tolist(), describe)
    first: dict[int, int] = {}
    bundle = cases.keep_together.codes
    for at in np.flatnonzero(pinned & is_there[cases.current.codes] & (bundle >= 0)).tolist():
        before = first.setdefault(int(bundle[at]), at)
        if cases.current.codes[before] != cases.current.codes[at]:
            message = (
                f"the case is pinned to {cases.current[at]}, but row {data.row(before)} with the same keep_together is "
                f"pinned to {cases.current[before]}; take one of the pins off"
            )
            complaints.add(data.file, message, row=data.row(at), column="keep_together", value=cases.keep_together[at])
    _complain_about_conflicts(data, cases, first, complaints)


def _complain_about_conflicts(data: SheetData, cases: CaseRows, pin_of: dict[int, int], complaints: Complaints) -> None:
    """A pin on one case must not lift the conflict of interest of another that is kept together with it."""
    pins = np.fromiter(pin_of, np.int32, len(pin_of))
    siblings = np.isin(cases.keep_together.codes, pins) & ~cases.pinned & (cases.excluded.codes >= 0)

    def describe(at: int) -> None:
        pin = pin_of[int(cases.keep_together.codes[at])]
        holder = cases.current[pin]
        message = (
            f"{holder} is excluded from this case, but case {cases.ids[pin]} in row {data.row(pin)} with the same "
            "keep_together is pinned to that officer; take the pin off, take this case out of keep_together, or remove "
            "the exclusion if there is no conflict of interest"
        )
        complaints.add(data.file, message, row=data.row(at), column="excluded_officers", value=holder)

    wrong = [
        at
        for at in np.flatnonzero(siblings).tolist()
        if cases.current[pin_of[int(cases.keep_together.codes[at])]] in (cases.excluded[at] or ())
    ]
    complaints.add_each(wrong, describe)
