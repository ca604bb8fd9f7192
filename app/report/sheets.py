"""What stands in the sheets of plan.xlsx: columns and rows, without a word about spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

import numpy as np

from app.intake.build.problem import Built
from app.report.document import ReportDocument
from app.report.render import csv as assignment_tables
from app.report.text.numbers import number
from app.report.text.words import REASON_TITLES
from solver.analysis.moves import moved
from solver.plan import Plan

Cell = str | float | int | None
Kind = Literal["text", "long", "count", "hours", "percent", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what it holds, and how wide it is (characters)."""

    title: str
    kind: Kind
    width: int
    over: bool = False
    """Values above 100% stand out."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet with a header and rows."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterator[tuple[Cell, ...]]
    note: str = ""
    """Stands above the header."""
    as_given: bool = False
    """From the weights as they stand in the sheet, whatever percentile the plan is for."""


OFFICER = Column("Officer", "text", 16)
CASE = Column("Case", "text", 18)
TYPE = Column("Type", "text", 22)
PRIORITY = Column("Priority", "count", 9)
HOURS = Column("Hours", "hours", 10)
REASON = Column("Reason", "text", 20)


def officers(document: ReportDocument) -> Table:
    """Everybody, today and in the plan."""
    columns = (
        OFFICER,
        Column("Cases today", "count", 11),
        Column("Cases in plan", "count", 11),
        Column("Work today (h)", "hours", 12),
        Column("Work in plan (h)", "hours", 12),
        Column("Available (h)", "hours", 12),
        Column("Available × efficiency (h)", "hours", 14),
        Column("Utilization today", "percent", 12, over=True),
        Column("Utilization in plan", "percent", 12, over=True),
        Column("Fair share", "percent", 10),
        Column("Target", "percent", 10),
        Column("State today", "text", 14),
        Column("State in plan", "text", 14),
        Column("Group", "count", 8),
        Column("Moves in", "count", 9),
        Column("Moves out", "count", 9),
    )
    rows = (
        (
            officer.officer_id,
            officer.caseload_before,
            officer.caseload,
            officer.workload_before_hours,
            officer.workload_hours,
            officer.available_hours,
            officer.effective_hours,
            officer.utilization_before,
            officer.utilization,
            officer.fair_share,
            officer.target,
            officer.state_before,
            officer.state,
            officer.tier,
            officer.moves_in,
            officer.moves_out,
        )
        for officer in document.officers
    )
    return Table("Officers", columns, rows)


def assignments(built: Built, plan: Plan) -> Table:
    """Every case, in the order of the roster."""
    columns = (
        CASE,
        TYPE,
        PRIORITY,
        HOURS,
        OFFICER,
        Column("Previous officer", "text", 16),
        Column("Moved", "text", 8),
        REASON,
    )
    facts = _facts(built, range(len(built.problem.cases)))
    rows = (
        (row.case_id, *fact, row.officer_id, row.previous_officer, row.moved, row.reason)
        for row, fact in zip(assignment_tables.assignments(built, plan), facts, strict=True)
    )
    return Table("Assignments", columns, rows)


def moves(built: Built, plan: Plan, most: int) -> Table:
    """Cases that change hands, as many as fit, in the order of the roster."""
    columns = (CASE, TYPE, PRIORITY, HOURS, Column("From", "text", 16), Column("To", "text", 16), REASON)
    which = np.flatnonzero(moved(built.problem, plan.officer))
    listed = which[:most].tolist()
    rows = (
        (row.case_id, *fact, row.previous_officer, row.officer_id, row.reason)
        for row, fact in zip(_picked(built, plan, listed), _facts(built, listed), strict=True)
    )
    note = ""
    if len(which) > most:
        note = f"The first {most:,} of {len(which):,} moves; all of them are in assignments.csv."
    return Table("Moves", columns, rows, note)


def _picked(built: Built, plan: Plan, cases: list[int]) -> Iterator[assignment_tables.Assignment]:
    """Rows of some cases, in order."""
    at = 0
    rows = assignment_tables.assignments(built, plan)
    for case in cases:
        yield next(islice(rows, case - at, None))
        at = case + 1


def _facts(built: Built, cases: range | list[int]) -> Iterator[tuple[Cell, ...]]:
    """Type, priority and hours of cases."""
    problem = built.problem
    names = [*problem.cases.type_names, ""]
    known: dict[int, float] = {}
    for case in cases:
        ticks = int(problem.cases.effort[case])
        if ticks not in known:
            known[ticks] = number(problem.hours(ticks))
        yield names[int(problem.cases.case_type[case])], int(problem.cases.priority[case]), known[ticks]


def tiers(document: ReportDocument) -> Table:
    """Groups of cases and officers, from tightest to loosest."""
    columns = (
        Column("Group", "count", 8),
        Column("Utilization", "percent", 12, over=True),
        Column("Target", "percent", 10),
        Column("State", "text", 14),
        Column("Cases", "count", 10),
        Column("Work (h)", "hours", 12),
        Column("Available × efficiency (h)", "hours", 14),
        Column("Missing (h)", "hours", 12),
        Column("Missing FTE", "number", 10),
        Column("Missing budget FTE", "number", 10),
        Column("Officers", "long", 30),
        Column("What shows it", "long", 90),
    )
    rows = (
        (
            position,
            tier.utilization,
            tier.target,
            tier.state,
            tier.cases,
            tier.demand_hours,
            tier.effective_hours,
            tier.gap_hours,
            tier.fte_gap,
            tier.budget_fte_gap,
            _listed(tier.officers),
            tier.certificate,
        )
        for position, tier in enumerate(document.tiers, 1)
    )
    return Table("Groups", columns, rows)


def kinds(document: ReportDocument) -> Table:
    """Offices, dockets and skills."""
    columns = (
        Column("Kind", "text", 10),
        Column("Name", "text", 24),
        Column("State", "text", 14),
        Column("Cases", "count", 10),
        Column("Work (h)", "hours", 12),
        Column("Officers", "count", 10),
        Column("Their hours (h)", "hours", 12),
        Column("Utilization", "percent", 12, over=True),
        Column("Tightest group", "percent", 12, over=True),
        Column("Target", "percent", 10),
        Column("Missing (h)", "hours", 12),
        Column("Missing FTE", "number", 10),
        Column("Missing budget FTE", "number", 10),
        Column("What shows it", "long", 90),
    )
    rows = (
        (
            group.kind,
            group.name or "(none asked for)",
            group.state,
            group.cases,
            group.demand_hours,
            group.officers,
            group.effective_hours,
            group.utilization,
            group.peak_utilization,
            group.target,
            group.gap_hours,
            group.fte_gap,
            group.budget_fte_gap,
            group.certificate,
        )
        for group in document.groups
    )
    note = "Rows overlap: a case can ask for several skills, and an officer's hours can stand in several rows."
    if not document.groups:
        note = "No case asks for an office, a docket or a skill."
    return Table("Office, docket, skill", columns, chain([_whole(document)], rows), note)


def _whole(document: ReportDocument) -> tuple[Cell, ...]:
    verdict = document.verdict
    return (
        "whole",
        "(everybody)",
        verdict.state,
        document.counts.cases,
        verdict.demand_hours,
        document.counts.officers_with_hours,
        verdict.effective_hours,
        verdict.utilization,
        verdict.peak_utilization,
        verdict.target_utilization,
        verdict.gap_hours,
        verdict.fte_gap,
        verdict.budget_fte_gap,
        verdict.sentence,
    )


def unassigned(document: ReportDocument, most: int) -> Table:
    """Cases without an officer, the most urgent first where not all fit."""
    columns = (
        CASE,
        PRIORITY,
        HOURS,
        Column("Officer today", "text", 16),
        Column("Reason", "text", 34),
        Column("What would change it", "long", 90),
    )
    cases, note = document.unassigned, "" if document.unassigned else "Every case that there is has an officer."
    if len(cases) > most:
        note = f"The {most:,} most urgent of {len(cases):,}; all of them are in report.json."
        cases = sorted(cases, key=lambda case: case.priority)[:most]
    rows = (
        (
            case.case_id,
            case.priority,
            case.hours,
            case.previous_officer,
            REASON_TITLES.get(case.reason, case.reason),
            case.fix,
        )
        for case in cases
    )
    return Table("Unassigned", columns, rows, note)


def _listed(ids: list[str], most: int = 50) -> str:
    return "; ".join(ids[:most]) + (f"; and {len(ids) - most:,} others" if len(ids) > most else "")
