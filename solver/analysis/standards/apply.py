"""Caseload standards of the field, applied to who holds what: each breach by officer, with its arithmetic.

The standards themselves are in ``solver.analysis.standards.library``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.analysis.standards.standard import Standard, plain
from solver.analysis.words import counted, decimal, hours, named, percent
from solver.arrays import Flags, Indices
from solver.errors import InvalidGoals
from solver.problem import NEW, Problem


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of a standard for one officer.

    Attributes
    ----------
    officer : int
    rule : str, one of "caseload", "new cases"
    counts : tuple of (str, int)
        Cases of each category that the officer holds.
    need, have : Fraction
        What they come to, and what the standard allows this officer, in ``unit``.
    unit : str, one of "cases", "hours", "officers"
        officers: of a mixed caseload, the shares of one officer, which has 1.
    sentence : str
        With the arithmetic.
    """

    officer: int
    rule: str
    counts: tuple[tuple[str, int], ...]
    need: Fraction
    have: Fraction
    unit: str
    sentence: str

    @property
    def breached(self) -> bool:
        """More than the standard allows."""
        return self.need > self.have


@dataclass(frozen=True, slots=True)
class Applied:
    """A standard, applied.

    Attributes
    ----------
    standard : Standard
    checks : tuple of Check
        Every officer who holds a case of any category, in roster order.
    counted, uncounted : int
        Cases held that the standard has a category for, and the others.
    uncounted_types : tuple of str
        Types of the latter.
    supervisors : int or None
        Supervisors for all officers of the roster.
    """

    standard: Standard
    checks: tuple[Check, ...]
    counted: int
    uncounted: int
    uncounted_types: tuple[str, ...]
    supervisors: int | None

    @property
    def breaches(self) -> tuple[Check, ...]:
        """Where more is held than the standard allows."""
        return tuple(check for check in self.checks if check.breached)


