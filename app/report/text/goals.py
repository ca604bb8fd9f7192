"""The ranked goals in words: one entry for each, for the report, the progress of a plan and the command line."""

from __future__ import annotations

from dataclasses import dataclass

CONTINUITY = "continuity"
"""The one goal whose sentence goes on: what it counts is not all that changes hands."""


@dataclass(frozen=True, slots=True)
class GoalWords:
    """What a goal is called, and what it says of itself.

    Attributes
    ----------
    title : str
        In tables.
    doing : str
        What the program does while it improves the goal.
    counts : str
        What is counted, as a sentence; ``{what}`` is "Cases" or "Hours of cases".
    none_left : str
        The sentence of a plan that leaves nothing to be counted.
    met : str
        The sentence of any other plan: ``{value}`` is the number with its unit, ``{cases}`` that many cases or hours of
        cases, ``{where}`` to whom the cases of continuity go, ``{share}`` how much that is of the hours of everybody
        who has a fair share.
    met_by_one : str
        The same where the number is 1; like ``met`` where nothing in it is plural.
    short : str
        On a progress line, which has 80 columns for three numbers besides; the title where that is short.
    sake : str
        What more than the least was allowed for.
    """

    title: str
    doing: str
    counts: str
    none_left: str
    met: str
    met_by_one: str = ""
    short: str = ""
    sake: str = "so that fewer cases move"

    @property
    def label(self) -> str:
        """What a progress line calls it."""
        return self.short or self.title

    def met_with(self, amount: float) -> str:
        """The sentence to be filled in for an amount."""
        return self.met_by_one if amount == 1 and self.met_by_one else self.met


def _coverage(priority: int) -> GoalWords:
    return GoalWords(
        title=f"Coverage, priority {priority}",
        short=f"Coverage {priority}",
        doing=f"Placing cases of priority {priority}",
        counts=f"{{what}} of priority {priority} that nobody holds.",
        none_left=f"Every case of priority {priority} has an officer.",
        met=f"{{cases}} of priority {priority} have no officer.",
        met_by_one=f"{{cases}} of priority {priority} has no officer.",
    )


COVERAGE = {f"coverage_{priority}": _coverage(priority) for priority in range(1, 6)}
WORDS: dict[str, GoalWords] = {
    **COVERAGE,
    "fairness": GoalWords(
        title="Fair shares",
        doing="Sharing the work as evenly as can be",
        counts="How far the worst-off officer is above their fair share, as utilization.",
        none_left="No officer is above their fair share.",
        met="No officer is more than {value} above their fair share.",
    ),
    CONTINUITY: GoalWords(
        title="Fewest moves",
        doing="Moving as few cases as can be",
        counts="{what} that lose an officer who holds them today and may keep them, to somebody else or to nobody.",
        none_left="No case leaves an officer who may keep it.",
        met="{cases} leave an officer who may keep them{where}.",
        met_by_one="{cases} leaves an officer who may keep it{where}.",
        sake="for the sake of fair shares",
    ),
    "fairness_again": GoalWords(
        title="Fair shares with these moves",
        short="Fair again",
        doing="Taking back what fewer moves had cost in fairness",
        counts="How far the worst-off officer is above their fair share, with no more cases moved.",
        none_left="With these moves no officer is above their fair share.",
        met="With these moves no officer has to be more than {value} above their fair share.",
    ),
    "shortfall": GoalWords(
        title="Nobody far below",
        short="From below",
        doing="Giving more to whoever has too little",
        counts="How far the least used officer is below their fair share, in whole tenths of a point.",
        none_left="No officer is a tenth of a point below their fair share.",
        met="No officer has to be more than {value} below their fair share.",
    ),
    "evenness": GoalWords(
        title="Evenness",
        doing="Evening out what is left",
        counts="Hours above the fair shares, of all officers together, exact to 0.0001 h for each of them.",
        none_left="Nobody's workload is above the fair share.",
        met="Work above the fair shares adds up to {value}{share}.",
    ),
    "cost": GoalWords(
        title="Lowest cost",
        doing="Lowering the cost",
        counts="Cost of all assigned pairs.",
        none_left="The assignment costs nothing.",
        met="The assignment costs {value}.",
    ),
    "continuity_again": GoalWords(
        title="No move in vain",
        short="Moves again",
        doing="Taking back moves that gain nothing",
        counts="{what} that lose an officer who holds them today and may keep them, once all else is as good as it is.",
        none_left="No case leaves an officer who may keep it.",
        met="{cases} leave an officer who may keep them{where}: with fewer, something above would be worse.",
        met_by_one="{cases} leaves an officer who may keep it{where}: without that, something above would be worse.",
        sake="for the sake of fair shares",
    ),
}
"""Every goal that a plan may have as a level, by its name."""
