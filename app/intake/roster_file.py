"""A roster as the command line names it: a file or folder, and the profile that makes a roster of an export."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.intake.read import read_path
from app.intake.roster import Roster


@dataclass(frozen=True, slots=True)
class RosterFile:
    """Where a roster is; it is read where that cannot hurt, in the child that needs it.

    Attributes
    ----------
    path : str
    profile : str or None
        None: the path holds a roster as :func:`app.intake.read.read_path` takes it, and no export.
    """

    path: str
    profile: str | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return Path(self.path).name

    def read(self) -> Roster:
        """Read the roster, or recognise the export.

        Raises
        ------
        RosterRefused
        """
        if self.profile is None:
            return read_path(Path(self.path))
        from app.intake.recognise import read_export  # most rosters are no exports

        return read_export(Path(self.path), Path(self.profile))