def apply(
    standard: Standard,
    problem: Problem,
    officer: Indices,
    *,
    types: Mapping[str, str] | None = None,
    new: Flags | None = None,
    full_time: Fraction | None = None,
) -> Applied:
    """Check every officer's caseload against a standard.

    What is published is for a full-time officer. Whoever has fewer hours in the period is judged by their share of it:
    at half the hours by half the ratio, without any by none.

    An officer with cases of several categories is measured by shares: a case takes 1/most of an officer, or its hours.
    Categories with a number for holding them together count as one, by the fuller of them.

    Parameters
    ----------
    standard : Standard
    problem : Problem
    officer : int32 array, shape (cases,)
        Who holds each case (``Plan.officer``, or ``Cases.current``); below 0: nobody.
    types : mapping of str to str, or None
        The category of a case type, where it has another name. Names compare casefolded, and "a b" is "a-b".
    new : bool array, shape (cases,), or None
        New cases; those that nobody held where none is given.
    full_time : Fraction or None, hours, > 0
        Available hours of a full-time officer in the period. None: everybody works full time.
    """
    category = _categories(standard, problem, types or {})
    kind = np.append(category, -1)[problem.cases.case_type]
    held = officer >= 0
    mine = held & (kind >= 0)
    size = len(standard.categories)
    counts = _counts(officer, kind, mine, len(problem.officers), size)
    fresh = problem.cases.current == NEW if new is None else new
    arrived = _counts(officer, kind, mine & fresh, len(problem.officers), size)
    checks: list[Check] = []
    for number in np.flatnonzero(counts.any(axis=1)).tolist():
        share = _share_of_full_time(problem, number, full_time)
        checks.append(_caseload(standard, number, counts[number].tolist(), share))
        if standard.open_per_new is not None:
            checks += _new_cases(standard, number, counts[number].tolist(), arrived[number].tolist())
    left = held & (kind < 0)
    strange = np.unique(problem.cases.case_type[left])
    return Applied(
        standard,
        tuple(checks),
        int(mine.sum()),
        int(left.sum()),
        tuple(problem.cases.type_names[each] for each in strange.tolist() if each >= 0),
        None if standard.supervised is None else -(-len(problem.officers) // standard.supervised),
    )


def categories_of(
    standard: Standard, problem: Problem, types: Mapping[str, str] | None = None
) -> tuple[int | None, ...]:
    """Position of the category that each case type of the roster counts in; None where it counts in none.

    Parameters
    ----------
    types : mapping of str to str, or None
        As for :func:`apply`.
    """
    return tuple(at if at >= 0 else None for at in _categories(standard, problem, types or {}).tolist())


def _categories(standard: Standard, problem: Problem, types: Mapping[str, str]) -> Indices:
    """The category of each type, -1 where there is none. Shape (types,)."""
    number = {plain(category.name): at for at, category in enumerate(standard.categories)}
    given = {plain(kind): standard.categories.index(standard.category(name)) for kind, name in types.items()}
    unknown = [kind for kind in types if plain(kind) not in map(plain, problem.cases.type_names)]
    if unknown:
        raise InvalidGoals(f"no case is of type {named(unknown)}; the roster has {named(problem.cases.type_names)}")
    named_so = [given.get(plain(name), number.get(plain(name), -1)) for name in problem.cases.type_names]
    return np.array(named_so, np.int32)


def _counts(officer: Indices, kind: Indices, chosen: Flags, officers: int, categories: int) -> Indices:
    key = officer[chosen].astype(np.int64) * categories + kind[chosen]
    return np.bincount(key, minlength=officers * categories).reshape(officers, categories).astype(np.int32)


def _share_of_full_time(problem: Problem, officer: int, full_time: Fraction | None) -> Fraction:
    """At most 1: overtime is no second officer."""
    if full_time is None:
        return Fraction(1)
    return min(Fraction(1), problem.hours(int(problem.officers.available[officer])) / full_time)


def _caseload(standard: Standard, officer: int, counts: Sequence[int], share: Fraction) -> Check:
    held = tuple((category.name, count) for category, count in zip(standard.categories, counts, strict=True) if count)
    if standard.officer_hours is not None:
        have = standard.officer_hours * share
        need, sentence = _in_hours(standard, have, held, share)
        return Check(officer, "caseload", held, need, have, "hours", sentence)
    joint = dict(standard.together) if dict(standard.together).keys() <= dict(held).keys() else {}
    if len(held) == 1:
        (name, count), most = held[0], Fraction(standard.most(held[0][0]))
        allowed = most * share
        sentence = f"{_cases(count, name)}, at most {_part_of(decimal(most), decimal(allowed), share)}"
        sentence += _over(count - allowed, "")
        return Check(officer, "caseload", held, Fraction(count), allowed, "cases", sentence)
    shares = {name: Fraction(count, joint.get(name) or standard.most(name)) for name, count in held}
    written = {name: f"{count:,} ÷ {joint.get(name) or standard.most(name):,} ({name})" for name, count in held}
    terms = [written[name] for name in shares if name not in joint]
    need = sum((share for name, share in shares.items() if name not in joint), Fraction(0))
    if joint:
        need += max(shares[name] for name in joint)
        terms.insert(0, f"the larger of {' and '.join(written[name] for name in shares if name in joint)}")
    sentence = f"{' + '.join(terms)} = {decimal(need)} of one officer, at most {_part_of('1', decimal(share), share)}"
    return Check(officer, "caseload", held, need, share, "officers", sentence + _over(need - share, "", "much"))


def _part_of(whole: str, allowed: str, share: Fraction) -> str:
    """What a full-time officer may hold, and how much of it an officer with fewer hours."""
    return whole if share == 1 else f"{whole} × {percent(share)} of full time = {allowed}"


def _in_hours(
    standard: Standard, have: Fraction, held: Sequence[tuple[str, int]], share: Fraction
) -> tuple[Fraction, str]:
    each = {name: standard.category(name).case_hours or Fraction(0) for name, _ in held}
    need = sum((count * each[name] for name, count in held), Fraction(0))
    terms = " + ".join(f"{count:,} × {hours(each[name])} ({name})" for name, count in held)
    most = _part_of(hours(standard.officer_hours or have), hours(have), share)
    return need, f"{terms} = {hours(need)}, at most {most}{_over(need - have, ' h')}"


def _new_cases(standard: Standard, officer: int, counts: Sequence[int], arrived: Sequence[int]) -> list[Check]:
    name, per = standard.open_per_new or ("", 1)
    at = standard.categories.index(standard.category(name))
    fresh, rest = arrived[at], counts[at] - arrived[at]
    if not fresh:
        return []
    allowed = rest // per
    sentence = (
        f"{fresh:,} new beside {_cases(rest, name)}, at most 1 for {per} open: "
        f"{rest:,} ÷ {per} allows {allowed:,}{_over(Fraction(fresh - allowed), '')}"
    )
    return [Check(officer, "new cases", ((name, counts[at]),), Fraction(fresh), Fraction(allowed), "cases", sentence)]


def _cases(count: int, name: str) -> str:
    return counted(count, f"{name} case")


def _over(by: Fraction, unit: str, how: str = "many") -> str:
    return f": {decimal(by)}{unit} too {how}." if by > 0 else "."
