"""Whether a roster may be planned as it was read."""

from __future__ import annotations

import pickle

import pytest

import caseload
from app.intake.admission import NotAccepted, admit, findings_of
from app.intake.options import read_plan_options
from app.intake.prepare import prepare
from solver.errors import InvalidGoals
from tests.app.intake.rosters import read

HOURS = "officer_id,available_hours\nA,{}\nB,100\n"
TOTAL = "officer_id,available_hours\nA,100\nB,100\nTotal,7\n"
COLUMN = "case_id,weight_hours,colour\nc1,1,red\n"


def test_nothing_is_planned_of_a_roster_that_may_not_mean_what_it_says_until_that_is_accepted() -> None:
    """``Total`` became an officer who held 65 cases, and the answer was Proven."""
    roster = read(TOTAL, COLUMN)
    with pytest.raises(NotAccepted) as caught:
        prepare(roster, read_plan_options({}))
    assert caught.value.codes == ("total-row",)
    assert [found.code for found in caught.value.findings] == ["total-row", "unread-column"]
    assert "--accept total-row" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).codes == ("total-row",)
    built = prepare(roster, read_plan_options({"accept": ["total-row"]}))
    assert [found.code for found in built.findings] == ["total-row", "unread-column"]
    assert built.warnings == tuple(map(str, built.findings))


def test_python_is_stopped_as_everybody_else() -> None:
    sheets = {
        "officers": [{"officer_id": name, "available_hours": 10} for name in ("A", "B", "Total")],
        "cases": [{"case_id": "c", "weight_hours": 1}],
    }
    with pytest.raises(NotAccepted):
        caseload.report(sheets)
    report = caseload.report(sheets, accept=["total-row"])
    assert [found.code for found in report.findings] == ["total-row"]


@pytest.mark.parametrize(("period", "most"), [("week", 168), ("month", 744), ("quarter", 2208), ("year", 8784)])
def test_more_hours_than_the_period_has_must_be_accepted(period: str, most: int) -> None:
    options = read_plan_options({"period": period})
    assert admit(read(HOURS.format(most)), options) == ()
    with pytest.raises(NotAccepted) as caught:
        admit(read(HOURS.format(most + 1)), options)
    (found,) = caught.value.asked
    assert (found.code, found.value, found.column) == ("too-many-hours", "A", "available_hours")


def test_notes_stop_nobody() -> None:
    roster = read(cases=COLUMN)
    assert admit(roster, read_plan_options({})) == findings_of(roster, read_plan_options({})) != ()


def test_only_codes_that_ask_for_it_can_be_accepted() -> None:
    with pytest.raises(InvalidGoals, match=r"cannot be total-rows \(did you mean total-row\?\): there are total-row,"):
        read_plan_options({"accept": ["total-rows"]})
    with pytest.raises(InvalidGoals, match="cannot be merged-cells"):
        read_plan_options({"accept": ["merged-cells"]})
