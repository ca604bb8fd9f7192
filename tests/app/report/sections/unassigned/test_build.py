"""Cases without an officer: the reason, and a change that really helps."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from app.intake.build.problem import build_problem
from app.intake.read import read_document
from app.report.build import build_document
from app.report.sections.unassigned.entry import NobodyElse, Unassigned
from solver.analysis.casework.obstacles import why_nobody_may
from solver.analysis.moves import bundles
from solver.plan import Plan, Reason, Shortage
from tests.app.report.planned import Planned, built_from, dealt, example, impossible, planned

A = {"officer_id": "A", "available_hours": 10, "dockets": "north", "skills": "Creole"}
B = {"officer_id": "B", "available_hours": 10, "dockets": "south", "skills": "Juvenile"}
AWAY = {"officer_id": "away", "available_hours": 0, "dockets": "north", "skills": "Creole; Juvenile"}
FULL = {"officer_id": "full", "available_hours": 10, "caseload_standard": 1, "dockets": "north", "skills": "Creole"}
PINNED = {"case_id": "pin", "weight_hours": 1, "current_officer": "full", "pinned": "yes"}


def found(made: Planned) -> dict[str, Unassigned]:
    return {case.case_id: case for case in made.document.unassigned}


def fix_of(case: dict[str, Any], officers: list[dict[str, Any]], *others: dict[str, Any]) -> str:
    """What the report says about a case, once the solver has found that nobody can hold it."""
    made = planned(built_from(officers, [{"case_id": "x", "weight_hours": 1, **case}, *others]))
    assert found(made)["x"].reason == "no_eligible_officer"
    return found(made)["x"].fix


def test_the_example_names_every_impossible_case_with_its_reason() -> None:
    cases = found(impossible())
    assert {name: case.reason for name, case in cases.items() if not name.startswith("intensive")} == {
        "language-nobody-speaks": "no_eligible_officer",
        "only-speaker-is-on-leave-2": "no_hours",
        "conflict-with-everybody": "no_eligible_officer",
    }
    stay = {case.case_id: case for case in impossible().document.nobody_else}
    assert {name: (case.officer_id, case.reason) for name, case in stay.items()} == {
        "skill-misspelled": ("A-1", "no_eligible_officer"),
        "only-speaker-is-on-leave-1": ("A-4", "no_hours"),
        "family-mother": ("A-3", "no_eligible_officer"),
        "family-child": ("A-2", "no_eligible_officer"),
    }
    standards = [case for name, case in cases.items() if name.startswith("intensive")]
    assert [case.reason for case in standards] == ["standards"] * 4
    raised = "Raise the caseload standards of A-5, A-6 and A-7 by at least 4 cases in all"
    alone = "For this case alone it would do that A-5 may hold up to 10 cases."
    assert {case.fix for case in standards} == {f"{raised}, or let somebody else hold such cases. {alone}"}
    assert cases["only-speaker-is-on-leave-2"].fix.startswith("Only A-4 may hold it and has no hours")
    assert stay["only-speaker-is-on-leave-1"].fix == cases["only-speaker-is-on-leave-2"].fix
    assert stay["only-speaker-is-on-leave-1"].fix_group == cases["only-speaker-is-on-leave-2"].fix_group
    assert cases["conflict-with-everybody"].previous_officer == "A-2"
    assert cases["language-nobody-speaks"].hours == 3.5


def test_a_report_without_a_plan_names_what_no_plan_can_place() -> None:
    made = impossible()
    report = build_document(made.built, made.goals, None)
    assert {case.case_id for case in report.unassigned} == {
        case.case_id for case in made.document.unassigned if case.reason.startswith("no_")
    }
    assert [case.fix for case in report.unassigned] == [found(made)[case.case_id].fix for case in report.unassigned]


def test_a_skill_that_nobody_has_is_given_to_somebody_with_hours_and_a_place() -> None:
    fix = fix_of({"docket": "north", "required_skills": "Mandarin"}, [A, B, AWAY, FULL], PINNED)
    assert fix == "Nobody has the skill Mandarin. Smallest change: give A the skill Mandarin."
    trained = {**A, "skills": "Creole; mandarin"}
    made = planned(
        built_from(
            [trained, B, AWAY, FULL],
            [{"case_id": "x", "weight_hours": 1, "docket": "north", "required_skills": "Mandarin"}, PINNED],
        )
    )
    assert not made.document.unassigned


def test_a_docket_that_nobody_serves() -> None:
    fix = fix_of({"docket": "west"}, [A, B])
    assert fix == "Nobody serves the docket west. Smallest change: give A or B the docket west."


def test_a_misspelled_skill_is_not_only_to_be_taught() -> None:
    """“Give A-1 the skill spannisch” was all that was said to whoever had mistyped spanish."""
    fixes = {case.case_id: case.fix for case in impossible().document.nobody_else}
    assert fixes["skill-misspelled"].startswith(
        "Nobody has the skill spannisch (did you mean spanish?). Smallest change:"
    )
    officers = [{"officer_id": "A", "available_hours": 10, "dockets": "juvenile"}]
    case = {"case_id": "1", "weight_hours": 1, "docket": "juvenille"}
    (unassigned,) = planned(built_from(officers, [case])).document.unassigned
    assert unassigned.fix.startswith("Nobody serves the docket juvenille (did you mean juvenile?).")


def test_an_exclusion_is_lifted_only_where_nothing_else_is_left() -> None:
    fix = fix_of({"docket": "north", "excluded_officers": "A"}, [A, B])
    assert fix == "Everybody who could hold it (north) is excluded. Smallest change: give B the docket north."
    fix = fix_of({"docket": "north", "excluded_officers": "A; B"}, [A, B])
    assert fix == (
        "Everybody who could hold it (north) is excluded. Smallest change: lift the exclusion of A, if there is no "
        "conflict of interest."
    )


def test_cases_that_stay_together_ask_for_everything_at_once() -> None:
    together = {"case_id": "y", "weight_hours": 1, "required_skills": "Creole", "keep_together": "family"}
    fix = fix_of({"docket": "south", "keep_together": "family"}, [A, B], together)
    assert fix == (
        "It stays together with 1 other case, and nobody may hold all of them. Smallest change: "
        "give A the docket south; or let different officers hold the cases that stay together."
    )


def test_a_list_of_pairs_without_anybody_eligible() -> None:
    made = planned(
        built_from(
            [A, B],
            [{"case_id": "x", "weight_hours": 1, "docket": "north"}],
            costs=[{"case_id": "x", "officer_id": "B", "cost": 1}],
        )
    )
    assert found(made)["x"].fix.startswith("The sheet costs lists nobody for it who may hold it.")


def test_nobody_with_hours_at_all_is_no_reason_to_invent_a_change() -> None:
    fix = fix_of({"docket": "west"}, [AWAY, FULL], PINNED)
    assert fix == "Nobody serves the docket west."


def test_without_officers_there_is_nothing_to_change() -> None:
    problem = built_from([A], [{"case_id": "x", "weight_hours": 1}]).problem
    nobody = type(problem)(
        type(problem.officers)((), *(np.zeros(0, np.int64),) * 3),
        problem.cases,
        np.zeros((1, 0), np.bool_),
        problem.needs,
    )
    assert why_nobody_may(nobody, [0]) == "There are no officers in the roster."


def test_hours_that_do_not_suffice_are_named_with_the_sum() -> None:
    built = built_from(
        [A, B],
        [{"case_id": f"n{n}", "weight_hours": 6, "docket": "north"} for n in range(3)],
    )
    made = planned(built, policy="within-capacity")
    assert {case.reason for case in made.document.unassigned} <= {"hours", "packing"}
    assert len(made.document.unassigned) == 2
    for case in made.document.unassigned:
        if case.reason == "hours":
            assert case.fix.startswith("At least 8 h more among A"), "18 h of work, 10 h of A"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.NOT_PROVEN, "longer time limit"),
        (Reason.PACKING, "no officer who may hold it has 6 h left in one piece"),
        (Reason.HOURS, "The sum that shows it was not found"),
    ],
)
def test_every_reason_has_its_sentence(reason: Reason, words: str) -> None:
    built = built_from([A, B], [{"case_id": "x", "weight_hours": 6}])
    made = planned(built)
    plan = _without(made.plan, reason, ())
    assert words in build_document(built, made.goals, plan).unassigned[0].fix


def test_a_shortage_of_hours_says_how_many() -> None:
    built = built_from([A, B], [{"case_id": "x", "weight_hours": 6}])
    made = planned(built)
    ticks = int(built.problem.cases.effort[0])
    both = np.array([0, 1], np.int32)
    shortage = Shortage(Reason.HOURS, np.array([0], np.int32), both, 4 * ticks, 3 * ticks)
    document = build_document(built, made.goals, _without(made.plan, Reason.HOURS, (shortage,)))
    assert document.unassigned[0].fix == "At least 6 h more among A and B, or somebody else who may hold such cases."
    assert document.shortages[0].sentence == (
        "This case needs 24 h; only A and B may hold it, whose hours leave 18 h: 6 h too few."
    )


def _without(plan: Plan, reason: Reason, shortages: tuple[Shortage, ...]) -> Plan:
    """The plan with its only case taken away."""
    names = ("levels", "shares", "part_of_officer", "part_of_case", "status")
    return Plan(
        officer=np.array([-1], np.int32),
        reason=np.array([reason], np.int8),
        shortages=shortages,
        **{name: getattr(plan, name) for name in names},
    )


def test_cases_that_ask_for_the_same_share_one_sentence() -> None:
    cases = [{"case_id": f"c{n}", "weight_hours": 1, "required_skills": "nobody"} for n in range(500)]
    made = planned(built_from([A, B], cases))
    assert len(made.document.unassigned) == 500
    assert len({id(case.fix) for case in made.document.unassigned}) == 1


def test_what_is_said_to_help_helps() -> None:
    """Each 'give X the skill Y' about examples/impossible is applied: then X may hold the case, and all with it."""
    listed = impossible().document
    every: list[Unassigned | NobodyElse] = [*listed.unassigned, *listed.nobody_else]
    cases = [case for case in every if case.reason == "no_eligible_officer"]
    for case in cases:
        change = re.search(r"give (A-\d)\D.*?the skill (\w+)", case.fix)
        assert change, case.fix
        document = example("impossible").roster.to_document()
        for officer in document["officers"]:
            if officer["officer_id"] == change[1]:
                officer["skills"] = [*officer.get("skills", []), change[2]]
        problem = build_problem(read_document(document)).problem
        who = problem.officers.ids.index(change[1])
        at = problem.cases.ids.index(case.case_id)
        for member in bundles(problem).get(int(problem.cases.bundle[at]), [at]):
            assert problem.may_hold(member)[who], case.fix
    assert len(cases) == 5


def test_shortages_have_their_sum() -> None:
    (shortage,) = impossible().document.shortages
    assert (shortage.unit, shortage.cases, shortage.need, shortage.have) == ("cases", 22, 22, 18)
    assert shortage.sentence == (
        "These 22 cases need 22 places; only A-5, A-6 and A-7 may hold them, whose standards leave 18: 4 too few."
    )


def test_many_unassigned_cases_share_their_sentences() -> None:
    count = 20_000
    built = built_from(
        [{"officer_id": "A", "available_hours": 1}],
        [{"case_id": str(n), "weight_hours": 1, "required_skills": f"skill {n % 7}"} for n in range(count)],
    )
    document = dealt(built).document
    assert len(document.unassigned) == count
    assert len({id(case.fix) for case in document.unassigned}) == 7
