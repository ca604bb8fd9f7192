"""Names that look alike and are not the same: by case, accents, spaces, or one letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from app.intake.columns.parse import SheetData
from app.intake.doubts.lists import place_of
from app.intake.errors import Complaints, shown
from app.intake.findings import Place

LEAST = 5
"""Letters of a word in which one may be a slip."""
MOST = 20_000
"""Different names that are compared letter by letter."""


ACCENTS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
"""Marks above and below letters; those that make other letters of Japanese or Indic ones are not among them."""


STRAY = re.compile(r"([^\w\s])(?=\1)|[.,;:'`´]+(?=\n|$)")
"""A sign that is there twice, and a full stop or its like at the end: ``Smith..``."""
DOUBLED = ("..", "--", "__", ",,", "//")
ENDS = (".", ",", ":", "'")


def bare_ids(names: Sequence[str]) -> list[str]:
    """Ids without case, accents, spaces and stray signs; other signs and digits count, for ids are often numbered.

    All at once: fast.
    """
    whole = re.sub(r"[^\S\n]+", "", _without_accents("\n".join(names)).casefold())
    return (STRAY.sub("", whole) if _has_stray(whole) else whole).split("\n")


def _has_stray(whole: str) -> bool:
    return any(pair in whole for pair in DOUBLED) or any(f"{sign}\n" in whole for sign in ENDS) or whole.endswith(ENDS)


def bare_name(name: str) -> str:
    """A name without case, accents, spaces and signs."""
    return re.sub(r"[\W_]+", "", _without_accents(name).casefold())


def _without_accents(text: str) -> str:
    return text if text.isascii() else ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def doubt_ids(data: SheetData, column: str, names: Sequence[str], complaints: Complaints) -> None:
    """Doubt two ids of one column that differ only by case, accents or spaces."""
    if not _may_collide(names):
        return
    bare = bare_ids(names)
    if len(set(bare)) == len(set(names)):
        return
    first: dict[str, str] = {}
    for at, name in enumerate(names):
        before = first.setdefault(bare[at], name)
        if before != name and name:
            is_coded = column in data.columns
            place = place_of(data, column, at, name) if is_coded else Place(data.file, data.row(at), column, name)
            _doubt(place, before, complaints)


def _may_collide(names: Sequence[str]) -> bool:
    """Whether names may differ by case, accents or spaces only; for most long columns one look at all says no."""
    whole = "\n".join(names)
    if not whole.isascii() or " " in whole or _has_stray(whole):
        return True
    return whole not in (whole.upper(), whole.lower())


def doubt_names(
    data: SheetData, column: str, names: Iterable[str], others: Iterable[str], complaints: Complaints
) -> set[str]:
    """Doubt every name of a coded column that no other has, but one that is very much alike.

    Parameters
    ----------
    names : iterable of str
        Names in the column that nobody else has.
    others : iterable of str
        Those that they may be meant for.

    Returns
    -------
    set of str
        The names that were doubted.
    """
    asked = list(names)
    if not asked:
        return set()
    near = _Near(others)
    doubted = set()
    for name in asked:
        meant = near.to(name)
        if meant is not None:
            doubted.add(name)
            _doubt(_first_place(data, column, name), meant, complaints)
    return doubted


def _first_place(data: SheetData, column: str, name: str) -> Place:
    for code, value in enumerate(data.columns[column].values):
        if name in ((value,) if isinstance(value, str) else value):
            return place_of(data, column, code, name)
    return Place(data.file, None, column, name)


def _doubt(place: Place, meant: str, complaints: Complaints) -> None:
    complaints.findings.add(
        "similar-spelling",
        place,
        f"looks like “{shown(meant)}”, which is there, too",
        done="they are taken for two",
        todo="write both alike, if one is meant",
    )


class _Near:
    """Known names, asked for one that differs by case, accents, spaces or one letter."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_bare: dict[str, str] = {}
        self._by_gap: dict[str, list[str]] = {}
        for name in known:
            self._by_bare.setdefault(bare_name(name), name)
        if len(self._by_bare) <= MOST:
            for bare, name in self._by_bare.items():
                for gap in _gaps(bare):
                    self._by_gap.setdefault(gap, []).append(name)

    def to(self, name: str) -> str | None:
        """The known name that this one may be meant for."""
        bare = bare_name(name)
        same = self._by_bare.get(bare)
        if same is not None and same != name and bare:
            return same
        for gap in _gaps(bare):
            for candidate in self._by_gap.get(gap, ()):
                if candidate != name and is_slip(name, candidate):
                    return candidate
        return None


def _gaps(bare: str) -> Iterator[str]:
    """A word and every word that it becomes without one of its letters: two that differ by one letter share some."""
    if len(bare) >= LEAST:
        yield bare
        yield from (bare[:at] + bare[at + 1 :] for at in range(len(bare)))


def is_slip(one: str, other: str) -> bool:
    """Whether two names differ by one letter, or by two that changed places, within a word of five letters or more.

    The last letter alone is no slip: Type A and Type B, or ``unita`` and ``unitb``, are numbered by letters.
    """
    left, right = _words(one), _words(other)
    if len(left) != len(right):
        return False
    different = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return len(different) == 1 and _is_slip_of_word(*different[0])


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", _without_accents(name).casefold())


def _is_slip_of_word(one: str, other: str) -> bool:
    if max(len(one), len(other)) < LEAST:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if not (left + right).isalpha() or max(len(left), len(right)) > 2:
        return False
    if len(left) == len(right) == 1:
        return end > 0
    return len(left) + len(right) == 1 or (len(left) == 2 and left == right[::-1])
