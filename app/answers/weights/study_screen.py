"""Weights of a study on a screen."""

from __future__ import annotations

from typing import Any

from app.answers.weights.should import should_sentences
from app.answers.weights.weights_sheet import decimal

HEADER = ("case type", "hours", "from", "to", "case cv", "officers", "halved by more officers", "or weeks")


def rows_of(document: dict[str, Any]) -> list[tuple[str, ...]]:
    """Cells of the table, one row a type."""
    return [_row(each) for each in document["weights"]]


def _row(weight: dict[str, Any]) -> tuple[str, ...]:
    more = weight["to_halve"] or {"more_officers": None, "more_weeks": None}
    return (
        weight["case_type"] + (f", {weight['phase']}" if weight.get("phase") else ""),
        _shown(weight["weight_hours"]),
        _shown(weight["low_hours"]),
        _shown(weight["high_hours"]),
        _shown(weight["case_cv"]),
        str(weight["officers"]),
        _count(weight, more["more_officers"]),
        _count(weight, more["more_weeks"]),
    )


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _count(weight: dict[str, Any], more: int | None) -> str:
    if weight["to_halve"] is None:
        return "–"
    return "never" if more is None else f"{more:,}"


def sentences_of(document: dict[str, Any]) -> list[str]:
    """What stands below the table."""
    unit = "a new case, from beginning to end" if document["period"] is None else f"an open case a {document['period']}"
    size = f"{document['officers']} officers in {document['weeks']} weeks"
    lines = [f"Hours of {unit}; from and to hold the true weight with 90 %, as {size} tell it."]
    share = document["case_share"]
    if share is not None:
        lines.append(
            f"{share['value']:.1%} of the recorded time belongs to cases ({share['low']:.1%} to {share['high']:.1%})."
        )
    return lines + should_sentences(document["should"], document["period"])


def what_to_do(document: dict[str, Any]) -> list[str]:
    """What comes after ``weights.csv`` was written."""
    if document["period"] is None:
        return ["A plan takes hours of an open case in a period: for one, make weights with --unit open."]
    return ["Put it beside officers.csv and cases.csv of a roster, then:", f"  {next_command(document)}"]


def next_command(document: dict[str, Any]) -> str:
    """What makes a plan with these weights, as far as the study knows it."""
    parts = ["caseload plan ROSTER"]
    if document["fte_hours"] is not None:
        parts.append(f"--fte-hours {decimal(document['fte_hours'])}")
    if document["period"] not in {None, "month"}:
        parts.append(f"--period {document['period']}")
    if document["weight_correlation"] is not None:
        parts.append(f"--weight-correlation {decimal(document['weight_correlation'])}")
    return " ".join(parts)
