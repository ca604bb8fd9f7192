"""Few moves where who waits is settled first."""

from __future__ import annotations

import time

import numpy as np
import pytest

from solver.budget import Budget
from solver.engines.highs import relax
from solver.formulation.goals.ranking import BY_NAME, HELD_BY_LOADS, held_after
from solver.formulation.level_program import level_program
from solver.goals import GRID, Goals, Policy
from solver.heuristics.relax_and_fix import RelaxAndFix, relax_and_fix, relax_settled, settled
from tests.solver.every_plan import EveryPlan, level_of, names_of, part_of, random_parts
from tests.solver.instances import make_problem

WITHIN = Goals(policy=Policy.WITHIN_CAPACITY)


def effort() -> Budget:
    return Budget(time.monotonic() + 30, 1, 0)


def test_the_relaxation_places_all_but_those_who_wait() -> None:
    """D-1 has 10 hours for 6, 5 and 4 of its own; with the 5 waiting it keeps two, with the 6 or 4 waiting as well."""
    part = part_of(make_problem([10, 0], [6, 5, 4], priority=[5, 5, 5], current=[0, 0, 0]), WITHIN)
    held = held_after(part, {"coverage_5": 1})
    planned = (part.effort[part.column_class] != 5).astype(np.int64)
    now = settled(part, planned)
    assert now.count.tolist() == [int(e != 5) for e in part.effort.tolist()]
    relaxed = relax_settled(level_of(part, held, "continuity"), planned, effort())
    assert relaxed.x is not None
    assert relaxed.objective == pytest.approx(1)
    assert relaxed.x[: len(planned)].tolist() == pytest.approx([0] * len(planned))


def test_few_moves_are_never_more_than_there_were_and_hold_what_is_held() -> None:
    fewer = best_of_all = tried = 0
    for _, instance, part in random_parts(range(400), most=400):
        names = names_of(instance)
        if part.placeable_all or "continuity" not in names or instance.goals.move_freely:
            continue
        plans, rooms = EveryPlan.of(part), dict[str, int]()
        for name in names[: names.index("continuity")]:
            least = plans.least(name, held_after(part, rooms)) if name not in HELD_BY_LOADS else 3 * GRID
            assert least is not None
            rooms[name] = least
        held = held_after(part, rooms)
        program, layout = level_program(part, held, BY_NAME["continuity"])
        # the plan with the most moves that keeps what is held
        moves = np.where(plans.keeps(held), plans.value("continuity"), -1)
        start = plans.planned[int(np.argmax(moves))]
        few = relax_and_fix(
            level_of(part, held, "continuity"), relax(program, effort()), start, effort(), RelaxAndFix()
        )
        point = layout.point(part, few)
        before = BY_NAME["continuity"].value(part, start)
        tried += 1
        if not program.allows(point):
            continue
        assert program.value(point) <= before
        fewer += program.value(point) < before
        best_of_all += program.value(point) == plans.least("continuity", held)
    assert tried > 40
    assert fewer > 10
    assert best_of_all > tried // 2
