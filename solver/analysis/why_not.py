"""Why a part of the analysis is not there, where there is none."""

from __future__ import annotations

from enum import StrEnum


class WhyNot(StrEnum):
    """The reason; whoever shows it finds the words for what is to be done about it."""

    NOT_ASKED = "not asked"
    """The options do not ask for it."""
    NO_PLAN = "no plan"
    """It is about a plan, and there is none."""
    NO_OFFICERS = "no officers"
    """Nobody is there who could be helped, or help."""
    NOT_NEEDED = "not needed"
    """Nothing is short that it could mend."""
    NO_TIME = "no time"
    """The options give it no time."""
    NOT_PROVEN = "not proven"
    """The search ended before it was known whether there is anything to mend."""
    TOO_LARGE = "too large"
    """The roster is too large for it to be found out in reasonable time."""
    NONE_FOUND = "none found"
    """It was looked for, and nothing was found."""
    HELD_BACK = "held back"
    """Cases are held back that somebody may hold, and it is for plans that place all of those."""
    UNREACHED = "unreached"
    """No case reaches an officer with hours."""
    CERTAIN = "certain"
    """Nothing is known about how far a weight may be wrong or how much cases vary."""
    NOT_BY_TABLE = "not by table"
    """No case takes its hours from a weight that may be wrong or varies."""
    NO_FLOW = "no flow"
    """Nothing is known about how many cases arrive and are closed."""
    OTHER_OBJECTIVE = "other objective"
    """Fair shares and moves are weighed against each other for the objective ``balance`` only."""
    STOPPED = "stopped"
    """The search was stopped before it."""
