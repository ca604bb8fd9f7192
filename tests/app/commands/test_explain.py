"""``caseload explain``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import run

OFFICERS = [
    {"officer_id": "A", "available_hours": "10", "skills": "spanish"},
    {"officer_id": "B", "available_hours": "20", "skills": ""},
]


CASES = [
    {"case_id": "1", "weight_hours": "4", "current_officer": "A", "required_skills": "spanish"},
    {"case_id": "2", "weight_hours": "4", "current_officer": "B", "required_skills": ""},
    {"case_id": "new", "weight_hours": "2", "current_officer": "", "required_skills": ""},
]


@pytest.fixture
def roster(roster_folder: Callable[..., Path]) -> Path:
    return roster_folder(officers=OFFICERS, cases=CASES)


def test_why_not_somebody_else(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(roster), "2", "A"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Case 2 is with B.")
    assert re.search(r"^A +4 h, 40% +8 h, 80%$", told, re.MULTILINE)
    # only A may hold case 1, of 4 h, which is A's fair share: with 8 h, 4 h lie above, of the 30 h of both
    assert re.search(r"^evenness +0 h \(0%\) +4 h \(13\.3%\)$", told, re.MULTILINE)
    assert "The first goal that decides is fairness: it would be worse." in told
    assert run(["explain", str(roster), "1", "B"]) == 0
    assert "B may not hold it: B does not have spanish." in capsys.readouterr().out
    assert run(["explain", str(roster), "1", "A"]) == 0
    assert "ask about another officer" in capsys.readouterr().out


def test_explain_as_json(roster: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(roster), "2", "A", "--moves", "hours", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["holder"], found["officer_id"], found["may_hold"]) == ("B", "A", True)
    levels = {level["name"]: level for level in found["levels"]}
    assert levels["continuity"] == {
        "name": "continuity",
        "unit": "hours",
        "now": 0,
        "then": 4,
        "of_hours": None,
        "good_enough": False,
    }
    assert (levels["evenness"]["now"], levels["evenness"]["of_hours"]) == (0, 30)
    assert levels["fairness"]["then"] > levels["fairness"]["now"]
    assert found["decisive_level"] == "fairness"
