"""``from solver import …``: every name is there, costs nothing before it is used, and stays what it is."""

from __future__ import annotations

import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import solver

ROOT = Path(__file__).resolve().parents[2]
CLASHES = ("baselines", "check", "eligibility", "fair_shares", "frontier", "solve")
"""Functions that a submodule shares its name with."""


def in_a_new_process(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", solver.__all__)
def test_every_name_is_the_one_of_its_module(name: str) -> None:
    module = import_module(solver._HOME[name])
    assert getattr(solver, name) is getattr(module, name)


def test_the_list_is_whole() -> None:
    assert sorted(solver._HOME) == sorted(solver.__all__)
    assert set(solver.__all__) <= set(dir(solver))


def test_the_door_costs_nothing() -> None:
    loaded = in_a_new_process("import sys, solver; dir(solver); print(*sys.modules)").split()
    assert {"numpy", "ortools", "pandas", "solver.problem"} & set(loaded) == set()


@pytest.mark.parametrize("name", CLASHES)
def test_a_submodule_of_the_same_name_does_not_take_its_place(name: str) -> None:
    """A lazy name alone gave the function before the submodule was imported, and the module ever after."""
    code = f"""
import sys, types, pickle
if {{first}}:
    import solver.{name}
from solver import {name} as before
assert isinstance(before, types.FunctionType), before
import solver.{name}
from solver import {name} as after
assert before is after is solver.{name} is getattr(sys.modules[before.__module__], {name!r})
assert isinstance(sys.modules["solver.{name}"], types.ModuleType)
assert pickle.loads(pickle.dumps(before)) is before
"""
    for first in (False, True):
        in_a_new_process(code.format(first=first))


def test_modules_are_where_they_always_are() -> None:
    code = (
        "from solver import check, solve; from solver.check import verify; from solver.check.findings import Violation;"
        "from solver.solve import solve as the_same; import solver.check.rules;"
        "assert verify.check is check and the_same is solve and solver.check is check"
    )
    in_a_new_process(code)


def test_classes_of_the_door_are_pickled_by_their_module() -> None:
    goals = solver.Goals(policy=solver.Policy.WITHIN_CAPACITY)
    assert pickle.loads(pickle.dumps(goals)) == goals
    assert solver.Goals.__module__ == "solver.goals"


def test_a_test_may_put_something_else_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    real = solver.solve
    with monkeypatch.context() as patch:
        patch.setattr(solver, "solve", print)
        assert vars(solver)["solve"] is print
    assert solver.solve is real


def test_no_other_name_is_made_up() -> None:
    with pytest.raises(AttributeError, match="module 'solver' has no attribute 'slove'"):
        getattr(solver, "slove")  # noqa: B009 - mypy knows that there is no such name
