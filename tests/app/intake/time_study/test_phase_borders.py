"""Ages at which phases begin, as people write them."""

from __future__ import annotations

import pytest

from app.intake.time_study.phase_borders import borders_of
from solver.errors import InvalidParameter

TYPES = ("intake", "visit: home", "check")


def test_a_type_is_named_in_front_and_days_alone_are_for_all_others() -> None:
    assert borders_of(["Intake:30,180"], TYPES) == {0: (30, 180)}
    assert borders_of(["visit: home: 14"], TYPES) == {1: (14,)}
    assert borders_of(["30", "intake:7"], TYPES) == {0: (7,), 1: (30,), 2: (30,)}


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["intak:30"], "did you mean intake"),
        (["intake:30", "INTAKE:60"], "named already"),
        (["30", "60"], "given already"),
        (["intake:30,30"], "must rise"),
        (["intake:0"], "must be 1 or more"),
        (["intake:"], "write type:days"),
        (["soon"], "write type:days"),
    ],
)
def test_what_cannot_be_meant_is_refused(texts: list[str], message: str) -> None:
    with pytest.raises(InvalidParameter, match=message):
        borders_of(texts, TYPES)
