"""Which units fill one officer's hours best: sums of subsets, as bits of one long integer.

Bit s of the integer says that some of the units take exactly s ticks (Bellman 1957, in words instead of a table:
Pisinger 2003), so a unit is added by one shift. The sums of every end of the list are kept, and the best one is read
back from its beginning: of several fills that are equally full that one is taken which has the units that come first,
the longest ones where the list says so. That is the fill of *minimum bin slack* (Gupta and Ho 1999) without its search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GRAINS = 2**16
"""Bits of a sum, at most. With more ticks to fill than that, sums are counted in coarser steps, rounded so that what is
said to fit does."""
PAGE = 2**12
"""Bits that one step of work shifts."""
DEAD_ENDS = 20
"""Beginnings of fills that are looked at for each fill that may be listed: with few places most lead nowhere."""


@dataclass(frozen=True, slots=True)
class Room:
    """What one officer has left.

    Attributes
    ----------
    ticks : int, >= 0
    places : int, >= 0, or -1
        Cases; -1: any number.
    """

    ticks: int
    places: int = -1


def fullest_fill(units: Sequence[int], effort: Sequence[int], size: Sequence[int], room: Room) -> tuple[list[int], int]:
    """The units that fill an officer's hours as far as can be.

    Parameters
    ----------
    units : sequence of int
        Those that come first are preferred among equally full fills.
    effort, size : sequences of int, by unit
        Ticks, and cases that count against the places.

    Returns
    -------
    fill : list of int
    steps : int
        Work that it took: shifts of ``PAGE`` bits.
    """
    fits = [u for u in units if effort[u] <= room.ticks]
    chosen, steps = _fullest(fits, effort, size, room, -1)
    if room.places < 0 or sum(size[u] for u in chosen) <= room.places:
        return chosen, steps
    fits = [u for u in fits if size[u] <= room.places]
    chosen, more = _fullest(fits, effort, size, room, room.places)
    return chosen, steps + more


def _fullest(
    fits: list[int], effort: Sequence[int], size: Sequence[int], room: Room, places: int
) -> tuple[list[int], int]:
    """The same; ``places`` is -1 where they are not looked at. A block of sums for each number of cases."""
    blocks = places + 1 if places >= 0 else 1
    grain = max(1, -(-(2 * blocks * (room.ticks + 1)) // GRAINS)) if blocks > 1 else max(1, -(-room.ticks // GRAINS))
    top = room.ticks // grain
    # twice as wide as the sums that count, so that what is too much does not run into the next block
    width = 2 * (top + 1) if blocks > 1 else top + 1
    mask = sum(((1 << (top + 1)) - 1) << (width * block) for block in range(blocks))
    shift = [-(-effort[u] // grain) + (width * size[u] if blocks > 1 else 0) for u in fits]
    reached, ends = 1, [1]
    for by in reversed(shift):
        reached = (reached | (reached << by)) & mask
        ends.append(reached)
    best = max(
        (((reached >> (width * block)) & ((1 << (top + 1)) - 1)).bit_length() - 1, block) for block in range(blocks)
    )
    at = best[0] + width * best[1]
    chosen = []
    for i, (u, by) in enumerate(zip(fits, shift, strict=True)):
        if at >= by and (ends[len(fits) - 1 - i] >> (at - by)) & 1:
            chosen.append(u)
            at -= by
    return chosen, len(fits) * (1 + blocks * width // PAGE)


def all_fills(
    units: Sequence[int], effort: Sequence[int], size: Sequence[int], room: Room, slack: int, most: int
) -> list[tuple[int, ...]] | None:
    """Every fill that leaves at most ``slack`` of an officer's ticks unused; ``None``: more than ``most``.

    Parameters
    ----------
    units : sequence of int
        With at least one tick each.
    slack : int, ticks, >= 0
    most : int, >= 1
    """
    order = sorted((u for u in units if effort[u] <= room.ticks), key=lambda u: -effort[u])
    grain = max(1, -(-room.ticks // GRAINS))
    # in coarser steps every unit may be nearly a step longer than it counts
    unsure = len(order) if grain > 1 else 0
    mask = (1 << (room.ticks // grain + 1)) - 1
    ends = [1]
    for u in reversed(order):
        ends.append((ends[-1] | (ends[-1] << (effort[u] // grain))) & mask)
    ends.reverse()
    out: list[tuple[int, ...]] = []
    # fills so far: where the next unit may stand, ticks and places left, and what is in them
    stack: list[tuple[int, int, int, tuple[int, ...]]] = [(0, room.ticks, room.places, ())]
    looks = DEAD_ENDS * most
    while stack:
        at, left, places, held = stack.pop()
        looks -= 1
        if held and left <= slack:
            out.append(held)
        for i in range(at, len(order)):
            u = order[i]
            rest = left - effort[u]
            if rest < 0 or (room.places >= 0 and size[u] > places):
                continue
            least, largest = max(0, max(0, rest - slack) // grain - unsure), rest // grain
            if (ends[i + 1] >> least) & ((1 << (largest - least + 1)) - 1):
                stack.append((i + 1, rest, places - size[u], (*held, u)))
        if len(out) + len(stack) > most or not looks:
            return None
    return out
