"""A study whose types have phases: asked for as people write them, and shown as rows of the sheet ``weights``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from app.intake.time_study.phase_borders import borders_of
from app.intake.time_study.read_study import MOST_TYPES, ReadStudy
from solver.errors import InvalidParameter
from solver.weights.case_ages import Phased, in_phases
from solver.weights.estimate import Estimation
from solver.weights.panel import Panel
from solver.weights.study import NONE, Unit

UNUSED = "The cases with their dates are not used: counts are given, and no phases are asked for (--phases intake:30)."
COUNTED = "No counts were given: the cases with their dates are counted."


def with_phases(read: ReadStudy, asked: Estimation, texts: Sequence[str]) -> tuple[ReadStudy, Phased | None]:
    """The study with a type for each phase. Cases with their dates stand in for counts where there are none.

    Parameters
    ----------
    read : ReadStudy
    asked : Estimation
    texts : sequence of str
        As :func:`app.intake.time_study.phase_borders.borders_of` reads them.

    Raises
    ------
    InvalidParameter
        Phases are asked for of a study that cannot have any.
    """
    if not texts:
        return _counted(read, asked)
    borders = borders_of(texts, read.study.types)
    rows = len(read.study.types) + sum(map(len, borders.values()))
    if rows > MOST_TYPES:
        raise InvalidParameter(f"--phases make {rows:,} rows of the types; a study may have {MOST_TYPES:,}: name fewer")
    if asked.unit is not Unit.OPEN:
        raise InvalidParameter("--phases are hours of an open case: leave --unit new out")
    if read.cases is None:
        raise InvalidParameter(
            "--phases need a file of cases that says how old each is: columns case id, case type, opened and closed"
        )
    if read.only_totals or not bool((read.study.entries.case != NONE).any()):
        raise InvalidParameter("--phases need diaries, or a log, with the type and the id of the case of each entry")
    phased = in_phases(read.study, read.cases, borders)
    return replace(read, study=phased.study, panel=_for_rows(read.panel, phased)), phased


def _counted(read: ReadStudy, asked: Estimation) -> tuple[ReadStudy, Phased | None]:
    """Without phases, cases with their dates stand in for counts where there are none."""
    if read.cases is None:
        return read, None
    if asked.unit is not Unit.OPEN or len(read.study.counts.case_type) or read.only_totals:
        return replace(read, notes=(*read.notes, UNUSED)), None
    phased = in_phases(read.study, read.cases, {})
    return replace(read, study=phased.study, notes=(*read.notes, COUNTED)), phased


def _for_rows(panel: Panel | None, phased: Phased) -> Panel | None:
    """What a panel says of a type holds for each of its phases."""
    if panel is None:
        return None
    pairs = [
        (vote, row)
        for vote, kind in enumerate(panel.case_type.tolist())
        for row in np.flatnonzero(phased.of_type == kind).tolist()
    ]
    votes, rows = (np.array(column, np.int64) for column in zip(*pairs, strict=True))
    return Panel(panel.panellist[votes], rows, panel.round_number[votes], panel.multiplier[votes])


def as_phases(document: dict[str, Any], types: Sequence[str], phased: Phased) -> dict[str, Any]:
    """The document of a study, where every weight says of which type it is, from which age on, and how that is called.

    Parameters
    ----------
    document : dict
        As :func:`app.answers.weights.study_document.document_of` makes it.
    types : sequence of str
        Of the study before.
    phased : Phased
    """
    weights = [
        {
            **weight,
            "case_type": types[int(phased.of_type[row])],
            "from_age_days": int(phased.from_day[row]),
            "phase": phased.name(row) if phased.has_several[row] else None,
        }
        for row, weight in enumerate(document["weights"])
    ]
    return {**document, "weights": weights}
