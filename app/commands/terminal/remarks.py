"""Findings on a terminal: a line for the place, and one for what is wrong, what was done and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.intake.findings import Finding

SHOWN = 20
"""Findings that the terminal shows; ``--json`` and the report have all."""
BESIDES = 5
"""Findings that a refusal shows besides its reasons."""


def remarks(findings: Iterable[Finding]) -> str:
    """What was noticed in a roster, for standard error."""
    every = list(findings)
    lines = [f"Noticed in the roster ({len(every)}):", *lines_of(every[:SHOWN])]
    if len(every) > SHOWN:
        lines.append(f"  ... and {len(every) - SHOWN:,} more; the report lists them.")
    return "\n".join(lines)


def lines_of(findings: Iterable[Finding]) -> Iterator[str]:
    """Two lines for each finding."""
    for found in findings:
        value = f" = “{found.value}”" if found.value else ""
        alike = f" ({found.count:,} alike)" if found.count > 1 else ""
        yield f"  {found.code}: {found.place}{value}"
        sentences = [text[:1].upper() + text[1:] + "." for text in (found.done, found.todo) if text]
        yield " ".join([f"    {found.message}{alike}.", *sentences])


def as_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as JSON has them."""
    return [found.to_dict() for found in findings]
