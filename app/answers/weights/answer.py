"""One study, asked once: read, estimated, looked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.answers.weights.design import typical_differences
from app.answers.weights.study_document import document_of
from app.intake.recognition.values.dates import Order
from app.intake.time_study.read_study import ReadStudy, read_study
from solver.weights.checks import findings_of, findings_of_totals
from solver.weights.design import Differences
from solver.weights.estimate import Estimation, estimate
from solver.weights.event_log.log_checks import findings_of_log
from solver.weights.totals import as_estimate, weights_of_totals


def weights_of(
    paths: Sequence[Path], asked: Estimation, full_time_week: float | None, dates: Order | None = None
) -> dict[str, Any]:
    """Everything that a study on the disk says of the weights.

    Parameters
    ----------
    paths : sequence of Path
        CSV files, workbooks and XES logs, or folders of them.
    asked : Estimation
    full_time_week : float or None
        Hours that a full-time officer is paid for in a week.
    dates : Order, optional
        What comes first in dates that do not show it.

    Raises
    ------
    StudyRefused
    """
    return weights_in(read_study(paths, dates), asked, full_time_week)


def weights_in(read: ReadStudy, asked: Estimation, full_time_week: float | None) -> dict[str, Any]:
    """Everything that a study says of the weights, once it is read."""
    if read.only_totals:
        totals = weights_of_totals(read.study, asked)
        found = as_estimate(read.study, asked, totals)
        return document_of(read, asked, found, findings_of_totals(read.study, found, totals), None)
    found = estimate(read.study, asked)
    if read.handled is not None:  # a log holds no time for anything but cases, so it says no share
        found = replace(found, case_share=None)
        return document_of(read, asked, found, findings_of_log(read.study, found, read.handled), None)
    return document_of(read, asked, found, findings_of(read.study, found), full_time_week)


def differences_in(paths: Sequence[Path], dates: Order | None = None) -> Differences | None:
    """How much officers and weeks differed in a study; None where it has no interval."""
    return typical_differences(estimate(read_study(paths, dates).study))
