"""The data folder is its owner's alone, whatever made it before and whatever the umask says."""

from __future__ import annotations

import stat
from pathlib import Path

from solver.errors import CaseloadError

OTHERS = stat.S_IRWXG | stat.S_IRWXO
OURS = ("caseload.sqlite*", "server.lock")
"""What the server keeps in the folder."""


class NotPrivate(CaseloadError):
    """Other people on this machine can read the folder of CASELOAD_DATA_DIR."""


def keep_private(folder: Path) -> None:
    """Make the folder where it is missing, and take the access of others to it and to what is ours in it away.

    Raises
    ------
    NotPrivate
        It is a folder that all share (/tmp), or belongs to somebody else, who alone can close it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & stat.S_ISVTX:
        raise NotPrivate(f"{folder.name} is a folder that all people on this machine share: make one in it.")
    ours = (each for pattern in OURS for each in folder.glob(pattern) if not each.is_symlink())
    for path in (folder, *ours):
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
