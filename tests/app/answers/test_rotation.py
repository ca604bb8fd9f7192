"""Who covers. The screen and the files: tests of commands."""

from __future__ import annotations

import datetime as dt

import pytest

from app.answers.rotation import Away, as_csv, cover, who
from app.intake.options import PlanOptions
from solver.errors import InvalidChange
from tests.app.answers.office import office

OPTIONS = PlanOptions(workers=1, time_limit_s=10)


def test_what_goes_comes_back() -> None:
    document = cover(office(), Away("B", 30, dt.date(2026, 12, 1)), OPTIONS)
    assert document is not None
    assert [(each.case_id, each.home, each.cover) for each in document.handovers] == [("2", "B", "A")]
    assert (document.away, document.return_day) == (["B"], "2026-12-31")
    assert [line.split(",")[0] for line in as_csv(document).splitlines()] == ["step", "handover", "return"]


def test_several_go_and_all_of_them_are_there() -> None:
    problem = office().problem
    assert (who(problem, "B"), who(problem, "A, B,")) == ([1], [0, 1])
    with pytest.raises(InvalidChange, match="no officer b in the roster"):
        who(problem, "A, b")
