"""What a plan was asked for, in a line: those goals that are not the usual ones."""

from __future__ import annotations

from typing import Any


def goals_in_words(goals: dict[str, Any]) -> str:
    """The goals as the interface takes them, in a few words.

    Parameters
    ----------
    goals : dict
        As they were given; what is not there has its default.
    """
    found = []
    if goals.get("objective") == "cost":
        found.append("least cost")
    else:
        found.append("fair shares")
        found.append(_moves(goals))
    if goals.get("policy") == "within-capacity":
        found.append("nobody above their hours")
    if goals.get("coverage") == "hours":
        found.append("unplaced work counted in hours")
    if goals.get("target") is not None:
        found.append(f"target {float(goals['target']):.0%}")
    if goals.get("percentile") is not None:
        found.append(f"weights at the {goals['percentile']}th percentile")
    return ", ".join(found)


def _moves(goals: dict[str, Any]) -> str:
    if goals.get("move_freely"):
        return "however many cases move"
    if goals.get("max_moves") is not None:
        what = "hours of cases" if goals.get("moves") == "hours" else "cases"
        return f"at most {goals['max_moves']} {what} move"
    points = goals.get("keep_within_points")
    within = 1 if points is None else points
    return f"few moves (within {within} point{'' if within == 1 else 's'})"
