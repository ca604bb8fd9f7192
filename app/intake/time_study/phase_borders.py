"""``--phases intake:30,180``: at which ages the phases of a type begin, as people write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.intake.columns import cells
from app.intake.errors import BadValue
from solver.analysis.spelling import did_you_mean
from solver.errors import InvalidParameter

OLDEST = 36_500
"""Days."""


def borders_of(texts: Iterable[str], types: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """First days of the second and every later phase, by the number of the type.

    Parameters
    ----------
    texts : iterable of str
        ``30,180`` for every type that is not named, or ``intake:30,180``.
    types : sequence of str
        Of the study.

    Raises
    ------
    InvalidParameter
        A type is not in the study or named twice, or the days do not rise.
    """
    number = {name.casefold(): at for at, name in enumerate(types)}
    named: dict[int, tuple[int, ...]] = {}
    others: tuple[int, ...] | None = None
    for text in texts:
        name, colon, days = text.rpartition(":")
        ages = _ages(days, text)
        if not colon:
            if others is not None:
                raise InvalidParameter(f"--phases {text}: days for all types are given already; name a type in front")
            others = ages
            continue
        kind = number.get(name.strip().casefold())
        if kind is None:
            near = did_you_mean(name.strip(), types)
            raise InvalidParameter(f"--phases {text}: {name.strip()} is no type of the study{near}")
        if kind in named:
            raise InvalidParameter(f"--phases {text}: {types[kind]} is named already")
        named[kind] = ages
    return named if others is None else {kind: named.get(kind, others) for kind in range(len(types))}


def _ages(text: str, whole: str) -> tuple[int, ...]:
    try:
        ages = tuple(cells.whole(part.strip(), least=1, most=OLDEST) for part in text.split(","))
    except BadValue as error:
        raise InvalidParameter(
            f"--phases {whole}: a day {error}; write type:days, as intake:30,180, or days alone for all types"
        ) from None
    if any(later <= before for before, later in pairwise(ages)):
        raise InvalidParameter(f"--phases {whole}: days must rise, as 30,180")
    return ages
