"""The design system gets into a wheel where there is npm, is missed aloud without, and no file names a registry."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from hatch_build import FRONTEND, MADE_OF, WHICH, WITHOUT, DesignSystemHook, NotMade, design_system, is_current

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "app" / "web" / "static" / "uswds"
LOCK = json.loads((ROOT / FRONTEND / "package-lock.json").read_text("utf-8"))
MAKES = """#!/bin/sh
# npm, as far as the hook knows it: "ci" downloads, "run build" makes the folder and marks it
echo "$*" >> asked.txt
if [ "$1" = run ]; then
  mkdir -p ../app/web/static/uswds
  echo made > ../app/web/static/uswds/uswds.css
  cat package-lock.json uswds.scss build.mjs | sha256sum | cut -d' ' -f1 > ../app/web/static/uswds/made-of.txt
fi
"""
FAILS = "#!/bin/sh\necho 'no network here' >&2\nexit 1\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with what the design system is made of."""
    (tmp_path / FRONTEND).mkdir()
    for name in MADE_OF:
        shutil.copy(ROOT / FRONTEND / name, tmp_path / FRONTEND)
    return tmp_path


def npm(folder: Path, script: str) -> dict[str, str]:
    """An environment with an npm that does what a test wants, and nothing else."""
    program = folder / "npm"
    program.write_text(script)
    program.chmod(0o755)
    return {WHICH: str(program), "PATH": os.environ["PATH"]}


def test_without_npm_there_is_none(project: Path) -> None:
    assert design_system(project, {"PATH": str(project)}) is None
    assert design_system(project, {"PATH": os.environ["PATH"], WHICH: ""}) is None


def test_with_npm_it_is_made_once(project: Path) -> None:
    environment = npm(project, MAKES)
    for _ in range(2):
        made = design_system(project, environment)
        assert made is not None
        assert (made / "uswds.css").read_text() == "made\n"
    assert (project / FRONTEND / "asked.txt").read_text() == "ci\nrun build\n"


def test_what_was_made_of_something_else_is_made_anew(project: Path) -> None:
    environment = npm(project, MAKES)
    made = design_system(project, environment)
    assert made is not None
    with (project / FRONTEND / "uswds.scss").open("a") as parts:
        parts.write('@forward "usa-card";\n')
    assert not is_current(project, made)
    design_system(project, environment)
    assert is_current(project, made)


def test_npm_that_fails_is_no_silent_wheel_without(project: Path) -> None:
    with pytest.raises(NotMade, match=f"no network here\n.*set {WHICH} to nothing"):
        design_system(project, npm(project, FAILS))


def test_an_installation_for_development_calls_nobody(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WHICH, npm(project, FAILS)[WHICH])
    hook: Any = DesignSystemHook
    build: dict[str, Any] = {}
    hook(str(project), {}, None, None, str(project), "wheel").initialize("editable", build)
    assert build == {}
    with pytest.raises(NotMade):
        hook(str(project), {}, None, None, str(project), "wheel").initialize("standard", build)


def wheel_of(root: Path, out: Path) -> tuple[set[str], str]:
    """The files of a wheel that is built without npm, and what was said meanwhile."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=root, env={**os.environ, WHICH: ""}, check=True, capture_output=True, text=True)
    (built,) = out.glob("*.whl")
    return set(zipfile.ZipFile(built).namelist()), done.stdout + done.stderr


def test_a_wheel_without_it_is_built_and_says_so(project: Path, tmp_path: Path) -> None:
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "caseload.py"):
        shutil.copy(ROOT / name, project)
    for folder in ("app/web/static", "solver", "examples/field-office"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("uswds", "__pycache__"))
    names, said = wheel_of(project, tmp_path / "dist")
    assert "app/web/static/app.css" in names
    assert not {name for name in names if "uswds" in name}
    assert " ".join(WITHOUT.split()) in " ".join(said.split())


@pytest.mark.skipif(not MADE.is_dir(), reason="SKIPPED: there is no design system here (make frontend)")
def test_a_wheel_with_it_has_the_style_its_images_and_the_licence(tmp_path: Path) -> None:
    assert is_current(ROOT, MADE), "make frontend"
    names, said = wheel_of(ROOT, tmp_path)
    made = {path.relative_to(ROOT).as_posix() for path in MADE.rglob("*") if path.is_file()}
    assert {f"app/web/static/uswds/{name}" for name in ("uswds.css", "LICENSE.md")} <= made <= names
    assert "plain look" not in said


def test_the_lock_names_no_address_and_every_package_by_its_hash() -> None:
    settings = (ROOT / FRONTEND / ".npmrc").read_text("utf-8").split()
    assert "omit-lockfile-registry-resolved=true" in settings
    for name in (".npmrc", "package.json", "package-lock.json"):
        text = (ROOT / FRONTEND / name).read_text("utf-8")
        assert "http" not in text
        assert "registry=" not in text
        assert '"resolved"' not in text
    packages = {name: each for name, each in LOCK["packages"].items() if name}
    assert len(packages) >= 2
    assert [name for name, each in packages.items() if "sha512-" not in each.get("integrity", "")] == []


def test_what_is_wanted_is_wanted_exactly() -> None:
    wanted = json.loads((ROOT / FRONTEND / "package.json").read_text("utf-8"))["devDependencies"]
    assert set(wanted) == {"@uswds/uswds", "sass"}
    for name, version in wanted.items():
        assert version == LOCK["packages"][f"node_modules/{name}"]["version"]
