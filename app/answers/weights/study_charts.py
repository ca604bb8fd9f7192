"""The chart of a study: each weight as a point, on the bar of its interval."""

from __future__ import annotations

from typing import Any

from app.report.charts.bars import MOST_ROWS, BarChart, Row, axis, scaled
from solver.analysis.words import counted

LABEL_LENGTH = 18
"""Letters of a type; types are words and longer than the ids of officers."""


def drawn_weights(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Weights that are drawn, in the order of the study: all that there are, or those with the most hours."""
    known = [each for each in document["weights"] if each["weight_hours"] is not None]
    if len(known) <= MOST_ROWS:
        return known
    kept = sorted(known, key=lambda each: -(each["hours"] or 0))[:MOST_ROWS]
    return [each for each in known if each in kept]


def weight_chart(document: dict[str, Any], unit: str) -> BarChart:
    """Every weight with its interval, on one axis of hours.

    Parameters
    ----------
    document : dict
        As :func:`app.answers.weights.study_document.document_of` makes it, with at least one weight.
    unit : str
        Of what a weight is the hours, in words.
    """
    drawn = drawn_weights(document)
    end, ticks = axis(max(each["high_hours"] or each["weight_hours"] for each in drawn), as_percent=False)
    rows = tuple(
        Row(
            label=_short(called(each)),
            full=called(each),
            note=f"{called(each)}: {_in_words(each)}",
            before=scaled(each["low_hours"], end),
            after=scaled(each["high_hours"], end),
            share=scaled(each["weight_hours"], end),
        )
        for each in drawn
    )
    return BarChart("weights", f"Hours of {unit}", _description(drawn, unit), ticks, rows)


def called(weight: dict[str, Any]) -> str:
    """A type, and its phase where it has several."""
    phase = weight.get("phase")
    return f"{weight['case_type']}, {phase}" if phase else str(weight["case_type"])


def _short(name: str) -> str:
    return name if len(name) <= LABEL_LENGTH else name[: LABEL_LENGTH - 1] + "…"


def _in_words(each: dict[str, Any]) -> str:
    if each["low_hours"] is None:
        return f"{hours_of(each['weight_hours'])} h, without an interval"
    return f"{hours_of(each['weight_hours'])} h, from {hours_of(each['low_hours'])} to {hours_of(each['high_hours'])}"


def _description(drawn: list[dict[str, Any]], unit: str) -> str:
    least, most = (choose(drawn, key=lambda each: each["weight_hours"]) for choose in (min, max))
    among = f"from {called(least)} ({_in_words(least)}) to {called(most)} ({_in_words(most)})"
    return f"Hours of {unit} for {counted(len(drawn), 'type')} of cases with their 90 % intervals, {among}."


def hours_of(value: float | None) -> str:
    """Hours for people: two decimals, four where two would hide the number."""
    if value is None:
        return "–"
    return f"{value:,.2f}" if abs(value) >= 0.1 or not value else f"{value:.4f}"
