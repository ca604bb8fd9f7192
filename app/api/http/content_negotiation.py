"""Which of the forms that are offered a client would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from app.api.problems import ApiProblem


def best(header: str | None, offered: Sequence[str]) -> str:
    """The offered media type of the highest quality; the first offered one where the client does not mind.

    Raises
    ------
    ApiProblem
        406: none of them is wanted.
    """
    wanted = [with_quality(part) for part in (header or "*/*").split(",") if part.strip()]
    ranked = [(_quality(kind, wanted), -at, kind) for at, kind in enumerate(offered)]
    quality, _, kind = max(ranked)
    if quality <= 0:
        raise ApiProblem(406, f"This is available as {', '.join(offered)}.", "not-acceptable")
    return kind


def with_quality(part: str) -> tuple[str, float]:
    """What one part of such a header names, and how much it is wanted (section 12.4.2): ``gzip;q=0.5``."""
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                quality = 0.0
    return kind, quality


def _quality(kind: str, wanted: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers a media type."""
    family = kind.partition("/")[0] + "/*"
    for pattern in (kind, family, "*/*"):
        found = [quality for name, quality in wanted if name == pattern]
        if found:
            return max(found)
    return 0.0
