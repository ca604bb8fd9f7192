"""The recipes of CONTRIBUTING.md are true: toys are added to a copy of the tree as they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import openpyxl
import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = 7
"""A recipe names at most, of those that are written by hand."""


class Workplace:
    """A copy of the tree, and the files of it that a recipe touches."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.touched: set[str] = set()
        leave_out = shutil.ignore_patterns("__pycache__", "*.png", "*.svg")
        for name in ("app", "solver", "docs"):
            shutil.copytree(ROOT / name, root / name, ignore=leave_out)
        shutil.copy(ROOT / "caseload.py", root)

    def create(self, name: str, text: str) -> None:
        path = self.root / name
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self.touched.add(name)

    def edit(self, name: str, *changes: tuple[str, str]) -> None:
        """Put text behind another that stands in the file exactly once."""
        path = self.root / name
        text = path.read_text("utf-8")
        for mark, added in changes:
            assert text.count(mark) == 1, f"{name}: {mark!r} stands there {text.count(mark)} times"
            text = text.replace(mark, mark + added)
        path.write_text(text, "utf-8")
        self.touched.add(name)

    def run(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            cwd=self.root,
            # the tests' small instances are taken from here, everything else from the copy, which comes first
            env={**os.environ, "PYTHONPATH": f"{self.root}{os.pathsep}{ROOT}"},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def plan(self) -> Path:
        """Plan three cases of 6 h for two officers of 10 h on the command line of the copy; its folder."""
        roster = self.root / "roster"
        roster.mkdir()
        (roster / "officers.csv").write_text("officer_id,available_hours\nD-1,10\nD-2,10\n", "utf-8")
        (roster / "cases.csv").write_text("case_id,weight_hours\nC-1,6\nC-2,6\nC-3,6\n", "utf-8")
        arguments = ["plan", "roster", "--policy", "within-capacity", "--workers", "1", "--out", "planned"]
        self.run(f"from app.cli import cli; cli({arguments})")
        return self.root / "planned"


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path / "caseload")


