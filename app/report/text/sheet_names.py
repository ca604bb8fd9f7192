"""The sheets of the workbook: what they are called, in their order. Tables of one sheet stand one below the other."""

from __future__ import annotations

ONE_PAGE = "One page"
OFFICERS = "Officers"
HAND_OVERS = "Hand-overs"
CASES = "Cases"
TO_SETTLE = "To settle"
"""What waits for somebody: findings, cases, changes, broken rules and remarks."""
WHAT_HELPS = "What helps"
FIGURES = "Figures"
ORIGIN = "Where it is from"
SHEETS = (ONE_PAGE, OFFICERS, HAND_OVERS, CASES, TO_SETTLE, WHAT_HELPS, FIGURES, ORIGIN)
