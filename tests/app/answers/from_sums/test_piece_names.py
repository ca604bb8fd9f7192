"""Pieces are known by their names to whoever packs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.answers.from_sums.piece_names import piece_of_cases, piece_of_families
from app.jobs.result import INDEX, level_of


def test_pieces_are_packed_lightly_and_other_files_as_their_size_says() -> None:
    assert [level_of(name) for name in (piece_of_cases(3), piece_of_families(0), INDEX)] == [1, 1, None]


def test_who_knows_their_names_needs_neither_numpy_nor_the_solver() -> None:
    code = "import sys, app.jobs.result; print(*sys.modules)"
    root = Path(__file__).resolve().parents[4]
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert {"numpy", "solver", "pydantic"} & set(loaded.stdout.split()) == set()
