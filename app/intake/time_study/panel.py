"""What a panel says that cases should take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.intake.errors import Complaints
from app.intake.time_study.cell_codes import column
from app.intake.time_study.study_tables import ReadTable
from app.intake.time_study.whole_columns import joined, tell_empty
from solver.weights.panel import Panel
from solver.weights.study import NONE


def panel_of(tables: Sequence[ReadTable], complaints: Complaints) -> Panel | None:
    """Votes of all files; a row without a multiplier says nothing, and one without a round is of the first.

    Raises
    ------
    InvalidProblem
        Votes that cannot be.
    """
    if not tables:
        return None
    for table in tables:
        for name in ("panellist", "case_type"):
            for at in np.flatnonzero(column(table.columns[name], np.int64) == NONE).tolist():
                tell_empty(table, at, name, complaints)
    complaints.refuse_if_any()
    multiplier = np.concatenate([column(each.columns["multiplier"], np.float64) for each in tables])
    rounds = [
        np.nan_to_num(column(each.columns["round"], np.float64), nan=1.0)
        if "round" in each.columns
        else np.ones(sum(map(len, each.rows)))
        for each in tables
    ]
    said = ~np.isnan(multiplier)
    return Panel(
        joined(tables, "panellist")[said],
        joined(tables, "case_type")[said],
        np.concatenate(rounds)[said].astype(np.int64),
        multiplier[said],
    )
