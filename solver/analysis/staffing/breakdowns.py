"""The same staffing figures by what cases ask for, by office, docket and skill, and by officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.analysis.case_kinds import Tally
from solver.analysis.fte import Basis, State, Target
from solver.analysis.loads import efforts_held
from solver.analysis.staffing.sentences import shortage_sentence
from solver.arrays import Flags, Ints
from solver.engines.max_flow import Arcs, min_cut
from solver.problem import Need, Problem
from solver.tiers import FairShares, Tier

KINDS = ("office", "docket", "skill")


@dataclass(frozen=True, slots=True)
class NeedRow:
    """Cases of one tier that ask for the same.

    Attributes
    ----------
    need : Need
        Without its exclusions.
    cases : int
    demand_hours : Fraction
    """

    need: Need
    cases: int
    demand_hours: Fraction


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The cases of one office, docket or skill. Rows overlap, and an officer's hours can stand in several.

    Attributes
    ----------
    kind : str, one of ``KINDS``
    name : str or None
        As the roster spells it first; None: the cases that ask for none.
    cases : int
    demand_hours : Fraction
    officers : int
        With hours, who may hold any of the cases.
    limit_hours : Fraction
        What their hours carry.
    utilization : Fraction or None
        Demand by limit; None without hours.
    peak_utilization, target : Fraction and Target, or None
        Of the tier in the worst state that any of the cases is in (the tightest of these); None where all are outside.
    state : State
        Of that tier, which the row's own hours cannot tell where others share its officers; unsustainable where hours
        are missing.
    gap_hours : Fraction
        The largest deficiency among the cases: of all sets of them, the most by which one exceeds what the officers who
        may take any of it carry, other work aside.
    at_least : bool
        Some cases take different officers different times; they are counted with the least, so the gap may be larger.
    fte_gap, budget_fte_gap : Fraction
    certificate : str
        The gap's arithmetic; empty where there is none.
    """

    kind: str
    name: str | None
    cases: int
    demand_hours: Fraction
    officers: int
    limit_hours: Fraction
    utilization: Fraction | None
    peak_utilization: Fraction | None
    target: Target | None
    state: State
    gap_hours: Fraction
    at_least: bool
    fte_gap: Fraction
    budget_fte_gap: Fraction
    certificate: str


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One officer, today and in the fairest split that exists.

    Attributes
    ----------
    officer : int
    caseload : int
        Cases held today.
    workload_hours : Fraction
        Their effort, of the officer's limit.
    available_hours, limit_hours : Fraction
    utilization : Fraction or None
        Today's; None without hours.
    fair_share : Fraction or None
    tier : int or None
        Index into the tiers; None where the officer is in none.
    target : Target or None
    state, state_today : State or None
        Of the tier, and of today's workload against the same target (against all hours where there is no tier). None
        without hours.
    """

    officer: int
    caseload: int
    workload_hours: Fraction
    available_hours: Fraction
    limit_hours: Fraction
    utilization: Fraction | None
    fair_share: Fraction | None
    tier: int | None
    target: Target | None
    state: State | None
    state_today: State | None


def need_rows(problem: Problem, tally: Tally, tiers: int) -> list[tuple[NeedRow, ...]]:
    """What the cases of each tier ask for, largest demand first."""
    sums: list[dict[Need, list[int]]] = [{} for _ in range(tiers)]
    plain = [Need(need.office, need.docket, need.skills) for need in problem.needs]
    rows = zip(tally.signature.tolist(), tally.tier.tolist(), tally.cases.tolist(), tally.effort.tolist(), strict=True)
    for signature, tier, cases, effort in rows:
        if tier >= 0:
            row = sums[tier].setdefault(plain[signature], [0, 0])
            row[0] += cases
            row[1] += effort
    return [
        tuple(
            NeedRow(need, cases, problem.hours(effort))
            for need, (cases, effort) in sorted(by_need.items(), key=lambda item: (-item[1][1], str(item[0])))
        )
        for by_need in sums
    ]


def group_rows(
    problem: Problem, tally: Tally, basis: Basis, tiers: Sequence[tuple[Tier, Target, State]]
) -> tuple[GroupRow, ...]:
    """One row per office, docket and skill that a case asks for; the largest gap first within each kind."""
    rows: list[GroupRow] = []
    for kind in KINDS:
        found = [
            _group_row(problem, tally, basis, tiers, kind, name, mine)
            for name, mine in _members(problem, tally, kind).items()
        ]
        if any(row.name is not None for row in found):
            rows += sorted(found, key=lambda row: (-row.gap_hours, -row.demand_hours, row.name or ""))
    return tuple(rows)


def officer_rows(problem: Problem, shares: FairShares, tiers: Sequence[tuple[Target, State]]) -> tuple[OfficerRow, ...]:
    """Every officer, in roster order."""
    officers = problem.officers
    held = np.flatnonzero(problem.cases.current >= 0)
    holder = problem.cases.current[held]
    caseload = np.bincount(holder, minlength=len(officers)).tolist()
    workload = np.zeros(len(officers), np.int64)
    np.add.at(workload, holder, efforts_held(problem, held, holder))
    rows = []
    for officer, (ticks, limit, available, index) in enumerate(
        zip(
            workload.tolist(),
            officers.limit.tolist(),
            officers.available.tolist(),
            shares.tier_of_officer.tolist(),
            strict=True,
        )
    ):
        target, state = tiers[index] if index >= 0 else (None, State.SUSTAINABLE)
        today = Fraction(ticks, limit) if limit else None
        rows.append(
            OfficerRow(
                officer,
                caseload[officer],
                problem.hours(ticks),
                problem.hours(available),
                problem.hours(limit),
                today,
                shares.share[officer],
                index if index >= 0 else None,
                target,
                state if limit else None,
                None if today is None else (target or Target(Fraction(1))).state(today),
            )
        )
    return tuple(rows)


def _members(problem: Problem, tally: Tally, kind: str) -> dict[str | None, Ints]:
    """Kinds of cases that belong to each row, by the name as it is spelled first."""
    spelled: dict[str, str] = {}
    rows: dict[str | None, list[int]] = {}
    for position, signature in enumerate(tally.signature.tolist()):
        need = problem.needs[signature]
        one = need.office if kind == "office" else need.docket
        names = sorted(need.skills) if kind == "skill" else [one] if one is not None else []
        for name in names:
            rows.setdefault(spelled.setdefault(name.casefold(), name), []).append(position)
        if not names:
            rows.setdefault(None, []).append(position)
    return {name: np.array(found, np.int64) for name, found in rows.items()}


def _group_row(
    problem: Problem,
    tally: Tally,
    basis: Basis,
    tiers: Sequence[tuple[Tier, Target, State]],
    kind: str,
    name: str | None,
    mine: Ints,
) -> GroupRow:
    demand = problem.hours(int(tally.effort[mine].sum()))
    able: Flags = np.asarray(tally.reach[np.unique(tally.row[mine])].any(axis=0))
    limit = problem.hours(int(problem.officers.limit[able].sum()))
    inside = sorted({t for t in tally.tier[mine].tolist() if t >= 0})
    worst = max(inside, key=lambda index: (tiers[index][2].rank, -index), default=None)
    tier, target, state = tiers[worst] if worst is not None else (None, None, State.SUSTAINABLE)
    gap = _deficiency(problem, tally, tiers, mine)
    return GroupRow(
        kind=kind,
        name=name,
        cases=int(tally.cases[mine].sum()),
        demand_hours=demand,
        officers=int(able.sum()),
        limit_hours=limit,
        utilization=demand / limit if limit else None,
        peak_utilization=tier.utilization if tier else None,
        target=target,
        state=State.UNSUSTAINABLE if gap.hours else state,
        gap_hours=gap.hours,
        at_least=any(tiers[index][0].prices is not None for index in inside),
        fte_gap=basis.fte(gap.hours),
        budget_fte_gap=basis.budget_fte(gap.hours),
        certificate=gap.sentence,
    )


@dataclass(frozen=True, slots=True)
class _Gap:
    hours: Fraction
    sentence: str


def _deficiency(problem: Problem, tally: Tally, tiers: Sequence[tuple[Tier, Target, State]], mine: Ints) -> _Gap:
    """The set of cases that exceeds its officers' limits by the most, by a minimum cut.

    Only tiers above 1 can add to it: the cases of the others fit beside each other into hours that no tighter tier has.
    """
    stranded = problem.hours(int(tally.effort[mine[tally.tier[mine] < 0]].sum()))
    over = np.array([tier.utilization > 1 for tier, _, _ in tiers] + [False], np.bool_)
    short = mine[over[tally.tier[mine]]]
    if not len(short):
        return _Gap(stranded, shortage_sentence(0, [], Fraction(0), Fraction(0), stranded))
    rows, at = np.unique(tally.row[short], return_inverse=True)
    supply, cases = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    np.add.at(supply, at, tally.effort[short])
    np.add.at(cases, at, tally.cases[short])
    reach = tally.reach[rows]
    group, officer = np.nonzero(reach)
    arcs = Arcs(len(rows), reach.shape[1], group.astype(np.int32), officer.astype(np.int32))
    chosen = min_cut(supply, problem.officers.limit, arcs)
    people: NDArray[np.intp] = np.flatnonzero(reach[chosen].any(axis=0))
    need = problem.hours(int(supply[chosen].sum()))
    have = problem.hours(int(problem.officers.limit[people].sum()))
    ids = [problem.officers.ids[number] for number in people.tolist()]
    return _Gap(need - have + stranded, shortage_sentence(int(cases[chosen].sum()), ids, need, have, stranded))
