"""Sentences that every way of showing a plan shares."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.report.text.words import BASELINE_TITLES, REASON_TITLES, cut, missing_text, verdict_sentence
from solver.analysis.fte import State, Target
from solver.analysis.staffing.verdict import Outside, Verdict
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
    }
    return Verdict(**{**plain, **given})


def short(gap: int, cases: int = 0, hours: int = 0, **given: Any) -> Verdict:
    return verdict(
        state=State.UNSUSTAINABLE,
        peak_utilization=Fraction(6, 5),
        gap_hours=Fraction(gap),
        fte_gap=Fraction(gap, 100),
        outside=Outside(cases, Fraction(hours)),
        **given,
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
    assert verdict_sentence(verdict(state=State.SUSTAINABLE, peak_utilization=Fraction(4, 5)), 0) == (
        "Sustainable. The work fills 80% of all hours; the tightest group is at 80%, within its target of 85%."
    )


def test_a_strained_caseload_is_carried_but_not_calmed_over() -> None:
    assert verdict_sentence(verdict(), 0) == (
        "Strained. The work fills 80% of all hours. The hours suffice, but the tightest group is at 90%, above the 85% "
        "that leave room for what nobody foresees."
    )


WHOLE = "Unsustainable. The work fills 80% of all hours; the tightest group is at 120%. "


@pytest.mark.parametrize(
    ("found", "pinned", "missing"),
    [
        (short(20), 0, "20 h are missing (0.2 FTE), whoever holds what."),
        (short(1), 0, "1 h is missing (0.01 FTE), whoever holds what."),
        (short(20, 1, 20), 0, "20 h are missing (0.2 FTE), all for 1 case that nobody with hours may hold."),
        (
            short(20, 3, 5),
            0,
            "20 h are missing (0.2 FTE), 5 h of them for 3 cases that nobody with hours may hold.",
        ),
        (short(20, 2, 5), 2, "20 h are missing (0.2 FTE), 5 h of them for 2 cases pinned to somebody without hours."),
        (
            short(20, 3, 20),
            1,
            (
                "20 h are missing (0.2 FTE), all for 3 cases: 2 that nobody with hours may hold, and 1 pinned to "
                "somebody without hours."
            ),
        ),
    ],
)
def test_what_is_missing_and_for_which_cases(found: Verdict, pinned: int, missing: str) -> None:
    assert verdict_sentence(found, pinned) == WHOLE + missing


def test_without_hours_or_without_work_no_share_is_claimed() -> None:
    assert verdict_sentence(verdict(utilization=None), 0) == "No officer has hours for cases in this period."
    idle = {"utilization": Fraction(0), "peak_utilization": None, "target": None}
    assert verdict_sentence(verdict(state=State.SUSTAINABLE, **idle), 0) == ("There is no work that anybody could do.")
    nobody_may = short(2, 1, 2)
    stuck = verdict(**idle, state=State.UNSUSTAINABLE, gap_hours=Fraction(2), outside=nobody_may.outside)
    assert verdict_sentence(stuck, 0) == (
        "Unsustainable. There is no work that anybody could do; 2 h are missing (0 FTE), all for 1 case that nobody "
        "with hours may hold."
    )


def test_every_reason_to_hold_back_has_a_title_and_no_other_has() -> None:
    assert REASON_TITLES.keys() == {reason.label for reason in Reason if reason.is_unplaced}
    assert len(set(REASON_TITLES.values())) == len(REASON_TITLES)


def test_ways_to_hand_out_cases_have_titles_of_their_own() -> None:
    assert BASELINE_TITLES.keys() == {"current", "round_robin", "equal_counts", "greedy", "random"}
    assert len(set(BASELINE_TITLES.values())) == len(BASELINE_TITLES)
