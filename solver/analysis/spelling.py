"""“Did you mean …?” for a name that is not known, without ever taking long."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

COMPARED = 2_000
"""Known names that a strange one is compared with; a comparison takes some microseconds."""
LIKENESS = 0.7
LONGEST = 100
"""Characters of a name that is compared at all."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`` (did you mean X?)`` with the most similar known name in its own spelling, or nothing where none is near."""
    if len(name) > LONGEST:
        return ""
    by_fold = {_loose(candidate): candidate for candidate in islice(known, COMPARED)}
    match = get_close_matches(_loose(name), list(by_fold), n=1, cutoff=LIKENESS)
    return f" (did you mean {by_fold[match[0]]}?)" if match else ""


class Ids:
    """Known ids, asked for one that differs in case, separators or leading zeros only.

    Ids are often numbered, so one that merely looks similar is somebody else.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._by_bare: dict[str, str] | None = None

    def did_you_mean(self, name: str) -> str:
        """`` (did you mean X?)``, or nothing."""
        if self._by_bare is None:  # most rosters never ask
            self._by_bare = {_bare(candidate): candidate for candidate in self._known}
        found = self._by_bare.get(_bare(name))
        return "" if found is None else f" (did you mean {found}?)"


def _bare(name: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[\W_]+", "", name.casefold()))


def _loose(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")
