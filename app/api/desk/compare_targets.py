"""What a child process does to compare two plans, from what is kept of them."""

from __future__ import annotations

from app.answers.side_by_side import SideBySide, StoredPlan, side_by_side
from app.confined_child import Child


def compare_plans(
    _child: Child, first: StoredPlan, second: StoredPlan, skip: int, limit: int, officer: int | None
) -> SideBySide:
    """Two plans side by side, with so many of the cases that differ (of one officer), after so many."""
    return side_by_side(first, second, skip, limit, officer)
