"""What ``caseload check`` does: the rules first, then every number of report.json that can be recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.answers.checking import rule, verdict
from app.commands.admitted import read_admitted
from app.commands.assignment_source import options_beside
from app.commands.plan_folder import REPORT, options_in, report_beside, scenario_of
from app.intake.assignments import read_assignments
from app.intake.build.window import DATED
from app.intake.checks.roster_settings import with_settings
from app.intake.options import PlanOptions, read_plan_options
from app.intake.prepare import prepare
from app.intake.roster import Roster
from app.intake.roster_file import RosterFile
from app.report.sections.goals.build import size_of
from app.report.text.numbers import number, ratio
from solver.analysis.loads import peak
from solver.check.goals import unit_of
from solver.check.verify import Checked
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found.

    Attributes
    ----------
    violations : tuple of str
        One sentence each; empty for a plan that obeys every rule and tells the truth.
    notes : tuple of str
        What a reader should know besides: what pins break, what could not be compared.
    verdict : str
        The last line.
    remarks : str
        What was noticed in the roster.
    """

    violations: tuple[str, ...]
    notes: tuple[str, ...]
    verdict: str
    remarks: str = ""


def check_plan(roster_file: RosterFile, plan: Path, given: Mapping[str, Any]) -> Judgement:
    """Verify the plan in a folder (or a CSV file) against a roster.

    Parameters
    ----------
    given : mapping of str
        Options as JSON has them, in place of those of report.json: policy, release_ineligible, period and period_start;
        and accept, besides those of report.json.

    Raises
    ------
    RosterRefused
        The roster or the assignments cannot be read.
    InvalidGoals
        report.json has goals that cannot be.
    """
    report, notes = report_beside(plan)
    options = options_beside(report, given)
    told: list[str] = []
    roster = read_admitted(roster_file, options, told.append)
    if given.get("release_ineligible"):
        options = options.model_copy(update={"release_ineligible": True})
    is_its_period = _period(options, roster) == _period(read_plan_options(options_in(report)), roster)
    problem = prepare(roster, options, scenario_of(report)).problem
    held = read_assignments(plan, problem)
    if given.get("policy", options.policy) != options.policy:
        options, report = read_plan_options({"policy": given["policy"]}), None
    found = rule(problem, held, options)
    violations = list(found.violations)
    notes += found.notes
    if report is not None and report["provenance"]["input_sha256"] != roster.sha256:
        notes.append(f"{REPORT} was made from another roster, so its numbers were not compared.")
    elif report is not None and not is_its_period:
        notes.append(f"{REPORT} was made for another period, so its numbers were not compared.")
    elif report is not None and not held.mismatches:
        violations += [
            f"{REPORT} says {name} is {said}, but it is {recomputed}"
            for name, said, recomputed in _claims(report, found.checked, problem, options)
            if said != recomputed
        ]
    last = verdict(problem, options, len(violations))
    return Judgement(tuple(violations), tuple(notes), last, "\n".join(told))


def _period(options: PlanOptions, roster: Roster) -> list[Any]:
    """Of which days the hours are."""
    known = with_settings(options, roster.settings)
    return [getattr(known, name) for name in DATED]


def _claims(
    report: dict[str, Any], checked: Checked, problem: Problem, options: PlanOptions
) -> Iterator[tuple[str, Any, Any]]:
    """What the report says beside what was recomputed. Fairness and evenness need the tiers, which were not."""
    said = {level["name"]: level["value"] for level in report["levels"]}
    goals, _ = options.to_solver(problem)
    for name, values in checked.values.items():
        value = sum(values) + checked.set_aside.get(name, 0)
        yield f"the level {name}", said.get(name), number(value * size_of(problem, unit_of(name, goals)))
    plan = report["plan"]
    moves = plan["moves"]
    yield "the number of moved cases", moves["cases"], checked.moves.cases
    yield "the workload of moved cases", moves["hours"], number(problem.hours(checked.moves.hours))
    yield "the number of forced moves", moves["forced"], checked.moves.forced
    yield "the number of cases held back", moves["held_back"], checked.moves.held_back
    loads = zip(checked.loads.tolist(), problem.officers.limit.tolist(), strict=True)
    highest = peak([Fraction(load, limit) if limit else None for load, limit in loads])
    yield "the peak utilization", plan["peak_utilization"], ratio(highest)
