"""The profile of an office: what was understood of its export, remembered as TOML that a person can read and change.

It holds names of columns, types and holders, and no cases. Read with ``tomllib``; written here, so that the same
profile is the same text. ``docs/import.md`` describes it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from app.intake.columns.schema import BY_NAME
from app.intake.errors import BadValue, refused
from app.intake.limits import MAX_PROFILE_BYTES
from app.intake.recognition.values.dates import Order
from app.intake.recognition.values.hours import Decimals, number, plain_decimal
from app.intake.recognition.values.other_periods import PERIODS
from solver.analysis.spelling import did_you_mean

VERSION = 1
NOBODY, OFFICER = "nobody", "officer"
LEAVE_OUT, PLAN = "leave-out", "plan"
CLOSED = (LEAVE_OUT, PLAN)
"""What becomes of cases that seem closed."""
HEAD = """\
# The profile of an office, written by `caseload import`. Change what is not right, and give it with --profile.
# An empty text on the right means: left unread, or no skill. docs/import.md says what may stand here.
"""


@dataclass(frozen=True, slots=True)
class Weight:
    """Hours that a case of a type needs in the period, as a decimal, and where the number is from."""

    hours: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an office's export.

    Attributes
    ----------
    columns : mapping of sheet to (name in the export → column of the roster; empty: left unread)
    hours : str or None
        Hours of every officer who has none of their own.
    officers : mapping of officer to hours
    holders : mapping of holder to ``nobody`` or ``officer``
    weights : mapping of type to Weight
    priority : mapping of word to 1 (most urgent) to 5
    skills : mapping of value to skill; empty: no skill
    dates : Order or None
        Whether the day or the month comes first, where a date has two readings.
    periods : mapping of a column's name in the export to the period of which it holds the hours
    closed : str or None
        What becomes of cases that seem closed, of :data:`CLOSED`; None: it is asked about.
    pseudonyms : bool
        Whether ids are replaced; the key is in a file of its own.
    """

    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hours: str | None = None
    officers: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, Weight] = field(default_factory=dict)
    priority: Mapping[str, int] = field(default_factory=dict)
    skills: Mapping[str, str] = field(default_factory=dict)
    dates: Order | None = None
    periods: Mapping[str, str] = field(default_factory=dict)
    closed: str | None = None
    pseudonyms: bool = False

    def merged(self, other: Profile) -> Profile:
        """The profile with everything that another one says, which wins."""
        sheets = {*self.columns, *other.columns}
        return replace(
            self,
            columns={name: {**self.columns.get(name, {}), **other.columns.get(name, {})} for name in sorted(sheets)},
            hours=other.hours or self.hours,
            officers={**self.officers, **other.officers},
            holders={**self.holders, **other.holders},
            weights={**self.weights, **other.weights},
            priority={**self.priority, **other.priority},
            skills={**self.skills, **other.skills},
            dates=other.dates or self.dates,
            periods={**self.periods, **other.periods},
            closed=other.closed or self.closed,
            pseudonyms=self.pseudonyms or other.pseudonyms,
        )


def read_profile(data: bytes, file: str = "the profile") -> Profile:
    """Read a profile.

    Raises
    ------
    RosterRefused
        It is no TOML, or says what no profile says; the message names the entry.
    """
    if len(data) > MAX_PROFILE_BYTES:
        raise refused(file, f"is larger than {MAX_PROFILE_BYTES >> 10} KB; no profile of an office is")
    try:
        entries = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refused(file, "is not UTF-8; save it as UTF-8") from error
    except RecursionError as error:
        raise refused(file, "is nested too deeply; a profile has tables of texts and numbers") from error
    except ValueError as error:  # also a whole number of more digits than anybody reads
        raise refused(file, f"is not TOML: {error}") from error
    read: dict[str, Any] = {}
    try:
        for name, value in entries.items():
            if name not in _READERS:
                raise _entry(name, f"is no entry of a profile{did_you_mean(name, _READERS)}")
            read[name] = _READERS[name](name, value)
    except BadValue as error:
        raise refused(file, str(error)) from error
    read.pop("profile", None)
    return Profile(**read)


def _entry(name: str, message: str) -> BadValue:
    return BadValue(f"the entry {name} {message}")


def _version(name: str, value: Any) -> int:
    if value != VERSION:
        raise _entry(name, f"must be {VERSION}, which is the form of profile that this program reads")
    return VERSION


