"""The standards of the field, each figure by hand, and what breaks them."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from solver.analysis.fte import Period
from solver.analysis.standards.apply import Applied, Category, Standard, apply, categories_of
from solver.analysis.standards.library import (
    APPA,
    CWLA_CHILD_PROTECTION,
    CWLA_FOSTER_CARE,
    LIBRARY,
    NAC_1973,
    NPDWS_2023,
    PROBATION_HOURS,
    standard_named,
)
from solver.errors import InvalidGoals
from solver.problem import NEW, Need, Problem
from tests.solver.analysis.made_rosters import roster

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "standards.md"


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


def test_names_are_found_and_others_refused() -> None:
    assert standard_named(" CWLA-Foster-Care ") is CWLA_FOSTER_CARE
    assert standard_named("cwla_foster care") is CWLA_FOSTER_CARE
    with pytest.raises(InvalidGoals, match="there is no standard cwla; there are cwla-child-protection, "):
        standard_named("cwla")


def test_a_standard_is_in_cases_or_in_hours() -> None:
    with pytest.raises(InvalidGoals, match="either a number of cases or hours"):
        Category("a")
    with pytest.raises(InvalidGoals, match="hours of a case need hours of an officer"):
        Standard("k", "t", "case", Period.MONTH, "", "", (Category("a", case_hours=Fraction(1)),))


def test_the_document_and_the_library_say_the_same() -> None:
    """Every figure and source of the library is in docs/standards.md, and every standard there is in the library."""
    text = DOCUMENT.read_text("utf-8")
    sections = dict(re.findall(r"^## `([a-z0-9-]+)`.*?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(sections) == set(LIBRARY)
    for key, standard in LIBRARY.items():
        section = " ".join(sections[key].split())
        assert standard.source in section
        rows = re.findall(r"\| `([a-z-]+)` \| ([\d.–]+) \| ([\d,]+) \|", section)
        wanted = []
        for each in standard.categories:
            hours = each.case_hours
            low = f"{each.least}–" if each.least else ""
            stated = f"{low}{each.most}" if hours is None else f"{float(hours):g}"
            wanted.append((each.name, stated, str(standard.most(each.name))))
        assert rows == wanted, key
