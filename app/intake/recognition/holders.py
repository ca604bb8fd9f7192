"""Who holds the cases of an export: officers where there is no sheet of them, and holders who are nobody."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.intake.recognition.profile import NOBODY, OFFICER
from app.intake.recognition.values.cell_values import is_nothing, is_queue


@dataclass(frozen=True, slots=True)
class Holders:
    """What the cells of the column of holders stand for.

    Attributes
    ----------
    officer_of : mapping of text to officer, or None for nobody
    officers : tuple of str
        Everybody who holds a case, in the order of the alphabet.
    nobody : mapping of text to number of cases
        Holders who are no person: said by the profile, or queues by their name.
    blank : int
        Cases whose cell says ``unassigned``, ``N/A`` or the like.
    respelled : mapping of text to officer
        Spellings that differ by case, spaces or composition from the usual one.
    """

    officer_of: Mapping[str, str | None]
    officers: tuple[str, ...]
    nobody: Mapping[str, int]
    blank: int
    respelled: Mapping[str, str]


def same_name(text: str) -> str:
    """Equal for spellings of one name that differ by case, spaces or composition only."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def holders_of(counts: Counter[str], said: Mapping[str, str], known: Iterable[str] = ()) -> Holders:
    """Find out who the holders are.

    Parameters
    ----------
    counts : Counter
        Texts of the column of holders, without empty ones.
    said : mapping of holder to ``nobody`` or ``officer``
        By the profile.
    known : iterable of str
        Officers of a sheet of their own: their spelling counts, and they are officers whatever they are called.
    """
    told = {same_name(name): what for name, what in said.items()}
    usual = {same_name(name): name for name in known}
    listed = frozenset(usual)
    officer_of: dict[str, str | None] = {}
    nobody: dict[str, int] = {}
    respelled: dict[str, str] = {}
    blank = 0
    for text, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        key = same_name(text)
        what = told.get(key, OFFICER if key in listed else None)
        if what is None and is_nothing(text):
            officer_of[text] = None
            blank += count
        elif what == NOBODY or (what is None and is_queue(text)):
            officer_of[text] = None
            nobody[text] = count
        else:
            officer_of[text] = usual.setdefault(key, text)
            if usual[key] != text:
                respelled[text] = usual[key]
    officers = tuple(sorted({name for name in officer_of.values() if name is not None}, key=str.casefold))
    return Holders(officer_of, officers, nobody, blank, respelled)
