"""Nine probation officers with a 120-hour month; everybody holds the same number of cases, nobody the same work."""

from __future__ import annotations

import random

README = """# Probation: equal counts are not equal work

Nine probation officers have 120 hours a month for cases, and a case under maximum, medium or minimum supervision takes
4, 2 or 1 of them, so that one officer carries 30, 60 or 120 cases of one kind. Today everybody holds 53 or 54 cases,
which looks fair and is not: the hours behind them differ by more than a factor of two. Everything here is made up,
except for the well-known rule of 4, 2 and 1 hours.
"""

OFFICERS = 9
HOURS = 120
LEVELS = (("maximum", 4, 90, 1), ("medium", 2, 150, 3), ("minimum", 1, 240, 4))
"""Supervision, hours a month, cases, priority."""
SOURCE = "rule of thumb of the field: 120 hours at 4, 2 or 1 hours a case"


def roster() -> tuple[dict[str, list[dict[str, str]]], str]:
    """The sheets of the example, and its README."""
    rng = random.Random(1973)
    officers = [{"officer_id": f"P-{n}", "available_hours": str(HOURS)} for n in range(1, OFFICERS + 1)]
    kinds = [(name, priority) for name, _, count, priority in LEVELS for _ in range(count)]
    holder = _equal_counts(len(kinds), rng)
    cases = [
        {"case_id": f"PB-{number:04d}", "case_type": name, "priority": str(priority), "current_officer": f"P-{held}"}
        for number, ((name, priority), held) in enumerate(zip(kinds, holder, strict=True), 1)
    ]
    rng.shuffle(cases)
    weights = [
        {"case_type": name, "weight_hours": str(hours), "unit": "case", "source": SOURCE}
        for name, hours, _, _ in LEVELS
    ]
    return {"officers": officers, "cases": cases, "weights": weights}, README


def _equal_counts(cases: int, rng: random.Random) -> list[int]:
    """Everybody gets the same number, in blocks of kinds, as desks are filled; a fifth was swapped since."""
    holder = [1 + number * OFFICERS // cases for number in range(cases)]
    for _ in range(cases // 5):
        one, other = rng.randrange(cases), rng.randrange(cases)
        holder[one], holder[other] = holder[other], holder[one]
    return holder
