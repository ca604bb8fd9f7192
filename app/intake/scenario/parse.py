"""Changes to a roster as people write them: ``remove officer D-07``, ``add 2 officers skills=spanish hours=120``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from unicodedata import normalize

from app.intake.build.window import Window
from app.intake.columns.cells import name as clean_name
from app.intake.columns.cells import names as clean_names
from app.intake.errors import BadValue
from app.intake.limits import MAX_COUNT, MAX_HOURS, MAX_NUMBER, MAX_OFFICERS
from solver.analysis.scenarios.changes import (
    AddOfficers,
    Change,
    ChangeEffort,
    ChangeIntake,
    Detail,
    DropCases,
    Lend,
    MoreHours,
    RemoveOfficers,
    SetStandard,
    Train,
    Unpin,
)
from solver.analysis.spelling import Ids, did_you_mean
from solver.errors import InvalidChange
from solver.problem import Problem

FORMS = (
    "remove officer ID[, ID ...]",
    "add N officers [hours=H] [skills=A;B] [offices=X] [dockets=Y] [standard=N] [efficiency=E]",
    "detail officer ID[, ID ...] [hours=H | share=50% | from=DATE until=DATE]",
    "effort of TYPE +20% | -10% | *1.5 | =3.5",
    "intake of TYPE +20% | -10% | +30 | -5",
    "train officer ID skills=A;B",
    "lend officer ID office=X",
    "standard of officer ID =N | =none",
    "hours of officer ID +8",
    "drop cases ID[, ID ...]",
    "unpin cases ID[, ID ...]",
)
"""What can be said."""

FIELD = re.compile(r"(?:^|\s)([a-z]+)=(.*?)(?=\s+[a-z]+=|$)", re.IGNORECASE)
NUMBER = r"[0-9]+(?:\.[0-9]+)?"
AMOUNT = re.compile(rf"(.+?)\s*([+\-*=])\s*({NUMBER})\s*(%|h)?", re.IGNORECASE)


def read_changes(
    texts: Iterable[str], problem: Problem, *, full_time_hours: Fraction, window: Window | None = None
) -> tuple[Change, ...]:
    """Understand changes.

    Parameters
    ----------
    problem : Problem
        Whose officers and types they are about.
    full_time_hours : Fraction
        Hours of officers who join, where none are given.
    window : Window or None
        Needed by a detail with dates.

    Raises
    ------
    InvalidChange
        Says which change is not understood, why, and what can be said.
    """
    reader = _Reader(problem, full_time_hours, window)
    return tuple(reader.read(normalize("NFC", text)) for text in texts)  # as the reader of rosters keeps names


class _Reader:
    def __init__(self, problem: Problem, full_time_hours: Fraction, window: Window | None) -> None:
        self._officers, self._types, self._cases = problem.officers.ids, problem.cases.type_names, problem.cases.ids
        self._known, self._ids = frozenset(self._officers), Ids(self._officers)
        self._full_time_hours, self._window = full_time_hours, window

    def read(self, text: str) -> Change:
        kinds: Sequence[tuple[str, Callable[[str], Change]]] = (
            (r"remove officers? (.+)", lambda rest: RemoveOfficers(self._several(rest))),
            (r"add (.*)", self._add),
            (r"detail officers? (.+)", self._detail),
            (r"effort of (.+)", self._effort),
            (r"(?:intake|cases) of (.+)", self._intake),
            (r"train officer (.+)", self._train),
            (r"lend officer (.+)", self._lend),
            (r"standard of officer (.+)", self._standard),
            (r"hours of officer (.+)", self._more_hours),
            (r"drop cases? (.+)", lambda rest: DropCases(self._several_cases(rest))),
            (r"unpin cases? (.+)", lambda rest: Unpin(self._several_cases(rest))),
        )
        plain = " ".join(text.split())
        try:
            for pattern, read in kinds:
                if match := re.fullmatch(pattern, plain, re.IGNORECASE):
                    return read(match[1])
        except (InvalidChange, BadValue) as error:
            raise InvalidChange(f"change {text!r}: {error}") from error
        forms = "\n".join(f"  {form}" for form in FORMS)
        raise InvalidChange(f"change {text!r} is not understood. What can be said:\n{forms}")

    def _add(self, rest: str) -> Change:
        match = re.fullmatch(r"(?:([0-9]+|an?) )?officers?\b(.*)", rest, re.IGNORECASE)
        if not match:
            raise InvalidChange(f"write it as: {FORMS[1]}")
        _, given = self._fields(
            match[2], ("hours", "skills", "offices", "office", "dockets", "docket", "standard", "efficiency"), FORMS[1]
        )
        count = match[1] or "1"
        standard = given.get("standard")
        return AddOfficers(
            count=_whole(count, "the number of officers", MAX_OFFICERS) if count[0].isdecimal() else 1,
            hours=_decimal(given["hours"], "hours") if "hours" in given else self._full_time_hours,
            skills=frozenset(clean_names(given.get("skills", ""))),
            offices=frozenset(clean_names(given.get("offices", given.get("office", "")))),
            dockets=frozenset(clean_names(given.get("dockets", given.get("docket", "")))),
            standard=None if standard is None else _whole(standard, "standard"),
            efficiency=_decimal(given.get("efficiency", "1"), "efficiency"),
        )

    def _detail(self, rest: str) -> Change:
        who, given = self._fields(rest, ("hours", "share", "from", "until"), FORMS[2])
        officers = self._several(who)
        if "from" in given or "until" in given:
            if given.keys() != {"from", "until"}:
                raise InvalidChange("a detail with dates has from=DATE and until=DATE, and no hours or share")
            return Detail(officers, share=self._share_of_days(_day(given["from"]), _day(given["until"])))
        if len(given) > 1:
            raise InvalidChange("a detail has either hours or a share")
        if "hours" in given:
            return Detail(officers, away_hours=_decimal(given["hours"], "hours"))
        return Detail(officers, share=_percentage(given["share"]) if "share" in given else None)

    def _share_of_days(self, first: dt.date, last: dt.date) -> Fraction:
        if last < first:
            raise InvalidChange(f"the detail ends ({last}) before it begins ({first})")
        if self._window is None:
            raise InvalidChange("a detail with dates needs the first day of the period (--period-start)")
        days = (min(last, self._window.last) - max(first, self._window.first)).days + 1
        if days <= 0:
            raise InvalidChange(f"the detail is outside the period, {self._window.first} to {self._window.last}")
        return Fraction(days, self._window.days)

    def _effort(self, rest: str) -> Change:
        kind, sign, amount, unit = self._amount(rest, FORMS[3])
        if sign == "=" and unit != "%":
            return ChangeEffort(kind, case_hours=amount)
        if unit == "h" or (sign in "+-" and unit != "%"):
            raise InvalidChange(f"write it as: {FORMS[3]}")
        rate = amount / 100 if unit == "%" else amount
        factor = {"+": 1 + rate, "-": 1 - rate}.get(sign, rate)
        if factor < 0:
            raise InvalidChange("a case cannot take less than no time")
        return ChangeEffort(kind, factor=factor)

    def _intake(self, rest: str) -> Change:
        kind, sign, amount, unit = self._amount(rest, FORMS[4])
        if sign not in "+-" or unit == "h" or (unit != "%" and amount.denominator != 1):
            raise InvalidChange(f"write it as: {FORMS[4]}")
        signed = amount if sign == "+" else -amount
        return ChangeIntake(kind, share=signed / 100) if unit == "%" else ChangeIntake(kind, cases=int(signed))

    def _train(self, rest: str) -> Change:
        who, given = self._fields(rest, ("skills", "skill"), FORMS[5])
        skills = clean_names(given.get("skills", given.get("skill", "")))
        if not skills:
            raise InvalidChange(f"write it as: {FORMS[5]}")
        return Train(self._one(who), skills)

    def _lend(self, rest: str) -> Change:
        who, given = self._fields(rest, ("office",), FORMS[6])
        if not given.get("office"):
            raise InvalidChange(f"write it as: {FORMS[6]}")
        return Lend(self._one(who), clean_name(given["office"]))

    def _standard(self, rest: str) -> Change:
        match = re.fullmatch(r"(.+?)\s*=\s*([0-9]+|none)", rest, re.IGNORECASE)
        if not match:
            raise InvalidChange(f"write it as: {FORMS[7]}")
        return SetStandard(self._one(match[1]), None if match[2].casefold() == "none" else _whole(match[2], "standard"))

    def _more_hours(self, rest: str) -> MoreHours:
        match = re.fullmatch(rf"(.+?)\s*\+\s*({NUMBER})(?: ?h)?", rest, re.IGNORECASE)
        if not match:
            raise InvalidChange(f"write it as: {FORMS[8]}")
        return MoreHours(self._one(match[1]), _decimal(match[2], "hours"))

    def _fields(self, text: str, known: Sequence[str], form: str) -> tuple[str, dict[str, str]]:
        """What stands before the first ``name=value``, and the values by name."""
        first = FIELD.search(text)
        before = text[: first.start()] if first else text
        given: dict[str, str] = {}
        for name, value in FIELD.findall(text):
            folded = name.casefold()
            if folded not in known:
                raise InvalidChange(f"{name}= is not known{did_you_mean(name, known)}; write it as: {form}")
            if folded in given:
                raise InvalidChange(f"{name}= is there twice")
            given[folded] = value.strip()
        if before.strip() and form is FORMS[1]:
            raise InvalidChange(f"{before.strip()!r} is not understood; write it as: {form}")
        return before.strip(), given

    def _amount(self, text: str, form: str) -> tuple[str, str, Fraction, str]:
        match = AMOUNT.fullmatch(text)
        if not match:
            raise InvalidChange(f"write it as: {form}")
        return self._type(match[1]), match[2], _decimal(match[3], "the amount"), (match[4] or "").casefold()

    def _type(self, name: str) -> str:
        for known in self._types:
            if known.casefold() == name.casefold():
                return known
        raise InvalidChange(f"there is no case type {name}{did_you_mean(name, self._types)}")

    def _one(self, name: str) -> str:
        if name not in self._known:
            raise InvalidChange(f"there is no officer {name}{self._ids.did_you_mean(name)}")
        return name

    def _several(self, text: str) -> tuple[str, ...]:
        if text in self._known:
            return (text,)
        found = tuple(dict.fromkeys(self._one(name) for name in _split(text)))
        if not found:
            raise InvalidChange("it names no officer")
        return found

    def _several_cases(self, text: str) -> tuple[str, ...]:
        known = frozenset(self._cases)
        names = (text,) if text in known else tuple(dict.fromkeys(_split(text)))
        if not names:
            raise InvalidChange("it names no case")
        for name in names:
            if name not in known:
                raise InvalidChange(f"there is no case {name}{Ids(self._cases).did_you_mean(name)}")
        return names


def _split(text: str) -> list[str]:
    return [name.strip() for name in re.split("[,;]", text) if name.strip()]


def _decimal(text: str, what: str) -> Fraction:
    if not re.fullmatch(NUMBER, text):
        raise InvalidChange(f"{what}={text} is not a number; write it as 120 or 12.5")
    if len(text) > MAX_NUMBER or (value := Fraction(text)) > MAX_HOURS:
        raise InvalidChange(f"{what} must be at most {MAX_HOURS:,}, with at most {MAX_NUMBER} digits")
    return value


def _whole(text: str, what: str, most: int = MAX_COUNT) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise InvalidChange(f"{what}={text} is not a whole number")
    if len(text) > MAX_NUMBER or (value := int(text)) > most:
        raise InvalidChange(f"{what} must be at most {most:,}")
    return value


def _percentage(text: str) -> Fraction:
    if not re.fullmatch(rf"{NUMBER} ?%", text):
        raise InvalidChange(f"share={text} is not a percentage; write it as 50%")
    return _decimal(text.rstrip(" %"), "share") / 100


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidChange(f"{text!r} is not a date; write it as 2026-12-01") from None
