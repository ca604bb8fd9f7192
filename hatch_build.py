"""Puts the U.S. Web Design System into a wheel: made with npm, or, where there is no npm, missed aloud.

An installation for development (``pip install --editable``) makes nothing and calls nobody.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = "frontend"
MADE_OF = ("package-lock.json", "uswds.scss", "build.mjs")
"""What decides how the design system looks; ``frontend/build.mjs`` marks what it made with their hash."""
WITHOUT = (
    "The pages of this wheel have the plain look of app.css: there is no npm here. With Node.js 20 and npm, "
    "building it again gives them the U.S. Web Design System."
)
WHICH = "CASELOAD_NPM"
"""Environment variable: the npm to use; empty: none, whatever there is."""


class NotMade(Exception):
    """npm was there, and did not make the design system."""


def is_current(root: Path, made: Path) -> bool:
    """Whether a folder holds the design system as ``frontend/`` would make it now."""
    mark = made / "made-of.txt"
    if not mark.is_file():
        return False
    sources = b"".join((root / FRONTEND / name).read_bytes() for name in MADE_OF)
    return mark.read_text("utf-8").strip() == hashlib.sha256(sources).hexdigest()


def design_system(root: Path, environment: Mapping[str, str]) -> Path | None:
    """The folder with the design system, made anew where it is not current; None: there is no npm.

    Raises
    ------
    NotMade
        With what npm said.
    """
    made = root / "app" / "web" / "static" / "uswds"
    if is_current(root, made):
        return made
    npm = environment.get(WHICH, shutil.which("npm", path=environment.get("PATH")) or "")
    if not npm:
        return None
    for arguments in (("ci",), ("run", "build")):
        done = subprocess.run(  # noqa: S603 - npm of whoever builds
            [npm, *arguments], cwd=root / FRONTEND, env=dict(environment), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NotMade(
                f"npm {' '.join(arguments)} failed in {FRONTEND}/: {(done.stderr or done.stdout).strip()[-2000:]}\n"
                f"To build with the plain look of app.css instead, set {WHICH} to nothing."
            )
    if not is_current(root, made):
        raise NotMade(f"npm run build made no {made}")
    return made


class DesignSystemHook(BuildHookInterface[Any]):
    """What hatchling calls before it builds."""

    PLUGIN_NAME = "design-system"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the design system to a wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        made = design_system(root, os.environ)
        if made is None:
            self.app.display_warning(WITHOUT)
        else:
            build_data["force_include"][str(made)] = made.relative_to(root).as_posix()
