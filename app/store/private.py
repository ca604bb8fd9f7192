"""The data folder is its owner's alone, whatever made it before and whatever the umask says."""

from __future__ import annotations

import stat
from pathlib import Path

from solver.errors import CaseloadError

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotPrivate(CaseloadError):
    """Other people on this machine can read the folder of CASELOAD_DATA_DIR."""


def keep_private(folder: Path) -> None:
    """Make the folder where it is missing, and take the access of others to it and to its files away.

    Raises
    ------
    NotPrivate
        They belong to somebody else, who alone can do that.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in (folder, *(each for each in folder.iterdir() if each.is_file() and not each.is_symlink())):
        mode = path.stat().st_mode
        if not mode & OTHERS:
            continue
        try:
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)
        except PermissionError as error:
            raise NotPrivate(
                f"Other people on this machine can read {path.name} in CASELOAD_DATA_DIR, and it belongs to somebody "
                "else: have its owner take that away (chmod go-rwx), or give the server a folder of its own."
            ) from error
