"""Changes as people write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from app.intake.build.window import Window
from app.intake.scenario.parse import FORMS, read_changes
from solver.analysis.scenarios.changes import (
    AddOfficers,
    Change,
    ChangeEffort,
    ChangeIntake,
    Detail,
    DropCases,
    Lend,
    MoreHours,
    RemoveOfficers,
    SetStandard,
    Train,
    Unpin,
)
from solver.errors import InvalidChange
from solver.problem import Need
from tests.solver.analysis.made_rosters import roster

PLAIN = roster([10, 10, 10], [(Need(), 1), (Need(), 1)], types=["Intake visit", "b"])
PROBLEM = replace(PLAIN, officers=replace(PLAIN.officers, ids=("D-07", "D-08", "Smith, J")))
DECEMBER = Window(dt.date(2026, 12, 1), dt.date(2026, 12, 31))


def read(text: str) -> Change:
    (change,) = read_changes([text], PROBLEM, full_time_hours=Fraction(148), window=DECEMBER)
    return change


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("remove officer D-07", RemoveOfficers(("D-07",))),
        ("Remove  officers D-07, D-08", RemoveOfficers(("D-07", "D-08"))),
        ("remove officer Smith, J", RemoveOfficers(("Smith, J",))),
        ("add 2 officers", AddOfficers(2, Fraction(148))),
        ("add an officer hours=12.5", AddOfficers(1, Fraction("12.5"))),
        (
            "add 3 officers hours=120 skills=high risk;Spanish offices=X dockets=a standard=40 efficiency=0.5",
            AddOfficers(
                3,
                Fraction(120),
                frozenset({"high risk", "Spanish"}),
                frozenset({"X"}),
                frozenset({"a"}),
                40,
                Fraction(1, 2),
            ),
        ),
        ("detail officer D-07", Detail(("D-07",))),
        ("detail officers D-07,D-08 hours=40", Detail(("D-07", "D-08"), away_hours=Fraction(40))),
        ("detail officer D-07 share=50%", Detail(("D-07",), share=Fraction(1, 2))),
        ("detail officer D-07 from=2026-12-22 until=2027-01-20", Detail(("D-07",), share=Fraction(10, 31))),
        ("effort of intake visit +20%", ChangeEffort("Intake visit", factor=Fraction(6, 5))),
        ("effort of b -10%", ChangeEffort("b", factor=Fraction(9, 10))),
        ("effort of b *1.5", ChangeEffort("b", factor=Fraction(3, 2))),
        ("effort of b = 3.5 h", ChangeEffort("b", case_hours=Fraction(7, 2))),
        ("effort of b =80%", ChangeEffort("b", factor=Fraction(4, 5))),
        ("intake of B +20%", ChangeIntake("b", share=Fraction(1, 5))),
        ("cases of b -5", ChangeIntake("b", cases=-5)),
        ("train officer D-07 skills=a;B", Train("D-07", ("a", "B"))),
        ("lend officer D-07 office=South", Lend("D-07", "South")),
        ("standard of officer D-07 =40", SetStandard("D-07", 40)),
        ("standard of officer D-07 = none", SetStandard("D-07", None)),
        ("hours of officer D-07 +8.5", MoreHours("D-07", Fraction(17, 2))),
        ("hours of officer D-07 + 8 h", MoreHours("D-07", Fraction(8))),
        ("unpin case C-2", Unpin(("C-2",))),
        ("UNPIN cases C-2; C-1", Unpin(("C-2", "C-1"))),
        ("drop case C-2", DropCases(("C-2",))),
        ("drop cases C-2, C-1", DropCases(("C-2", "C-1"))),
    ],
)
def test_what_can_be_said(text: str, change: Change) -> None:
    assert read(text) == change


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fire officer D-07", "is not understood. What can be said:\n  remove officer ID"),
        ("remove officer D7", r"there is no officer D7 \(did you mean D-07\?\)"),
        ("remove officer ,", "it names no officer"),
        ("add two officers", "write it as: add N officers"),
        ("add 2 officers good", "'good' is not understood"),
        ("add 2 officers skils=a", r"skils= is not known \(did you mean skills\?\)"),
        ("add 2 officers hours=1 hours=2", "hours= is there twice"),
        ("add 2 officers hours=many", "hours=many is not a number"),
        ("add 2 officers standard=1.5", "standard=1.5 is not a whole number"),
        ("detail officer D-07 share=0.5", "share=0.5 is not a percentage; write it as 50%"),
        ("detail officer D-07 share=5% hours=3", "either hours or a share"),
        ("detail officer D-07 from=2026-12-01", "has from=DATE and until=DATE"),
        ("detail officer D-07 from=1.12. until=2026-12-01", "'1.12.' is not a date"),
        ("detail officer D-07 from=2026-12-02 until=2026-12-01", "ends .* before it begins"),
        ("detail officer D-07 from=2027-12-02 until=2027-12-03", "outside the period, 2026-12-01 to 2026-12-31"),
        ("effort of Intake visits +5%", r"no case type Intake visits \(did you mean Intake visit\?\)"),
        ("effort of b +5", "write it as: effort of TYPE"),
        ("effort of b -150%", "less than no time"),
        ("effort of b", "write it as: effort of TYPE"),
        ("intake of b *2", "write it as: intake of TYPE"),
        ("intake of b +1.5", "write it as: intake of TYPE"),
        ("train officer D-07", "write it as: train officer ID"),
        ("lend officer D-07", "write it as: lend officer ID"),
        ("standard of officer D-07 some", "write it as: standard of officer ID"),
        ("hours of officer D-07 -8", "write it as: hours of officer ID \\+8"),
        ("drop case C-9", "there is no case C-9"),
        ("drop cases ,", "it names no case"),
    ],
)
def test_what_is_wrong_is_said(text: str, message: str) -> None:
    with pytest.raises(InvalidChange, match=message) as refused:
        read(text)
    assert repr(text) in str(refused.value)


def test_dates_need_the_first_day_of_the_period() -> None:
    with pytest.raises(InvalidChange, match="--period-start"):
        read_changes(["detail officer D-07 from=2026-12-01 until=2026-12-05"], PROBLEM, full_time_hours=Fraction(148))


def test_every_form_is_shown_where_none_fits() -> None:
    with pytest.raises(InvalidChange) as refused:
        read("nonsense")
    assert all(form in str(refused.value) for form in FORMS)
