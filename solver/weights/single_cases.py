"""How much single cases of a type differ: their coefficient of variation, where entries name their case."""

from __future__ import annotations

import numpy as np

from solver.arrays import Floats
from solver.weights.cells import Cells
from solver.weights.study import NONE, TimeStudy

LEAST_NAMED = 0.9
"""Share of the time of a type that must name its case; otherwise cases look quieter than they are."""
FEWEST = 10
"""Cases of a type below which nothing is said."""


def case_variation(study: TimeStudy, cells: Cells) -> Floats:
    """Coefficient of variation of the hours of single cases within the study, NaN where not known. Shape (types,).

    Cases that were open and on which nobody worked count with 0 hours. It holds for the length of the study: over a
    longer time cases differ less.

    Parameters
    ----------
    study : TimeStudy
    cells : Cells
        Of the same study, with open cases.
    """
    types = len(study.types)
    entries = study.entries
    named = (entries.case != NONE) & (entries.case_type != NONE)
    of_type = np.bincount(
        entries.case_type[entries.case_type != NONE], entries.minutes[entries.case_type != NONE], types
    )
    of_named = np.bincount(entries.case_type[named], entries.minutes[named], types)
    pair = entries.case_type[named] * (int(entries.case.max(initial=0)) + 1) + entries.case[named]
    each, at = np.unique(pair, return_inverse=True)
    minutes = np.bincount(at, entries.minutes[named], len(each))
    kind = each // (int(entries.case.max(initial=0)) + 1)
    met = np.bincount(kind, minlength=types)
    open_cases = cells.cases.sum(axis=0).mean(axis=0)
    count = np.maximum(met, open_cases)
    total, squares = np.bincount(kind, minutes, types), np.bincount(kind, minutes**2, types)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / count
        variance = np.maximum(squares - count * mean**2, 0.0) / (count - 1)
        known = (count >= FEWEST) & (of_named >= LEAST_NAMED * of_type) & (total > 0)
        out: Floats = np.where(known, np.sqrt(variance) / mean, np.nan)
    return out
