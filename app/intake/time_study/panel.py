"""What a panel says that cases should take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.intake.errors import Complaints
from app.intake.time_study.cell_codes import column
from app.intake.time_study.study_tables import ReadTable
from app.intake.time_study.whole_columns import joined, tell_empty
from solver.arrays import Ints
from solver.weights.panel import Panel
from solver.weights.study import NONE


def panel_of(tables: Sequence[ReadTable], complaints: Complaints) -> Panel | None:
    """Votes of all files; a row without a multiplier says nothing, and one without a round is of the first.

    Raises
    ------
    RosterRefused
        Votes of nobody, of nothing, or two of one panellist for one type in one round.
    """
    if not tables:
        return None
    for table in tables:
        for name in ("panellist", "case_type"):
            for at in np.flatnonzero(column(table.columns[name], np.int64) == NONE).tolist():
                tell_empty(table, at, name, complaints)
        _refuse_impossible(table, complaints)
    complaints.refuse_if_any()
    multiplier = np.concatenate([column(each.columns["multiplier"], np.float64) for each in tables])
    rounds = np.concatenate([_rounds(each) for each in tables])
    said = ~np.isnan(multiplier)
    panellist, kind = joined(tables, "panellist"), joined(tables, "case_type")
    _refuse_twice(tables, np.stack([panellist, kind, rounds], axis=1)[said], np.flatnonzero(said), complaints)
    return Panel(panellist[said], kind[said], rounds[said], multiplier[said])


def _rounds(table: ReadTable) -> Ints:
    if "round" not in table.columns:
        return np.ones(sum(map(len, table.rows)), np.int64)
    out: Ints = np.nan_to_num(column(table.columns["round"], np.float64), nan=1.0).astype(np.int64)
    return out


def _refuse_impossible(table: ReadTable, complaints: Complaints) -> None:
    """A multiplier of nought would say that cases take no time at all."""
    for at in np.flatnonzero(column(table.columns["multiplier"], np.float64) == 0).tolist():
        complaints.add(table.file, "must be above 0", row=table.row(at), column="multiplier", value="0")


def _refuse_twice(tables: Sequence[ReadTable], votes: Ints, rows: Ints, complaints: Complaints) -> None:
    """Two multipliers of one panellist for one type in one round: nobody knows which is meant."""
    _, first, back = np.unique(votes, axis=0, return_index=True, return_inverse=True)
    starts = np.cumsum([0, *(sum(map(len, each.rows)) for each in tables)])
    for at in np.flatnonzero(first[back.ravel()] != np.arange(len(votes))).tolist():
        row = int(rows[at])
        which = int(np.searchsorted(starts, row, side="right")) - 1
        table = tables[which]
        why = "is the second multiplier of one panellist for one type in the same round; leave one of them out"
        complaints.add(table.file, why, row=table.row(row - int(starts[which])), column="multiplier")
    complaints.refuse_if_any()
