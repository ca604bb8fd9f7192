"""The folder that a plan is written into: refused where something is in it, and never left half-written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from solver.errors import CaseloadError


class FolderTaken(CaseloadError):
    """The folder holds something already, or is a file."""


def refuse_unless_free(out: Path, *, force: bool, forced_by: str = "force=True") -> None:
    """Refuse a folder that holds anything, before any work is done.

    Parameters
    ----------
    force : bool
        Take a folder that holds something.
    forced_by : str
        How the reader of the message says so.

    Raises
    ------
    FolderTaken
        Says what is in the way and what to do.
    """
    if out.exists() and not out.is_dir():
        raise FolderTaken(f"{out} is a file; name a folder.")
    if not force and out.is_dir() and any(out.iterdir()):
        raise FolderTaken(f"{out} has something in it; name another folder, or overwrite with {forced_by}.")


@contextmanager
def draft_beside(out: Path) -> Iterator[Path]:
    """A folder to write into, on the same disk as ``out``; it is gone after the block."""
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield draft
    finally:
        shutil.rmtree(draft)


def publish(draft: Path, out: Path) -> None:
    """Move the finished files of a draft into ``out``; whatever else is there stays."""
    out.mkdir(exist_ok=True)
    for path in sorted(draft.iterdir()):
        path.replace(out / path.name)
