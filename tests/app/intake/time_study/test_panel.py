"""A panel's table."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.intake.errors import RosterRefused
from app.intake.time_study.read_study import read_study


def with_votes(folder: Path, votes: str) -> Path:
    (folder / "time.csv").write_text("officer,date,minutes,type\nA,2026-09-07,60,adult\n")
    (folder / "panel.csv").write_text(votes)
    return folder


def test_votes_are_read_with_and_without_rounds(tmp_path: Path) -> None:
    votes = "panellist,case type,multiplier,round\nx,adult,1.2,\nx,Adult,1.3,2\ny,adult,,1\n"
    panel = read_study([with_votes(tmp_path, votes)]).panel
    assert panel is not None
    assert panel.multiplier.tolist() == [1.2, 1.3]
    assert panel.round_number.tolist() == [1, 2]
    panel = read_study([with_votes(tmp_path, "panellist,case type,multiplier\nx,adult,1.2\n")]).panel
    assert panel is not None
    assert panel.round_number.tolist() == [1]


def test_votes_of_nobody_and_two_of_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterRefused, match="is empty"):
        read_study([with_votes(tmp_path, "panellist,case type,multiplier\n,adult,1.2\n")])
    votes = "panellist,case type,multiplier\nx,adult,1.2\ny,adult,1\nx,adult,1.3\n"
    with pytest.raises(RosterRefused, match=r"panel\.csv, row 4, column multiplier: is the second multiplier"):
        read_study([with_votes(tmp_path, votes)])
    with pytest.raises(RosterRefused, match=r"row 2, column multiplier.* must be above 0"):
        read_study([with_votes(tmp_path, "panellist,case type,multiplier\nx,adult,0\n")])
