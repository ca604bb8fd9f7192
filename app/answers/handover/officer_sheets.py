"""What one officer gives to whom, and gets from whom: a sheet to sign, for each of whom something moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.handover.pairs import NOBODY, Pair


@dataclass(frozen=True, slots=True)
class OfficerSheet:
    """What one officer hands over and takes over.

    Attributes
    ----------
    number : int
        The officer's place among everybody, from 1: what stands for them in an address.
    officer_id : str
    gives : tuple of Pair
        A pair for each who gets something; what nobody has afterwards comes last.
    gets : tuple of Pair
        A pair for each who gives something; what is new comes last.
    """

    number: int
    officer_id: str
    gives: tuple[Pair, ...]
    gets: tuple[Pair, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All of them."""
        return (*self.gives, *self.gets)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes for the officer."""
        return not self.gives and not self.gets


def sheet_of(pairs: Sequence[Pair], order: Sequence[str], number: int) -> OfficerSheet | None:
    """The sheet of one officer; None: there are not so many.

    Parameters
    ----------
    pairs : sequence of Pair
        Of the whole plan.
    order : sequence of str
        Everybody.
    number : int
        Place among them, from 1.
    """
    if not 1 <= number <= len(order):
        return None
    return next(each for each in every_sheet(pairs, order) if each.number == number)


def every_sheet(pairs: Sequence[Pair], order: Sequence[str]) -> list[OfficerSheet]:
    """The sheets of everybody, in their order; those of officers for whom nothing changes are empty."""
    gives: dict[str, list[Pair]] = {name: [] for name in (*order, NOBODY)}
    gets: dict[str, list[Pair]] = {name: [] for name in (*order, NOBODY)}
    for pair in pairs:
        gives[pair.giver].append(pair)
        gets[pair.receiver].append(pair)
    return [OfficerSheet(number, name, tuple(gives[name]), tuple(gets[name])) for number, name in enumerate(order, 1)]
