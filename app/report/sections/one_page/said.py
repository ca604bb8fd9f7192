"""What the one page is made of: sentences, and what each becomes where there is no room for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solver.analysis.words import named

WORDS = 240
"""Most words of the page, its heading included."""
LENGTH = 26
"""Characters of a name that the page has room for."""
NAMED = 3
"""People whom it names."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the page.

    Attributes
    ----------
    text : str
    brief : str or None
        The same alarm in fewer words; empty: it can be left out; None: it stays as it is.
    turn : int
        Where there is no room, those with the largest are made brief first.
    """

    text: str
    brief: str | None = None
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A question and what is said to it, one line each or one after the other."""

    label: str
    said: tuple[Said, ...]
    is_list: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """What is said, as it is laid out."""
        texts = [each.text for each in self.said if each.text]
        return tuple(texts) if self.is_list else (" ".join(texts),) if texts else ()


def fitted(rows: Sequence[Row], fits: Callable[[Sequence[Row]], bool]) -> tuple[Row, ...]:
    """The rows, made brief one sentence after the other until they fit, or nothing can be briefer."""
    now = list(rows)
    order = sorted(
        ((said.turn, at, place) for at, row in enumerate(rows) for place, said in enumerate(row.said)), reverse=True
    )
    for _, at, place in order:
        if fits(now):
            break
        row = now[at]
        said = row.said[place]
        if said.brief is not None:
            shorter = (*row.said[:place], Said(said.brief), *row.said[place + 1 :])
            now[at] = Row(row.label, shorter, row.is_list)
    return tuple(row for row in now if row.lines)


def count_words(*texts: str) -> int:
    """Words as somebody counts them who counts everything between two blanks."""
    return sum(len(text.split()) for text in texts)


def short(name: str) -> str:
    """A name as the page has room for it."""
    return name if len(name) <= LENGTH else f"{name[: LENGTH - 1].rstrip()}…"


def people(ids: Sequence[str]) -> str:
    """A, B and C; of more, how many."""
    if len(ids) > NAMED:
        return f"these {len(ids):,} officers"
    return named(list(map(short, ids)))
