"""``tests/`` mirrors the house: ``solver/check/rules.py`` is tested in ``tests/solver/check/test_rules.py``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MIRRORED = ("solver", "app/report")

DECLARED = (
    "achievable baselines breaches findings forecast frontier goals groups officers percentile provenance remedies "
    "standards summary tiers unassigned uncertainty"
)
ELSEWHERE = {
    f"app/report/sections/{section}/entry.py": "fields and no code: tests/app/report/test_entry.py holds every entry"
    for section in DECLARED.split()
}
"""Modules that are rightly without a test file of their own, each with the reason."""

PENDING: frozenset[str] = frozenset()
"""Modules, and folders (with a slash), that still lack test files. It only shrinks."""


def modules() -> Iterator[Path]:
    for folder in MIRRORED:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.name != "__init__.py":
                yield path.relative_to(ROOT)


def without_tests() -> set[str]:
    """Modules whose test file is not at its place."""
    return {
        path.as_posix() for path in modules() if not (ROOT / "tests" / path.parent / f"test_{path.name}").exists()
    } - ELSEWHERE.keys()


def covers(entry: str, name: str) -> bool:
    return name.startswith(entry) if entry.endswith("/") else name == entry


def test_every_module_has_its_test_file() -> None:
    missing = sorted(name for name in without_tests() if not any(covers(entry, name) for entry in PENDING))
    assert not missing, f"write their tests at the mirrored place: {missing}"


def test_what_is_pending_is_still_missing() -> None:
    for entry in sorted(PENDING):
        assert any(covers(entry, name) for name in without_tests()), f"take {entry} off PENDING: it has its tests now"


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_what_is_tested_elsewhere_is_there_and_has_no_test_file(name: str) -> None:
    assert (ROOT / name).exists(), f"take {name} off ELSEWHERE: it is gone"
    assert not (ROOT / "tests" / Path(name).parent / f"test_{Path(name).name}").exists(), f"take {name} off ELSEWHERE"


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_what_is_tested_elsewhere_declares_and_does_nothing(name: str) -> None:
    """A rule or a sentence in such a file wants a test of its own."""
    tree = ast.parse((ROOT / name).read_text("utf-8"))
    code = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.If, ast.For, ast.While)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, code)], f"take {name} off ELSEWHERE"


def test_every_test_file_has_functions_that_pytest_collects() -> None:
    """A file at the right place that tests nothing is no test."""
    empty = [
        path.as_posix()
        for path in modules()
        if (test := ROOT / "tests" / path.parent / f"test_{path.name}").exists()
        and "def test_" not in test.read_text("utf-8")
    ]
    assert not empty


def test_no_folder_of_tests_is_left_out(pytestconfig: pytest.Config) -> None:
    """pytest looks into no folder called build unless told to: two tests there were wrong, and nobody saw it."""
    patterns = pytestconfig.getini("norecursedirs")
    folders = {path.parent.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert not [name for name in folders for pattern in patterns if fnmatch(name, pattern)]
