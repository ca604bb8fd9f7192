"""What the goals are called on the command line, and the command line that asks for given goals."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

OPTION_OF = {
    "keep_within_points": "--keep-within",
    "time_limit_s": "--time-limit",
    "standards": "--standard",
    "remedies_s": "--remedies-time",
}
"""Goals whose option is called something else; for all others ``max_moves`` is ``--max-moves``."""


def option_of(goal: str) -> str:
    """The option of a goal."""
    return OPTION_OF.get(goal, "--" + goal.replace("_", "-"))


def command_line(roster: str, goals: Mapping[str, Any], scenario: Iterable[str] = ()) -> str:
    """The command that makes a plan of a roster with these goals (as JSON has them) and these changes, for a shell."""
    words = [word for goal, value in goals.items() for word in _words(goal, value)]
    changes = [word for text in scenario for word in ("--change", text)]
    return shlex.join(["caseload", "plan", roster, *words, *changes])


def _words(goal: str, value: Any) -> Iterator[str]:
    if value is None or value is False:
        return
    for each in value if isinstance(value, list) else [value]:
        yield option_of(goal)
        if each is not True:
            yield str(int(each) if isinstance(each, float) and each.is_integer() else each)
