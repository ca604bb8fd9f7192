"""Small random instances that hit every feature, shared by all tests of the solver.

An instance is made from its seed alone: the same seed gives the same instance everywhere, so that a difference that a
campaign finds can be made a test by its number.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from solver.goals import Goals, Measure, Objective, Policy
from solver.problem import ALONE, LEFT, NEW, NO_STANDARD, OWN_EFFORT, Cases, Need, Officers, Pairs, Problem

TICKS = (*[Fraction(1, 10_000)] * 3, Fraction(1), Fraction(1), Fraction(5), Fraction(1, 4), Fraction(1, 3_000))
"""Hours in a tick: as fine as hours can be written, as coarse as rosters are, and one that is no whole 0.0001 h."""


@dataclass(frozen=True)
class Instance:
    """A problem with goals.

    ``planted`` is an assignment (officer of each case) that breaks no rule and places every case, where one was hidden
    in the instance on purpose.
    """

    name: str
    problem: Problem
    goals: Goals
    planted: tuple[int, ...] | None = None


def make_problem(
    limits: Sequence[int],
    efforts: Sequence[int],
    eligible: Sequence[Sequence[int]] | None = None,
    *,
    signature: Sequence[int] | None = None,
    available: Sequence[int] | None = None,
    standards: Sequence[int] | None = None,
    priority: Sequence[int] | None = None,
    current: Sequence[int] | None = None,
    pinned: Sequence[bool] | None = None,
    bundle: Sequence[int] | None = None,
    pairs: Sequence[tuple[int, int, int, int]] | None = None,
    tick_hours: Fraction = Fraction(1, 10_000),
) -> Problem:
    """A problem from plain numbers; ``eligible``: officers per signature, ``pairs``: (case, officer, cost, effort)."""
    n, m = len(limits), len(efforts)
    rows = [range(n)] if eligible is None else eligible
    matrix = np.zeros((len(rows), n), np.bool_)
    for row, held in enumerate(rows):
        matrix[row, list(held)] = True
    table = sorted(pairs or [])
    return Problem(
        officers=Officers(
            ids=tuple(f"D-{o + 1}" for o in range(n)),
            available=np.array(limits if available is None else available, np.int64),
            limit=np.array(limits, np.int64),
            standard=np.array([NO_STANDARD] * n if standards is None else standards, np.int64),
        ),
        cases=Cases(
            ids=tuple(f"C-{c + 1}" for c in range(m)),
            effort=np.array(efforts, np.int64),
            signature=np.array([0] * m if signature is None else signature, np.int32),
            priority=np.array([3] * m if priority is None else priority, np.int8),
            current=np.array([NEW] * m if current is None else current, np.int32),
            pinned=np.array([False] * m if pinned is None else pinned, np.bool_),
            bundle=np.array([ALONE] * m if bundle is None else bundle, np.int32),
            case_type=np.full(m, -1, np.int32),
        ),
        eligible=matrix,
        needs=tuple(Need(skills=frozenset({f"skill-{row}"})) for row in range(len(rows))),
        tick_hours=tick_hours,
        pairs=None
        if pairs is None
        else Pairs(
            case=np.array([row[0] for row in table], np.int32),
            officer=np.array([row[1] for row in table], np.int32),
            cost=np.array([row[2] for row in table], np.int64),
            effort=np.array([row[3] for row in table], np.int64),
        ),
    )


def random_instance(seed: int, *, pair_efforts: bool = True) -> Instance:
    """An instance of at most 6 cases and 4 officers, of any kind."""
    made = _random_instance(seed, pair_efforts)
    problem = _with_conflicts(made.problem, random.Random(f"nobody may {seed}"))
    tick_hours = random.Random(f"ticks {seed}").choice(TICKS)
    return replace(made, problem=replace(problem, tick_hours=tick_hours))


def _with_conflicts(problem: Problem, rng: random.Random) -> Problem:
    """Say of some officers who may not hold a case that they are excluded from it, and release cases now and then."""
    chance = rng.choice([0, 0, 0.5])
    pins = set(problem.cases.current[problem.cases.pinned].tolist())  # whoever has a pin may have a sibling of it
    needs = tuple(
        replace(
            need,
            excluded=frozenset(o for o in np.flatnonzero(~row).tolist() if rng.random() < chance and o not in pins),
        )
        for need, row in zip(problem.needs, problem.eligible, strict=True)
    )
    return replace(problem, needs=needs, release_ineligible=rng.random() < 0.3)


def _random_instance(seed: int, pair_efforts: bool) -> Instance:
    rng = random.Random(f"caseload {seed}")
    if rng.random() < 0.04:
        return replace(degenerate(rng), name=str(seed))
    n = rng.choice([1, 2, 2, 3, 3, 3, 4, 4])
    m = rng.choice([1, 2, 3, 4, 4, 5, 5, 6])
    if rng.random() < 0.2:
        return replace(_planted(rng, n, m), name=str(seed))
    efforts = _efforts(rng, m)
    limits, available = _hours(rng, n, sum(efforts))
    current = [rng.choice([NEW, LEFT, *range(n), *range(n)]) for _ in range(m)]
    pin_rate = rng.choice([0, 0, 0.15, 0.4])
    pinned = [c >= 0 and rng.random() < pin_rate for c in current]
    bundle = _bundles(rng, m)
    _mend_bundles(current, pinned, bundle)
    rows, signature = _signatures(rng, n, m)
    problem = make_problem(
        limits,
        efforts,
        rows,
        signature=signature,
        available=available,
        standards=_standards(rng, n, m),
        priority=_priorities(rng, m),
        current=current,
        pinned=pinned,
        bundle=bundle,
        pairs=_pairs(rng, n, efforts, pair_efforts) if rng.random() < 0.3 else None,
    )
    return Instance(str(seed), problem, random_goals(rng, efforts))


def random_goals(rng: random.Random, efforts: Sequence[int]) -> Goals:
    """Goals of any kind that fit together."""
    policy = rng.choice(list(Policy))
    moves, coverage = rng.choice(list(Measure)), rng.choice(list(Measure))
    if rng.random() < 0.2:
        return Goals(policy, Objective.COST, moves=moves, coverage=coverage)
    keep_within = rng.choice([0, 0, 1, 7, 100, 100, 500, 2_000])
    goals = Goals(policy, keep_within=keep_within, moves=moves, coverage=coverage)
    how = rng.random()
    if how < 0.2:
        most = rng.randint(0, 4) if moves is Measure.CASES else rng.randint(0, max(1, sum(efforts)))
        return replace(goals, max_moves=most)
    return replace(goals, move_freely=True) if how < 0.35 else goals


def large_instance(seed: int, bits: int) -> Instance:
    """Five cases whose efforts need ``bits`` bits: where a solver that loses digits gives wrong answers."""
    rng = random.Random(f"large {bits} {seed}")
    n, m = rng.choice([2, 2, 3]), 5
    efforts = [rng.randrange(2 ** (bits - 1), 2**bits) for _ in range(m)]
    total = sum(efforts)
    limits = [rng.randrange(total // (2 * n), total * 2 // n) for _ in range(n)]
    rows, signature = ([range(n)], [0] * m) if rng.random() < 0.5 else _signatures(rng, n, m)
    problem = make_problem(
        limits,
        efforts,
        rows,
        signature=signature,
        current=[rng.choice([NEW, *range(n)]) for _ in range(m)],
        priority=_priorities(rng, m),
    )
    goals = Goals(
        rng.choice(list(Policy)),
        keep_within=rng.choice([0, 0, 100]),
        moves=rng.choice(list(Measure)),
        coverage=rng.choice(list(Measure)),
    )
    return Instance(f"{bits} bits, {seed}", problem, goals)


def degenerate(rng: random.Random) -> Instance:
    """Instances at the edge: nobody, nothing, all the same."""
    goals = random_goals(rng, [5])
    n, m = rng.randint(1, 3), rng.randint(1, 5)
    kind = rng.choice(["nobody", "nothing", "empty", "pinned", "identical", "idle", "weightless"])
    if kind == "nobody":
        problem = make_problem([], [3] * m, [[]], current=[rng.choice([NEW, LEFT]) for _ in range(m)])
    elif kind == "nothing":
        problem = make_problem([7] * n, [])
    elif kind == "empty":
        problem = make_problem([], [], [])
    elif kind == "pinned":
        limits = [rng.randint(0, 6) for _ in range(n)]
        problem = make_problem(
            limits,
            [rng.randint(0, 5) for _ in range(m)],
            [[0]],
            current=[rng.randrange(n) for _ in range(m)],
            pinned=[True] * m,
            standards=[rng.choice([NO_STANDARD, 0, 1, 2]) for _ in range(n)],
        )
    elif kind == "identical":
        problem = make_problem([7] * n, [3] * m, current=[rng.choice([NEW, 0]) for _ in range(m)])
    elif kind == "idle":
        problem = make_problem([0] * n, [3] * m, current=[0] * m, pinned=[rng.random() < 0.3 for _ in range(m)])
    else:
        problem = make_problem([rng.randint(0, 2) for _ in range(n)], [0] * m, current=[rng.choice([NEW, 0])] * m)
    return Instance(kind, problem, goals)


def _planted(rng: random.Random, n: int, m: int) -> Instance:
    """Hide an assignment that breaks no rule; hours and standards leave it little or no room."""
    efforts = _efforts(rng, m)
    bundle = _bundles(rng, m)
    holder = [rng.randrange(n) for _ in range(m)]
    for case, number in enumerate(bundle):
        if number != ALONE:
            holder[case] = holder[bundle.index(number)]
    counts = [holder.count(o) for o in range(n)]
    loads = [sum(effort for effort, h in zip(efforts, holder, strict=True) if h == o) for o in range(n)]
    limits = [
        max(load, 1) + rng.choice([0, 0, 1, 3]) if count else load for load, count in zip(loads, counts, strict=True)
    ]
    extra = [[o for o in range(n) if rng.random() < 0.5] for _ in range(m)]
    current = [rng.choice([NEW, LEFT, holder[c], *range(n)]) for c in range(m)]
    problem = make_problem(
        limits,
        efforts,
        [sorted({*extra[c], holder[c]}) for c in range(m)],
        signature=list(range(m)),
        standards=[rng.choice([NO_STANDARD, count]) for count in counts],
        priority=_priorities(rng, m),
        current=current,
        bundle=bundle,
    )
    return Instance("planted", problem, random_goals(rng, efforts), tuple(holder))


def _efforts(rng: random.Random, m: int) -> list[int]:
    kind = rng.random()
    if kind < 0.35:
        return [rng.randint(1, 9) for _ in range(m)]
    if kind < 0.5:
        return [rng.randint(0, 3) for _ in range(m)]
    if kind < 0.65:
        return [rng.choice([4, 4, 10])] * m
    if kind < 0.8:
        return [rng.choice([2_500, 5_000, 12_500, 40_000]) for _ in range(m)]
    if kind < 0.95:
        return [rng.randint(1, 99_999) for _ in range(m)]
    return [rng.randrange(2**33, 2**36) for _ in range(m)]


def _hours(rng: random.Random, n: int, total: int) -> tuple[list[int], list[int]]:
    """Limits and available ticks: an efficiency other than 1 makes them differ."""
    scale = max(1, round(total / n * rng.choice([0.3, 0.6, 0.9, 1.0, 1.2, 2.0])))
    available = [0 if rng.random() < 0.08 else rng.randint(max(1, scale // 2), scale * 2) for _ in range(n)]
    efficiency = [
        rng.choice([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(3, 4), Fraction(5, 4)]) for _ in range(n)
    ]
    return [int(hours * rate) for hours, rate in zip(available, efficiency, strict=True)], available


def _signatures(rng: random.Random, n: int, m: int) -> tuple[list[list[int]], list[int]]:
    density = rng.choice([0.3, 0.6, 0.8, 1.0])
    rows = [[o for o in range(n) if rng.random() < density] for _ in range(rng.randint(1, 4))]
    return rows, [rng.randrange(len(rows)) for _ in range(m)]


def _standards(rng: random.Random, n: int, m: int) -> list[int]:
    if rng.random() < 0.5:
        return [NO_STANDARD] * n
    return [rng.choice([NO_STANDARD, rng.randint(0, m), rng.randint(0, 2)]) for _ in range(n)]


def _priorities(rng: random.Random, m: int) -> list[int]:
    return [3] * m if rng.random() < 0.5 else [rng.randint(1, 5) for _ in range(m)]


def _bundles(rng: random.Random, m: int) -> list[int]:
    if rng.random() < 0.65:
        return [ALONE] * m
    return [rng.choice([ALONE, ALONE, 0, 7]) for _ in range(m)]


def _mend_bundles(current: list[int], pinned: list[bool], bundle: list[int]) -> None:
    """A bundle that is pinned to two officers would be refused."""
    holder: dict[int, int] = {}
    for case, number in enumerate(bundle):
        if number != ALONE and pinned[case] and holder.setdefault(number, current[case]) != current[case]:
            pinned[case] = False


def _pairs(rng: random.Random, n: int, efforts: list[int], pair_efforts: bool) -> list[tuple[int, int, int, int]]:
    share, density = rng.choice([0.5, 1.0]), rng.choice([0.5, 1.0])
    lowest = -5 if rng.random() < 0.1 else 0
    own_time = pair_efforts and rng.random() < 0.4
    table = []
    for case, effort in enumerate(efforts):
        if rng.random() >= share:
            continue
        for officer in range(n):
            if rng.random() < density:
                given = rng.randint(0, 2 * effort) if own_time and rng.random() < 0.7 else OWN_EFFORT
                table.append((case, officer, rng.randint(lowest, 9), given))
    return table
