"""What must hold in ``weights``, ``costs`` and ``flow``."""

from __future__ import annotations

import numpy as np

from app.intake.columns.arrays import CaseRows, Coded, CostRows, FlowRows, OfficerRows, WeightRows
from app.intake.columns.cell_types import BAD, BLANK
from app.intake.columns.parse import SheetData
from app.intake.errors import Complaints
from app.intake.rows import decimal
from solver.analysis.spelling import Ids
from solver.arrays import Indices


def weight_rows(data: SheetData, complaints: Complaints) -> WeightRows:
    """Types are unique but for their phases; low ≤ weight ≤ high, and low is above 0 unless the weight is 0 itself."""
    types = data.coded("case_type")
    _complain_about_phases(data, types, complaints)
    weight, low, high = (data.numbers(name) for name in ("weight_hours", "low_hours", "high_hours"))
    for at in np.flatnonzero((low > weight) & (weight >= 0)).tolist():
        message = f"must be at most weight_hours, which is {decimal(int(weight[at]))}"
        complaints.add(data.file, message, row=data.row(at), column="low_hours", value=decimal(int(low[at])))
    for at in np.flatnonzero((high < weight) & (high >= 0)).tolist():
        message = f"must be at least weight_hours, which is {decimal(int(weight[at]))}"
        complaints.add(data.file, message, row=data.row(at), column="high_hours", value=decimal(int(high[at])))
    for at in np.flatnonzero((low == 0) & (weight > 0)).tolist():
        message = "must be above 0 where weight_hours is: the error is a factor; leave it empty where it is not known"
        complaints.add(data.file, message, row=data.row(at), column="low_hours", value="0")
    for at in np.flatnonzero((high > 0) & (weight == 0)).tolist():
        message = "must be 0 where weight_hours is: the error is a factor; give the type a weight, or leave it empty"
        complaints.add(data.file, message, row=data.row(at), column="high_hours", value=decimal(int(high[at])))
    return WeightRows(
        types,
        weight,
        low,
        high,
        data.numbers("case_cv"),
        data.coded("unit"),
        data.coded("source"),
        data.numbers("from_age_days"),
        data.coded("phase"),
    )


def _complain_about_phases(data: SheetData, types: Coded[str], complaints: Complaints) -> None:
    """One row for each type, or one for each phase, of which the first begins on the first day and no two alike."""
    ages = data.numbers("from_age_days")
    rows: dict[int, list[int]] = {}
    for at in np.flatnonzero((types.codes >= 0) & (ages != BAD)).tolist():
        rows.setdefault(int(types.codes[at]), []).append(at)
    wrong: dict[int, tuple[str, str, str, str]] = {}
    for code, several in rows.items():
        name = types.values[code]
        first: dict[int, int] = {}
        for at in several:
            age = max(int(ages[at]), 0)
            before = first.setdefault(age, at)
            if before == at:
                continue
            message = f"is in row {data.row(before)} already; every case_type may occur once"
            if age:
                message = f"this type has a row from {age} days on already, row {data.row(before)}; give it once"
                wrong[at] = ("from_age_days", str(age), message, "bad-value")
            else:
                phases = ", or once for each phase, with its first day in from_age_days" * (len(several) > 2)
                wrong[at] = ("case_type", name, message + phases, "repeated-id")
        if 0 not in first:
            at = min(several, key=lambda at: int(ages[at]))
            message = f"{name} has no row for cases of less than {ages[at]} days; give its first phase, with 0 here"
            wrong[at] = ("from_age_days", str(ages[at]), message, "bad-value")
    for at, (column, value, message, kind) in sorted(wrong.items()):
        complaints.add(data.file, message, row=data.row(at), column=column, value=value, code=kind)


def cost_rows(data: SheetData, cases: CaseRows, officers: OfficerRows, complaints: Complaints) -> CostRows:
    """Both ends of every pair are in the roster, and no pair is there twice."""
    case = _positions(data, "case_id", cases.ids, complaints, "cases")
    officer = _positions(data, "officer_id", officers.ids, complaints, "officers")
    order = np.lexsort((officer, case))
    case, officer = case[order], officer[order]
    again = (np.diff(case) == 0) & (np.diff(officer) == 0) & (case[1:] >= 0) & (officer[1:] >= 0)

    def describe(at: int) -> None:
        here = int(order[at + 1])
        message = (
            f"the pair of case {cases.ids[case[at]]} and officer {officers.ids[officer[at]]} is in row "
            f"{data.row(int(order[at]))} already; give each pair once"
        )
        complaints.add(data.file, message, row=data.row(here), column="case_id", value=cases.ids[case[at]])

    complaints.add_each(np.flatnonzero(again).tolist(), describe)
    return CostRows(case, officer, data.numbers("cost")[order], data.numbers("weight_hours")[order])


def _positions(data: SheetData, column: str, ids: tuple[str, ...], complaints: Complaints, sheet: str) -> Indices:
    """Position of every reference in its sheet; complains about those that are not there."""
    codes, values = data.coded(column).codes, data.coded(column).values
    if not len(codes):
        return np.zeros(0, np.int32)
    known, similar = {name: at for at, name in enumerate(ids)}, Ids(ids)
    there = np.array([*(known.get(value, BLANK) for value in values), BAD], np.int32)
    position = np.where(codes >= 0, there[codes.clip(-1)], np.int32(BAD))  # an empty cell was told when it was read

    def describe(at: int) -> None:
        value = values[int(codes[at])]
        message = f"is not in the sheet {sheet}{similar.did_you_mean(value)}"
        complaints.add(data.file, message, row=data.row(at), column=column, value=value)

    complaints.add_each(np.flatnonzero(position == BLANK).tolist(), describe)
    return position


def flow_rows(data: SheetData, complaints: Complaints) -> FlowRows:
    """One row for each type and office."""
    types = data.coded("case_type")
    office = data.coded("office")
    pairs = [f"{kind}\0{place}" for kind, place in zip(types.codes.tolist(), office.codes.tolist(), strict=True)]
    first: dict[str, int] = {}
    for at, pair in enumerate(pairs):
        before = first.setdefault(pair, at)
        if before != at and types.codes[at] >= 0:
            message = f"this type and office are in row {data.row(before)} already; give each pair once"
            complaints.add(data.file, message, row=data.row(at), column="case_type", value=types[at])
    return FlowRows(types, office, data.numbers("arrivals_per_period"), data.numbers("closures_per_period"))
