"""Offices of some dozen cases: too many plans to try them all, few enough to plan in an instant."""

from __future__ import annotations

import random

import numpy as np

from solver.arrays import Ints
from solver.certificate import HeldGoals
from solver.model.part import Part
from solver.problem import LEFT, NEW, NO_STANDARD, Problem
from tests.solver.instances import make_problem


def office(
    seed: int,
    *,
    officers: int = 6,
    cases: int = 40,
    load: float = 0.9,
    own_weights: bool = False,
    standards: bool = False,
    bundles: bool = False,
    costs: bool = False,
) -> Problem:
    """Officers with a few skills between them; each case needs one of them, and most are with somebody today."""
    rng = random.Random(f"office {seed}")
    skills = [sorted({o % officers, *(p for p in range(officers) if rng.random() < 0.5)}) for o in range(4)]
    efforts = [rng.randint(20, 400) if own_weights else rng.choice([25, 50, 125, 400]) for _ in range(cases)]
    share = sum(efforts) / officers / load
    signature = [rng.randrange(4) for _ in range(cases)]
    current = [rng.choice([NEW, LEFT, *skills[s], *range(officers)]) for s in signature]
    bundle = [rng.randrange(4) if bundles and rng.random() < 0.2 else -1 for _ in range(cases)]
    some = [rng.choice([NO_STANDARD, 2 * cases // officers]) if standards else NO_STANDARD for _ in range(officers)]
    pairs = [(c, o, rng.randint(0, 60), -1) for c in range(cases) for o in skills[signature[c]]]
    return make_problem(
        [int(share * rng.uniform(0.6, 1.4)) + 1 for _ in range(officers)],
        efforts,
        skills,
        signature=signature,
        standards=some,
        current=current,
        bundle=bundle,
        pairs=pairs if costs else None,
    )


def anyhow(part: Part, seed: int) -> Ints:
    """A plan that keeps eligibility and standards and nothing else."""
    rng = random.Random(f"anyhow {seed}")
    planned, cases = np.zeros(len(part.column_class), np.int64), [0] * len(part.officers)
    start = part.column_start.tolist()
    for k in range(len(part.count)):
        for _ in range(int(part.count[k])):
            free = [
                j
                for j in range(start[k], start[k + 1])
                if part.standard[part.column_officer[j]] < 0
                or cases[part.column_officer[j]] + part.size[k] <= part.standard[part.column_officer[j]]
            ]
            if free:
                j = rng.choice(free)
                planned[j] += 1
                cases[part.column_officer[j]] += int(part.size[k])
    return planned


def is_a_plan(part: Part, planned: Ints, held: HeldGoals | None = None) -> bool:
    """Whether nobody has fewer than 0 units, no unit is held twice, and standards and held loads are kept."""
    loads, cases = part.loads(planned), part.caseloads(planned)
    fine = bool((planned >= 0).all() and (part.placed(planned) <= part.count).all())
    fine &= bool(((cases <= part.standard) | (part.standard < 0)).all())
    fine &= bool(((loads <= part.hard) | (part.hard < 0)).all())
    return fine and (held is None or bool(((loads <= held.load) | (held.load < 0)).all()))
