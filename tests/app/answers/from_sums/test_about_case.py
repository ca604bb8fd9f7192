"""Answers from what a plan keeps are those from the whole roster, field by field."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar, cast

import numpy as np
import pytest

from app.answers.advice import AdviceEntry
from app.answers.assigned_roster import AssignedRoster
from app.answers.explanation import explanation, explanation_entry
from app.answers.from_sums.about_case import NewCases, advice_from, case_file_from, explanation_from
from app.answers.from_sums.case_pieces import PiecesMissing
from app.answers.from_sums.kept import SUMS, KeptFiles, files_for
from app.answers.holdings.case import case_file_in
from app.answers.holdings.case_lines import lines_of
from app.confined_child import Child
from app.intake.build.problem import Built
from app.intake.checks.roster_settings import with_settings
from app.intake.findings import CODES, Severity
from app.intake.options import PlanOptions
from app.intake.prepare import prepare
from app.intake.read import read_document
from app.jobs.query_targets import MadePlan, advise
from app.jobs.roster_source import packed
from solver.analysis.casework.assignment_totals import Totals
from solver.arrays import Indices
from tests.app.answers.docket.offices import office, planned, row

ALL = [each.name for each in CODES if each.severity is Severity.CONFIRM]
GOALS: list[dict[str, Any]] = [
    {},
    {"policy": "within-capacity"},
    {"release_ineligible": True, "keep_within_points": 0},
    {"max_moves": 2},
    {"max_moves": 3.5, "moves": "hours", "coverage": "hours"},
    {"move_freely": True, "percentile": 90, "target": 0.8},
    {"objective": "cost"},
    {"policy": "within-capacity", "moves": "hours", "coverage": "hours"},
]
SEEDS = 24
T = TypeVar("T")


class Plan:
    """A plan by chance, whole and as it is kept."""

    def __init__(self, seed: int, document: dict[str, Any] | None = None) -> None:
        self.chance = random.Random(seed)
        self.document = ordered(self.chance, office(self.chance)) if document is None else document
        self.options = PlanOptions.model_validate({"accept": ALL, **GOALS[seed % len(GOALS)]})
        self.built, self.officer = planned(self.document, self.options, self.chance)
        self.files = kept_files(self.built, self.officer, self.options)
        self.assigned = AssignedRoster(
            self.built.problem,
            self.officer,
            "this plan",
            made_for=self.options.model_dump(mode="json"),
            settings=self.built.roster.settings,
        )

    @property
    def cases(self) -> tuple[str, ...]:
        return self.built.problem.cases.ids

    @property
    def officers(self) -> tuple[str, ...]:
        return self.built.problem.officers.ids

    def asked(self, question: Callable[..., T], *arguments: Any) -> T:
        """What a question is answered, as it is asked over HTTP: with the pieces that it says it needs."""
        files = KeptFiles(self.files[SUMS])
        for _ in range(3):
            try:
                return question(*files.opened(), *arguments)
            except PiecesMissing as missing:
                more = {name: self.files[name] for name in missing.names}
                files = KeptFiles(files.sums, {**files.pieces, **more})
        raise AssertionError("a question asks for pieces again and again")

    def whole_advice(self, question: NewCases) -> list[AdviceEntry]:
        """What was answered before plans kept anything."""
        options = self.options
        roster = packed(read_document(self.document)).document
        rows = [f"{','.join(each)}\n" for each in (("case_id", "officer_id"), *self.held())]
        plan = MadePlan(roster, options, (), "".join(rows).encode())
        return advise(cast("Child", None), plan, question)

    def held(self) -> list[tuple[str, str]]:
        names = (*self.officers, "")
        return [(case, names[officer]) for case, officer in zip(self.cases, self.officer.tolist(), strict=True)]


def ordered(chance: random.Random, document: dict[str, Any]) -> dict[str, Any]:
    """The same office with priorities, cases that are to go to somebody, and what it always counts by."""
    names = [each["officer_id"] for each in document["officers"]]
    for case in document["cases"]:
        if chance.random() < 0.5:
            case["priority"] = chance.randint(1, 5)
        alone = "keep_together" not in case and "pinned" not in case
        if alone and chance.random() < 0.2:
            wanted = chance.choice(names)
            if wanted not in case.get("excluded_officers", ()):
                case["pinned_to"] = wanted
    if chance.random() < 0.5:
        key, value = chance.choice([("target", "0.7"), ("fte_hours", "1200"), ("period", "month")])
        document["settings"] = [{"key": key, "value": value}]
    return document


def kept_files(built: Built, officer: Indices, options: PlanOptions) -> dict[str, bytes]:
    options = with_settings(options, built.roster.settings)
    goals, _ = options.to_solver(built.problem)
    files = files_for(built, officer, options, Totals.of(built.problem, officer, goals))
    return {name: zlib.compress(content) for name, content in files.items()}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_explanations_from_sums_are_those_from_all_cases(seed: int) -> None:
    plan = Plan(seed)
    for case in plan.chance.sample(plan.cases, min(2, len(plan.cases))):
        for officer in plan.officers:
            found = plan.asked(explanation_from, case, officer)
            whole = explanation(plan.assigned, case, officer, plan.options)
            assert found == explanation_entry(plan.built.problem, whole)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_advice_from_sums_is_that_from_all_cases(seed: int) -> None:
    plan = Plan(seed)
    chance = plan.chance
    ramp = {name: chance.choice([Fraction(1, 3), Fraction("0.5"), Fraction(1)]) for name in plan.officers[:1]}
    new = [row(chance, f"N-{number}", list(plan.officers)) for number in range(chance.randint(0, 2))]
    there = chance.sample(plan.cases, min(3, len(plan.cases)))
    asked: list[list[str | dict[str, Any]]] = [[*there[:1]], [*new, *there, *there[:1]]]
    for cases in asked:
        question = NewCases(tuple(cases), chance.choice([None, "1:6"]), ramp if chance.random() < 0.5 else {})
        found = plan.asked(advice_from, question)
        whole = plan.whole_advice(question)
        assert found is not None or any(each.nobody for each in whole), "what nobody may hold together is read again"
        assert found is None or found == whole


@pytest.mark.parametrize("seed", range(0, SEEDS, 4))
def test_the_page_of_a_case_is_that_from_all_cases(seed: int) -> None:
    plan = Plan(seed)
    rows = [
        {"case_id": case, "officer_id": officer, "previous_officer": "", "reason": "kept"}
        for case, officer in plan.held()
    ]
    lines = lines_of(plan.built.problem, plan.built.roster, rows)
    for line, assignment in list(zip(lines, rows, strict=True))[:3]:
        whole = case_file_in(plan.assigned, lines, line.number, plan.options)
        assert plan.asked(case_file_from, line.number, assignment) == whole


def test_what_sums_do_not_say_is_left_to_whoever_reads_the_whole() -> None:
    plan = Plan(3)
    officer, case = plan.officers[0], plan.cases[0]
    plain = {"case_id": "N", "weight_hours": 1}
    unclear: list[dict[str, Any]] = [
        {"pinned_to": officer},
        {"current_officer": officer},
        {"pinned": "no"},
        {"colour": "red"},
        {"weight_hours": "1.005"},
        {"required_skills": "spanish, juvenile"},
        {"opened": "3/4/2026"},
        {"case_id": case},
        {"weight_hours": "ten"},
        {"case_id": " "},
    ]
    for cells in unclear:
        assert plan.asked(advice_from, NewCases(({**plain, **cells},))) is None, cells
    assert plan.asked(advice_from, NewCases((plain,))) is not None
    assert plan.asked(advice_from, NewCases(("elsewhere",))) is None
    assert plan.asked(advice_from, NewCases((case,), ramp={"nobody": Fraction(1, 2)})) is None
    assert plan.asked(advice_from, NewCases((case,), pace="1:0")) is None
    assert plan.asked(explanation_from, "elsewhere", officer) is None
    assert plan.asked(explanation_from, case, "nobody") is None


def test_a_plan_with_changes_answers_for_its_cases_and_not_for_new_ones() -> None:
    document = {
        "officers": [{"officer_id": name, "available_hours": 20} for name in "AB"],
        "cases": [{"case_id": str(number), "case_type": "a", "keep_together": "F"} for number in range(3)],
        "weights": [{"case_type": "a", "weight_hours": 2}],
    }
    options = PlanOptions()
    built = prepare(read_document(document), options, ["intake of a +34%"])
    officer = np.array([0, 0, 0, 1], np.int32)
    files = kept_files(built, officer, options)
    opened = KeptFiles(files.pop(SUMS), files).opened()
    assigned = AssignedRoster(built.problem, officer, made_for=options.model_dump(mode="json"))
    for case in ("1", "0 (new 1)"):
        whole = explanation_entry(built.problem, explanation(assigned, case, "B", options))
        assert explanation_from(*opened, case, "B") == whole
        assert len(whole.moves_with) == (2 if case == "1" else 0)
    assert advice_from(*opened, NewCases(({"case_id": "N", "weight_hours": 1},))) is None
