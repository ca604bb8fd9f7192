"""“Did you mean …?”"""

from __future__ import annotations

import pytest

from solver.analysis.spelling import COMPARED, Ids, did_you_mean


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("spanisch", " (did you mean Spanish?)"),
        ("HAITIAN CREOLE", " (did you mean haitian-creole?)"),
        ("french", ""),
        ("x" * 10_000_000, ""),
        ("", ""),
    ],
)
def test_names_that_look_similar(name: str, found: str) -> None:
    assert did_you_mean(name, ["Spanish", "haitian-creole", "Vietnamese"]) == found


def test_only_so_many_names_are_compared() -> None:
    names = [f"{at:09d}" for at in range(COMPARED)]
    assert did_you_mean("spanisch", [*names, "spanish"]) == ""
    assert did_you_mean("spanisch", ["spanish", *names]) == " (did you mean spanish?)"


@pytest.mark.parametrize("name", ["D-07", "d-07", "D07", "D-7", "d 007", "D_07 "])
def test_ids_that_differ_in_spelling_only(name: str) -> None:
    assert Ids(["D-06", "D-07", "D-70"]).did_you_mean(name) == " (did you mean D-07?)"


@pytest.mark.parametrize("name", ["D-08", "D-007-1", "E-07", "07", "D-0.7.1", ""])
def test_ids_of_somebody_else(name: str) -> None:
    assert Ids(["D-06", "D-07", "D-70"]).did_you_mean(name) == ""
