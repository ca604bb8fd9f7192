"""Who covers. The screen and the files: tests of commands."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from app.answers.assigned_roster import AssignedRoster
from app.answers.rotation import Away, as_csv, cover, facts, rows, who
from app.intake.options import PlanOptions
from solver.errors import InvalidChange
from solver.problem import LEFT, NEW
from tests.app.answers.office import office
from tests.solver.instances import make_problem

OPTIONS = PlanOptions(workers=1, time_limit_s=10)


def test_what_goes_comes_back() -> None:
    document = cover(office(), Away("B", 30, dt.date(2026, 12, 1)), OPTIONS)
    assert document is not None
    assert [(each.case_id, each.home, each.cover) for each in document.handovers] == [("2", "B", "A")]
    assert (document.away, document.return_day) == (["B"], "2026-12-31")
    assert [line.split(",")[0] for line in as_csv(document).splitlines()] == ["step", "handover", "other", "return"]


def test_a_detail_that_ends_after_the_last_date_was_an_internal_failure() -> None:
    with pytest.raises(InvalidChange, match="9799-12-31 is the last that can be"):
        cover(office(), Away("B", 30, dt.date(9999, 12, 20)), OPTIONS)


def test_several_go_and_all_of_them_are_there() -> None:
    problem = office().problem
    assert (who(problem, "B"), who(problem, "A, B,")) == ([1], [0, 1])
    with pytest.raises(InvalidChange, match="no officer b in the roster"):
        who(problem, "A, b")


def test_other_cases_that_move_are_on_the_screen_and_in_the_file() -> None:
    """B got 20 h while A was away, and nothing said of which cases."""
    problem = make_problem([1_000_000] * 2, [100_000, 50_000, 50_000], current=[0, LEFT, NEW])
    assigned = AssignedRoster(problem, np.array([0, -1, -1], np.int32))
    document = cover(assigned, Away("D-1", 30), OPTIONS)
    assert document is not None
    assert [(each.case_id, each.to_officer, each.reason) for each in document.others_moved] == [
        ("C-2", "D-2", "left"),
        ("C-3", "D-2", "new"),
    ]
    assert [text for label, text in facts(document, "month") if label == "Move, too"] == [
        "1 other case (new): C-3 to D-2",
        "1 other case (its officer has left): C-2 to D-2",
    ]
    assert "other,,C-2,5.0,,D-2,its officer has left" in as_csv(document)
    assert rows(document)[0][:3] == ("D-2", "1", "2")
