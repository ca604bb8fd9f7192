"""The frontier of balance against moves, as report.json has it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.report.entry import Entry


class FrontierPointEntry(Entry):
    """The fewest moves at one fairness."""

    fairness: float = Field(description="Nobody is further above their fair share, in utilization.")
    points_above_fair_share: float = Field(description="The same in points (hundredths of utilization).")
    points_above_fairest: float = Field(description="What --keep-within takes to get this plan.")
    peak_utilization: float | None = Field(description="Of the plan that was found.")
    moves: float = Field(description="Found, in moves_unit. Forced moves are not counted.")
    bound: float = Field(description="No plan of this fairness moves less.")
    status: Literal["optimal", "feasible"]


class FrontierPlanEntry(Entry):
    """Where the delivered plan stands."""

    points_above_fair_share: float
    moves: float
    bound: float = Field(description="No plan of its fairness moves less.")


class FrontierEntry(Entry):
    """What every further move buys, from the fairest plan to the one that moves as little as can be."""

    moves_unit: Literal["cases", "hours"]
    fairest_points: float = Field(description="Points above the fair share of the fairest plan found.")
    fairest_points_bound: float = Field(description="No plan is fairer than this.")
    points: list[FrontierPointEntry] = Field(description="The fairest first: points rise, moves fall.")
    plan: FrontierPlanEntry | None = Field(description="null where no plan belongs to it.")
