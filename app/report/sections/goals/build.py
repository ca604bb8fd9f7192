"""The ranked goals of a plan, in the units of people."""

from __future__ import annotations

from fractions import Fraction

from app.report.sections.goals.entry import LevelEntry, LevelUnit
from app.report.text.levels import certificate, meaning
from app.report.text.numbers import number
from solver.analysis import Analysis
from solver.analysis.casework.explain import shared_hours
from solver.goals import GRID, Unit, grain_hours
from solver.plan import LevelResult
from solver.problem import Problem

UNITS: dict[Unit, LevelUnit] = {
    Unit.CASES: "cases",
    Unit.HOURS: "hours",
    Unit.GRAINS: "hours",
    Unit.STEPS: "utilization",
    Unit.COST: "cost",
}


def build(analysis: Analysis) -> list[LevelEntry]:
    """Every ranked goal; none without a plan."""
    return [] if analysis.plan is None else [_level(analysis, level) for level in analysis.plan.levels]


def _level(analysis: Analysis, level: LevelResult) -> LevelEntry:
    unit, size = UNITS[level.unit], size_of(analysis.problem, level.unit)
    return LevelEntry(
        name=level.name,
        meaning=meaning(level),
        unit=unit,
        best=number(level.best * size),
        value=number(level.value * size),
        bound=number(level.bound * size),
        of_hours=number(_shared_hours(analysis)) if level.unit is Unit.GRAINS else None,
        slack=number(level.slack * size),
        gap=level.gap,
        gap_unit="fraction" if level.unit.adds_up else "points",
        status=level.status.value,
        certificate=certificate(level),
    )


def _shared_hours(analysis: Analysis) -> Fraction | None:
    plan = analysis.plan
    return None if plan is None else shared_hours(analysis.problem, plan.part_of_officer)


def size_of(problem: Problem, unit: Unit) -> Fraction:
    """How much one of the integers of a level is: of utilization, hours, cases or cost."""
    match unit:
        case Unit.STEPS:
            return Fraction(1, GRID)
        case Unit.COST:
            return problem.pairs.cost_unit if problem.pairs is not None else Fraction(1)
        case Unit.HOURS:
            return problem.tick_hours
        case Unit.GRAINS:
            return grain_hours(problem)
        case Unit.CASES:
            return Fraction(1)
