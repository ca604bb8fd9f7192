"""Which cases ask for the same of an officer: one row of eligibility for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from app.intake.columns.arrays import CaseRows, Coded
from solver.arrays import Indices, Ints
from solver.problem import Need

MAX_PAIRS = 2**31
"""Cells of the table of eligibility: signatures times officers, one byte each."""


def needs_of(cases: CaseRows, officer_of: Mapping[str, int]) -> tuple[tuple[Need, ...], Indices]:
    """The distinct needs, in the order in which they first occur, and the number of every case's need."""
    columns: list[Coded[Any]] = [cases.office, cases.docket, cases.skills, cases.excluded]
    first, number = _distinct([column.codes.astype(np.int64) + 1 for column in columns], len(cases))
    row_of: dict[Need, int] = {}
    rows = []
    for case in first.tolist():
        need = Need(
            office=cases.office[case],
            docket=cases.docket[case],
            skills=frozenset(cases.skills[case] or ()),
            # An officer who is not there needs no exclusion; the reader was warned.
            excluded=frozenset(officer_of[name] for name in cases.excluded[case] or () if name in officer_of),
        )
        rows.append(row_of.setdefault(need, len(row_of)))
    return tuple(row_of), np.array(rows, np.int32)[number]


def _distinct(columns: list[Ints], length: int) -> tuple[Ints, Ints]:
    """First row of every distinct combination, in order, and the number of every row's combination."""
    key = np.zeros(length, np.int64)
    for column in columns:
        width = int(column.max()) + 1 if length else 1
        if width == 1:
            continue
        if int(key.max()) >= 2**62 // width:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
        key = key * width + column
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return first[order], rank[number]
