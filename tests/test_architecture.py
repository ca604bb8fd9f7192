"""The house keeps its shape: every import runs where docs/architecture.md says that it may, and every room is on it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

CHAPTERS = (
    ("contract", "errors arrays budget problem eligibility goals tiers certificate plan"),
    ("engines", "engines"),
    ("model", "model"),
    ("fair shares", "fair_shares"),
    ("formulation", "formulation"),
    ("bounds", "bounds"),
    ("heuristics", "heuristics"),
    ("lexicographic", "lexicographic"),
    ("doors", "check solve assembly progress frontier baselines"),
    ("analysis", "analysis"),
    ("weights", "weights"),
)
"""``solver`` in reading order: each chapter knows only itself and what stands before it."""
ANALYSIS = (
    ("ground", "words why_not spelling fte loads moves counts comparison repeatability case_kinds ticks"),
    ("staffing", "staffing standards"),
    ("scenarios", "scenarios"),
    ("uncertainty", "uncertainty"),
    ("remedies", "remedies"),
    ("casework", "casework"),
    ("forecast", "forecast"),
    ("all of it", "options ahead analysis"),
)
"""``solver.analysis`` in reading order."""

FLOORS = (
    {
        "solver",
        "app.settings",
        "app.telemetry",
        "app.one_request",
        "app.confined",
        "app.confined_child",
        "app.confined_pool",
        "app.confined_failures",
        "app.confined_memory",
        "app.confined_process",
        "app.machine_memory",
        "app.standstill",
    },
    {"app.intake", "app.store", "app.report"},
    {"app.answers", "app.access", "app.audit"},
    {"app.output_folder", "app.planning"},
    {"app.jobs"},
    {"app.api"},
    {"app.web"},
    {"app.main"},
    {"app.cli", "app.commands"},
)
"""From the ground up. Imports go down, or sideways without a circle."""

CONTRACT = {f"solver.{name}" for name in CHAPTERS[0][1].split()}
"""What is asked and what is answered; knows nothing of how."""
DOORS = CONTRACT | {
    f"solver.{door}"
    for door in ("fair_shares.decomposition", "solve", "frontier", "check", "baselines", "analysis", "weights")
}
"""What the application may call."""
SOLVES_AGAIN = {f"solver.analysis.{room}" for room in ("remedies", "casework", "options", "ahead", "analysis")}
"""Chapters of ``solver.analysis`` whose answers are proven by solving again, and those that hand a frontier on."""

LIBRARIES = {
    "numpy": ("solver", "app.intake", "app.report", "app.answers", "app.planning", "app.jobs"),
    "ortools": ("solver.engines", "solver.check.fair_shares"),
    "pydantic": ("app.settings", "app.intake", "app.report", "app.answers", "app.api", "app.web", "app.commands"),
    "pydantic_settings": ("app.settings",),
    "python_calamine": ("app.intake",),
    "xlsxwriter": ("app.intake", "app.report"),
    "jinja2": ("app.report", "app.web"),
    "markupsafe": ("app.report", "app.web"),
    "sqlalchemy": ("app.settings", "app.store"),
    "alembic": ("app.store",),
    "fastapi": ("app.api", "app.web", "app.main"),
    "fastapi_offline": ("app.api", "app.web", "app.main"),
    "icalendar": ("app.answers.handover.calendar_file",),
    "anyio": ("app.api.http.overload",),
    "starlette": ("app.api", "app.web", "app.main"),
    "python_multipart": ("app.api", "app.web"),
    "joserfc": ("app.access.oidc",),
    "uvicorn": ("app.commands",),
    "opentelemetry": ("app.telemetry.otlp",),
    "click": ("app.cli", "app.commands"),
}
"""Where a dependency may be imported: each has one place that knows it, so that it can be replaced."""

LONG = 300
EXPLAINED: dict[str, str] = {
    "app/api/problems.py": "one table: every error, and the problem document that it becomes",
    "app/settings.py": "one list: every setting, what it means, and what is refused",
    "app/report/blocks.py": "one vocabulary: each kind of block, which pages, workbooks and screens know",
    "app/answers/rotation.py": "one answer: its document, its screen and its table",
    "solver/analysis/casework/rotation.py": "one cover: who takes what, what others carry, and why more moves",
    "solver/lexicographic/part.py": "one part on its way through its levels: which one next, how hard, what is held",
    "solver/heuristics/tabu_search.py": "one search: its table, its moves and when it stops",
    "solver/problem.py": "one input: the tables of a problem, each with what it refuses",
}
"""Files past 300 lines that are still one idea, each with the reason."""


@dataclass(frozen=True)
class Import:
    """One imported module, with the names taken from it (empty: the module itself)."""

    importer: str
    imported: str
    names: frozenset[str]

    def __str__(self) -> str:
        return f"{self.importer} imports {self.imported}"


@cache
def sources() -> dict[str, Path]:
    """Every module of the project by its dotted name."""
    out: dict[str, Path] = {}
    for package in ("solver", "app"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            out[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return out


@cache
def imports() -> tuple[Import, ...]:
    """Every import of the project, also inside functions."""
    return tuple(found for name, path in sources().items() for found in _imports_of(name, path))


def _imports_of(importer: str, path: Path) -> Iterator[Import]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(importer, alias.name, frozenset())
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{importer}: relative imports hide where an arrow goes"
            module = node.module or ""
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield (
                    Import(importer, inner, frozenset())
                    if inner in sources()
                    else Import(importer, module, frozenset({alias.name}))
                )


def within(module: str, room: str) -> bool:
    """Whether a module is that room or in it."""
    return module == room or module.startswith(room + ".")


def own(module: str) -> bool:
    return within(module, "solver") or within(module, "app")


def floor_of(module: str) -> int | None:
    for number, rooms in enumerate(FLOORS):
        if any(within(module, room) for room in rooms):
            return number
    return None


def listed(found: list[Import]) -> str:
    return "\n".join(sorted({str(each) for each in found}))


def test_there_is_something_to_hold() -> None:
    assert len(sources()) > 20
    assert len(imports()) > 100


def test_solver_knows_only_numpy_and_ortools() -> None:
    allowed = sys.stdlib_module_names | {"solver", "numpy", "ortools"}
    strangers = [
        each for each in imports() if within(each.importer, "solver") and each.imported.split(".")[0] not in allowed
    ]
    assert not strangers, listed(strangers)


def test_every_module_of_app_has_a_floor() -> None:
    homeless = [name for name in sources() if floor_of(name) is None and name != "app"]
    assert not homeless, f"put them on a floor of docs/architecture.md: {homeless}"


def test_no_import_runs_up() -> None:
    rising = []
    for each in imports():
        here, there = floor_of(each.importer), floor_of(each.imported)
        if here is not None and there is not None and there > here:
            rising.append(each)
    assert not rising, listed(rising)


def test_there_are_no_circles() -> None:
    arrows: dict[str, set[str]] = {name: set() for name in sources()}
    for each in imports():
        if own(each.imported) and each.imported != each.importer:
            arrows[each.importer].add(each.imported)
    circle = _circle(arrows)
    assert circle is None, " → ".join(circle or ())


def test_rooms_have_no_circles() -> None:
    """Two folders that need each other are one folder."""
    rooms = {room for floor in FLOORS for room in floor}
    arrows: dict[str, set[str]] = {room: set() for room in rooms}
    for each in imports():
        here = next((room for room in rooms if within(each.importer, room)), None)
        there = next((room for room in rooms if within(each.imported, room)), None)
        if here and there and here != there:
            arrows[here].add(there)
    circle = _circle(arrows)
    assert circle is None, " → ".join(circle or ())


def _circle(arrows: dict[str, set[str]]) -> tuple[str, ...] | None:
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
        if name in path:
            return (*path[path.index(name) :], name)
        if name in done:
            return None
        for other in sorted(arrows.get(name, ())):
            found = walk(other, (*path, name))
            if found:
                return found
        done.add(name)
        return None

    return next((found for name in sorted(arrows) if (found := walk(name, ()))), None)


def test_a_circle_would_be_found() -> None:
    assert _circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ("b", "c", "b")
    assert _circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) is None


def _chapter_of(module: str, within_package: str, chapters: tuple[tuple[str, str], ...]) -> int | None:
    for number, (_, names) in enumerate(chapters):
        if any(within(module, f"{within_package}.{name}") for name in names.split()):
            return number
    return None


@pytest.mark.parametrize(("package", "chapters"), [("solver", CHAPTERS), ("solver.analysis", ANALYSIS)])
def test_each_chapter_knows_only_what_stands_before_it(package: str, chapters: tuple[tuple[str, str], ...]) -> None:
    homeless = [
        name
        for name in sources()
        if within(name, package) and name != package and _chapter_of(name, package, chapters) is None
    ]
    assert not homeless, f"which chapter of docs/architecture.md are they in? {homeless}"
    forward = []
    for each in imports():
        here = _chapter_of(each.importer, package, chapters)
        there = _chapter_of(each.imported, package, chapters)
        if here is not None and there is not None and there > here:
            forward.append(each)
    assert not forward, listed(forward)


def test_the_checker_knows_the_contract_and_nothing_else() -> None:
    allowed = CONTRACT | {"solver.check"}
    shared = [
        each
        for each in imports()
        if within(each.importer, "solver.check")
        and within(each.imported, "solver")
        and not any(within(each.imported, room) for room in allowed)
    ]
    assert any(within(name, "solver.check") for name in sources())
    assert not shared, listed(shared)


def test_the_application_uses_the_doors_of_solver() -> None:
    burglars = [
        each
        for each in imports()
        if within(each.importer, "app")
        and within(each.imported, "solver")
        and each.imported != "solver"
        and not any(within(each.imported, door) for door in DOORS)
    ]
    assert not burglars, listed(burglars)


def test_only_analyses_that_prove_by_solving_call_the_solver() -> None:
    doors = {"solver.solve", "solver.frontier"}
    method = {
        "solver.lexicographic",
        "solver.heuristics",
        "solver.bounds",
        "solver.formulation",
        "solver.engines.cp_sat",
    }
    wrong = []
    for each in imports():
        if not within(each.importer, "solver.analysis"):
            continue
        may_solve = any(within(each.importer, room) for room in SOLVES_AGAIN)
        if any(within(each.imported, room) for room in method) or (each.imported in doors and not may_solve):
            wrong.append(each)
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("library", sorted(LIBRARIES))
def test_each_library_has_its_rooms(library: str) -> None:
    wrong = [
        each
        for each in imports()
        if within(each.imported, library) and not any(within(each.importer, room) for room in LIBRARIES[library])
    ]
    assert not wrong, listed(wrong)


def test_no_other_library_is_used() -> None:
    known = sys.stdlib_module_names | {"solver", "app"} | LIBRARIES.keys()
    strangers = [each for each in imports() if each.imported.split(".")[0] not in known]
    assert not strangers, listed(strangers)


def test_every_room_is_in_the_document_and_every_entry_is_a_room() -> None:
    documented = set(_entries((ROOT / "docs" / "architecture.md").read_text("utf-8")))
    there = {
        path.relative_to(ROOT).as_posix()
        for path in sources().values()
        if path.name != "__init__.py" and "versions" not in path.parts
    }
    assert there - documented == set(), "in the tree, but not in docs/architecture.md"
    assert documented - there == set(), "in docs/architecture.md, but not in the tree"


def _entries(text: str) -> Iterator[str]:
    """Files named in the last column of tables whose first column names their folder."""
    for line in text.splitlines():
        if row := re.match(r"\| `([a-z_/]+)/` \|.*\|([^|]+)\|$", line):
            for name in re.findall(r"`([a-z_0-9]+)`", row[2]):
                yield f"{row[1]}/{name}.py"


def test_files_are_one_idea() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in sources().values()
    }
    long = {name: lines for name, lines in lengths.items() if lines > LONG}
    assert long.keys() == EXPLAINED.keys(), f"past {LONG} lines, split or explain: {long}"


def test_the_command_line_starts_at_once() -> None:
    """``caseload --help`` loads nothing that costs: numpy, the solver, pydantic and the web come with the command."""
    code = "import sys, app.cli; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    heavy = {"numpy", "ortools", "pandas", "pydantic", "fastapi", "starlette", "sqlalchemy", "uvicorn", "jinja2"}
    assert "click" in loaded.stdout.split()
    assert heavy & set(loaded.stdout.split()) == set()