def recipe(title: str) -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = re.search(rf"^### {title}\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no recipe {title!r}"
    return found[1]


RECIPES = (
    "A goal",
    "A heuristic",
    "A column of the roster",
    "A section of the report",
    "An engine",
    "A part of the design system, or a newer version of it",
    "A route",
)


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_has_numbered_steps_and_names_few_files(title: str) -> None:
    steps = re.findall(r"^(\d)\. (.*)", recipe(title), re.MULTILINE)
    assert [int(number) for number, _ in steps] == list(range(1, len(steps) + 1))
    assert 2 <= len(steps) <= FILES
    assert all("`" in text for _, text in steps), "a step names its file"


def test_there_is_no_other_recipe() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert tuple(re.findall(r"^### (.+)$", text, re.MULTILINE)) == RECIPES


GOAL = '''"""Waiting: how many cases nobody holds, whatever their priority."""

from __future__ import annotations

from dataclasses import dataclass

from solver.formulation.goals.base import LinearGoal, Terms
from solver.goals import Goals, Unit
from solver.model.part import Part


@dataclass(frozen=True, slots=True)
class Waiting(LinearGoal):
    """Cases without an officer."""

    name: str = "waiting"

    def applies(self, part: Part) -> bool:
        """Where a case may wait."""
        return True

    def unit(self, goals: Goals) -> Unit:
        """Cases."""
        return Unit.CASES

    def terms(self, part: Part) -> Terms:
        """Every case of a unit that nobody holds."""
        return Terms(lost=part.size)


WAITING = Waiting()
'''
MEASURE = '''

def waiting(plan: Assigned) -> tuple[int, ...]:
    """Cases that nobody holds."""
    return _by_part(np.ones(len(plan.officer), np.int64), plan.officer < 0, plan.of_case, plan.parts)
'''

WORDS = """    "waiting": GoalWords(
        title="Nobody waits",
        doing="Leaving nobody waiting",
        counts="Cases that nobody holds.",
        none_left="No case waits.",
        met="{cases} without anybody.",
    ),
"""


def add_goal(workplace: Workplace) -> None:
    """Recipe "A goal"."""
    workplace.create("solver/formulation/goals/waiting.py", GOAL)
    workplace.edit(
        "solver/formulation/goals/ranking.py",
        ("import SHORTFALL, least_loads\n", "from solver.formulation.goals.waiting import WAITING\n"),
        ("    COST,\n", "    WAITING,\n"),
    )
    workplace.edit(
        "solver/check/goals.py",
        (
            "    return _by_part(_costs(plan.facts, plan.officer), plan.officer >= 0, plan.of_case, plan.parts)\n",
            MEASURE,
        ),
        ('    "cost": cost,\n', '    "waiting": waiting,\n'),
        ('"continuity", "fairness", "shortfall", "evenness", *priced', ', "waiting"'),
        ('[*placed, "fairness", "shortfall", "evenness", *priced', ', "waiting"'),
        ('*again, "shortfall", "evenness", *priced', ', "waiting"'),
        ('"evenness": Unit.GRAINS, "cost": Unit.COST', ', "waiting": Unit.CASES'),
    )
    workplace.edit(
        "solver/check/lagrangian.py",
        ('"continuity", "evenness", "cost"', ', "waiting"'),
        (
            '    left = np.array([_weight(f"coverage_{p}", prices, level) for p in range(6)], object)\n',
            '    left = left + _weight("waiting", prices, level)\n',
        ),
    )
    workplace.edit(
        "app/report/text/goals.py",
        ('        met="The assignment costs {value}.",\n    ),\n', WORDS),
    )
    workplace.edit("docs/method.md", ("## How it is found\n", "\n**Waiting** counts the cases that nobody holds.\n"))


def test_a_goal_is_a_level_of_the_report_with_its_value_and_proof(workplace: Workplace) -> None:
    """Three cases of 6 h, two officers of 10 h: one case waits. The checker repeats the sums of the bound."""
    add_goal(workplace)
    assert len(workplace.touched) <= FILES
    folder = workplace.plan()
    levels = json.loads((folder / "report.json").read_text("utf-8"))["levels"]
    assert [level["name"] for level in levels] == [
        "coverage_3",
        "fairness",
        "continuity",
        "fairness_again",
        "shortfall",
        "evenness",
        "waiting",
    ]
    last = levels[-1]
    assert (last["value"], last["best"], last["bound"], last["unit"]) == (1, 1, 1, "cases")
    assert (last["status"], last["meaning"]) == ("optimal", "Cases that nobody holds.")
    assert last["certificate"] == "Proven: sums of whole numbers, which the checker has repeated."
    assert "1 case without anybody." in (folder / "report.html").read_text("utf-8")


HEURISTIC = '''"""Cheaper hands: each case in turn goes to the cheapest officer who has the hours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.budget import Budget, check_ranges
from solver.formulation.goals.cost import COST
from solver.formulation.level_model import LevelModel
from solver.heuristics.incumbent import Incumbent


@dataclass(frozen=True, slots=True)
class CheaperHands:
    """Moves single cases while that is cheaper.

    Attributes
    ----------
    rounds : int, 1 to 100
        Times that every case is looked at.
    """

    rounds: int = 3

    def __post_init__(self) -> None:
        check_ranges(self, rounds=(1, 100))

    def supports(self, level: LevelModel) -> bool:
        """For costs, where moves are not held."""
        return level.goal == COST and "continuity" not in level.rooms

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """A cheaper plan, or the same."""
        part, planned = incumbent.level.part, incumbent.planned.copy()
        for _ in range(self.rounds):
            for j in np.flatnonzero(planned).tolist():
                for other in np.flatnonzero(part.column_class == part.column_class[j]).tolist():
                    room = part.hard[part.column_officer[other]] - part.loads(planned)[part.column_officer[other]]
                    if part.column_cost[other] < part.column_cost[j] and room >= part.column_effort[other]:
                        planned[[j, other]] += [-1, 1]
                        break
        return planned
'''
ASK_HEURISTIC = """
import json
import numpy as np
from solver.errors import InvalidParameter
from solver.formulation.goals.cost import COST
from solver.goals import Goals, Objective, Policy
from solver.heuristics.cheaper_hands import CheaperHands
from solver.heuristics.portfolio import HEURISTICS
from solver.lexicographic.linear_level import LinearLevel, minimise_level
from tests.solver.every_plan import effort, part_of
from tests.solver.instances import make_problem

pairs = [(c, o, cost, -1) for c, costs in enumerate([(9, 1), (8, 2), (7, 3)]) for o, cost in enumerate(costs)]
part = part_of(make_problem([9, 9], [4, 3, 2], pairs=pairs), Goals(Policy.WITHIN_CAPACITY, Objective.COST))
told = []
dear = (part.column_officer == 0).astype(np.int64)
found = minimise_level(LinearLevel(part, 0, COST, {"coverage_3": 0}), dear, effort(), lambda *news: told.append(news))
try:
    CheaperHands(rounds=0)
except InvalidParameter as refusal:
    print(json.dumps([type(HEURISTICS[0]).__name__, found.value, found.bound, told, str(refusal)]))
"""


def add_heuristic(workplace: Workplace) -> None:
    """Recipe "A heuristic"."""
    workplace.create("solver/heuristics/cheaper_hands.py", HEURISTIC)
    workplace.edit(
        "solver/heuristics/portfolio.py",
        (
            "from solver.formulation.level_model import LevelModel\n",
            "from solver.heuristics.cheaper_hands import CheaperHands\n",
        ),
        ("HEURISTICS: tuple[Heuristic, ...] = (\n", "    CheaperHands(),\n"),
    )
    workplace.edit("docs/method.md", ("## How it is found\n", "\n**Cheaper hands** moves case by case.\n"))


def test_a_heuristic_is_asked_at_its_turn_and_what_it_finds_is_told(workplace: Workplace) -> None:
    """Three cases for 9 + 8 + 7 with D-1, or 1 + 2 + 3 with D-2, who has hours for all: told of as the first plan."""
    add_heuristic(workplace)
    assert len(workplace.touched) <= FILES
    first, value, bound, told, refusal = json.loads(workplace.run(ASK_HEURISTIC))
    assert (first, value, bound) == ("CheaperHands", 6, 6)
    assert told == [[24, 6], [6, 6]]
    assert refusal == "CheaperHands.rounds must be from 1 to 100, not 0"


COMPLEXITY = '''

def _complain_about_complexity(data: SheetData, cases: CaseRows, complaints: Complaints) -> None:
    """Three degrees, no more."""
    for at in np.flatnonzero((cases.complexity < 1) | (cases.complexity > 3)).tolist():
        message = "must be 1 (simple), 2 or 3 (complex)"
        complaints.add(data.file, message, row=data.row(at), column="complexity", value=str(cases.complexity[at]))
'''
ASK_COLUMN = """
import json
from app.intake.build.problem import build_problem
from app.intake.columns.schema import roster_json_schema
from app.intake.errors import RosterRefused
from app.intake.read import read_parts

officers = b"officer_id,available_hours\\nD-1,10\\n"
cases = "case_id,weight_hours,complexity\\nC-1,1,2\\nC-2,1,\\nC-3,1,{}\\n"


def read(last):
    return read_parts({"officers": officers, "cases": cases.format(last).encode()})


roster = read(3)
field = roster_json_schema()["properties"]["cases"]["items"]["properties"]["complexity"]
try:
    read(4)
except RosterRefused as refused:
    print(json.dumps([
        build_problem(roster).problem.cases.complexity.tolist(),
        [row.get("complexity") for row in roster.to_document()["cases"]],
        field["description"],
        str(refused.cells[0]),
    ]))
"""


OPENED = (
    '        Column("opened", Kind.DATE, "Date the case was opened, as 2026-11-24; the older of equal cases stays."),\n'
)


def add_column(workplace: Workplace) -> None:
    """Recipe "A column of the roster"."""
    meaning = "How complex the case is, 1 to 3. Empty: 1."
    workplace.edit(
        "app/intake/columns/schema.py",
        (
            OPENED,
            f'        Column("complexity", Kind.COUNT, "{meaning}", default=1),\n',
        ),
    )
    workplace.edit("app/intake/columns/arrays.py", ("    opened: Ints\n", "    complexity: Ints\n"))
    workplace.edit(
        "app/intake/checks/cases.py",
        ('        data.numbers("opened"),\n', '        data.numbers("complexity"),\n'),
        (
            "    _complain_about_pins(data, cases, officers, complaints)\n",
            "    _complain_about_complexity(data, cases, complaints)\n",
        ),
        ("    return cases\n", COMPLEXITY),
    )
    workplace.edit(
        "app/intake/rows.py",
        (
            '            "opened": _each(cases.opened, lambda day: dt.date.fromordinal(day).isoformat()),\n',
            '            "complexity": _numbers(cases.complexity, default=1),\n',
        ),
    )
    workplace.edit(
        "solver/problem.py",
        (
            "    type_names: tuple[str, ...] = ()\n",
            "    complexity: Ints = field(default_factory=lambda: np.zeros(0, np.int64))\n",
        ),
    )
    workplace.edit(
        "app/intake/build/problem.py",
        ("        type_names=type_names,\n", "        complexity=roster.cases.complexity,\n"),
    )
    workplace.edit("docs/command-line.md", ("## Roster\n", "\n`complexity` of a case is 1 to 3.\n"))


def test_a_column_is_read_checked_written_and_in_the_problem(workplace: Workplace) -> None:
    """Of three cases one is of degree 2, one of the usual 1, and one of 3, or of 4, which is refused with its row."""
    add_column(workplace)
    assert len(workplace.touched) <= FILES
    arrays, written, meaning, refusal = json.loads(workplace.run(ASK_COLUMN))
    assert arrays == [2, 1, 3]
    assert written == [2, None, 3]
    assert meaning == "How complex the case is, 1 to 3. Empty: 1."
    assert refusal == "cases.csv, row 4, column complexity, value “4”: must be 1 (simple), 2 or 3 (complex)"


ENTRY = '''"""Cases of a priority, and how many of them wait."""

from __future__ import annotations

from app.report.entry import Entry


class UrgencyEntry(Entry):
    """Cases of one priority."""

    priority: int
    cases: int
    waiting: int
'''
BUILD = '''"""Counts the cases of each priority, and those that nobody holds."""

from __future__ import annotations

from app.report.sections.urgency.entry import UrgencyEntry
from solver.analysis import Analysis


def build(analysis: Analysis) -> list[UrgencyEntry]:
    """The priorities that cases have, the most urgent first."""
    priorities = analysis.problem.cases.priority.tolist()
    waiting = [priorities[each.case] for each in analysis.unassigned]
    return [
        UrgencyEntry(priority=each, cases=priorities.count(each), waiting=waiting.count(each))
        for each in sorted(set(priorities))
    ]
'''
SHOW = '''"""How many cases of each priority wait."""

from __future__ import annotations

from app.report.blocks import Column, Section, Table
from app.report.source import Source


def show(source: Source) -> Section:
    """One table, on the page and in the workbook."""
    table = Table(
        "Urgent and waiting",
        (
            Column("Priority", "count", lambda row: row.priority, is_head=True),
            Column("Cases", "count", lambda row: row.cases),
            Column("Waiting", "count", lambda row: row.waiting),
        ),
        source.document.urgency,
        sheet="Urgency",
    )
    return Section("How urgent is what waits", "urgency", blocks=(table,), sheets=(table,))
'''
WRITE_SCHEMA = "from app.report.document import schema_text; print(schema_text(), end='')"


def add_section(workplace: Workplace) -> None:
    """Recipe "A section of the report"."""
    folder = "app/report/sections/urgency"
    (workplace.root / folder).mkdir()
    (workplace.root / folder / "__init__.py").touch()
    workplace.create(f"{folder}/entry.py", ENTRY)
    workplace.create(f"{folder}/build.py", BUILD)
    workplace.create(f"{folder}/show.py", SHOW)
    imports = "from app.report.sections.uncertainty"
    workplace.edit(
        "app/report/document.py",
        (
            f"{imports}.entry import UncertaintyEntry\n",
            "from app.report.sections.urgency.entry import UrgencyEntry\n",
        ),
        ("    tiers: list[TierEntry]\n", "    urgency: list[UrgencyEntry]\n"),
    )
    workplace.edit(
        "app/report/build.py",
        (f"{imports} import build as uncertainty\n", "from app.report.sections.urgency import build as urgency\n"),
        ("        tiers=tiers.build(analysis),\n", "        urgency=urgency.build(analysis),\n"),
    )
    workplace.edit(
        "app/report/sections/order.py",
        (
            f"{imports}.show import show as uncertainty\n",
            "from app.report.sections.urgency.show import show as urgency\n",
        ),
        ("    Line(tiers, sheets=11),\n", "    Line(urgency, sheets=11),\n"),
    )
    workplace.edit("docs/reading-the-report.md", ("## Cases without an officer\n", "\n**Urgency** counts who waits.\n"))


def test_a_section_is_in_the_document_on_the_page_and_in_the_workbook(workplace: Workplace) -> None:
    """Three cases of 6 h, two officers of 10 h: one case of three waits, all of priority 3."""
    add_section(workplace)
    assert len(workplace.touched) <= FILES, "beside the schema, which a command writes"
    expected = {"priority": 3, "cases": 3, "waiting": 1}
    schema = json.loads(workplace.run(WRITE_SCHEMA))
    assert set(schema["$defs"]["UrgencyEntry"]["properties"]) == set(expected)
    folder = workplace.plan()
    document = json.loads((folder / "report.json").read_text("utf-8"))
    assert document["urgency"] == [expected]
    jsonschema.validate(document, schema)
    page = (folder / "report.html").read_text("utf-8")
    assert "How urgent is what waits" in page
    sheet = openpyxl.load_workbook(folder / "plan.xlsx")["Urgency"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows[-2:] == [["Priority", "Cases", "Waiting"], [3, 3, 1]]
