"""A roster as lists of rows: what is written to JSON and into storage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from app.intake.columns.arrays import CaseRows, Coded, CostRows, FlowRows, OfficerRows, SettingRows, WeightRows
from app.intake.columns.cell_types import BLANK
from app.intake.limits import COST, EFFICIENCY, HOUR
from solver.arrays import Ints

Cells = list[Any]


def document_of(
    officers: OfficerRows,
    cases: CaseRows,
    weights: WeightRows,
    costs: CostRows,
    flow: FlowRows,
    settings: SettingRows,
) -> dict[str, list[dict[str, Any]]]:
    """The sheets that have rows. Decimals are texts, since a float would round them; empty cells are left out."""
    sheets: dict[str, dict[str, Cells]] = {
        "officers": {
            "officer_id": list(officers.ids),
            "available_hours": [
                None if scheduled != BLANK else decimal(available, HOUR)
                for available, scheduled in zip(officers.available.tolist(), officers.scheduled.tolist(), strict=True)
            ],
            "scheduled_hours": _decimals(officers.scheduled),
            "leave_hours": _decimals(officers.leave, default=0),
            "training_hours": _decimals(officers.training, default=0),
            "collateral_hours": _decimals(officers.collateral, default=0),
            "detail_hours": _decimals(officers.detail, default=0),
            "offices": _lists(officers.offices),
            "dockets": _lists(officers.dockets),
            "skills": _lists(officers.skills),
            "caseload_standard": _numbers(officers.standard),
            "efficiency": _decimals(officers.efficiency, EFFICIENCY, default=EFFICIENCY),
        },
        "cases": {
            "case_id": list(cases.ids),
            "case_type": _texts(cases.case_type),
            "weight_hours": _decimals(cases.weight),
            "office": _texts(cases.office),
            "docket": _texts(cases.docket),
            "required_skills": _lists(cases.skills),
            "priority": _numbers(cases.priority, default=3),
            "current_officer": _texts(cases.current),
            "pinned": [True if pinned else None for pinned in cases.pinned.tolist()],
            "excluded_officers": _lists(cases.excluded),
            "keep_together": _texts(cases.keep_together),
            "opened": _each(cases.opened, lambda day: dt.date.fromordinal(day).isoformat()),
            "pinned_to": _texts(cases.pinned_to),
        },
        "weights": _weight_cells(weights),
        "costs": {
            "case_id": [cases.ids[at] for at in costs.case.tolist()],
            "officer_id": [officers.ids[at] for at in costs.officer.tolist()],
            "cost": _decimals(costs.cost, COST, default=0),
            "weight_hours": _decimals(costs.weight),
        },
        "flow": {
            "case_type": _texts(flow.case_type),
            "office": _texts(flow.office),
            "arrivals_per_period": _decimals(flow.arrivals),
            "closures_per_period": _decimals(flow.closures),
        },
        "settings": {"key": list(settings.keys), "value": list(settings.values)},
    }
    return {name: _rows(columns) for name, columns in sheets.items() if any(columns.values())}


def weight_rows(weights: WeightRows) -> list[dict[str, Any]]:
    """The sheet ``weights`` alone, as :func:`document_of` has it."""
    return _rows(_weight_cells(weights))


def _weight_cells(weights: WeightRows) -> dict[str, Cells]:
    return {
        "case_type": _texts(weights.case_type),
        "weight_hours": _decimals(weights.weight),
        "low_hours": _decimals(weights.low),
        "high_hours": _decimals(weights.high),
        "case_cv": _decimals(weights.case_cv),
        "unit": _texts(weights.unit),
        "source": _texts(weights.source),
        "from_age_days": _numbers(weights.from_age),
        "phase": _texts(weights.phase),
    }


def decimal(number: int, unit: int = HOUR) -> str:
    """An integer of 1/unit (a power of ten) as an exact decimal without trailing zeros."""
    sign, number = "-" if number < 0 else "", abs(number)
    fraction = f"{number % unit:0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{sign}{number // unit}" + (f".{fraction}" if fraction else "")


def _rows(columns: dict[str, Cells]) -> list[dict[str, Any]]:
    used = {name: cells for name, cells in columns.items() if any(cell is not None for cell in cells)}
    names = tuple(used)
    return [
        {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
        for row in zip(*used.values(), strict=True)
    ]


def _each(numbers: Any, write: Callable[[int], Any], default: int = BLANK) -> Cells:
    seen: dict[int, Any] = {default: None}
    out = []
    for number in numbers.tolist():
        if number not in seen:
            seen[number] = write(number)
        out.append(seen[number])
    return out


def _numbers(numbers: Any, default: int = BLANK) -> Cells:
    return _each(numbers, int, default)


def _decimals(numbers: Ints, unit: int = HOUR, *, default: int = BLANK) -> Cells:
    return _each(numbers, lambda number: decimal(number, unit), default)


def _texts(column: Coded[str]) -> Cells:
    values = [*column.values, None]
    return [values[code] for code in column.codes.tolist()]


def _lists(column: Coded[tuple[str, ...]]) -> Cells:
    values = [*map(list, column.values), None]
    return [values[code] for code in column.codes.tolist()]
