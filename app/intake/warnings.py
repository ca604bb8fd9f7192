"""Warnings about names: one that nobody holds, and officers who are not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from app.intake.columns.arrays import CaseRows, Coded, FlowRows, OfficerRows
from app.intake.errors import Complaints, shown
from solver.analysis.spelling import Ids, did_you_mean
from solver.arrays import Ints

NAMED = 20
"""Names of one sort that are warned of one by one."""


def warn_of_names_nobody_holds(officers: OfficerRows, cases: CaseRows, complaints: Complaints) -> None:
    """A misspelled name makes cases impossible, or a conflict of interest void, without any error."""
    for what, held, needed in (
        ("skill", officers.skills, _each(cases.skills)),
        ("office", officers.offices, _each(cases.office)),
        ("docket", officers.dockets, _each(cases.docket)),
    ):
        held_by_all = what != "skill" and bool((held.codes < 0).any())
        if not held_by_all:
            _warn_unheld(what, held, needed, complaints)
    _warn_absent(officers, "current_officer", _each(cases.current), complaints)
    _warn_absent(officers, "excluded_officers", _each(cases.excluded), complaints)


def warn_of_types_nobody_has(flow: FlowRows, known: Iterable[str], complaints: Complaints) -> None:
    """A misspelled type in ``flow`` would forecast nothing."""
    names = list(known)
    folded = {name.casefold() for name in names}
    strange = {name: count for name, count in _each(flow.case_type).items() if name.casefold() not in folded}
    _warn_each(
        strange,
        lambda name, _: f"the type “{shown(name)}” of the sheet flow is in no other sheet{did_you_mean(name, names)}",
        "types of the sheet flow that are in no other sheet",
        complaints,
    )


def _each(column: Coded[str] | Coded[tuple[str, ...]]) -> dict[str, int]:
    """Every single name of a column and how many rows have it."""
    counts: Ints = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
    out: dict[str, int] = {}
    spelling: dict[str, str] = {}
    for value, count in zip(column.values, counts.tolist(), strict=True):
        for name in (value,) if isinstance(value, str) else value:
            key = spelling.setdefault(name.casefold(), name)
            out[key] = out.get(key, 0) + count
    return out


def _warn_unheld(what: str, held: Coded[tuple[str, ...]], needed: dict[str, int], complaints: Complaints) -> None:
    known = [name for names in held.values for name in names]
    folded = {name.casefold() for name in known}
    unheld = {name: count for name, count in needed.items() if name.casefold() not in folded}
    _warn_each(
        unheld,
        lambda name, count: (
            f"no officer has the {what} “{shown(name)}”, which {_cases(count)} need{'s' * (count == 1)}"
            f"{did_you_mean(name, known)}"
        ),
        f"{what}s that no officer has",
        complaints,
    )


def _warn_absent(officers: OfficerRows, column: str, named: dict[str, int], complaints: Complaints) -> None:
    known, ids = set(officers.ids), Ids(officers.ids)
    absent = {name: count for name, count in named.items() if name not in known}
    consequence = "they count as having left" if column == "current_officer" else "the exclusion has no effect"
    _warn_each(
        absent,
        lambda name, count: (
            f"“{shown(name)}” ({column} of {_cases(count)}) is not in the sheet officers"
            f"{ids.did_you_mean(name)}; {consequence}"
        ),
        f"officers in {column} who are not in the sheet officers",
        complaints,
    )


def _warn_each(names: dict[str, int], sentence: Callable[[str, int], str], rest: str, complaints: Complaints) -> None:
    for name, count in list(names.items())[:NAMED]:
        complaints.warn(sentence(name, count))
    if len(names) > NAMED:
        complaints.warn(f"and {len(names) - NAMED:,} more {rest}")


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"
