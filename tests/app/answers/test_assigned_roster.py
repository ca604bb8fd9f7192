"""Who holds what, and names that are not there."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from app.answers.assigned_roster import AssignedRoster, UnknownName
from tests.app.answers.office import office


def test_names_become_positions() -> None:
    assigned = office()
    assert (assigned.case("2"), assigned.officer_named("B")) == (1, 1)


def test_a_name_that_is_not_there_is_told_with_the_nearest_and_the_place() -> None:
    assigned = office()
    with pytest.raises(UnknownName, match=r"^There is no officer b in the roster \(did you mean B\?\)\.$"):
        assigned.officer_named("b")
    elsewhere = AssignedRoster(assigned.problem, np.zeros(3, np.int32), "this plan")
    with pytest.raises(UnknownName, match=r"^There is no case 17 in this plan\.$") as caught:
        elsewhere.case("17")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
