"""Sentences that every way of showing a plan shares."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.report.text.words import BASELINE_TITLES, REASON_TITLES, cut, missing_text, verdict_sentence
from solver.analysis.fte import State, Target
from solver.analysis.staffing.verdict import Outside, Verdict
from solver.analysis.staffing.verdict_parts import Part, PartName
from solver.fair_shares.shortages import Places
from solver.plan import Reason


def verdict(**given: Any) -> Verdict:
    """100 h of 125 h: 80 %, the tightest group at 90 %, where 85 % is the target."""
    plain: dict[str, Any] = {
        "state": State.STRAINED,
        "utilization": Fraction(4, 5),
        "peak_utilization": Fraction(9, 10),
        "target": Target(given=Fraction(17, 20)),
        "demand_hours": Fraction(100),
        "available_hours": Fraction(125),
        "limit_hours": Fraction(125),
        "gap_hours": Fraction(0),
        "fte_gap": Fraction(0),
        "budget_fte_gap": Fraction(0),
        "outside": Outside(0, Fraction(0)),
        "parts": (part(), part(PartName.SKILLS), part(PartName.STANDARDS)),
        "places": Places(are_limited=False, missing=0),
    }
    return Verdict(**{**plain, **given})


def part(name: PartName = PartName.HOURS, cases: int = 0, hours: int = 0, sentence: str = "") -> Part:
    state = State.STRAINED if cases else State.UNSUSTAINABLE if hours else State.SUSTAINABLE
    return Part(name, state, cases, Fraction(hours), Fraction(hours, 100), sentence)


SKILL = part(PartName.SKILLS, 5, 20, "5 cases wait for a skill.")
PLACE = part(PartName.STANDARDS, 2, 4, "2 cases wait for a place under the caseload standards.")


def short(gap: int, *waits: Part) -> Verdict:
    return verdict(
        state=State.UNSUSTAINABLE,
        peak_utilization=Fraction(6, 5),
        parts=(part(hours=gap), *waits),
    )


@pytest.mark.parametrize(("count", "said"), [(0, ""), (40, ""), (41, "Here are the tightest 40 of 41 groups; ")])
def test_a_list_says_that_it_is_cut_where_it_is(count: int, said: str) -> None:
    rest = "all of them are in report.json and plan.xlsx." if said else ""
    assert cut(count, 40, "the tightest 40", "groups") == said + rest


def test_thousands_are_separated_in_what_is_cut() -> None:
    assert "of 1,234 groups" in cut(1234, 40, "the tightest 40", "groups")


@pytest.mark.parametrize(
    ("hours", "fte", "is_at_least", "text"),
    [
        (0, 0, False, "none"),
        (0, 0, True, "none"),
        (90.25, 0.6098, False, "90.25 h (0.61 FTE)"),
        (1234.5, 8, True, "at least 1,234.5 h (8 FTE)"),
    ],
)
def test_what_is_missing_in_hours_and_people(hours: float, fte: float, is_at_least: bool, text: str) -> None:
    assert missing_text(hours, fte, is_at_least=is_at_least) == text


def test_a_sustainable_caseload_is_within_its_target() -> None:
    assert verdict_sentence(verdict(state=State.SUSTAINABLE, peak_utilization=Fraction(4, 5))) == (
        "Sustainable. The work fills 80% of all hours; the tightest group is 80% full, within its target of 85%."
    )


def test_a_strained_caseload_is_carried_but_not_calmed_over() -> None:
    assert verdict_sentence(verdict()) == (
        "Strained. The work fills 80% of all hours. There are enough hours, but the tightest group is 90% full. Above "
        "85% too little is left for sick leave or a rush of cases."
    )
    left_out = part(
        cases=1, sentence="The hours suffice (80% of all). 1 case has no officer within the hours in the plan."
    )
    said = verdict_sentence(verdict(parts=(left_out, SKILL, part(PartName.STANDARDS))))
    assert said.endswith("rush of cases. 1 case has no officer within the hours in the plan. 5 cases wait for a skill.")


def test_five_cases_that_wait_for_a_skill_do_not_make_an_office_red_nor_green() -> None:
    """ "Unsustainable, 20 h are missing" was said of an office whose hours suffice."""
    waiting = verdict(peak_utilization=Fraction(49, 100), utilization=Fraction(49, 100), parts=(part(), SKILL, PLACE))
    assert verdict_sentence(waiting) == (
        "Strained. The hours suffice: the work fills 49% of all hours; the tightest group is 49% full, within its "
        "target of 85%. 5 cases wait for a skill. 2 cases wait for a place under the caseload standards."
    )


WHOLE = "Unsustainable. The work fills 80% of all hours; the tightest group is 120% full. "


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        (short(20), "20 h are missing (0.2 FTE), whoever holds what."),
        (short(1), "1 h is missing (0.01 FTE), whoever holds what."),
        (short(20, SKILL), "20 h are missing (0.2 FTE), whoever holds what. 5 cases wait for a skill."),
    ],
)
def test_what_is_missing_and_what_waits(found: Verdict, missing: str) -> None:
    assert verdict_sentence(found) == WHOLE + missing


def test_without_hours_or_without_work_no_share_is_claimed() -> None:
    assert verdict_sentence(verdict(utilization=None)) == "No officer has hours for cases in this period."
    idle = {"utilization": Fraction(0), "peak_utilization": None, "target": None}
    assert verdict_sentence(verdict(state=State.SUSTAINABLE, **idle)) == ("There is no work that anybody could do.")
    stuck = verdict(**idle, state=State.UNSUSTAINABLE, parts=(part(), SKILL))
    assert verdict_sentence(stuck) == (
        "Unsustainable. There is no work that anybody could do. 5 cases wait for a skill."
    )


def test_every_reason_to_hold_back_has_a_title_and_no_other_has() -> None:
    waits = {reason.label for reason in Reason if reason.is_unplaced}
    assert REASON_TITLES.keys() == waits | {Reason.NOBODY_ELSE.label}  # it stays although nobody may hold it
    assert len(set(REASON_TITLES.values())) == len(REASON_TITLES)


def test_ways_to_hand_out_cases_have_titles_of_their_own() -> None:
    assert BASELINE_TITLES.keys() == {"current", "round_robin", "equal_counts", "greedy", "random"}
    assert len(set(BASELINE_TITLES.values())) == len(BASELINE_TITLES)
