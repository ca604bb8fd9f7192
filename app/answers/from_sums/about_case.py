"""Questions about the cases of a plan, answered from what it keeps: just what reading the whole roster would answer.

What cannot be answered so, or has to be refused, is left to whoever reads the whole: the answer is None then. Of names
that there are not, and of rows that cannot be, all the others have to be known to say what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from typing import Any
from unicodedata import normalize

import numpy as np

from app.answers.advice import AdviceEntry, read_pace
from app.answers.docket.entries import read_new_cases
from app.answers.docket.ranked import advice_in_turn, terms_of
from app.answers.docket.records import Record, added, families
from app.answers.docket.summary import Standings
from app.answers.explanation import ExplanationEntry, explanation_entry
from app.answers.from_sums.case_pieces import Shelf, Unit
from app.answers.from_sums.kept import Kept, finer_standings
from app.answers.holdings.case import CaseFile, case_file
from app.answers.holdings.case_lines import CaseLine, change_of
from app.report.text.numbers import number
from solver.analysis.casework.advice import Pace
from solver.analysis.casework.explain import explain_beside
from solver.analysis.ticks import FINEST
from solver.errors import CaseloadError
from solver.problem import NEW, SAFE_TICKS

PLAIN_CELLS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("case_id", "case_type", "office", "docket", "keep_together"), re.compile(r".*", re.DOTALL)),
    "required_skills": re.compile(r"[^,|/\n]*"),
    "excluded_officers": re.compile(r"[^,|/\n]*"),
    "weight_hours": re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?"),
    "priority": re.compile(r"[1-5]"),
    "opened": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
"""Cells of a new case that mean the same whatever stands in other rows."""


@dataclass(frozen=True, slots=True)
class NewCases:
    """Cases to be given out.

    Attributes
    ----------
    cases : tuple of (str or mapping)
        Ids of cases that are there, and rows as of the sheet ``cases``, in the order in which they are given out.
    pace : str or None
        ``1:6``: at most so many new ones for so many others.
    ramp : mapping of officer to Fraction, above 0 and at most 1
    """

    cases: tuple[str | Mapping[str, Any], ...]
    pace: str | None = None
    ramp: Mapping[str, Fraction] = field(default_factory=dict)


def explanation_from(kept: Kept, shelf: Shelf, case: str, officer: str) -> ExplanationEntry | None:
    """What would change if the officer held the case; None: ask the whole.

    Raises
    ------
    PiecesMissing
    """
    basis = kept.standings.basis
    case_id, who = normalize("NFC", case), basis.officer_of.get(normalize("NFC", officer))
    unit = shelf.units_with([case_id])[0].get(case_id)
    if unit is None or who is None:
        return None
    problem = kept.problem_of(unit)
    goals, _ = basis.options.to_solver(problem)
    about = unit.cases.ids.index(case_id), who
    return explanation_entry(problem, explain_beside(problem, unit.officer, goals, about, kept.totals, is_plan=True))


def advice_from(kept: Kept, shelf: Shelf, asked: NewCases) -> list[AdviceEntry] | None:
    """Who should take these cases, beside what everybody holds in the plan; None: ask the whole.

    Raises
    ------
    PiecesMissing
    """
    try:
        return _advice(kept, shelf, asked)
    except CaseloadError:  # whoever reads the whole roster says what is wrong, and where
        return None


def case_file_from(kept: Kept, shelf: Shelf, number: int, assignment: Mapping[str, str]) -> CaseFile | None:
    """What there is to know of a case; None: ask the whole.

    Parameters
    ----------
    number : int
        Its place in the roster, from 1.
    assignment : mapping
        Its row of ``assignments.csv``.

    Raises
    ------
    PiecesMissing
    """
    case_id = assignment["case_id"]
    found = advice_from(kept, shelf, NewCases((case_id,)))
    if found is None:
        return None

    def explained(officer: str) -> ExplanationEntry:
        answer = explanation_from(kept, shelf, case_id, officer)
        if answer is None:
            raise LookupError("a candidate is no officer of the plan")
        return answer

    return case_file(_line(kept, shelf.units_with([case_id])[0][case_id], number, assignment), found[0], explained)


def _line(kept: Kept, unit: Unit, number_: int, assignment: Mapping[str, str]) -> CaseLine:
    """The case as lists of cases have it."""
    at = unit.cases.ids.index(assignment["case_id"])
    case_type, office = ((*names, "")[code] for names, code in zip(kept.names, unit.labels[at], strict=True))
    before, after = assignment["previous_officer"], assignment["officer_id"]
    return CaseLine(
        number=number_,
        case_id=assignment["case_id"],
        case_type=case_type,
        office=office,
        hours=number(int(unit.cases.effort[at]) * kept.standings.basis.tick_hours),
        priority=int(unit.cases.priority[at]),
        before=before,
        after=after,
        change=change_of(before, after),
        reason=assignment["reason"],
    )


def _advice(kept: Kept, shelf: Shelf, asked: NewCases) -> list[AdviceEntry] | None:
    rows = [case for case in asked.cases if not isinstance(case, str)]
    ramp = {normalize("NFC", name): share for name, share in asked.ramp.items()}
    officer_of = kept.standings.basis.officer_of
    if not all(map(_is_plain, rows)) or any(name not in officer_of for name in ramp):
        return None
    if rows and (kept.is_changed or _has_phases(kept.standings)):
        return None
    factor = lcm(*(share.denominator for share in ramp.values()))
    if rows:
        factor *= (FINEST / kept.standings.basis.tick_hours).denominator
    if not _fits(kept.standings, factor):
        return None
    terms = replace(terms_of(kept.standings), pace=_pace(asked.pace))
    standings, new = read_new_cases(finer_standings(kept.standings, factor), rows)
    names = [each.case_id for each in new]
    fresh = iter(names)
    said = dict.fromkeys(case if isinstance(case, str) else next(fresh) for case in asked.cases)
    ids = [normalize("NFC", case) for case in said]
    units, joined = shelf.units_with([*names, *ids], {each.family: None for each in new if each.family})
    if any(name in units for name in names) or any(case not in units and case not in names for case in ids):
        return None
    concerned = {unit.cases.ids: unit for unit in (*units.values(), *joined.values())}
    there = [record for unit in concerned.values() for record in _records(kept, unit, factor)]
    together = families([*there, *new])
    if joined and not all(
        bool(np.any(standings.may(each.need for each in unit))) for unit in together if len(unit) > 1
    ):
        return None  # who has them today decides then, whom sums do not know
    standings = standings.with_sums(added(standings, there, -1))
    standings = standings.with_sums(added(standings, [*there, *new]))
    standings = _ramped(standings, {officer_of[name]: share for name, share in ramp.items()})
    return advice_in_turn(standings, together, ids, terms)


def _records(kept: Kept, unit: Unit, factor: int) -> list[Record]:
    """The cases of a unit as a docket has them."""
    cases, officers = unit.cases, (*kept.standings.basis.officers.ids, "")
    out = []
    for at, case_id in enumerate(cases.ids):
        row: dict[str, Any] = {"case_id": case_id}
        if unit.family:
            row["keep_together"] = unit.family
        if cases.pinned[at]:
            row["pinned"] = True
        holder, effort = officers[unit.officer[at]], int(cases.effort[at]) * factor
        out.append(Record(row, holder, effort, int(cases.signature[at]), bool(cases.current[at] == NEW)))
    return out


def _has_phases(standings: Standings) -> bool:
    """Whether the hours of a new case depend on its age: they may be no whole number of these ticks."""
    return any(row.get("from_age_days") for row in standings.basis.weights)


def _is_plain(row: Mapping[str, Any]) -> bool:
    """Whether a new case can be read without all others."""
    return "case_id" in row and all(
        name in PLAIN_CELLS and PLAIN_CELLS[name].fullmatch(_text(cell))
        for name, cell in row.items()
        if cell is not None
    )


def _text(cell: Any) -> str:
    return ";".join(map(str, cell)) if isinstance(cell, list) else str(cell)


def _pace(text: str | None) -> Pace | None:
    return None if text is None else read_pace(text)


def _fits(standings: Standings, factor: int) -> bool:
    """Whether all hours can be added in such ticks."""
    staff, sums = standings.basis.officers, standings.sums
    waiting = sum(ticks for ticks, _ in sums.waiting.values())
    most = max(int(staff.available.sum()), int(staff.limit.sum()), int(sums.loads.sum()) + waiting)
    return most * factor < SAFE_TICKS // 2


def _ramped(standings: Standings, ramp: Mapping[int, Fraction]) -> Standings:
    """With the hours that ramps leave, exactly: ticks are short enough."""
    if not ramp:
        return standings
    limit = standings.basis.officers.limit.copy()
    for officer, share in ramp.items():
        limit[officer] = limit[officer] // share.denominator * share.numerator
    officers = replace(standings.basis.officers, limit=limit)
    return replace(standings, basis=replace(standings.basis, officers=officers))
