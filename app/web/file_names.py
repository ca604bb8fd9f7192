"""What a file of a plan is called on a disk: for which office, of which day, and whether it is only a question."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote

LONGEST = 80
"""Letters of a plan's name that go into the name of a file."""
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
"""What a disk refuses, or what makes a name look like another one."""


def file_name(plan_name: str, name: str, finished: datetime, *, is_hypothetical: bool) -> str:
    """``Office of Ashford 2026-11-29 plan.xlsx``.

    Parameters
    ----------
    plan_name : str
        As people call the plan; anything may stand in it.
    name : str
        As ``caseload plan`` calls the file.
    finished : datetime
        When the plan was done; the day is that of the server's time zone.
    is_hypothetical : bool
        It answers what would be, and its name says so.
    """
    office = " ".join(UNSAFE.sub(" ", plan_name).split())[:LONGEST].strip(" .")
    day = finished.astimezone().strftime("%Y-%m-%d")
    return " ".join(part for part in ("HYPOTHETICAL" if is_hypothetical else "", office, day, name) if part)


def disposition(name: str, *, inline: bool = False) -> str:
    """The header ``Content-Disposition`` for a name (RFC 6266): plain, and with every letter for those who read it."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
