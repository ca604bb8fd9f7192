"""Who holds the cases of an export: officers where no sheet has them, who is nobody, and a plan of ours beside it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.intake.columns.cell_types import bare
from app.intake.findings import FindingList, Place
from app.intake.formats.raw_tables import RawTable
from app.intake.recognition.profile import NOBODY, OFFICER
from app.intake.recognition.values.cell_values import is_nothing, is_queue, marks

CASE, HOLDER = ("caseid", "case"), ("officerid", "officer")
PLAN_COLUMNS = frozenset({"previousofficer", "moved", "reason"})
"""What no table has but ``assignments.csv``, and the sheet of that name in ``plan.xlsx``."""
STOPS = re.compile(r"\.{2,}")
ABOVE = 5
"""Rows that may stand above the header of such a sheet."""


@dataclass(frozen=True, slots=True)
class PlanHeld:
    """A plan of ours that came with an export.

    Attributes
    ----------
    file : str
    officer_of : mapping of case to officer
        As :func:`same_id` writes the case; empty where nobody holds it.
    """

    file: str
    officer_of: Mapping[str, str]


def without_plan(tables: Sequence[RawTable]) -> tuple[list[RawTable], PlanHeld | None]:
    """The tables of an export without those of a plan of ours, and the plan; of several, the last.

    A workbook that holds a plan is a ``plan.xlsx``: its other sheets are what the plan says, and no roster.
    """
    plan, files = None, set()
    for table in tables:
        found = _plan_of(table)
        if found is not None:
            plan = found
            files.add(table.file)
    return [table for table in tables if table.file not in files], plan


def _plan_of(table: RawTable) -> PlanHeld | None:
    for start, row in enumerate(table.rows[:ABOVE]):
        names = [bare(cell) for cell in row]
        case = next((names.index(name) for name in CASE if name in names), None)
        holder = next((names.index(name) for name in HOLDER if name in names), None)
        if case is None or holder is None or not set(names) >= PLAN_COLUMNS:
            continue
        rows = [cells for cells in table.rows[start + 1 :] if len(cells) > case and cells[case]]
        return PlanHeld(
            table.file, {same_id(cells[case]): cells[holder] if holder < len(cells) else "" for cells in rows}
        )
    return None


def same_id(text: str) -> str:
    """Equal for ids that differ by composition only."""
    return unicodedata.normalize("NFC", text)


def hold_as_planned(cells: dict[str, list[str]], plan: PlanHeld, findings: FindingList) -> None:
    """Let the officers of a plan hold the cases that it has; others stay with whoever holds them."""
    ids = [same_id(text) for text in cells["case_id"]]
    before = cells.get("current_officer") or [""] * len(ids)
    cells["current_officer"] = [plan.officer_of.get(case, holder) for case, holder in zip(ids, before, strict=True)]
    planned = sum(case in plan.officer_of for case in ids)
    gone = len(plan.officer_of.keys() - set(ids))
    findings.add(
        "holders-of-plan",
        Place(plan.file),
        f"is a plan, and {planned:,} of {len(ids):,} cases are in it; {gone:,} of its cases are no longer there",
        done="the officers of the plan hold these cases",
        todo="" if planned else "see whether it is a plan of this office",
    )


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


def same_person(text: str) -> str:
    """Equal for ``Doe, Jane`` and ``Jane Doe``, too, and for full stops too many."""
    whole = same_name(text)
    name = STOPS.sub(".", whole).rstrip(".,;:") or whole
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() and "," not in given else name


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
    told = {same_person(name): what for name, what in said.items()}
    usual = {same_person(name): name for name in known}
    listed = frozenset(usual)
    officer_of: dict[str, str | None] = {}
    nobody: dict[str, int] = {}
    respelled: dict[str, str] = {}
    blank = 0
    ticks = marks((*counts, *usual.values()))
    for text, count in sorted(counts.items(), key=lambda item: (-item[1], item[0].isupper(), item[0])):
        key = same_person(text)
        what = told.get(key, OFFICER if key in listed else None)
        if what is None and (is_nothing(text) or text in ticks):
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
