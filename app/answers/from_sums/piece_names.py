"""What the pieces with a plan's cases are called; who stores them needs no more, and neither numpy nor the solver."""

from __future__ import annotations

PIECE_ENDING = ".bin"


def piece_of_cases(number: int) -> str:
    """The name of a piece with cases."""
    return f"cases-{number}{PIECE_ENDING}"


def piece_of_families(number: int) -> str:
    """The name of a piece with families."""
    return f"families-{number}{PIECE_ENDING}"
