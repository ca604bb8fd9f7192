"""The sheet of plan.xlsx about balance against moves."""

from __future__ import annotations

from app.report.sections.frontier.entry import FrontierEntry
from app.report.sheets import Column, Table


def frontier(found: FrontierEntry) -> Table:
    """Every point, the fairest first."""
    moves = "Hours moved" if found.moves_unit == "hours" else "Moves"
    columns = (
        Column("Keep within (points)", "number", 12),
        Column("Above the fair share (points)", "number", 14),
        Column("Peak utilization", "percent", 12, over=True),
        Column(moves, "number", 12),
        Column("Cannot be below", "number", 12),
        Column("Status", "text", 12),
    )
    rows = (
        (
            point.points_above_fairest,
            point.points_above_fair_share,
            point.peak_utilization,
            point.moves,
            point.bound,
            point.status,
        )
        for point in found.points
    )
    note = "The fewest moves for each fairness; --keep-within takes the first column. Forced moves are not counted."
    if found.plan is not None:
        note += (
            f" This plan: {found.plan.points_above_fair_share:g} points above the fair share, {found.plan.moves:,g} "
            f"{moves.lower()}."
        )
    return Table("Balance and moves", columns, rows, note)
