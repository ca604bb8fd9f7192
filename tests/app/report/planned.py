"""Rosters and plans that the tests of this folder share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from app.intake.build.problem import Built, build_problem
from app.intake.options import PlanOptions
from app.intake.read import read_document, read_path
from app.report.build import ReportDocument, analysis_options, build_document
from solver.analysis import Analysis, analyse
from solver.baselines import baselines
from solver.fair_shares.decomposition import fair_shares
from solver.plan import Plan, Reason, Status
from solver.problem import LEFT, NEW
from solver.solve import solve

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@dataclass(frozen=True)
class Planned:
    """A roster, its plan and its document."""

    built: Built
    goals: PlanOptions
    plan: Plan
    document: ReportDocument


def built_from(officers: list[dict[str, Any]], cases: list[dict[str, Any]], **sheets: list[dict[str, Any]]) -> Built:
    return build_problem(read_document({"officers": officers, "cases": cases, **sheets}))


def planned(built: Built, **goals: Any) -> Planned:
    """Solved, with one worker, so that it is the same every time."""
    wanted = PlanOptions(workers=1, time_limit_s=30, **goals)
    plan = solve(built.problem, *wanted.to_solver(built.problem))
    return Planned(built, wanted, plan, build_document(built, wanted, plan))


def analysed(made: Planned) -> Analysis:
    """What its document is made of."""
    return analyse(made.built.problem, analysis_options(made.built, made.goals), made.plan)


def dealt(built: Built, **goals: Any) -> Planned:
    """Not solved, but dealt out longest first: as good as a plan for whatever only shows it, and quick at any size."""
    wanted = PlanOptions(workers=1, **goals)
    plan = dealt_plan(built)
    return Planned(built, wanted, plan, build_document(built, wanted, plan))


def dealt_plan(built: Built) -> Plan:
    """The plan alone, without a document."""
    problem = built.problem
    officer = baselines(problem)["greedy"]
    current = problem.cases.current
    reason = np.full(len(officer), Reason.BALANCE, np.int8)
    reason[current == NEW] = Reason.NEW
    reason[current == LEFT] = Reason.FORCED
    reason[officer == current] = Reason.KEPT
    reason[officer < 0] = Reason.NO_ELIGIBLE_OFFICER
    return Plan(
        officer=officer,
        reason=reason,
        levels=(),
        shares=fair_shares(problem),
        part_of_officer=np.zeros(len(problem.officers), np.int32),
        part_of_case=np.where(officer >= 0, 0, -1).astype(np.int32),
        status=Status.FEASIBLE,
    )


@cache
def example(name: str) -> Built:
    """One of the rosters under examples/."""
    return build_problem(read_path(EXAMPLES / name))


@cache
def impossible() -> Planned:
    """examples/impossible, solved."""
    return planned(example("impossible"))


@cache
def probation() -> Planned:
    """examples/probation, solved."""
    return planned(example("probation"))


@cache
def field_office() -> Planned:
    """examples/field-office, dealt out."""
    return dealt(example("field-office"))


@cache
def crowd() -> Planned:
    """More officers than a page draws."""
    officers = [{"officer_id": f"O-{n:03d}", "available_hours": 100 + n % 7} for n in range(150)]
    cases = [
        {"case_id": f"C-{n:05d}", "weight_hours": f"{1 + n % 5}.25", "current_officer": f"O-{n * n % 97:03d}"}
        for n in range(3000)
    ]
    return dealt(built_from(officers, cases))


@cache
def office() -> Planned:
    """Two in the north have 200 h for 190 h of work; one in the south has 100 h for 40 h, all of it in Spanish.

    With the target given as 85 %: the north is strained at 95 %, the south sustainable at 40 %.
    """
    officers = [
        {"officer_id": "N-1", "available_hours": 100, "offices": "north", "dockets": "detained"},
        {"officer_id": "N-2", "available_hours": 100, "offices": "north", "dockets": "detained"},
        {"officer_id": "S-1", "available_hours": 100, "offices": "south", "skills": "spanish"},
    ]
    cases = [
        {"case_id": f"n{n}", "weight_hours": 10, "office": "north", "docket": "detained", "current_officer": "N-1"}
        for n in range(19)
    ]
    cases += [
        {"case_id": f"s{n}", "weight_hours": 8, "office": "south", "required_skills": "spanish"} for n in range(5)
    ]
    return planned(built_from(officers, cases), target="0.85")


def cells(page: str, section: str) -> list[list[str]]:
    """Texts of the body rows of a section's tables."""
    part = page[page.index(f'aria-labelledby="{section}"') :]
    part = part[: part.index("</section>")]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", part, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row)] for row in rows]
