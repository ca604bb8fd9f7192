"""From fractional plans to whole cases, and plans to begin with."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.goals import Goals, Policy
from solver.heuristics.rounding import largest_first, round_fractional, water_fill
from solver.model.part import Part
from tests.solver.every_plan import part_of, parts_of
from tests.solver.instances import make_problem
from tests.solver.offices import office


def fractional(part: Part, seed: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Each class spread over its officers at random, whole."""
    rng = np.random.default_rng(seed)
    start = part.column_start
    pieces = [rng.dirichlet(np.ones(b - a)) for a, b in zip(start[:-1].tolist(), start[1:].tolist(), strict=True)]
    return np.concatenate(pieces) * part.count[part.column_class]


def test_whole_numbers_stay_as_they_are() -> None:
    part = part_of(make_problem([9, 9], [2, 2, 2, 5]))
    wanted = np.array([1.0, 0.0, 1.0, 2.0])
    assert round_fractional(part, wanted).tolist() == [1, 0, 1, 2]
    # an LP solver's 1.9999999 is 2
    assert round_fractional(part, wanted - 1e-8).tolist() == [1, 0, 1, 2]


def test_what_is_left_goes_where_it_is_missing() -> None:
    part = part_of(make_problem([9, 9, 9], [4, 3]))
    # of the case of 4 the largest piece is with D-2; the case of 3 then fits D-3 best
    wanted = np.array([0.2, 0.6, 0.2, 0.1, 0.3, 0.6])
    assert round_fractional(part, wanted).tolist() == [0, 1, 0, 0, 0, 1]


def test_where_others_would_be_dear_it_goes_to_whoever_had_a_share() -> None:
    part = part_of(make_problem([9, 9, 9], [4, 3]))
    wanted = np.array([0.6, 0.4, 0.0, 0.0, 0.0, 0.0])
    # the case of 3 was left out altogether and goes anywhere; that of 4 rather to D-1 than to D-2
    assert round_fractional(part, wanted, near=True).tolist() == [1, 0, 0, 0, 1, 0]


def test_a_share_is_no_place_within_the_standard() -> None:
    part = part_of(make_problem([9, 9, 9], [2, 1], standards=[1, 5, 5]))
    wanted = np.array([0.6, 0.4, 0.0, 0.9, 0.0, 0.1])
    # D-1 may hold one case: the heavier. The other has a share with D-3; by what is missing it would go to D-2
    assert round_fractional(part, wanted, near=True).tolist() == [1, 0, 0, 0, 0, 1]
    assert round_fractional(part, wanted).tolist() == [1, 0, 0, 0, 1, 0]


def test_rounding_places_what_was_placed_and_keeps_standards() -> None:
    for seed in range(60):
        for part in parts_of(office(seed, standards=seed % 2 == 0, bundles=seed % 3 == 0)):
            wanted = fractional(part, seed)
            planned = round_fractional(part, wanted)
            assert (planned >= np.floor(wanted + 1e-6)).all()
            assert (part.placed(planned) <= part.count).all()
            if not (part.standard >= 0).any():
                assert (part.placed(planned) == part.count).all()
            # whole units are kept even where they break a standard; what is left never makes it worse
            floor = part.caseloads(np.floor(wanted + 1e-6).astype(np.int64))
            assert ((part.caseloads(planned) <= np.maximum(part.standard, floor)) | (part.standard < 0)).all()


def test_no_place_within_the_standards_leaves_a_case_unplaced() -> None:
    part = part_of(make_problem([9, 9], [1, 1, 1], standards=[1, 1]))
    assert round_fractional(part, np.array([1.5, 1.5])).tolist() == [1, 1]


@given(
    st.lists(st.tuples(st.integers(-500, 500), st.integers(1, 60)), min_size=1, max_size=6),
    st.integers(0, 200),
)
def test_units_go_one_after_the_other_to_whoever_misses_most(each: list[tuple[int, int]], count: int) -> None:
    """The same as handing them out one by one, but for ties."""
    missing = np.array([m for m, _ in each], np.float64)
    effort = np.array([e for _, e in each], np.float64)
    given_out = water_fill(missing, effort, count)
    assert given_out.sum() == count
    assert (given_out >= 0).all()
    left = missing - given_out * effort
    for o in np.flatnonzero(given_out).tolist():
        # before the last unit, nobody missed more than whoever received it
        assert left[o] + effort[o] >= left.max() - 1e-6


def test_units_that_take_no_time_go_to_whom_they_take_none() -> None:
    assert water_fill(np.array([5.0, 9.0]), np.array([0.0, 2.0]), 7).tolist() == [7, 0]
    assert water_fill(np.array([5.0, 9.0]), np.array([1.0, 1.0]), 0).tolist() == [0, 0]
    assert water_fill(np.array([5.0]), np.array([3.0]), 4).tolist() == [4]


def test_very_large_and_very_many_units() -> None:
    given_out = water_fill(np.array([2.0**58, 2.0**57]), np.array([2.0**40, 2.0**40]), 300_000)
    assert given_out.sum() == 300_000
    assert abs(int(given_out[0]) - int(given_out[1]) - 2**17) <= 1


def test_classes_of_a_group_are_levelled_together() -> None:
    part = part_of(make_problem([10, 10], [6, 3, 3]))
    # the group's 12 ticks are to be shared evenly: the 6 to one, both 3 to the other
    goal = np.array([6.0, 6.0, 0.0, 0.0])
    loads = part.loads(largest_first(part, goal))
    assert loads.tolist() == [6, 6]


def test_largest_first_places_everything() -> None:
    for seed in range(30):
        for part in parts_of(office(seed, own_weights=seed % 2 == 0)):
            planned = largest_first(part, fractional(part, seed) * part.column_effort)
            assert (part.placed(planned) == part.count).all()
            assert (planned >= 0).all()


def test_never_fewer_wait_than_in_the_fractional_plan() -> None:
    """A tenth of a case has no hours: of two cases one waits whole, though the fractional plan places 1.9."""
    part = part_of(make_problem([19], [10, 10], priority=[5, 5]), Goals(policy=Policy.WITHIN_CAPACITY))
    assert part.placed(round_fractional(part, np.array([1.9]))).tolist() == [1]
    assert part.placed(round_fractional(part, np.array([2.0]))).tolist() == [2]
    assert part.placed(round_fractional(part, np.array([1.0]))).tolist() == [1]
