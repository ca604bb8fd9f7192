"""One study, asked once: read, estimated, looked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.answers.weights.design import typical_differences
from app.answers.weights.study_document import document_of
from app.answers.weights.study_phases import as_phases, with_phases
from app.intake.recognition.values.dates import Order
from app.intake.time_study.read_study import ReadStudy, read_study
from solver.weights.case_ages import Phased
from solver.weights.checks import StudyFinding, Weight, findings_of, findings_of_totals
from solver.weights.design import Differences
from solver.weights.estimate import Estimation, estimate
from solver.weights.event_log.log_checks import findings_of_log
from solver.weights.phase_checks import findings_of_phases
from solver.weights.totals import as_estimate, weights_of_totals


def weights_of(
    paths: Sequence[Path],
    asked: Estimation,
    full_time_week: float | None,
    dates: Order | None = None,
    phases: Sequence[str] = (),
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
    phases : sequence of str
        From which ages on the phases of types begin (``app.intake.time_study.phase_borders``).

    Raises
    ------
    StudyRefused
    InvalidParameter
        Phases are asked for of a study that cannot have any.
    """
    return weights_in(read_study(paths, dates), asked, full_time_week, phases)


def weights_in(
    before: ReadStudy, asked: Estimation, full_time_week: float | None, phases: Sequence[str] = ()
) -> dict[str, Any]:
    """Everything that a study says of the weights, once it is read.

    Raises
    ------
    InvalidParameter
        Phases are asked for of a study that cannot have any.
    """
    read, phased = with_phases(before, asked, phases)
    document = _document(read, asked, full_time_week, phased)
    return document if phased is None else as_phases(document, before.study.types, phased)


def _document(
    read: ReadStudy, asked: Estimation, full_time_week: float | None, phased: Phased | None
) -> dict[str, Any]:
    if read.only_totals:
        totals = weights_of_totals(read.study, asked)
        found = as_estimate(read.study, asked, totals)
        return document_of(read, asked, found, findings_of_totals(read.study, found, totals), None)
    found = estimate(read.study, asked)
    of_phases = () if phased is None else findings_of_phases(phased, found)
    if read.handled is not None:  # a log holds no time for anything but cases, so it says no share
        found = replace(found, case_share=None)
        of_log = findings_of_log(read.study, found, read.handled)
        return document_of(read, asked, found, _worst_first(*of_log, *of_phases), None)
    return document_of(read, asked, found, _worst_first(*findings_of(read.study, found), *of_phases), full_time_week)


def _worst_first(*found: StudyFinding) -> tuple[StudyFinding, ...]:
    return tuple(sorted(found, key=lambda each: each.weight is Weight.NOTE))


def differences_in(paths: Sequence[Path], dates: Order | None = None) -> Differences | None:
    """How much officers and weeks differed in a study; None where it has no interval."""
    return typical_differences(estimate(read_study(paths, dates).study))
