"""The schema is that of the document, and nothing else comes back with a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.answers.weights.answer import weights_of
from app.answers.weights.study_schema import document_again
from solver.weights.estimate import Estimation
from solver.weights.study import Unit
from tests.app.answers.weights.documents import document, twenty, weight
from tests.app.commands.study.written import write_study

VOTES = "panellist,case type,multiplier\n" + "".join(
    f"{who},maximum,{at}\n" for who, at in zip("abc", (1, 2, 3), strict=True)
)


def again(found: object) -> object:
    return document_again(json.dumps(found, allow_nan=False).encode())


@pytest.mark.parametrize("unit", list(Unit))
def test_a_document_comes_back_as_it_was(tmp_path: Path, unit: Unit) -> None:
    """Every field of it is in the schema, in this order."""
    write_study(tmp_path, officers=4, weeks=2)
    (tmp_path / "panel.csv").write_text(VOTES)
    found = weights_of([tmp_path], Estimation(unit), 40.0)
    assert json.dumps(again(found)) == json.dumps(found)


def test_so_do_those_of_only_totals_and_of_a_log(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "time.csv").write_text("officer,date,hours\nA,2026-09-07,5\nB,2026-09-07,6\n")
    (tmp_path / "a" / "counts.csv").write_text("officer,type,open\nA,one,3\nB,one,2\n")
    log = "officer,case type,case id,start,complete\nA,x,1,2026-09-07 09:00,2026-09-07 10:00\n"
    (tmp_path / "log.csv").write_text(log)
    for path in (tmp_path / "a", tmp_path / "log.csv"):
        found = weights_of([path], Estimation(), None)
        assert again(found) == found


def test_and_those_made_by_hand_for_the_tests() -> None:
    of_phases = document([weight("adult", phase="from day 30", from_age_days=30)])
    for found in (document(), twenty(), of_phases):
        assert again(found) == found


@pytest.mark.parametrize(
    "broken",
    [
        {**document(), "more": 1},
        {**document(), "officers": -1},
        {**document(), "shared_cv": "much"},
        {**document(), "weights": [{"case_type": "x"}]},
        {**document(), "read": ["x" * 20_001]},
        [],
    ],
)
def test_what_is_no_document_is_refused(broken: object) -> None:
    with pytest.raises(ValidationError):
        again(broken)


def test_numbers_that_no_weight_can_be_are_refused() -> None:
    for text in ("1e400", "NaN", "Infinity", "-1"):
        with pytest.raises(ValidationError):
            document_again(json.dumps(document()).replace("95.5", text).encode())
