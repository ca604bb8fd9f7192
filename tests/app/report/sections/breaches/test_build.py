"""What pins break."""

from __future__ import annotations

from tests.app.report.planned import built_from, impossible, planned


def test_breaches_say_what_a_pin_breaks() -> None:
    sentences = {breach.rule: breach.sentence for breach in impossible().document.breaches}
    assert sentences == {
        "eligibility": "pinned-to-the-wrong-docket is pinned to A-1, who may not hold it.",
        "standard": "3 cases are pinned to A-7, whose caseload standard is 2.",
        "hours": "Cases that are pinned to A-4, or stay there because nobody else may hold them, need 7 h; "
        "A-4 has 0 h.",
    }


def test_the_case_that_is_pinned_is_named_and_not_the_one_that_stays_with_it() -> None:
    """It said that c2 was pinned to A, where c1 is; and that A may not hold c3, where A is excluded from it."""
    made = planned(
        built_from(
            [{"officer_id": "A", "available_hours": 100}, {"officer_id": "B", "available_hours": 100, "skills": ["x"]}],
            [
                {"case_id": "c1", "weight_hours": 1, "current_officer": "A", "pinned": True, "keep_together": "F"},
                {"case_id": "c2", "weight_hours": 1, "keep_together": "F", "required_skills": ["x"]},
                {
                    "case_id": "c3",
                    "weight_hours": 1,
                    "current_officer": "A",
                    "pinned": True,
                    "excluded_officers": ["A"],
                },
            ],
        )
    )
    assert [breach.sentence for breach in made.document.breaches] == [
        "c2 is kept together with c1, which is pinned to A, who may not hold c2.",
        "c3 is pinned to A, who is excluded from it: a conflict of interest.",
    ]


def test_cases_that_nobody_else_may_hold_are_not_called_pinned() -> None:
    """“2 cases are pinned to A”, of whom none has a pin; the check said “A has 2 pinned cases”."""
    stuck = [{"case_id": f"c{n}", "weight_hours": 4, "current_officer": "A", "required_skills": ["x"]} for n in (1, 2)]
    people = [
        {"officer_id": "A", "available_hours": 5, "caseload_standard": 1},
        {"officer_id": "B", "available_hours": 9},
    ]
    pinned = {"case_id": "p", "weight_hours": 1, "current_officer": "A", "pinned": True}
    within = {"policy": "within-capacity"}
    alone = planned(built_from(people, stuck), **within).document
    assert [each.sentence for each in alone.breaches] == [
        "2 cases stay with A because nobody else may hold them; the caseload standard of A is 1.",
        "Cases that stay with A because nobody else may hold them need 8 h; A has 5 h.",
    ]
    both = planned(built_from(people, [*stuck, pinned]), **within).document
    assert [each.sentence for each in both.breaches] == [
        "3 cases are pinned to A, or stay there because nobody else may hold them, and the caseload standard is 1.",
        "Cases that are pinned to A, or stay there because nobody else may hold them, need 9 h; A has 5 h.",
    ]
