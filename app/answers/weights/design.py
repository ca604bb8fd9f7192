"""How large a study has to be: officers × weeks, and what each size would know."""

from __future__ import annotations

from math import inf, sqrt
from typing import Any

from solver.weights.design import Differences, differences_of, officers_needed, relative_half_width, weeks_needed
from solver.weights.estimate import Estimate

WEEKS = (2, 3, 4, 6, 8)
OFFICERS = (4, 6, 8, 12, 16, 24, 40)


def design_of(wished: float, differ: Differences, officers: int | None) -> dict[str, Any]:
    """What a study of each size would know, and the smallest that knows what is wished.

    Parameters
    ----------
    wished : float, above 0
        Half of the 90 % interval, as a share of the weight.
    differ : Differences
        How much officers and weeks differ.
    officers : int or None
        How many there are at most; None: not said.
    """
    return {
        "wished_half_width": wished,
        "differences": {"officers": differ.officers, "weeks": differ.weeks, "rest": differ.rest},
        "sizes": [
            {"officers": many, "weeks": weeks, "half_width": _finite(relative_half_width(many, weeks, differ))}
            for many in OFFICERS
            for weeks in WEEKS
        ],
        "officers_needed": [{"weeks": weeks, "officers": officers_needed(wished, weeks, differ)} for weeks in WEEKS],
        "weeks_needed": None if officers is None else {"officers": officers, "weeks": _weeks(wished, officers, differ)},
    }


def _weeks(wished: float, officers: int, differ: Differences) -> int | None:
    return None if officers < 2 else weeks_needed(wished, officers, differ)


def _finite(value: float) -> float | None:
    return None if value == inf else round(value, 4)


def typical_differences(found: Estimate) -> Differences | None:
    """How much officers and weeks differed in an earlier study, averaged over its types by their hours."""
    parts, hours = [], []
    for kind in range(len(found.weight)):
        known = differences_of(found, kind)
        if known is not None:
            parts.append(known[0])
            hours.append(float(found.hours[kind]))
    total = sum(hours)
    if not total:
        return None

    def mean(name: str) -> float:
        squares = sum(float(getattr(each, name)) ** 2 * h for each, h in zip(parts, hours, strict=True))
        return round(sqrt(squares / total), 4)

    return Differences(mean("officers"), mean("weeks"), mean("rest"))


def design_table(design: dict[str, Any]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Header and rows: officers down, weeks across."""
    by_size = {(each["officers"], each["weeks"]): each["half_width"] for each in design["sizes"]}
    header = ("officers", *(f"{weeks} weeks" for weeks in WEEKS))
    rows = [(f"{many}", *(_percent(by_size[many, weeks]) for weeks in WEEKS)) for many in OFFICERS]
    return header, rows


def _percent(value: float | None) -> str:
    return "–" if value is None else f"±{value:.0%}"


def design_sentences(design: dict[str, Any], *, is_assumed: bool) -> list[str]:
    """What stands below the table."""
    differ, wish = design["differences"], f"±{design['wished_half_width']:.0%}"
    says = "Assumed" if is_assumed else "As the study shows it"
    own, shared, rest = (f"{differ[name]:.0%}" for name in ("officers", "weeks", "rest"))
    parts = f"{own} between officers, by {shared} between weeks, and by {rest}"
    lines = [f"{says}: hours by case differ by {parts} besides (standard deviations of the logarithm)."]
    for each in design["officers_needed"]:
        enough = "no number of officers is enough" if each["officers"] is None else f"{each['officers']:,} officers"
        lines.append(f"{wish} in {each['weeks']} weeks: {enough}.")
    of_them = design["weeks_needed"]
    if of_them is not None:
        weeks = "no number of weeks is enough" if of_them["weeks"] is None else f"{of_them['weeks']:,} weeks"
        lines.append(f"{wish} with {of_them['officers']:,} officers: {weeks}.")
    return lines
