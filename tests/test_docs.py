"""The documents are true: every option is described, every example runs, every link leads somewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from app.cli import cli
from app.commands.terminal import failures
from app.intake.findings import CODES
from app.report.render.terminal import ASCII
from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def every_command(group: click.Group, before: str = "") -> dict[str, click.Command]:
    """Commands by what is typed after ``caseload``; those of a group as well as the group."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        found[before + name] = command
        if isinstance(command, click.Group):
            found |= every_command(command, f"{before}{name} ")
    return found


COMMANDS = every_command(cli)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


@cache
def tracked() -> tuple[Path, ...]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return tuple(ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file())


def documents() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its rank."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^\1 |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    return found[2]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_described_and_no_other(name: str) -> None:
    described = section(text_of("docs/command-line.md"), f"caseload {name}")
    command = COMMANDS[name]
    options = {flag for each in command.params if isinstance(each, click.Option) for flag in each.opts}
    rows = set(re.findall(r"^\| `(--[a-z-]+)", described, re.MULTILINE))
    assert rows == options
    for argument in command.params:
        if isinstance(argument, click.Argument):
            assert f"`{argument.human_readable_name.upper()}`" in described


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_has_help(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    for each in command.params:
        if isinstance(each, click.Option):
            assert each.help, each.opts


def test_every_exit_code_is_described() -> None:
    codes = {value for name, value in vars(failures).items() if name.isupper() and isinstance(value, int)} - {
        failures.SHOWN
    }
    rows = re.findall(r"^\| (\d+) \|", section(text_of("docs/command-line.md"), "Exit codes"), re.MULTILINE)
    assert set(map(int, rows)) == codes


def test_every_finding_is_described_as_it_is_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| ([^|]+) \| [^|]+ \|$", text_of("docs/findings.md"), re.MULTILINE)
    assert [tuple(map(str.strip, row)) for row in rows] == [(c.name, c.severity, c.meaning) for c in CODES]


def test_every_variable_is_described_and_no_other() -> None:
    described = set(re.findall(r"^\| `(CASELOAD_[A-Z_]+)`", text_of("docs/command-line.md"), re.MULTILINE))
    settings = {f"CASELOAD_{name.upper()}" for name in Settings.model_fields}
    assert described == settings | {failures.DETAILS}


def test_every_dependency_has_its_paragraph() -> None:
    import tomllib

    project = tomllib.loads(text_of("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    wanted += [line for path in ROOT.glob("requirements-*.in") for line in path.read_text("utf-8").splitlines()]
    names = {re.split(r"[\[<>=~! ;]", line)[0] for line in wanted}
    names |= json.loads(text_of("frontend/package.json"))["devDependencies"].keys()
    explained = set(re.findall(r"\*\*(@?[a-z0-9/-]+)\*\*", text_of("docs/decisions.md")))
    assert names - explained == set()
    assert explained - names == {"uv"}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text("utf-8"))
    for target in LINK.findall(text):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = unquote(target).partition("#")
        leads_to = (path.parent / name).resolve() if name else path
        assert leads_to.exists(), f"{target} is not there"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", leads_to.read_text("utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in slugs, f"{target} has no such heading"


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_target_of_make_is_there(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = re.findall(r"(?:^|`|&& )make ([a-z-]+)", path.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= targets


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A copy of the files, as a clone and its first `make` would leave it."""
    for path in tracked():
        copy = tmp_path / "caseload" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
        if path.name == "pyproject.toml" or path.suffix == ".lock":
            os.utime(copy, (0, 0))  # older than the environment, so that make does not build it again
    (tmp_path / "caseload" / ".venv").symlink_to(Path(sys.executable).parent.parent)
    return tmp_path / "caseload"


def environment(workplace: Path) -> dict[str, str]:
    """As after `make`: what is installed here is taken for installed there, with the code of the workplace."""
    return {**os.environ, "PYTHONPATH": str(workplace)}


def blocks(language: str) -> list[str]:
    return [code for kind, code in FENCE.findall(text_of("README.md")) if kind == language]


def test_the_examples_in_the_shell_run(workplace: Path) -> None:
    """All of them, in order, in one folder. ``make test`` is this very run, so it is only looked at."""
    assert blocks("sh")
    script = "\n".join(blocks("sh")).replace("make test", "make --dry-run test")
    script = f"set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || :' EXIT\n{script}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=workplace,
        env=environment(workplace),
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    shown = dict(entries(blocks("text")[0]))
    printed = dict(entries(done.stdout))
    assert {label for label in shown if label} <= printed.keys()
    for label in (
        "STRAINED",
        "In its parts",
        "What decides",
        "Risk",
        "What to do",
    ):  # which do not depend on how far the search came
        assert printed[label] == shown[label], "the README shows what the command prints"


def entries(screen: str) -> Iterator[tuple[str, str]]:
    """Labels and texts of a summary, unwrapped. Of a label that is there twice, the first counts."""
    found: dict[str, list[str]] = {}
    label = ""
    for line in screen.translate(ASCII).splitlines():
        if re.match(r"[A-Z][A-Za-z ]{0,12}  ", line):
            label = line[:14].strip()
            if label in found:
                label = "again"
            found[label] = []
        elif not line.startswith(" "):
            label = ""
        found.setdefault(label, []).append(line[14:].strip())
    yield from ((label, " ".join(lines).strip()) for label, lines in found.items())


@pytest.mark.parametrize("code", blocks("python"))
def test_the_examples_of_the_library_run(code: str, workplace: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=workplace,
        env=environment(workplace),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    promised = re.findall(r"^print.*#\s*(.+)$", code, re.MULTILINE)
    assert promised, "an example shows what it prints"
    assert done.stdout.splitlines() == promised


def test_there_is_an_example_of_the_library() -> None:
    assert blocks("python")


UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|TB[D])\b")  # in brackets, so that this line does not find itself
MACHINE = re.compile(r"(?<![\w.])/(work|root|home/\w+|Users/\w+)/")
REGISTRY = re.compile(
    r"(index-url|find-links)[ =]+\S*:|\"resolved\": *\"http|https?://[^\s\"')]*(pypi|pythonhosted|npmjs|/simple\b)"
)
CODE = {".py", ".java", ".md", ".toml", ".in", ".lock", ".html", ".css", ".js", ".json", ".yaml", ".yml", ".ini"}
CODE |= {".csv", ""}


def texts() -> list[Path]:
    return [path for path in tracked() if path.suffix in CODE and path.name != "LICENSE"]


@pytest.mark.parametrize(
    ("pattern", "what"),
    [(UNFINISHED, "unfinished"), (MACHINE, "a path of one machine"), (REGISTRY, "the address of a registry")],
    ids=["unfinished", "machine", "registry"],
)
def test_no_file_holds(pattern: re.Pattern[str], what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in texts()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, what + "\n" + "\n".join(found)


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_hours_are_never_called_capacity(path: Path) -> None:
    """The field says available hours; only the policy is called within-capacity."""
    words = re.sub(r"within[-_]capacity", "", path.read_text("utf-8"))
    assert not re.search(r"\bcapacit", words, re.IGNORECASE)


NAMED_FILE = re.compile(
    r"`((?:app|bench|docs|examples|solver|tests)/[\w./-]*|caseload\.py|hatch_build\.py|pyproject\.toml)`"
)
"""A file or folder of the tree in backticks. What a run writes (``plan/report.html``) stands in no folder of these."""


@pytest.mark.parametrize(
    "path",
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))],
    ids=lambda path: path.name,
)
def test_every_file_that_a_document_names_is_there(path: Path) -> None:
    text = FENCE.sub("", path.read_text("utf-8"))
    gone = [name for name in NAMED_FILE.findall(text) if not (ROOT / name).exists()]
    assert not gone
    if path.parent.name == "docs":
        bare = set(re.findall(r"`(\w+\.py)`", text)) - {"caseload.py", "hatch_build.py"}
        assert not bare, "a source file is named with its folder"


HOMONYMS = "Words that mean one thing"


def table_rows(text: str) -> list[str]:
    """Rows of all tables, without their headers."""
    lines = text.splitlines()
    below = zip(lines, [*lines[1:], ""], strict=True)
    return [line for line, under in below if line.startswith("| ") and not under.startswith("|-")]


def glossary_rows() -> list[str]:
    text = text_of("docs/glossary.md")
    return table_rows(text.replace(section(text, HOMONYMS), ""))


@pytest.mark.parametrize("row", glossary_rows(), ids=lambda row: row.split("|")[1].strip())
def test_every_word_of_the_glossary_has_one_file(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 3
    assert all(cells), "our word, the field's, and the file"
    named = NAMED_FILE.findall(cells[2])
    assert cells[2] == f"`{named[0]}`", "the last cell is the file"
    assert (ROOT / named[0]).is_file()


def test_no_word_stands_twice_in_the_glossary() -> None:
    words = [row.split("|")[1].strip() for row in glossary_rows()]
    assert len(words) == len(set(words)) >= 40


def homonyms() -> dict[str, tuple[str, str]]:
    """Word: the table's sentence on what it no longer means, and the file."""
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table_rows(homonyms_text())]
    return {word.strip("`"): (ended, file.strip("`")) for word, _, ended, file in rows}


def homonyms_text() -> str:
    return section(text_of("docs/glossary.md"), HOMONYMS)


def test_the_homonyms_that_ended_are_named_with_the_word_that_took_over() -> None:
    code = "\n".join(
        path.read_text("utf-8") for room in ("solver", "app") for path in sorted((ROOT / room).rglob("*.py"))
    )
    found = homonyms()
    assert set(found) == {"effort", "spread", "goals"}
    for word, (ended, file) in found.items():
        assert re.search(rf"\b{word}\b", text_of(file)), f"{file} says what {word} means"
        others = set(re.findall(r"`(\w+)`", ended)) - {word}
        assert others, "another word took over"
        for other in others:
            assert re.search(rf"^ *(class|def) {other}\b|^    {other}: ", code, re.MULTILINE), f"{other} is in the code"


@pytest.mark.parametrize("room", ["solver", "app"])
def test_no_budget_is_called_an_effort_and_no_rounding_a_spread(room: str) -> None:
    """The homonyms do not come back: as a parameter, a field or a function."""
    wrong = re.compile(r"\beffort: (Budget|Effort)\b|\bclass Effort\b|\bdef effort\(.*Budget|\bdef spread\(.*-> Ints")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for match in wrong.finditer(path.read_text("utf-8"))
    ]
    assert not found


def test_security_names_tests_that_there_are() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", text_of("SECURITY.md"))
    assert len(named) > 30
    for path, test in named:
        assert re.search(rf"^def {test}\(", text_of(path), re.MULTILINE), f"{path}::{test}"
