"""What cross-trainings and loans could make possible."""

from __future__ import annotations

from dataclasses import replace

from solver.analysis.remedies.condensed_problem import condensed, outcome_of
from solver.analysis.remedies.mip import best_choice
from solver.analysis.remedies.options import FieldParams, Wanted, field_of, is_too_large
from solver.analysis.scenarios.changes import Lend, Train
from solver.problem import Need
from tests.solver.analysis.made_rosters import roster
from tests.solver.analysis.remedies.test_rank import spanish
from tests.solver.instances import make_problem


def test_of_many_candidates_the_most_promising_are_kept() -> None:
    """24 h of Spanish, one speaker of 10 h; of two others the one with 8 h can help more than the one with 2 h."""
    problem = roster([10, 2, 8], spanish(24), skills=[{"spanish"}, set(), set()])
    field = field_of(condensed(problem), Train, 2, FieldParams(most_opened=0, most_candidates=1))
    assert field is not None
    assert field.candidates == (Train("D-3", ("spanish",)),)
    found = best_choice(condensed(problem), field, 2, 60)
    assert outcome_of(problem).gap_hours - found.after.gap_hours == 8
    assert not found.proven, "others were not looked at"


def test_each_arc_names_the_changes_that_it_takes() -> None:
    """D-1 may hold both cases; D-2 needs a skill for one, and for the other two, which is more than one change."""
    x, both = Need(skills=frozenset({"x"})), Need(skills=frozenset({"x", "y"}))
    problem = roster([4, 2], [(x, 1), (both, 2)], skills=[{"x", "y"}, set()])
    field = field_of(problem, Train, 1)
    assert field is not None
    assert field.candidates == (Train("D-2", ("x",)),)
    assert [group.arcs for group in field.groups] == [((0, ()), (1, (0,))), ((0, ()),)]
    assert [group.amount for group in field.groups] == [0.25, 0.5]
    assert (field.limit, float(field.unit_hours), field.complete) == ((1.0, 0.5), 4.0, True)
    two = field_of(problem, Train, 2)
    assert two is not None
    assert [group.arcs[1][1] for group in two.groups] == [(0,), (0, 1)]


def test_what_changes_of_a_kind_cannot_mend_has_no_arc() -> None:
    """A loan brings no skill, a training no office, neither a docket; exclusions stay; who is away cannot help."""
    needs = [
        Need("north", None, frozenset({"x"})),
        Need("south"),
        Need("south", "adult"),
        Need("south", excluded=frozenset({1})),
    ]
    problem = roster(
        [9, 9, 0],
        [(need, 1) for need in needs],
        skills=[{"x"}, set(), set()],
        offices=[{"north", "south"}, {"north"}, {"north"}],
        dockets=[{"adult"}, {"youth"}, set()],
    )
    train, lend = Wanted(problem, Train), Wanted(problem, Lend)
    assert [train.changes(1, [(row, row)]) for row in range(4)] == [[Train("D-2", ("x",))], None, None, None]
    assert [lend.changes(1, [(row, row)]) for row in range(4)] == [None, [Lend("D-2", "south")], None, None]
    field = field_of(problem, Lend, 3)
    assert field is not None
    assert field.candidates == (Lend("D-2", "south"),)


def test_where_nothing_is_known_or_nobody_has_hours_there_is_no_choice() -> None:
    assert field_of(roster([0], spanish(2), skills=[set()]), Train, 1) is None
    unknown = replace(roster([5], spanish(2)).officers, skills=(), offices=(), dockets=())
    assert field_of(replace(roster([5], spanish(2)), officers=unknown), Train, 1) is None
    assert field_of(roster([5], [(Need(), 1)], skills=[set()]), Train, 1) is None
    problem = roster([5, 5], spanish(2), skills=[{"spanish"}, set()])
    assert not is_too_large(problem)
    few = FieldParams(most_pairs=3)
    assert is_too_large(problem, few)
    assert field_of(problem, Train, 1, few) is None


def test_a_list_of_pairs_stays_a_list() -> None:
    problem = make_problem([5, 5], [3, 3], [[0]], pairs=[(0, 0, 0, -1)])
    wanted = Wanted(replace(problem, officers=replace(problem.officers, skills=(frozenset(), frozenset()))), Train)
    assert wanted.changes(1, [(0, 0)]) is None
    assert wanted.changes(1, [(0, 1)]) == [Train("D-2", ("skill-0",))]
