"""The maker of offices: its files are part of every figure that was ever published, so they never change."""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path

import pytest

from app.intake.build.problem import build_problem
from app.intake.read import read_path
from bench.office import Shape, make


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (Shape(500, 7), "38c2d9a80b88d51dc124e8261ecf7837e685d48142bba825124f99882feff4d6"),
        (
            Shape(2000, 30, offices=4, seed=3, load=1.4, own_weights=True, scarce=True, skills=5),
            "bee192430da745724c267c891d8a286a6b55352442d6aedca96da464d6a9efa1",
        ),
        (
            Shape(100, 3, offices=3, seed=9, scarce=True),
            "72d6b03dc9365114745a50f5c7a4b1139b9e651efd1b6f00fbb5ad8d83b02702",
        ),
    ],
    ids=["defaults", "every option", "tiny offices"],
)
def test_the_same_options_give_the_same_files(tmp_path: Path, shape: Shape, expected: str) -> None:
    """The sums are those of the script that the first figures were measured with."""
    make(tmp_path, shape)
    text = b"".join((tmp_path / f"{name}.csv").read_bytes() for name in ("cases", "officers", "weights"))
    assert sha256(text).hexdigest() == expected


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "cases.csv").open() as file:
        return list(csv.DictReader(file))


def test_what_was_added_changes_only_what_it_says(tmp_path: Path) -> None:
    plain, more = tmp_path / "plain", tmp_path / "more"
    make(plain, Shape(400, 8, 2))
    make(more, Shape(400, 8, 2, anywhere=0.25, new=0.1, standards=0.9))
    before, after = rows_of(plain), rows_of(more)
    assert 60 < sum(row["office"] == "" for row in after) < 140
    assert 15 < sum(row["current_officer"] == "" for row in after) < 70
    for old, new in zip(before, after, strict=True):
        assert new["office"] in {old["office"], ""}
        assert new["current_officer"] in {old["current_officer"], ""}
        assert [old[key] for key in ("case_type", "required_skills")] == [
            new[key] for key in ("case_type", "required_skills")
        ]
    problem = build_problem(read_path(more)).problem
    assert problem.officers.standard.sum() == pytest.approx(0.9 * 400, abs=4)


def test_times_of_their_own_cover_every_pair(tmp_path: Path) -> None:
    make(tmp_path, Shape(20, 3, unrelated=True))
    problem = build_problem(read_path(tmp_path)).problem
    assert problem.pairs is not None
    assert len(problem.pairs) == 60
    assert len(set(problem.pairs.effort.tolist())) > 10


def test_an_office_without_officers_is_refused() -> None:
    with pytest.raises(ValueError, match="offices must be 1 to 2"):
        Shape(10, 2, 3)
