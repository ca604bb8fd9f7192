"""Whether the records are those that were written: the first one that is not is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.audit.heads import Head
from app.audit.record import NOTHING, Record


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain breaks first.

    Attributes
    ----------
    number : int
        The place of the record in the chain.
    what : str
        A sentence for people.
    """

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at all records said.

    Attributes
    ----------
    records : int
        That fit, up to the end or to the first that does not.
    hash : str
        Of the last of them.
    heads : int
        That were written down elsewhere and fit.
    broken : Broken or None
    """

    records: int
    hash: str
    heads: int
    broken: Broken | None = None


def verify(records: Iterable[Record], heads: Sequence[Head] = ()) -> Verdict:
    """Follow the chain from its first record, and hold it against the heads.

    Parameters
    ----------
    records : iterable of Record
        As they are kept, the lowest number first.
    heads : sequence of Head
        Written down earlier, elsewhere.
    """
    known: dict[int, list[Head]] = {}
    for head in heads:
        known.setdefault(head.number, []).append(head)
    count, previous, fitting = 0, NOTHING, 0
    for record in records:
        written = known.pop(count + 1, [])
        what = _wrong_with(record, count + 1, previous) or _not_the_one(record, written)
        if what is not None:
            return Verdict(count, previous, fitting, Broken(count + 1, what))
        count, previous, fitting = count + 1, record.hash, fitting + len(written)
    if known:
        last = max(known)
        what = (
            f"Records {count + 1} to {last} are missing at the end, or never were: the head of record {last}, written "
            f"down {known[last][0].at}, is of a longer chain."
        )
        return Verdict(count, previous, fitting, Broken(count + 1, what))
    return Verdict(count, previous, fitting)


def _wrong_with(record: Record, number: int, previous: str) -> str | None:
    if record.number != number:
        return f"Record {number} is missing: in its place stands one with the number {record.number}."
    if not record.is_as_hashed:
        return f"Record {number} was changed: its hash is not that of what it says."
    if record.previous != previous:
        return f"Record {number} does not follow the one before it: one of the two was exchanged, inserted or removed."
    return None


def _not_the_one(record: Record, written: Sequence[Head]) -> str | None:
    for head in written:
        if head.hash != record.hash:
            return (
                f"Record {record.number} is not the one whose hash was written down {head.at}: it, or one before it, "
                "was exchanged and the rest of the chain written anew."
            )
    return None
