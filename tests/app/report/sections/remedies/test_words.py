"""What would help, in sentences that promise no more than was shown."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.report.sections.remedies.words import (
    BRIEF,
    Gap,
    certainty,
    in_brief,
    most_useful,
    no_shortage,
    nothing_helps,
    searched,
    subject,
)
from solver.analysis.remedies.condensed_problem import Outcome
from solver.analysis.remedies.rank import Kind, Remedies, Remedy
from solver.analysis.scenarios.changes import AddOfficers, Lend, MoreHours, Train, Unpin
from solver.analysis.staffing.verdict import staffing
from solver.fair_shares.decomposition import fair_shares
from tests.solver.instances import make_problem

B, C = Train("B", ("Spanish",)), Train("C", ("Spanish",))
HIRE = AddOfficers(2, Fraction(148))
SHORT, BETTER, DONE = (Outcome(Fraction(peak, 10), Fraction(gap)) for peak, gap in ((24, 14), (12, 4), (8, 0)))


def remedy(kind: Kind, *changes: Any, after: Outcome = BETTER, **given: Any) -> Remedy:
    return Remedy(kind, changes, given.pop("before", SHORT), after, **given)


def found(*ranked: Remedy, enough: Remedy | None = None) -> Remedies:
    return Remedies(ranked, (), enough, None)


ONE, TWO = remedy(Kind.TRAIN, B), remedy(Kind.TRAIN, B, C, after=DONE)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (ONE, "1 cross-training (B learns Spanish)"),
        (TWO, "2 cross-trainings (B learns Spanish; C learns Spanish)"),
        (remedy(Kind.LEND, Lend("A", "north")), "1 loan (A also serves north)"),
        (remedy(Kind.HIRE, HIRE), "2 officers of 148 h join"),
    ],
)
def test_what_is_done(what: Remedy, text: str) -> None:
    assert subject(what) == text


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (
            remedy(Kind.HIRE, HIRE),
            "What it does is exact. Hires of every kind that the work in shortage asks for were tried.",
        ),
        (remedy(Kind.TRAIN, B, proven=True), "Proven: no other cross-training does more."),
        (remedy(Kind.LEND, *[Lend("A", "north")] * 2, proven=True), "Proven: no other choice of 2 loans does more."),
        (
            ONE,
            "What it does is exact; whether other cross-trainings lower the peak further is not known.",
        ),
        (
            remedy(Kind.TRAIN, B, before=Outcome(Fraction(1), Fraction(0)), least_gap_hours=Fraction(0)),
            "What it does is exact; whether other cross-trainings lower the peak further is not known.",
        ),
        (
            remedy(Kind.TRAIN, B, least_gap_hours=Fraction(4)),
            "Proven: no other cross-training gains more hours. Another one might lower the peak further.",
        ),
        (
            remedy(Kind.TRAIN, B, least_gap_hours=Fraction("1.5")),
            "What it does is exact; no choice of that many cross-trainings can gain more than 12.5 h.",
        ),
    ],
)
def test_how_sure_it_is_that_nothing_does_more(what: Remedy, text: str) -> None:
    assert certainty(what) == text


@pytest.mark.parametrize(
    ("remedies", "text"),
    [
        (found(), None),
        (
            found(ONE),
            (
                "This cross-training (B learns Spanish) brings the least peak from 240% to 120% and gains 10 h of the "
                "14 h that are missing."
            ),
        ),
        (
            found(TWO),
            (
                "These two cross-trainings (B learns Spanish; C learns Spanish) bring the least peak from 240% to 80% "
                "and gain 14 h of the 14 h that are missing."
            ),
        ),
        (
            found(remedy(Kind.LEND, Lend("A", "north"), after=Outcome(Fraction(12, 5), Fraction(4)))),
            "This loan (A also serves north) gains 10 h of the 14 h that are missing.",
        ),
        (
            found(remedy(Kind.HIRE, HIRE)),
            "Hiring 2 officers brings the least peak from 240% to 120% and gains 10 h of the 14 h that are missing.",
        ),
    ],
)
def test_the_most_useful_in_a_sentence(remedies: Remedies, text: str | None) -> None:
    assert most_useful(remedies, Gap(Fraction(14))) == text


def test_the_best_of_the_list_comes_first_and_then_what_needs_nobody_new() -> None:
    """A training that leaves 4 h missing was the headline above a hire that leaves none."""
    said = str(most_useful(found(remedy(Kind.HIRE, HIRE, after=DONE), ONE), Gap(Fraction(14))))
    assert said.startswith("Hiring 2 officers brings the least peak from 240% to 80% and gains 14 h of the 14 h")
    assert "Without hiring: this cross-training (B learns Spanish) brings" in said
    assert str(most_useful(found(TWO, remedy(Kind.HIRE, HIRE)), Gap(Fraction(14)))).startswith(
        "These two cross-trainings"
    )


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (remedy(Kind.UNPIN, Unpin(("c2",)), after=DONE), "Taking the pin off c2 brings"),
        (remedy(Kind.HOURS, MoreHours("A", Fraction(10)), after=DONE), "Giving A 10 h more brings"),
        (
            remedy(Kind.HOURS, MoreHours("A", Fraction(10)), MoreHours("B", Fraction(2)), after=DONE),
            "Giving A and B 12 h more brings",
        ),
    ],
)
def test_pins_are_taken_off_by_name_or_given_their_hours(what: Remedy, text: str) -> None:
    assert str(most_useful(found(what), Gap(Fraction(14)))).startswith(text)
    assert "It is the least that was found" in certainty(what)


def test_hires_that_are_enough_come_before_hires_that_only_help() -> None:
    one = remedy(Kind.HIRE, AddOfficers(1, Fraction(148)))
    assert str(most_useful(found(one, enough=remedy(Kind.HIRE, HIRE, after=DONE)), Gap(Fraction(14)))).startswith(
        "Hiring 2 officers brings the least peak from 240% to 80%"
    )


def test_work_that_waits_for_a_skill_is_not_called_missing_hours() -> None:
    """“Missing staff: none”, and below it “gains 10 h of the 10 h that are missing”: they wait for somebody."""
    lent = remedy(Kind.LEND, Lend("A", "north"), after=Outcome(Fraction(12, 5), Fraction(4)))

    def gains(waits: int) -> str:
        return str(most_useful(found(lent), Gap(Fraction(14), Fraction(waits)))).partition("gains ")[2]

    assert gains(0) == "10 h of the 14 h that are missing."
    assert gains(3) == "10 h of the 14 h that are missing or wait for somebody who may do the work."
    assert gains(14) == "10 h of the 14 h that wait for somebody who may do the work."
    assert nothing_helps(Gap(Fraction(3), Fraction(3))) == (
        "There are 3 h that wait for somebody who may do the work, and nothing that was looked at gains any of them."
    )


def test_on_two_lines_names_stand_where_they_fit() -> None:
    assert in_brief(found(), Gap(Fraction(14))) == ""
    lent = remedy(Kind.LEND, Lend("A", "north"), after=Outcome(Fraction(12, 5), Fraction(4)))
    assert in_brief(found(lent), Gap(Fraction(14))) == (
        "This loan (A also serves north) gains 10 h of the 14 h that are missing."
    )
    long = in_brief(found(TWO), Gap(Fraction(14)))
    assert "(" not in long
    assert len(long) <= BRIEF


@pytest.mark.parametrize(
    ("target", "beside"),
    [(Fraction(4, 5), "20 points below its target of 80%"), (Fraction(1, 2), "10 points above its target of 50%")],
)
def test_where_nothing_is_missing_the_smallest_reserve_is_named(target: Fraction, beside: str) -> None:
    problem = make_problem([1_000_000], [600_000])
    text = (
        f"Nothing is missing. The smallest reserve is that of group 1: 60% of its hours are taken, {beside}, and 40 h "
        "are left."
    )
    stands = staffing(problem, fair_shares(problem), target=target)
    assert no_shortage(stands, None) == text
    assert no_shortage(stands, "This loan helps.") == f"{text} This loan helps."


def test_without_any_work_there_is_no_reserve_to_name() -> None:
    problem = make_problem([1_000_000], [])
    assert no_shortage(staffing(problem, fair_shares(problem)), "More.") == "Nothing is missing."


@pytest.mark.parametrize(
    ("limit_s", "is_fine", "text"),
    [
        (20, True, "Every group is within its target, so no remedies were looked for."),
        (
            0,
            False,
            (
                "Hires, and cases to give up, are always worked out. Cross-trainings and loans were not looked for, "
                "because no time was given (--remedies-time)."
            ),
        ),
        (
            2.5,
            False,
            (
                "Hires, and cases to give up, are always worked out. Up to three cross-trainings, and up to three "
                "loans between offices, were chosen together in at most 2.5 s (--remedies-time)."
            ),
        ),
    ],
)
def test_what_was_looked_for(limit_s: float, is_fine: bool, text: str) -> None:
    assert searched(limit_s, is_fine=is_fine) == text


def test_a_remedy_that_overloads_somebody_was_praised_alone() -> None:
    """39 of 40 h that wait find officers, and the least peak goes from 38.8% to 102.5%, which nobody was told."""
    before, after = Outcome(Fraction(388, 1000), Fraction(40)), Outcome(Fraction(1025, 1000), Fraction(1))
    waits = Gap(Fraction(40), Fraction(40))
    helps = remedy(Kind.LEND, Lend("A", "north"), before=before, after=after)
    assert most_useful(found(helps), waits) == (
        "This loan (A also serves north) gains 39 h of the 40 h that wait for somebody who may do the work; the least "
        "peak is then 102.5%, more work than hours."
    )
    fits = remedy(Kind.LEND, Lend("A", "north"), before=before, after=Outcome(Fraction(1), Fraction(1)))
    assert most_useful(found(fits), waits) == (
        "This loan (A also serves north) gains 39 h of the 40 h that wait for somebody who may do the work."
    )
