"""Small random instances where a case takes each officer a different time, and officers hold only a few cases."""

from __future__ import annotations

import random
from dataclasses import replace

from solver.goals import Objective
from solver.problem import ALONE, NEW, NO_STANDARD
from tests.solver.instances import Instance, make_problem, random_goals


def unrelated_instance(seed: int) -> Instance:
    """An instance of at most 7 cases and 4 officers whose times differ, with every kind of rule beside."""
    rng = random.Random(f"unrelated {seed}")
    n = rng.choice([2, 2, 3, 3, 4])
    m = rng.randint(2, {2: 7, 3: 6, 4: 5}[n])
    low, high = rng.choice([(1, 9), (1, 100), (10, 12), (100, 120), (0, 3), (10_000, 70_000)])
    efforts = [rng.randint(low, high) for _ in range(m)]
    skilled = rng.random() < 0.4
    rows = [sorted(rng.sample(range(n), rng.randint(1, n))) for _ in range(m)] if skilled else [[*range(n)]]
    signature = [*range(m)] if skilled else [0] * m
    bundle = [ALONE] * m if rng.random() < 0.7 or skilled else [rng.choice([ALONE, 0]) for _ in range(m)]
    current = [rng.choice([NEW, *range(n)]) for _ in range(m)]
    pinned = [c >= 0 and bundle[k] == ALONE and rng.random() < 0.1 for k, c in enumerate(current)]
    listed = rng.choice([1.0, 1.0, 0.6])
    pairs = [
        (c, o, rng.choice([0, 0, rng.randint(0, 5)]), rng.randint(low, high))
        for c in range(m)
        if rng.random() < listed
        for o in range(n)
    ]
    hours = max(1, sum(efforts) // n)
    problem = make_problem(
        [0 if rng.random() < 0.05 else rng.randint(max(1, hours // 2), 2 * hours) for _ in range(n)],
        efforts,
        rows,
        signature=signature,
        standards=[NO_STANDARD] * n
        if rng.random() < 0.7
        else [rng.choice([NO_STANDARD, rng.randint(0, m)]) for _ in range(n)],
        priority=[3] * m if rng.random() < 0.6 else [rng.randint(1, 5) for _ in range(m)],
        current=current,
        pinned=pinned,
        bundle=bundle,
        pairs=pairs,
    )
    goals = random_goals(rng, efforts)
    return Instance(f"unrelated {seed}", problem, replace(goals, objective=Objective.BALANCE))
