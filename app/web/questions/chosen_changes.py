"""Changes as they are chosen on a page, each turned into the sentence that everything else reads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.intake.columns.numerals import decimal_of
from app.intake.errors import BadValue
from app.intake.limits import LAST_START
from app.web.questions.about import Fields
from solver.errors import InvalidChange

MOST_DAYS = 3_660
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+")
"""1,500 is one and a half for some people, and one and a half thousand for others: nobody guesses."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change.

    Attributes
    ----------
    title : str
        What the page calls it.
    write : callable taking Fields
        The sentence (``app.intake.scenario.parse.FORMS``).
    has_days : bool
        It lasts for some days, so that the first day of the period must be known.
    """

    title: str
    write: Callable[[Fields], str]
    has_days: bool = False


def _leaves(fields: Fields) -> str:
    return f"remove officer {_chosen(fields, 'officer', 'who leaves')}"


def _on_leave(fields: Fields) -> str:
    who = _chosen(fields, "officer", "who is on leave")
    first = _day(fields, "from", "the first day of the leave")
    days = whole(fields, "days", "for how many days", MOST_DAYS)
    return f"detail officer {who} from={first} until={first + dt.timedelta(days=days - 1)}"


def _away(fields: Fields) -> str:
    who = _chosen(fields, "officer", "who is detailed away")
    first = _day(fields, "from", "the first day away")
    last = day_of(fields.one("until"), "the last day away", dt.date.max)
    return f"detail officer {who} from={first} until={last}"


def _hires(fields: Fields) -> str:
    count = whole(fields, "count", "how many join")
    words = [f"add {count} {'officer' if count == 1 else 'officers'}"]
    if fields.one("hours"):
        words.append(f"hours={_number(fields, 'hours', 'their hours')}")
    words += [f"{name}={';'.join(chosen)}" for name in ("skills", "offices") if (chosen := fields.several(name))]
    return " ".join(words)


def _training(fields: Fields) -> str:
    who = _chosen(fields, "officer", "who is trained")
    return f"train officer {who} skills={_chosen(fields, 'skill', 'in which skill')}"


def _lending(fields: Fields) -> str:
    who = _chosen(fields, "officer", "who is lent")
    return f"lend officer {who} office={_chosen(fields, 'office', 'to which office')}"


def _intake(fields: Fields) -> str:
    kind = _chosen(fields, "type", "of which type there are more or fewer cases")
    sign = "-" if fields.one("way") == "fewer" else "+"
    if fields.one("unit") == "cases":
        return f"intake of {kind} {sign}{whole(fields, 'amount', 'how many cases')}"
    return f"intake of {kind} {sign}{_number(fields, 'amount', 'by how many percent')}%"


def _weight(fields: Fields) -> str:
    kind = _chosen(fields, "type", "which type takes more or less time")
    way, amount = fields.one("way"), _number(fields, "amount", "how much time it takes")
    if way == "exactly":
        return f"effort of {kind} ={amount}"
    return f"effort of {kind} {'-' if way == 'less' else '+'}{amount}%"


KINDS: Mapping[str, Kind] = {
    "leaves": Kind("Somebody leaves", _leaves),
    "leave": Kind("Somebody is on leave for some days", _on_leave, has_days=True),
    "away": Kind("Somebody is detailed away, from one day to another", _away, has_days=True),
    "hires": Kind("Somebody is hired", _hires),
    "training": Kind("Somebody learns a skill", _training),
    "lending": Kind("Somebody also works for another office", _lending),
    "intake": Kind("There are more or fewer cases of a type", _intake),
    "weight": Kind("Cases of a type take more or less time", _weight),
}
"""In the order of the page."""


def written(fields: Fields, kind: str) -> str:
    """The sentence of what was chosen.

    Raises
    ------
    InvalidChange
        Something was not chosen, or is no number or day.
    """
    known = KINDS.get(kind)
    if known is None:
        raise InvalidChange("Choose one of the changes below.")
    return known.write(fields)


def day_of(text: str, what: str, latest: dt.date = LAST_START) -> dt.date:
    """A day of a date field; by default one after which enough days follow, whatever is counted from it.

    Raises
    ------
    InvalidChange
    """
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidChange(f"Say {what}, as 2026-12-01.") from None
    if day > latest:
        raise InvalidChange(f"Say {what}, as 2026-12-01; {latest} is the last that can be.")
    return day


def _chosen(fields: Fields, name: str, what: str) -> str:
    if not (text := fields.one(name)):
        raise InvalidChange(f"Choose {what}.")
    return text


def _day(fields: Fields, name: str, what: str) -> dt.date:
    return day_of(fields.one(name), what)


def whole(fields: Fields, name: str, what: str, most: int = 1_000_000, least: int = 1) -> int:
    """A whole number of a field.

    Raises
    ------
    InvalidChange
    """
    text = fields.one(name)
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise InvalidChange(f"Say {what}: a whole number from {least} to {most:,}.")
    return int(text)


def share(fields: Fields, name: str, what: str) -> Fraction:
    """A part of a whole, above nothing, that was said in percent.

    Raises
    ------
    InvalidChange
    """
    percent = Fraction(_number(fields, name, what))
    if not 0 < percent <= 100:
        raise InvalidChange(f"Say {what}: above 0, at most 100.")
    return percent / 100


def _number(fields: Fields, name: str, what: str) -> str:
    text = fields.one(name).removesuffix("%").removesuffix("h").strip()
    try:
        number = None if THOUSANDS.fullmatch(text) else decimal_of(text.replace(",", "."))
    except BadValue:
        number = None
    if number is None or number < 0:
        raise InvalidChange(f"Say {what}: a number without a comma for thousands, as 20 or 12.5.")
    return f"{number:f}"
