"""What can stand beside what on a draft, and what cannot, with the words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.answers.assigned_roster import AssignedRoster, UnknownName
from app.answers.draft.overrides import Change, DraftConflict, Kind, decisions, described, refuse_contradictions
from solver.analysis.casework.decisions import Decisions
from tests.solver.instances import make_problem

GIVE, PIN, EXCLUDE = Kind.GIVE, Kind.PIN, Kind.EXCLUDE


def plan(**more: Any) -> AssignedRoster:
    """D-1 has C-1 and C-2, a family; D-2 has C-3; nobody has C-4."""
    problem = make_problem([100] * 3, [1, 1, 1, 1], bundle=[0, 0, -1, -1], current=[0, 0, 1, -1], **more)
    return AssignedRoster(problem, np.array([0, 0, 1, -1], np.int32))


def test_changes_are_decisions() -> None:
    made = [Change(1, GIVE, "C-1", "D-2"), Change(2, PIN, "C-3", "D-2"), Change(4, EXCLUDE, "C-4", "D-3")]
    assert decisions(plan(), made) == Decisions({0: 1, 2: 1}, frozenset({(3, 2)}))
    with pytest.raises(UnknownName, match="C-5"):
        decisions(plan(), [Change(1, GIVE, "C-5", "D-1")])


@pytest.mark.parametrize(
    ("standing", "new", "words"),
    [
        ([], (GIVE, "C-1", "D-1"), "D-1 has C-1 in this plan. To keep it there, pin it."),
        ([], (PIN, "C-3", "D-1"), "D-1 does not have C-3 in this plan."),
        ([], (PIN, "C-4", "D-1"), "D-1 does not have C-4 in this plan."),
        ([(GIVE, "C-1", "D-2")], (GIVE, "C-1", "D-2"), "C-1 is given to D-2 in this draft already. Undo that first."),
        ([(GIVE, "C-1", "D-2")], (GIVE, "C-2", "D-3"), "C-1 is given to D-2 in this draft already."),
        ([(GIVE, "C-1", "D-2")], (PIN, "C-2", "D-1"), "C-1 is given to D-2 in this draft already."),
        ([(PIN, "C-2", "D-1")], (EXCLUDE, "C-1", "D-1"), "C-2 stays with D-1 in this draft already."),
        ([(EXCLUDE, "C-1", "D-2")], (GIVE, "C-2", "D-2"), "D-2 is excluded from C-1 in this draft already."),
        ([(EXCLUDE, "C-3", "D-2")], (EXCLUDE, "C-3", "D-2"), "D-2 is excluded from C-3 in this draft already."),
    ],
)
def test_what_cannot_stand(standing: list[Any], new: Any, words: str) -> None:
    there = [Change(at, *each) for at, each in enumerate(standing, 1)]
    with pytest.raises(DraftConflict) as refusal:
        refuse_contradictions(plan(), there, Change(0, *new))
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("standing", "new"),
    [
        ([(GIVE, "C-1", "D-2")], (GIVE, "C-3", "D-1")),
        ([(GIVE, "C-1", "D-2")], (EXCLUDE, "C-1", "D-1")),
        ([(EXCLUDE, "C-1", "D-2")], (GIVE, "C-1", "D-3")),
        ([(EXCLUDE, "C-1", "D-2")], (EXCLUDE, "C-2", "D-2")),
        ([(EXCLUDE, "C-1", "D-2")], (EXCLUDE, "C-1", "D-3")),
        ([], (GIVE, "C-4", "D-3")),
    ],
)
def test_what_can(standing: list[Any], new: Any) -> None:
    there = [Change(at, *each) for at, each in enumerate(standing, 1)]
    refuse_contradictions(plan(), there, Change(0, *new))


def test_whoever_the_roster_pins_a_case_to_is_not_excluded_from_it() -> None:
    pinned = plan(pinned=[False, True, False, False])
    with pytest.raises(DraftConflict, match=r"The roster pins C-2 to D-1\. Give C-1 to somebody else instead"):
        refuse_contradictions(pinned, [], Change(0, EXCLUDE, "C-1", "D-1"))
    refuse_contradictions(pinned, [], Change(0, EXCLUDE, "C-1", "D-3"))
    refuse_contradictions(pinned, [], Change(0, GIVE, "C-1", "D-3"))


def test_words() -> None:
    assert described(EXCLUDE, "C-1", "D-2") == "D-2 is excluded from C-1"
