"""The pictures of a report that the documentation shows, and the script that takes them."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from examples import screens

ROOT = Path(__file__).resolve().parent.parent
PICTURES = sorted((*screens.SCREENS, screens.PAPER))
SHEETS = sorted(screens.SHEETS)
MOST_BYTES = 400_000
SMALL = "<!DOCTYPE html><html lang='en'><title>A report</title><h1>Seven officers</h1></html>"


def size(picture: Path) -> tuple[int, int]:
    """Width and height, as the header of a PNG has them."""
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def test_the_pictures_are_there_small_and_as_wide_as_they_say() -> None:
    assert sorted(path.name for path in screens.DOCS.glob("*.png")) == PICTURES + SHEETS
    for name in PICTURES + SHEETS:
        assert (screens.DOCS / name).stat().st_size < MOST_BYTES
    assert {name: size(screens.DOCS / name) for name in screens.SCREENS} == screens.SCREENS


@pytest.mark.parametrize("page", ["README.md", "docs/reading-the-report.md"])
def test_they_are_shown_with_words_for_those_who_do_not_see_them(page: str) -> None:
    shown = re.findall(r"!\[([^\]]*)\]\((?:docs/)?(report-[\w-]+\.png)\)", (ROOT / page).read_text("utf-8"))
    assert shown
    assert {name for _, name in shown} <= {*PICTURES, *SHEETS}
    assert all(len(words.split()) > 5 for words, _ in shown)


def test_a_folder_without_a_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"report\.html is not there: make a plan first"):
        screens.main([str(tmp_path)])
    with pytest.raises(SystemExit, match="Name the folder of a plan"):
        screens.main([])


@pytest.mark.browser
def test_the_script_takes_them(tmp_path: Path) -> None:
    missing = [program for program in ("chromium", "pdftoppm") if shutil.which(program) is None]
    if missing:
        pytest.skip(f"no {' and no '.join(missing)} on this machine: no picture was taken")
    (tmp_path / "report.html").write_text(SMALL, "utf-8")
    # A process of its own: this one may have a browser open already.
    command = [sys.executable, "-m", "examples.screens", str(tmp_path), str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    assert sorted(path.name for path in tmp_path.glob("*.png")) == PICTURES
    assert {name: size(tmp_path / name) for name in screens.SCREENS} == screens.SCREENS
