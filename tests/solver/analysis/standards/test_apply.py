"""The standards of the field, each figure by hand, and what breaks them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from solver.analysis.standards.apply import Applied, apply, categories_of
from solver.analysis.standards.library import (
    APPA,
    CWLA_CHILD_PROTECTION,
    CWLA_FOSTER_CARE,
    NAC_1973,
    NPDWS_2023,
    PROBATION_HOURS,
)
from solver.analysis.standards.standard import Standard
from solver.errors import InvalidGoals
from solver.problem import NEW, Need, Problem
from tests.solver.analysis.made_rosters import roster


def office(*held: dict[str, int], new: int = 0) -> Problem:
    """One officer for each dictionary of types and numbers of cases; the last ``new`` cases were nobody's before."""
    types = [kind for each in held for kind, count in each.items() for _ in range(count)]
    current = [at for at, each in enumerate(held) for count in each.values() for _ in range(count)]
    current = current[: len(current) - new] + [NEW] * new
    return roster([100] * len(held), [(Need(), 1)] * len(types), types=types, current=current)


def applied(standard: Standard, *held: dict[str, int], new: int = 0) -> Applied:
    problem = office(*held, new=new)
    officer = np.array([at for at, each in enumerate(held) for count in each.values() for _ in range(count)], np.int32)
    return apply(standard, problem, officer)


def test_fifty_nine_cases_of_thirty_five_hours_a_year() -> None:
    """2,080 ÷ 35 = 59.4, where the standard of 1973 said 150."""
    assert NPDWS_2023.most("felony-low") == 59
    assert NAC_1973.most("felony") == 150
    found = applied(NPDWS_2023, {"felony-low": 59}, {"felony-low": 60})
    assert [check.breached for check in found.checks] == [False, True]
    assert found.checks[0].need == 59 * 35 == 2065
    assert found.breaches[0].sentence == "60 × 35 h (felony-low) = 2,100 h, at most 2,080 h: 20 h too many."


def test_thirty_sixty_or_a_hundred_and_twenty_on_probation() -> None:
    """120 h a month at 4, 2 or 1 h."""
    assert [PROBATION_HOURS.most(each) for each in ("maximum", "medium", "minimum")] == [30, 60, 120]
    found = applied(PROBATION_HOURS, {"Maximum": 20, "medium": 20}, {"maximum": 20, "medium": 20, "minimum": 1})
    assert [check.need for check in found.checks] == [120, 121]
    assert [check.officer for check in found.breaches] == [1]
    assert found.breaches[0].sentence == (
        "20 × 4 h (maximum) + 20 × 2 h (medium) + 1 × 1 h (minimum) = 121 h, at most 120 h: 1 h too many."
    )


def test_ratios_of_one_kind_and_of_a_mix() -> None:
    assert [APPA.most(each) for each in ("intensive", "moderate to high", "low")] == [20, 50, 200]
    found = applied(
        APPA, {"intensive": 20}, {"low": 201}, {"Intensive": 10, "moderate_to high": 30}, {"intensive": 10, "low": 100}
    )
    assert [check.breached for check in found.checks] == [False, True, True, False]
    assert found.checks[0].sentence == "20 intensive cases, at most 20."
    assert found.checks[1].sentence == "201 low cases, at most 200: 1 too many."
    assert found.checks[2].need == Fraction(11, 10)
    assert found.checks[2].sentence == (
        "10 ÷ 20 (intensive) + 30 ÷ 50 (moderate-to-high) = 1.1 of one officer, at most 1: 0.1 too much."
    )
    assert (found.checks[3].need, found.checks[3].unit) == (Fraction(1), "officers")


@pytest.mark.parametrize(
    ("investigation", "ongoing", "breached"),
    [
        (12, 0, False),
        (13, 0, True),
        (0, 17, False),
        (0, 18, True),
        (4, 10, False),
        (5, 10, True),
        (4, 11, True),
        (1, 11, True),
    ],
)
def test_child_protection_alone_and_together(investigation: int, ongoing: int, breached: bool) -> None:
    found = applied(CWLA_CHILD_PROTECTION, {"investigation": investigation, "ongoing": ongoing})
    assert [check.breached for check in found.checks] == [breached]
    assert found.supervisors == 1


def test_the_sentence_for_both_kinds() -> None:
    check = applied(CWLA_CHILD_PROTECTION, {"investigation": 5, "ongoing": 8}).checks[0]
    assert check.sentence == (
        "the larger of 5 ÷ 4 (investigation) and 8 ÷ 10 (ongoing) = 1.25 of one officer, at most 1: 0.25 too much."
    )


def test_one_new_case_for_six_open() -> None:
    found = applied(CWLA_CHILD_PROTECTION, {"ongoing": 14}, new=2)
    assert [(check.rule, check.breached) for check in found.checks] == [("caseload", False), ("new cases", False)]
    assert found.checks[1].sentence == "2 new beside 12 ongoing cases, at most 1 for 6 open: 12 ÷ 6 allows 2."
    (breach,) = applied(CWLA_CHILD_PROTECTION, {"ongoing": 13}, new=2).breaches
    assert breach.sentence == "2 new beside 11 ongoing cases, at most 1 for 6 open: 11 ÷ 6 allows 1: 1 too many."
    assert (breach.rule, breach.need, breach.have) == ("new cases", Fraction(2), Fraction(1))


