"""Numbers in changes that nobody can mean: each was worked out for half a minute, or ended the process."""

from __future__ import annotations

import pytest

from app.intake.build.problem import build_problem
from app.intake.options import PlanOptions
from app.intake.read import read_document
from app.intake.scenario.apply import with_changes
from solver.errors import InvalidChange

MANY = "9" * 900
BUILT = build_problem(
    read_document(
        {
            "officers": [{"officer_id": "A", "available_hours": 40}],
            "cases": [{"case_id": "1", "case_type": "X", "weight_hours": 3}],
        }
    )
)


@pytest.mark.parametrize(
    "change",
    [
        "add 999999999 officers",
        f"add {MANY} officers",
        "add ² officers",
        "add 1 officers hours=99999999999999999999999999999",
        f"add 1 officers standard={MANY}",
        "add 1 officers standard=²",
        f"hours of officer A +{MANY}",
        f"hours of officer A +0.{'0' * 900}1",
        f"standard of officer A ={MANY}",
        f"detail officer A hours={MANY}",
        f"detail officer A share={MANY}%",
        f"intake of X +{MANY}",
        f"effort of X *{MANY}",
    ],
)
def test_a_number_that_nobody_can_mean_is_refused_at_once(change: str) -> None:
    with pytest.raises(InvalidChange):
        with_changes(BUILT, [change], PlanOptions())
