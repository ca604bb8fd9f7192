"""Reads a Dockerfile and runs its steps without Docker: every folder of the image lies below a folder of ours."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Stage:
    """One image: where it starts from, and its steps as (instruction, arguments)."""

    base: str
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        """The arguments of every step of a kind."""
        return [text for kind, text in self.steps if kind == instruction]


def stages_of(text: str) -> list[Stage]:
    """The stages of a Dockerfile, comments left out and continued lines joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    stages: list[Stage] = []
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        kind, _, rest = line.strip().partition(" ")
        if kind == "FROM":
            base, _, name = rest.strip().partition(" AS ")
            stages.append(Stage(base, name))
        elif kind:
            stages[-1].steps.append((kind, " ".join(rest.split())))
    return stages


class Machine:
    """Runs the steps of stages below one folder per stage.

    Absolute folders of the image are moved below it by their names, in commands and in the environment alike.
    """

    def __init__(self, context: Path, root: Path, python: str, **arguments: str) -> None:
        self.arguments = arguments
        self.context = context
        self.root = root
        self.python = Path(python)
        self.environment: dict[str, str] = {}
        self.folders = ("/opt/caseload", "/opt/build", "/src", "/data")

    def here(self, text: str, stage: str) -> str:
        """A text of the image with our folders in it. /opt is shared, as COPY --from would share it."""
        for folder in self.folders:
            owner = "" if folder.startswith("/opt") else f"/{stage or 'final'}"
            text = re.sub(rf"(?<![\w/]){folder}\b", f"{self.root}{owner}{folder}", text)
        return text

    def run(self, stage: Stage, skip: str = "") -> None:
        """Run every step of a stage, except commands that start with ``skip`` (what only root may do)."""
        bin_ = self.root / "bin"
        bin_.mkdir(exist_ok=True)
        if not (bin_ / "python").exists():
            (bin_ / "python").symlink_to(self.python)
        self.environment = {
            "PATH": f"{bin_}{os.pathsep}/usr/bin:/bin",
            "HOME": str(self.root),
            **{name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "NODE_", "LANG"))},
        }
        folder = self.root
        for kind, text in stage.steps:
            where = self.here(text, stage.name)
            if kind == "WORKDIR":
                folder = Path(where)
                folder.mkdir(parents=True, exist_ok=True)
            elif kind == "ARG":
                name, _, value = text.partition("=")
                self.environment[name] = self.arguments.get(name, value)
            elif kind == "ENV":
                for pair in shlex.split(where):
                    name, _, value = pair.partition("=")
                    self.environment[name] = value.replace("$PATH", self.environment["PATH"])
            elif kind == "COPY" and text.startswith("--from="):
                stage_name, source, target = text.removeprefix("--from=").split()
                self._copy_over(Path(self.here(source, stage_name)), folder / self.here(target, stage.name))
            elif kind == "COPY":
                self._copy(where.split(), folder)
            elif kind == "RUN" and not (skip and text.startswith(skip)):
                self._command(["sh", "-ec", where], folder)

    def _copy(self, names: list[str], folder: Path) -> None:
        *sources, target = names
        for source in sources:
            origin = self.context / source
            if origin.is_dir():
                shutil.copytree(origin, folder / target, dirs_exist_ok=True)
            else:
                shutil.copy2(origin, folder / target)

    def _copy_over(self, source: Path, target: Path) -> None:
        """What another stage left; nothing where it was not run, or where both see the same folder."""
        if source != target and source.exists():
            shutil.copytree(source, target, dirs_exist_ok=True)

    def _command(self, command: list[str], folder: Path) -> None:
        done = subprocess.run(command, cwd=folder, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"{command[-1]}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")

    def command(self, stage: Stage, instruction: str) -> list[str]:
        """The command of CMD or HEALTHCHECK, as a container of this stage would run it."""
        text = self.here(stage.all(instruction)[-1], stage.name)
        command: list[str] = json.loads(text[text.index("[") :])
        return command
