"""What a child process answers for the pages on which a plan's cases and officers are looked up."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from app.answers.from_sums.about_case import case_file_from
from app.answers.from_sums.kept import KeptFiles, MorePieces
from app.answers.holdings.case import CaseFile, case_file_in
from app.answers.holdings.case_index import find_in, index_in, lines_of_officer
from app.answers.holdings.case_lines import CaseLine, lines_of
from app.answers.holdings.listing import CasePage, Selection, select
from app.answers.holdings.officer import OfficerFile, officer_file
from app.confined_child import Child
from app.intake.roster import Roster
from app.jobs.query_targets import MadePlan, assigned_in
from app.jobs.result import rows_in
from app.report.build import ReportDocument
from app.report.sections.officers.entry import OfficerEntry
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class OfficerShown:
    """One officer: the figures of the report, and the cases behind them."""

    number: int
    entry: OfficerEntry
    file: OfficerFile


def list_cases(_child: Child, plan: MadePlan, wanted: Selection) -> CasePage:
    """The cases of a plan that fit."""
    return select(_lines(plan, *plan.opened()), wanted)


def list_indexed(_child: Child, index: bytes, wanted: Selection) -> CasePage:
    """The same, of a plan with an index, compressed as it is kept."""
    return find_in(index_in(zlib.decompress(index)), wanted)


def list_officers(_child: Child, report: bytes) -> list[OfficerEntry]:
    """The officers of a plan, in the order of the roster."""
    return ReportDocument.model_validate_json(report).officers


def show_officer(_child: Child, plan: MadePlan, report: bytes, number: int) -> OfficerShown | None:
    """One officer by their number, from 1; None: there are not so many."""
    officers = ReportDocument.model_validate_json(report).officers
    if not 1 <= number <= len(officers):
        return None
    entry = officers[number - 1]
    return OfficerShown(number, entry, officer_file(_lines(plan, *plan.opened()), entry.officer_id))


def show_indexed_officer(_child: Child, index: bytes, report: bytes, number: int) -> OfficerShown | None:
    """The same, of a plan with an index, compressed as it is kept."""
    officers = ReportDocument.model_validate_json(report).officers
    if not 1 <= number <= len(officers):
        return None
    entry = officers[number - 1]
    lines = lines_of_officer(index_in(zlib.decompress(index)), entry.officer_id)
    return OfficerShown(number, entry, officer_file(lines, entry.officer_id))


def show_case(_child: Child, plan: MadePlan, number: int) -> CaseFile | None:
    """One case by its number, from 1; None: there are not so many."""
    problem, roster = plan.opened()
    lines = _lines(plan, problem, roster)
    if not 1 <= number <= len(lines):
        return None
    return case_file_in(assigned_in(plan, problem, roster), lines, number, plan.options)


def show_case_from_sums(
    _child: Child, files: KeptFiles, number: int, assignment: Mapping[str, str]
) -> CaseFile | MorePieces | None:
    """The same, from what the plan keeps and the row of the case; None: ask :func:`show_case`."""
    return files.answer(case_file_from, number, assignment)


def _lines(plan: MadePlan, problem: Problem, roster: Roster) -> list[CaseLine]:
    return lines_of(problem, roster, rows_in(plan.assignments))