def test_who_is_new_can_be_said() -> None:
    problem = office({"ongoing": 7})
    new = np.arange(7) < 2
    officer = problem.cases.current
    assert apply(CWLA_CHILD_PROTECTION, problem, officer).breaches == ()
    assert [each.need for each in apply(CWLA_CHILD_PROTECTION, problem, officer, new=new).breaches] == [2]


def test_foster_care_is_a_range() -> None:
    found = applied(CWLA_FOSTER_CARE, {"foster care": 15}, {"foster care": 16}, {}, {}, {}, {})
    assert [check.breached for check in found.checks] == [False, True]
    assert CWLA_FOSTER_CARE.category("foster-care").least == 12
    assert found.supervisors == 2  # for 6 officers, 5 each


def test_types_of_other_names_are_mapped_and_the_rest_is_said() -> None:
    problem = office({"ATD": 21, "x": 2, "low": 3})
    found = apply(APPA, problem, problem.cases.current, types={"atd": "Intensive"})
    assert found.checks[0].counts == (("intensive", 21), ("low", 3))
    assert (found.counted, found.uncounted, found.uncounted_types) == (24, 2, ("x",))
    with pytest.raises(InvalidGoals, match="no category deep; it has intensive, moderate-to-high, low"):
        apply(APPA, problem, problem.cases.current, types={"atd": "deep"})
    with pytest.raises(InvalidGoals, match="no case is of type gone; the roster has ATD, x and low"):
        apply(APPA, problem, problem.cases.current, types={"gone": "low"})


def test_the_category_of_every_type() -> None:
    problem = office({"ATD": 1, "x": 1, "LOW": 1})
    assert categories_of(APPA, problem) == (None, None, 2)
    assert categories_of(APPA, problem, {"atd": "intensive"}) == (0, None, 2)


def test_cases_that_nobody_holds_are_not_counted() -> None:
    problem = office({"low": 5}, {"low": 3})
    officer = problem.cases.current.copy()
    officer[:2] = -1
    found = apply(APPA, problem, officer)
    assert [check.counts for check in found.checks] == [(("low", 3),), (("low", 3),)]
    untyped = roster([1], [(Need(), 1)], current=[0])
    assert apply(APPA, untyped, untyped.cases.current).uncounted == 1


def part_timers(standard: Standard, kind: str, *held: tuple[float, int]) -> Applied:
    """Officers with these hours and numbers of cases, where full time is 120 h."""
    types = [kind for _, count in held for _ in range(count)]
    current = [at for at, (_, count) in enumerate(held) for _ in range(count)]
    problem = roster([hours for hours, _ in held], [(Need(), 1)] * len(types), types=types, current=current)
    return apply(standard, problem, problem.cases.current, full_time=Fraction(120))


def test_a_half_time_officer_is_judged_by_half_the_ratio() -> None:
    """30 maximum cases at 60 h were "within": 120 h of 120 h, as if the officer worked full time."""
    found = part_timers(PROBATION_HOURS, "maximum", (120, 30), (60, 30), (60, 15))
    assert [check.have for check in found.checks] == [120, 60, 60]
    assert [check.officer for check in found.breaches] == [1]
    assert found.breaches[0].sentence == (
        "30 × 4 h (maximum) = 120 h, at most 120 h × 50% of full time = 60 h: 60 h too many."
    )


def test_part_time_in_cases_and_in_a_mix() -> None:
    alone = part_timers(NAC_1973, "felony", (90, 113), (90, 112))
    assert [check.breached for check in alone.checks] == [True, False]
    assert alone.checks[0].sentence == ("113 felony cases, at most 150 × 75% of full time = 112.5: 0.5 too many.")
    problem = roster([60], [(Need(), 1)] * 3, types=["intensive", "intensive", "low"], current=[0] * 3)
    (mixed,) = apply(APPA, problem, problem.cases.current, full_time=Fraction(120)).checks
    assert (mixed.have, mixed.unit) == (Fraction(1, 2), "officers")
    assert "at most 1 × 50% of full time = 0.5." in mixed.sentence


def test_overtime_is_no_second_officer_and_nobody_at_all_holds_nothing() -> None:
    found = part_timers(PROBATION_HOURS, "maximum", (240, 31), (0, 1))
    assert [check.have for check in found.checks] == [120, 0]
    assert [check.breached for check in found.checks] == [True, True]


def test_a_new_case_for_so_many_open_ones_is_the_same_for_everybody() -> None:
    problem = roster([60], [(Need(), 1)] * 7, types=["ongoing"] * 7, current=[0] * 6 + [NEW])
    officer = np.zeros(7, np.int32)
    checks = apply(CWLA_CHILD_PROTECTION, problem, officer, full_time=Fraction(120)).checks
    assert [(check.rule, check.breached) for check in checks] == [("caseload", False), ("new cases", False)]
