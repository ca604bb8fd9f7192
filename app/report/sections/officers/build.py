"""Every officer before and after."""

from __future__ import annotations

from fractions import Fraction

from app.report.entry import State
from app.report.sections.officers.entry import OfficerEntry
from app.report.text.numbers import number, ratio
from solver.analysis import Analysis
from solver.analysis.fte import Target
from solver.analysis.staffing.breakdowns import OfficerRow


def build(analysis: Analysis) -> list[OfficerEntry]:
    """Every officer, in the order of the roster."""
    problem, rows, held = analysis.problem, analysis.staffing.officers, analysis.officers
    after, moves_in, moves_out = held.after, held.moves_in, held.moves_out
    used_before = held.before.utilization(problem)
    used = None if after is None else after.utilization(problem)

    def hours(ticks: int) -> float:
        return number(problem.hours(ticks))

    return [
        OfficerEntry(
            officer_id=name,
            caseload_before=int(held.before.count[o]),
            caseload=None if after is None else int(after.count[o]),
            workload_before_hours=hours(int(held.before.load[o])),
            workload_hours=None if after is None else hours(int(after.load[o])),
            available_hours=hours(int(problem.officers.available[o])),
            effective_hours=hours(int(problem.officers.limit[o])),
            utilization_before=ratio(used_before[o]),
            utilization=None if used is None else ratio(used[o]),
            fair_share=ratio(rows[o].fair_share),
            target=None if (target := rows[o].target) is None else ratio(target.value),
            state_before=_state(rows[o], used_before[o]),
            state=None if used is None else _state(rows[o], used[o]),
            tier_state=None if (state := rows[o].state) is None else state.value,
            tier=None if (tier := rows[o].tier) is None else tier + 1,
            moves_in=None if moves_in is None else int(moves_in[o]),
            moves_out=None if moves_out is None else int(moves_out[o]),
        )
        for o, name in enumerate(problem.officers.ids)
    ]


def _state(row: OfficerRow, used: Fraction | None) -> State | None:
    """Of a utilization beside the officer's target; beside all hours where no group has one for them."""
    return None if used is None else (row.target or Target(Fraction(1))).state(used).value
