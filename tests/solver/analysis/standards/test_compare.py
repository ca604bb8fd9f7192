"""A standard beside two assignments, by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from solver.analysis.fte import Period
from solver.analysis.standards.compare import compared, findings
from solver.analysis.standards.standard import Category, Standard
from solver.problem import Need
from tests.solver.analysis.made_rosters import roster

STANDARD = Standard(
    "made-up", "Made up", "a case", Period.MONTH, "", "", (Category("high", 2), Category("none", 0)), supervised=2
)


def test_by_hand() -> None:
    """Today A holds 5 of at most 2, B 1, C 1 of at most none; in the plan A and B hold 3 each, C none that counts."""
    types = ["high"] * 6 + ["none", "other"]
    problem = roster([100] * 3, [(Need(), 1)] * 8, types=types, current=[0] * 5 + [1, 2, 2])
    (found,) = compared(problem, (STANDARD,), np.array([0, 0, 0, 1, 1, 1, -1, 2], np.int32))
    assert found.category_of_type == (0, 1, None)
    assert found.supervisors == 2
    assert (found.today.within, found.today.over) == (1, 2)
    assert [(check.officer, check.need, check.have) for check in found.today.breaches] == [
        (0, Fraction(5), Fraction(2)),
        (2, Fraction(1), Fraction(0)),
    ]
    assert (found.today.applied.counted, found.today.applied.uncounted) == (7, 1)
    assert found.planned is not None
    assert (found.planned.within, found.planned.over) == (0, 2)
    assert {check.need / check.have for check in found.planned.breaches} == {Fraction(3, 2)}
    assert compared(problem, (STANDARD,), None)[0].planned is None
    assert findings(STANDARD, problem, np.full(8, -1, np.int32)).over == 0
