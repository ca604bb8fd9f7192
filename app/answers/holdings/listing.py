"""Cases that are looked for among all of a plan: those of an officer, those that move, those whose id is half known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.answers.holdings.case_lines import CaseLine, Change

PAGE = 50
"""Cases on one page."""


class Order(StrEnum):
    """By what cases are sorted; those that are equal stay as the roster has them."""

    ROSTER = "roster"
    CASE = "case"
    TYPE = "type"
    OFFICE = "office"
    HOURS = "hours"
    """The longest first."""
    PRIORITY = "priority"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is looked for.

    Attributes
    ----------
    text : str
        Within the id, the type or the office of a case, capitals or not; empty: any.
    officer : str
        Who has it today or in the plan; empty: anybody.
    change : Change or None
        None: any.
    order : Order
    page : int
        From 1.
    """

    text: str = ""
    officer: str = ""
    change: Change | None = None
    order: Order = Order.ROSTER
    page: int = 1


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of what was found.

    Attributes
    ----------
    lines : tuple of CaseLine
    found, all : int
        Cases that fit, and cases that there are.
    page, pages : int
        Which page this is, of how many; the last one where there are not so many as was asked for.
    """

    lines: tuple[CaseLine, ...]
    found: int
    all: int
    page: int
    pages: int


def select(lines: Sequence[CaseLine], wanted: Selection) -> CasePage:
    """The page of the cases that fit."""
    text, officer = wanted.text.strip().casefold(), wanted.officer.strip().casefold()
    found = [line for line in lines if _fits(line, text, officer, wanted.change)]
    if wanted.order is not Order.ROSTER:
        found.sort(key=lambda line: _key(line, wanted.order))
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, wanted.page), pages)
    return CasePage(tuple(found[(page - 1) * PAGE : page * PAGE]), len(found), len(lines), page, pages)


def _fits(line: CaseLine, text: str, officer: str, change: Change | None) -> bool:
    if change is not None and line.change is not change:
        return False
    if officer and officer not in (line.before.casefold(), line.after.casefold()):
        return False
    return not text or any(text in each.casefold() for each in (line.case_id, line.case_type, line.office))


def _key(line: CaseLine, order: Order) -> str | float:
    if order is Order.HOURS:
        return -line.hours
    if order is Order.PRIORITY:
        return line.priority
    of_text = {
        Order.CASE: line.case_id,
        Order.TYPE: line.case_type,
        Order.OFFICE: line.office,
        Order.BEFORE: line.before,
        Order.AFTER: line.after,
    }
    return of_text[order].casefold()
