"""What is no error, but most often a slip."""

from __future__ import annotations

import pytest

from app.intake.errors import RosterRefused
from tests.app.intake.rosters import cases, read

WEIGHTS = "case_type,weight_hours\nNon-Detained,1.5\ndetained,8\n"


def test_names_that_nobody_holds_are_warned_of_with_the_nearest() -> None:
    officers = "officer_id,available_hours,skills,offices,dockets\nA,1,Spanish;creole,north,detained\n"
    columns = "required_skills,office,docket"
    assert read(officers, cases("SPANISH,NORTH,Detained", columns=columns)).warnings == ()
    assert read(officers, cases("spanisch,south,detaned", "spanisch,,", columns=columns)).warnings == (
        "no officer has the skill “spanisch”, which 2 cases need (did you mean Spanish?)",
        "no officer has the office “south”, which 1 case needs",
        "no officer has the docket “detaned”, which 1 case needs (did you mean detained?)",
    )


def test_officers_without_offices_serve_any_so_no_office_is_without_officer() -> None:
    officers = "officer_id,available_hours,offices\nA,1,north\nB,1,\n"
    assert read(officers, cases("south", columns="office")).warnings == ()


def test_officers_who_are_not_there_are_warned_of() -> None:
    columns = "current_officer,excluded_officers"
    assert read(cases=cases("a,B;Z", "Q,", columns=columns)).warnings == (
        "“a” (current_officer of 1 case) is not in the sheet officers (did you mean A?); they count as having left",
        "“Q” (current_officer of 1 case) is not in the sheet officers; they count as having left",
        "“Z” (excluded_officers of 1 case) is not in the sheet officers; the exclusion has no effect",
    )


def test_many_warnings_of_one_sort_are_summed_up() -> None:
    rows = [f"Q{at}" for at in range(50)]
    warnings = read(cases=cases(*rows, columns="current_officer")).warnings
    assert len(warnings) == 21
    assert warnings[-1] == "and 30 more officers in current_officer who are not in the sheet officers"


def test_types_of_the_flow_that_nothing_else_has_are_warned_of() -> None:
    flow = "case_type,arrivals_per_period\nNON-DETAINED,1\ndetaned,2\n"
    assert read(weights=WEIGHTS, flow=flow).warnings == (
        "the type “detaned” of the sheet flow is in no other sheet (did you mean detained?)",
    )


def test_hints_are_looked_for_among_so_many_names_only() -> None:
    """Ten thousand strange types and officers: every one is an error or a warning, and none takes long."""
    rows = "".join(f"c{at},type-{at:05d},Q{at},{'yes' if at % 2 else 'no'}\n" for at in range(10_000))
    weights = "case_type,weight_hours\n" + "".join(f"kind-{at:05d},1\n" for at in range(5_000))
    with pytest.raises(RosterRefused) as caught:
        read(cases="case_id,case_type,current_officer,pinned\n" + rows, weights=weights)
    assert caught.value.total == 15_000
