"""Documents of studies, made by hand."""

from __future__ import annotations

from typing import Any

LONG = (
    "60% of the paid hours were written down; the rest is taken to be spent like what was, officer by officer and week "
    "by week."
)


def weight(name: str, hours: float | None = 2.0, **more: Any) -> dict[str, Any]:
    """One type, with an interval of a fifth to either side."""
    found: dict[str, Any] = {
        "case_type": name,
        "weight_hours": hours,
        "low_hours": None if hours is None else hours * 0.8,
        "high_hours": None if hours is None else hours * 1.25,
        "case_cv": 0.4,
        "measured_hours": hours,
        "drawn_to_group": 0.0,
        "hours": 40.0,
        "cases": 20.0,
        "officers": 9,
        "weeks": 4,
        "to_halve": {"more_officers": 22, "more_weeks": None},
    }
    return found | more


def panel_of(name: str) -> dict[str, Any]:
    """What five people say of one type."""
    return {
        "case_type": name,
        "panellists": 5,
        "median": 1.2,
        "low": 1.1,
        "high": 1.5,
        "disagree": True,
        "is_hours": 2.0,
        "should_hours": 2.4,
        "more_hours": 12.5,
    }


def document(weights: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """A study of these weights; of one without being told."""
    found: dict[str, Any] = {
        "unit": "open",
        "period": "month",
        "officers": 9,
        "weeks": 4,
        "entries": 1234,
        "weights": [weight("adult")] if weights is None else weights,
        "weight_correlation": 0.37,
        "shared_cv": 0.0,
        "case_share": {"value": 0.55, "low": 0.5, "high": 0.6},
        "fte_hours": 95.5,
        "should": None,
        "findings": [],
        "read": ["diaries.csv: diaries, with officer_id, date, minutes, case_type, case_id."],
    }
    return found | more


def twenty() -> dict[str, Any]:
    """As much as two pages have to hold: twenty types with long names, a panel, and eight findings of two lines."""
    names = [f"supervision of kind number {at}" for at in range(1, 21)]
    found = [{"code": "response", "weight": "note" if at else "wrong", "text": LONG} for at in range(8)]
    return document(
        [weight(name, at + 0.5) for at, name in enumerate(names)],
        findings=found,
        should={"types": [panel_of(name) for name in names], "more_hours": 250.0, "more_fte": 2.6},
        read=[f"{name}.csv: {name}, with officer_id, date, minutes, case_type." for name in ("diaries", "counts", "p")],
    )
