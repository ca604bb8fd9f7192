"""A first plan, made from nothing: within every rule, the longest cases first."""

from __future__ import annotations

import random

import numpy as np
import pytest

from solver.goals import Goals, Policy
from solver.heuristics.construction import first_fit
from tests.solver.every_plan import part_of, parts_of, random_parts
from tests.solver.instances import make_problem
from tests.solver.offices import is_a_plan, office


@pytest.mark.parametrize("policy", list(Policy))
def test_a_plan_to_begin_with_keeps_every_rule(policy: Policy) -> None:
    out = 0
    for seed in range(60):
        problem = office(seed, load=1.3, standards=seed % 2 == 0, bundles=seed % 3 == 0, costs=seed % 5 == 0)
        for part in parts_of(problem, Goals(policy)):
            planned = first_fit(part)
            assert is_a_plan(part, planned)
            left = part.count - part.placed(planned)
            out += int(left.sum())
            if part.placeable_all:
                assert not left.any()
            # whatever is out fits nowhere
            room = np.where(part.hard >= 0, part.hard - part.loads(planned), 2**60)
            places = np.where(part.standard >= 0, part.standard - part.caseloads(planned), 2**60)
            for k in np.flatnonzero(left).tolist():
                at = part.column_class == k
                o = part.column_officer[at]
                assert not ((room[o] >= part.column_effort[at]) & (places[o] >= part.size[k])).any()
    assert out > 0 or policy is Policy.ASSIGN_ALL


def test_a_plan_to_begin_with_keeps_pins_and_places_them_first() -> None:
    pinned = 0
    for _, _, part in random_parts(range(400), most=10**6):
        planned = first_fit(part)
        assert is_a_plan(part, planned)
        pinned += int(part.pinned.sum())
        assert (part.placed(planned) == part.count)[part.pinned].all()
    assert pinned > 50


def test_the_most_urgent_come_first_where_not_all_fit() -> None:
    problem = make_problem([5], [5, 4, 1], priority=[1, 2, 2])
    part = part_of(problem, Goals(Policy.WITHIN_CAPACITY))
    planned = first_fit(part)
    assert part.effort[planned > 0].tolist() == [5]
    # of like urgency the lightest, so that as many as possible fit
    rng = random.Random(3)
    efforts = [rng.randint(1, 9) for _ in range(20)]
    part = part_of(make_problem([30], efforts), Goals(Policy.WITHIN_CAPACITY))
    most = 0
    while sum(sorted(efforts)[: most + 1]) <= 30:
        most += 1
    assert first_fit(part).sum() == most
