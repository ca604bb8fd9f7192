"""Shares of full time (FTE) of a table of officers: the hours of a part-timer are that share of a full-timer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.intake.recognition.content import Content
from app.intake.recognition.sheets import SheetText
from app.intake.recognition.synonyms import NAMES, SHARES, likeness
from app.intake.recognition.values.cell_values import is_nothing
from app.intake.recognition.values.hours import MOST_SHARE, PERCENT, share_of


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of full time of a table of officers.

    Attributes
    ----------
    name : str
        Of the column.
    of : sequence of Decimal or None
        One for each row; None where the cell is empty.
    """

    name: str
    of: Sequence[Decimal | None]


def shares_of(officers: SheetText | None) -> Shares | None:
    """The column of shares among those that are no column of a roster; None: there is none."""
    for name, cells in officers.others.items() if officers is not None else ():
        content = Content.of(cells)
        percent = bool(content.counts) and all(_is_percent(text) for text in content.counts)
        if likeness(name, SHARES) and (content.are_shares or percent):
            return Shares(name, [_share(text, percent=percent and not content.are_shares) for text in cells])
        if likeness(name, NAMES["officers.available_hours"]) and content.are_shares:
            return Shares(name, [_share(text, percent=False) for text in cells])
    return None


def _is_percent(text: str) -> bool:
    """Whether a text may be a number of percent, as ``80``."""
    share = share_of(text)
    return is_nothing(text) or (share is not None and MOST_SHARE < share <= MOST_SHARE * PERCENT)


def _share(text: str, *, percent: bool) -> Decimal | None:
    share = None if is_nothing(text) else share_of(text)
    return share / PERCENT if share is not None and percent else share
