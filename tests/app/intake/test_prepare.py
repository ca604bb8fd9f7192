"""The problem that is asked for: first the changes, then the percentile of the weights."""

from __future__ import annotations

import pytest

from app.intake.build.problem import build_problem
from app.intake.options import read_plan_options
from app.intake.prepare import prepare, with_percentile
from app.intake.read import read_document
from app.intake.roster import Roster
from app.intake.scenario.apply import with_changes
from solver.errors import InvalidChange

CAREFUL = read_plan_options({"percentile": 95})


@pytest.fixture
def roster() -> Roster:
    return read_document(
        {
            "officers": [{"officer_id": "A", "available_hours": 10}, {"officer_id": "B", "available_hours": 10}],
            "cases": [
                {"case_id": "1", "case_type": "a", "current_officer": "A"},
                {"case_id": "2", "case_type": "a", "current_officer": "B"},
            ],
            "weights": [{"case_type": "a", "weight_hours": 2, "low_hours": 1, "high_hours": 3}],
        }
    )


def test_without_changes_and_percentile_it_is_the_roster(roster: Roster) -> None:
    found, plain = prepare(roster, read_plan_options({})), build_problem(roster)
    assert found.problem.cases.effort.tolist() == plain.problem.cases.effort.tolist()
    assert (found.changes, found.as_given) == ((), None)


def test_weights_grow_after_the_changes(roster: Roster) -> None:
    """A percentile of weights that were doubled before: by hand, at the 95th each is 1.5 times what it was."""
    found = prepare(roster, CAREFUL, ["effort of a *2"])
    hours = [found.problem.hours(int(ticks)) for ticks in found.problem.cases.effort]
    assert [float(each) for each in hours] == pytest.approx([6, 6], abs=0.01)
    assert found.as_given is not None
    assert [found.as_given.hours(int(ticks)) for ticks in found.as_given.cases.effort] == [4, 4]
    apart = with_percentile(with_changes(build_problem(roster), ["effort of a *2"], CAREFUL), CAREFUL)
    assert apart.problem.cases.effort.tolist() == found.problem.cases.effort.tolist()


def test_cases_that_came_later_are_not_changed(roster: Roster) -> None:
    found = prepare(roster, read_plan_options({}), ["intake of a +100%"], frozenset({"1"}))
    assert len(found.problem.cases) == 3, "one copy of case 1, none of case 2"


def test_a_change_that_cannot_be_is_refused(roster: Roster) -> None:
    with pytest.raises(InvalidChange, match="no officer Z"):
        prepare(roster, read_plan_options({}), ["remove officer Z"])
