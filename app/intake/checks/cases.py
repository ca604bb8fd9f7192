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
        data.coded("pinned_to"),
    )
    _complain_about_weights(data, cases, weights, complaints)
    _complain_about_ages(data, cases, weights, complaints)
    _complain_about_orders(data, cases, officers, complaints)
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


def _complain_about_ages(data: SheetData, cases: CaseRows, weights: WeightRows, complaints: Complaints) -> None:
    """A case whose weight depends on its age has one."""
    phased = weights.with_phases
    by_age = np.array([*(name.casefold() in phased for name in cases.case_type.values), False, False], np.bool_)
    without = by_age[cases.case_type.codes] & (cases.weight == BLANK) & (cases.opened == BLANK)

    def describe(at: int) -> None:
        message = (
            f"is empty, and what a case of type {cases.case_type[at]} takes depends on its age; give the day on which "
            "it was opened, or weight_hours"
        )
        complaints.add(data.file, message, row=data.row(at), column="opened", code="unknown-age")

    complaints.add_each(np.flatnonzero(without).tolist(), describe)


def _complain_about_orders(data: SheetData, cases: CaseRows, officers: OfficerRows, complaints: Complaints) -> None:
    """Who is to have a case must be there, and not be somebody else than who is to keep it."""
    known, ids, order = set(officers.ids), Ids(officers.ids), cases.pinned_to
    given = np.flatnonzero(order.codes >= 0)
    is_there = np.array([name in known for name in order.values], np.bool_)

    def describe(at: int) -> None:
        name = order[at] or ""
        if name not in known:
            message = (
                f"{name} is not in the sheet officers{ids.did_you_mean(name)}; name another officer, or add this one"
            )
        else:
            message = f"the case is pinned to {cases.current[at]}, who has it today; empty pinned, or pinned_to"
        complaints.add(data.file, message, row=data.row(at), column="pinned_to", value=name)

    both = given[cases.pinned[given] & (cases.current.codes[given] >= BLANK)]
    torn = [at for at in both.tolist() if cases.current[at] != order[at]]
    complaints.add_each(sorted({*given[~is_there[order.codes[given]]].tolist(), *torn}), describe)


def _complain_about_pins(data: SheetData, cases: CaseRows, officers: OfficerRows, complaints: Complaints) -> None:
    """A pin needs somebody who is there; a bundle can be pinned to one officer only, whom none of it excludes."""
    known, ids = set(officers.ids), Ids(officers.ids)
    is_there = np.array([*(name in known for name in cases.current.values), False, False], np.bool_)
    # of a cell that was refused nobody knows whom it names
    kept = cases.pinned & (cases.current.codes >= BLANK) & (cases.pinned_to.codes >= BLANK)
    pinned = kept & (cases.pinned_to.codes == BLANK)

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
    pin_of: dict[int, str] = {}
    bundle = cases.keep_together.codes
    for at in np.flatnonzero((kept | (cases.pinned_to.codes >= 0)) & (bundle >= 0)).tolist():
        goes_to = cases.pinned_to[at] or cases.current[at]
        if goes_to not in known:
            continue
        before = first.setdefault(int(bundle[at]), at)
        if pin_of.setdefault(int(bundle[at]), goes_to) != goes_to:
            message = (
                f"the case is pinned to {goes_to}, but row {data.row(before)} with the same keep_together is "
                f"pinned to {pin_of[int(bundle[at])]}; take one of the pins off"
            )
            complaints.add(data.file, message, row=data.row(at), column="keep_together", value=cases.keep_together[at])
    pins = {together: (at, pin_of[together]) for together, at in first.items()}
    _complain_about_conflicts(data, cases, pins, complaints)


def _complain_about_conflicts(
    data: SheetData, cases: CaseRows, pin_of: dict[int, tuple[int, str]], complaints: Complaints
) -> None:
    """A pin on one case must not lift the conflict of interest of another that is kept together with it."""
    pins = np.fromiter(pin_of, np.int32, len(pin_of))
    is_pinned = cases.pinned | (cases.pinned_to.codes >= 0)
    siblings = np.isin(cases.keep_together.codes, pins) & ~is_pinned & (cases.excluded.codes >= 0)

    def describe(at: int) -> None:
        pin, holder = pin_of[int(cases.keep_together.codes[at])]
        message = (
            f"{holder} is excluded from this case, but case {cases.ids[pin]} in row {data.row(pin)} with the same "
            "keep_together is pinned to that officer; take the pin off, take this case out of keep_together, or remove "
            "the exclusion if there is no conflict of interest"
        )
        complaints.add(data.file, message, row=data.row(at), column="excluded_officers", value=holder)

    wrong = [
        at
        for at in np.flatnonzero(siblings).tolist()
        if pin_of[int(cases.keep_together.codes[at])][1] in (cases.excluded[at] or ())
    ]
    complaints.add_each(wrong, describe)
