"""The house stays easy to live in: small folders, short functions, few arguments, and one name for one file."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FILES = 14
"""In a folder at most, without its ``__init__``."""
ARGUMENTS = 7
"""Of a function at most, without ``self`` and ``cls``."""
LINES = 80
"""Of a function at most, with its signature and its docstring."""
WALKS = 8
"""Functions that take a part and its level apart into three or more arguments: fewer than this."""
WALKED = {"held", "layout", "program", "rooms", "by_hours"}
"""What a :class:`solver.formulation.level_model.LevelModel` keeps together."""

TOO_MANY_ARGUMENTS: frozenset[str] = frozenset()
TOO_LONG: frozenset[str] = frozenset()
"""Functions that still offend. Both lists only shrink."""

GIVES_MEANING = {
    "solver/check": "the checker's own measurement of what the solver's file of that name claims",
    "solver/lexicographic": "how a part or a level is solved, where the model says what it is",
    "solver/analysis/remedies": "what would help",
    "solver/analysis/standards": "published standards applied, where scenarios apply changes",
    "app/answers": "the answer to a question",
    "app/api": "the routes of a resource",
    "app/commands": "the command of that name",
    "app/commands/targets": "what the command of that name runs in a child process",
    "app/commands/terminal": "how it looks in a terminal",
    "app/intake/scenario": "changes, where columns are cells",
    "app/report/charts": "the chart of it",
    "app/report/sections/*": "of that section: entry, build, show, and what belongs to one of them",
    "app/store": "what is kept of it",
}
"""A basename stands once in ``solver`` and once in ``app``; once more only in a folder that gives it its meaning."""


@dataclass(frozen=True)
class Function:
    """A function and where it stands."""

    path: str
    name: str
    arguments: tuple[str, ...]
    lines: int

    def __str__(self) -> str:
        return f"{self.path} {self.name}"


def sources() -> Iterator[Path]:
    yield ROOT / "caseload.py"
    for package in ("solver", "app"):
        yield from sorted((ROOT / package).rglob("*.py"))


def functions_of(path: str, text: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            names = tuple(each.arg for each in arguments if each.arg not in {"self", "cls"})
            yield Function(path, node.name, names, (node.end_lineno or node.lineno) - node.lineno + 1)


@cache
def functions() -> tuple[Function, ...]:
    return tuple(
        found
        for path in sources()
        for found in functions_of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    )


def is_walk(function: Function) -> bool:
    """Whether it takes what belongs together one by one."""
    return "part" in function.arguments and len(WALKED & set(function.arguments)) >= 3


def crowded(paths: list[str]) -> dict[str, int]:
    """Folders with too many files, and how many."""
    files = Counter(path.rpartition("/")[0] for path in paths if not path.endswith("__init__.py"))
    return {folder: count for folder, count in files.items() if count > FILES}


def homonyms(paths: list[str]) -> dict[str, list[str]]:
    """Basenames that stand in more than one folder that does not explain them."""
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, _, name = path.rpartition("/")
        if (
            name != "__init__.py"
            and folder not in GIVES_MEANING
            and f"{folder.rpartition('/')[0]}/*" not in GIVES_MEANING
        ):
            folders[name].append(folder)
    return {name: found for name, found in folders.items() if len(found) > 1}


def names(package: str) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in sources() if package in path.relative_to(ROOT).parts[:1]]


def test_no_folder_is_crowded() -> None:
    assert crowded(names("solver") + names("app")) == {}


def test_a_crowded_folder_would_be_found() -> None:
    fourteen = ["a/__init__.py", *(f"a/{number}.py" for number in range(14))]
    assert crowded(fourteen) == {}
    assert crowded([*fourteen, "a/b.py"]) == {"a": 15}
    assert crowded([*fourteen, "a/b/c.py"]) == {}


def test_no_function_takes_too_much() -> None:
    found = {str(each) for each in functions() if len(each.arguments) > ARGUMENTS}
    assert found - TOO_MANY_ARGUMENTS == set(), f"more than {ARGUMENTS} arguments: what belongs together is an object"
    assert TOO_MANY_ARGUMENTS - found == set(), "they are mended: take them off TOO_MANY_ARGUMENTS"


def test_no_function_is_too_long() -> None:
    found = {str(each) for each in functions() if each.lines > LINES}
    assert found - TOO_LONG == set(), f"longer than {LINES} lines"
    assert TOO_LONG - found == set(), "they are mended: take them off TOO_LONG"


def test_a_level_is_handed_on_as_one_thing() -> None:
    walks = [str(each) for each in functions() if is_walk(each)]
    assert len(walks) < WALKS, f"hand on a LevelModel instead: {walks}"


def test_functions_are_measured_as_a_reader_counts() -> None:
    code = "class A:\n  async def f(self, part, /, held, *rest, layout, rooms, **more):\n    return (\n      1)\n"
    (found,) = functions_of("a.py", code)
    assert found == Function("a.py", "f", ("part", "held", "layout", "rooms"), 3)
    assert is_walk(found)
    assert not is_walk(Function("a.py", "f", ("held", "layout", "rooms"), 3)), "without a part"
    assert not is_walk(Function("a.py", "f", ("part", "held", "layout"), 3)), "two are no walk"


def test_a_name_stands_once_unless_its_folder_explains_it() -> None:
    assert homonyms(names("solver")) == {}
    assert homonyms(names("app")) == {}


def test_a_homonym_would_be_found() -> None:
    assert homonyms(["solver/a/x.py", "solver/b/x.py"]) == {"x.py": ["solver/a", "solver/b"]}
    assert homonyms(["solver/a/x.py", "solver/check/x.py"]) == {}
    assert homonyms(["app/report/sections/a/show.py", "app/report/sections/b/show.py"]) == {}
    assert homonyms(["app/report/sections/show.py", "app/report/show.py"]) != {}


def test_every_folder_that_gives_meaning_is_needed() -> None:
    """Each of them holds a name that stands twice in its package."""
    for folder in GIVES_MEANING:
        package, where = names(folder.partition("/")[0]), folder.removesuffix("*").rstrip("/") + "/"
        own = {path.rpartition("/")[2] for path in package if path.startswith(where)}
        twice = {name for name, count in Counter(path.rpartition("/")[2] for path in package).items() if count > 1}
        assert own & twice - {"__init__.py"}, f"{folder} explains no name that stands twice"