def _table(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _entry(name, f"must be a table: [{name}]")
    return value


def _hours(name: str, value: Any) -> str:
    text = repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    try:
        found = number(text, Decimals(comma=False, point=True)) if isinstance(text, str) else None
    except BadValue:
        found = None
    if found is None or found < 0:
        raise _entry(name, "must be a number of hours from 0, as 120 or 7.5")
    return plain_decimal(found)


def _columns(name: str, value: Any) -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for sheet, columns in _table(name, value).items():
        if sheet not in BY_NAME:
            raise _entry(f"{name}.{sheet}", f"is no sheet{did_you_mean(sheet, BY_NAME)}: {', '.join(BY_NAME)}")
        known = [column.name for column in BY_NAME[sheet].columns]
        for ours in _table(f"{name}.{sheet}", columns).values():
            if ours != "" and ours not in known:
                hint = did_you_mean(str(ours), known)
                raise _entry(f"{name}.{sheet}", f"names {ours}, which is no column of {sheet}{hint}")
        out[sheet] = {str(theirs): ours for theirs, ours in columns.items()}
    return out


def _each(read: Callable[[str, Any], Any]) -> Callable[[str, Any], dict[str, Any]]:
    def table(name: str, value: Any) -> dict[str, Any]:
        return {key: read(f"{name}.{key}", entry) for key, entry in _table(name, value).items()}

    return table


def _holder(name: str, value: Any) -> str:
    if value not in (NOBODY, OFFICER):
        raise _entry(name, f"must be “{NOBODY}” or “{OFFICER}”")
    return str(value)


def _weight(name: str, value: Any) -> Weight:
    if not isinstance(value, dict):
        return Weight(_hours(name, value))
    strange = sorted(value.keys() - {"hours", "source"})
    if strange or "hours" not in value:
        raise _entry(name, "must be a number of hours, or { hours = …, source = … }")
    return Weight(_hours(name, value["hours"]), _text(name, value.get("source", "")))


def _priority(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 5:
        raise _entry(name, "must be a whole number from 1 (most urgent) to 5")
    return value


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _entry(name, "must be a text")
    return value


def _order(name: str, value: Any) -> str:
    if value not in get_args(Order):
        raise _entry(name, f"must be {' or '.join(get_args(Order))}")
    return str(value)


def _period(name: str, value: Any) -> str:
    if value not in PERIODS:
        raise _entry(name, f"must be one of {', '.join(PERIODS)}")
    return str(value)


def _closed(name: str, value: Any) -> str:
    if value not in CLOSED:
        raise _entry(name, f"must be {' or '.join(CLOSED)}")
    return str(value)


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _entry(name, "must be true or false")
    return value


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "profile": _version,
    "hours": _hours,
    "dates": _order,
    "pseudonyms": _flag,
    "closed": _closed,
    "columns": _columns,
    "officers": _each(_hours),
    "holders": _each(_holder),
    "weights": _each(_weight),
    "priority": _each(_priority),
    "skills": _each(_text),
    "periods": _each(_period),
}


def write_profile(profile: Profile) -> str:
    """The profile as TOML; :func:`read_profile` reads it back the same."""
    lines = [HEAD, f"profile = {VERSION}"]
    lines += [f"hours = {_quoted(profile.hours)}"] if profile.hours is not None else []
    lines += [f"dates = {_quoted(profile.dates)}"] if profile.dates else []
    lines += [f"closed = {_quoted(profile.closed)}"] if profile.closed else []
    lines += ["pseudonyms = true"] if profile.pseudonyms else []
    for sheet, columns in profile.columns.items():
        lines += _section(f"columns.{sheet}", {name: _quoted(ours) for name, ours in columns.items()})
    lines += _section("officers", {name: _quoted(hours) for name, hours in profile.officers.items()})
    lines += _section("holders", {name: _quoted(what) for name, what in profile.holders.items()})
    lines += _section("weights", {name: _weighed(weight) for name, weight in profile.weights.items()})
    lines += _section("priority", {name: str(level) for name, level in profile.priority.items()})
    lines += _section("skills", {name: _quoted(skill) for name, skill in profile.skills.items()})
    lines += _section("periods", {name: _quoted(period) for name, period in profile.periods.items()})
    return "\n".join(lines) + "\n"


def _section(name: str, entries: Mapping[str, str]) -> list[str]:
    return ["", f"[{name}]", *(f"{_quoted(key)} = {value}" for key, value in entries.items())] if entries else []


def _weighed(weight: Weight) -> str:
    if not weight.source:
        return _quoted(weight.hours)
    return f"{{ hours = {_quoted(weight.hours)}, source = {_quoted(weight.source)} }}"


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are TOML's, and DEL must be escaped, too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
