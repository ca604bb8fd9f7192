"""The house stays easy to live in: small folders, short functions, few arguments, and one name for one file."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

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

SAME_NAME = {
    "solver/{,check/}goals.py": "what is wanted, and the checker's own measurement of it",
    "solver/{bounds,check}/lagrangian.py": "the sum behind a bound, and the checker's own",
    "solver/{formulation,check}/cover_inequalities.py": "what whole cases make of a load, and the checker's own",
    "solver/{fair_shares,check}/network.py": "who can carry which work, and the checker's own",
    "solver/{fair_shares,check}/shortages.py": "sums that show that cases must wait, and the checker's own",
    "solver/{model,lexicographic}/part.py": "what a part is, and how one is planned",
    "solver/analysis/{scenarios,standards}/apply.py": "changes, and published standards, applied to a roster",
    "solver/analysis/{,remedies/}options.py": "what an analysis looks at, and what a remedy can choose from",
    "app/{commands/service,store}/audit.py": "the commands of audit records, and how they are kept",
    "app/{api,store}/events.py": "the routes of events, and how they are kept",
    "app/{api,store}/plans.py": "the routes of plans, and how they are kept",
    "app/{commands/service,jobs}/purge.py": "the command, and what it does",
    "app/{api,store}/results.py": "the routes of results, and how they are kept",
    "app/{api,store}/rosters.py": "the routes of rosters, and how they are kept",
    "app/{api,jobs}/queries.py": "the routes of questions, and what runs them",
    "app/{jobs,commands/terminal}/failures.py": "why a run failed, and how a terminal says so",
    "app/{jobs,commands/terminal}/progress.py": "what a run tells, and how a terminal shows it",
    "app/{,commands/service/}settings.py": "how a server is set up, and the command that shows it",
    "app/commands/{,targets/}check.py": "the command, and what runs in its child process",
    "app/commands/{,targets/}plan.py": "the command, and what runs in its child process",
    "app/{commands/,commands/targets/,report/charts/}frontier.py": "the command, its child process, and the chart",
    "app/{answers/,commands/,commands/targets/}rotation.py": "the answer, the command, and its child process",
    "app/{answers/,commands/,commands/targets/}whatif.py": "the answer, the command, and its child process",
    "app/{commands,intake/formats}/template.py": "the command, and the workbook that it writes",
    "app/{commands,intake}/options.py": "what is wanted of a plan, on the command line and as values",
    "app/intake/{columns,scenario}/parse.py": "columns, and changes as people write them, read",
    "app/{intake/checks,report/sections/forecast,store}/tables.py": "of a roster, of a report, and of the database",
    "app/report/{text,sections/forecast,sections/remedies}/words.py": "words that all share, and those of a section",
    "app/report/sections/{forecast,officers,uncertainty}/charts.py": "the charts of a section",
    "app/report/{,sections/*/}entry.py": "the base of entries, and those of each section",
    "app/report/{,sections/*/}build.py": "the document, and each section of it",
    "app/report/sections/*/show.py": "each section in blocks",
}
"""A basename stands once in ``solver`` and once in ``app``. Where it stands again: exactly where, and what each is.
``{a,b}`` is one file each, ``*`` any folder."""


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


def spelled_out(pattern: str) -> list[str]:
    """The patterns without braces that one with at most one pair of braces stands for."""
    before, opened, rest = pattern.partition("{")
    inside, _, after = rest.partition("}")
    return [before + each + after for each in inside.split(",")] if opened else [pattern]


def is_one_of(path: str, patterns: list[str]) -> bool:
    """Whether a path is one of those that the patterns name; a star is one folder, whichever."""
    parts = path.split("/")
    return any(
        len(parts) == len(wanted := pattern.split("/"))
        and all(a in (b, "*") for a, b in zip(wanted, parts, strict=True))
        for pattern in patterns
    )


def homonyms(paths: list[str], excused: Iterable[str] = SAME_NAME) -> dict[str, list[str]]:
    """Basenames that stand more than once, and the files that nothing excuses or that are not all excused as one."""
    same: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        if not path.endswith("/__init__.py"):
            same[path.rpartition("/")[2]].append(path)
    wordings = [spelled_out(pattern) for pattern in excused]
    return {
        name: found
        for name, found in same.items()
        if len(found) > 1 and not any(all(is_one_of(path, patterns) for path in found) for patterns in wordings)
    }


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
    assert homonyms(["solver/a/x.py", "solver/b/x.py"], []) == {"x.py": ["solver/a/x.py", "solver/b/x.py"]}
    assert homonyms(["solver/a/x.py", "solver/b/y.py", "solver/a/__init__.py", "solver/b/__init__.py"], []) == {}
    assert homonyms(["solver/a/x.py", "solver/b/x.py"], ["solver/{a,b}/x.py"]) == {}


def test_a_pair_excuses_no_third_file_and_no_other_pair() -> None:
    pair = ["solver/{a,b}/x.py"]
    assert homonyms(["solver/a/x.py", "solver/b/x.py", "solver/c/x.py"], pair) != {}
    assert homonyms(["solver/a/x.py", "solver/c/x.py"], pair) != {}
    assert homonyms(["solver/a/y.py", "solver/b/y.py"], pair) != {}
    assert homonyms(["solver/a/x.py", "solver/b/x.py"], ["solver/a/x.py", "solver/b/x.py"]) != {}


def test_a_star_is_one_folder() -> None:
    patterns = ["app/{,sections/*/}show.py"]
    assert homonyms(["app/show.py", "app/sections/a/show.py", "app/sections/b/show.py"], patterns) == {}
    assert homonyms(["app/sections/show.py", "app/sections/a/show.py"], patterns) != {}
    assert homonyms(["app/sections/a/b/show.py", "app/sections/a/show.py"], patterns) != {}


@pytest.mark.parametrize("pattern", SAME_NAME)
def test_every_file_that_is_excused_is_there_and_shares_its_name(pattern: str) -> None:
    paths = names(pattern.partition("/")[0])
    wanted = spelled_out(pattern)
    matching = [[path for path in paths if is_one_of(path, [each])] for each in wanted]
    assert all(matching), f"take what is gone off {pattern}"
    assert sum(map(len, matching)) > 1, f"take {pattern} off SAME_NAME: no name stands twice"
    assert len({path.rpartition("/")[2] for each in matching for path in each}) == 1
