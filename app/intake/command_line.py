"""What the options of a plan are called on the command line, and the command line that asks for given ones."""

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
"""Fields of ``PlanOptions`` that are called something else there; for all others ``max_moves`` is ``--max-moves``."""


def option_of(field: str) -> str:
    """The option of the command line for a field of ``PlanOptions``."""
    return OPTION_OF.get(field, "--" + field.replace("_", "-"))


def command_line(roster: str, options: Mapping[str, Any], scenario: Iterable[str] = (), *, profile: str = "") -> str:
    """The command that plans a roster with these options (as JSON has them) and these changes, for a shell."""
    words = [word for field, value in options.items() for word in _words(field, value)]
    changes = [word for text in scenario for word in ("--change", text)]
    recognised = ["--profile", profile] if profile else []
    return shlex.join(["caseload", "plan", roster, *recognised, *words, *changes])


def _words(field: str, value: Any) -> Iterator[str]:
    if value is None or value is False:
        return
    for each in value if isinstance(value, list) else [value]:
        yield option_of(field)
        if each is not True:
            yield str(int(each) if isinstance(each, float) and each.is_integer() else each)
