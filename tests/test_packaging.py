"""What is shipped: the wheel holds all that runs, the locks agree, and no file knows where packages come from."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    # with the design system where it was made; nothing is downloaded for a test
    subprocess.run(command, cwd=ROOT, env={**os.environ, "CASELOAD_NPM": ""}, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def tracked(*patterns: str) -> set[str]:
    listing = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True)
    return {name for name in listing.stdout.splitlines() if (ROOT / name).exists()}


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = tracked("app", "solver", "caseload.py") - names
    assert not missing
    assert any(name.endswith(".html") for name in names), "templates"
    assert any("migrations/versions/" in name for name in names), "migrations"


def test_the_wheel_holds_the_example_and_nothing_that_is_not_run(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    example = {name.removeprefix("examples/field-office/") for name in tracked("examples/field-office/*.csv")}
    assert example
    assert {f"app/examples/field-office/{name}" for name in example} <= names
    strangers = {
        name
        for name in names
        if name.split("/")[0] not in {"app", "solver", "caseload.py"} and ".dist-info/" not in name
    }
    assert not strangers
    assert not {name for name in names if "/plan/" in name or name.endswith((".sqlite", ".pyc"))}


def test_the_wheel_says_what_it_is(wheel: Path, project: dict[str, Any]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(f"{info}/METADATA").decode()
        entry = archive.read(f"{info}/entry_points.txt").decode()
        licence = archive.read(f"{info}/licenses/LICENSE").decode()
    assert f"Version: {project['project']['version']}" in metadata
    assert "License-Expression: Apache-2.0" in metadata
    assert "caseload = caseload:main" in entry
    assert "Apache License" in licence


def test_the_wheel_runs_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Installed without its source beside it, the command answers and the packages come from the wheel."""
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    zipfile.ZipFile(wheel).extractall(site)
    code = (
        "import sys, app.cli, solver; "
        f"assert app.cli.__file__.startswith({str(site)!r}) and solver.__file__.startswith({str(site)!r}); "
        "sys.exit(app.cli.run(['template', 'roster.xlsx']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=empty, env=environment, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert zipfile.is_zipfile(empty / "roster.xlsx")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment with the wheel in it, and the dependencies from this one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=True)
    (site,) = home.glob("lib/python*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    script = home / "bin" / "caseload"
    # as installers write it for the entry point
    script.write_text(f"#!{home / 'bin' / 'python'}\nimport sys\nfrom caseload import main\nsys.exit(main())\n")
    script.chmod(0o755)
    return home / "bin"


@pytest.fixture
def project_with_its_own_app(tmp_path: Path) -> Path:
    """A folder with packages called ``app`` and ``solver``, as many projects have them, that are not ours."""
    for package in ("app", "solver"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("MINE = True\n")
    return tmp_path


def run(command: Sequence[str | Path], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("program", [["caseload"], ["python", "-m", "caseload"]], ids=" ".join)
@pytest.mark.parametrize("on_the_path", [False, True])
def test_the_command_runs_beside_a_project_with_an_app_of_its_own(
    installed: Path, project_with_its_own_app: Path, program: list[str], on_the_path: bool
) -> None:
    """Also the child process, in which the plan is made, has the packages of the wheel."""
    here = project_with_its_own_app
    path = {"PYTHONPATH": str(here)} if on_the_path else {}
    command: list[str | Path] = [
        installed / program[0],
        *program[1:],
        "plan",
        ROOT / "examples" / "impossible",
        "--workers",
        "1",
    ]
    done = run(command, here, **path)
    assert done.returncode == 3, done.stderr  # some cases can be held by nobody: that is the example
    assert {each.name for each in (here / "plan").iterdir()} >= {"assignments.csv", "report.html", "plan.xlsx"}


def test_the_library_refuses_to_run_beside_another_app_and_says_why(
    installed: Path, project_with_its_own_app: Path
) -> None:
    """It would take the name from the project, or import the project's package: neither is done silently."""
    here = project_with_its_own_app
    for first in ("", "import app; assert app.MINE; "):
        code = f"{first}import caseload; caseload.report({str(ROOT / 'examples' / 'impossible')!r})"
        done = run([installed / "python", "-c", code], here)
        assert done.returncode == 1
        assert f"but here app is {here / 'app'}" in done.stderr.splitlines()[-1]
    alone = run([installed / "python", "-P", "-c", code.removeprefix(first)], here)
    assert (alone.returncode, alone.stderr) == (0, "")


def pins(lock: str) -> dict[str, str]:
    return {name.lower(): version for name, version in PIN.findall((ROOT / lock).read_text("utf-8"))}


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ;]", line)[0].lower() for line in requirements}


def test_every_dependency_is_pinned(project: dict[str, Any]) -> None:
    runtime = names_of(project["project"]["dependencies"])
    extras = project["project"]["optional-dependencies"]
    assert runtime <= pins("requirements.lock").keys()
    assert runtime | names_of(extras["dev"]) <= pins("requirements-dev.lock").keys()
    assert names_of(project["build-system"]["requires"]) <= pins("requirements-build.lock").keys()
    for extra in ("postgres", "telemetry"):
        assert names_of(extras[extra]) <= names_of(extras["dev"]), "what an extra brings is tested"
        assert names_of(extras[extra]) <= pins(f"requirements-{extra}.lock").keys()


LOCKS = {
    "requirements.lock": 6,
    "requirements-dev.lock": 6,
    "requirements-build.lock": 6,
    "requirements-postgres.lock": 2,
    "requirements-telemetry.lock": 2,
    "requirements-supply.lock": 2,
    "requirements-clients.lock": 1,
    "requirements-fuzz.lock": 1,
    "requirements-bench.lock": 1,
}
"""The locks, and the fewest pins that each has."""


def test_the_locks_agree() -> None:
    dev = pins("requirements-dev.lock")
    for lock in LOCKS:
        differing = {name for name, version in pins(lock).items() if name in dev and dev[name] != version}
        assert not differing, lock


@pytest.mark.parametrize(("lock", "least"), LOCKS.items(), ids=LOCKS)
def test_every_pin_has_hashes_and_no_address(lock: str, least: int) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(PIN.findall(text)) >= least
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert not re.search(r"^--|index-url|find-links", text, re.MULTILINE)
