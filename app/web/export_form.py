"""The form of an office's own export: what somebody has said on the page, and what the page shows of the export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.api.http.unpacked import Body, Part
from app.intake.columns.schema import BY_NAME
from app.intake.errors import BadValue, refused
from app.intake.findings import Finding
from app.intake.recognise import Recognised
from app.intake.recognition.profile import CLOSED, Profile, Weight, read_profile, write_profile
from app.intake.recognition.questions import Asked, Question
from app.intake.recognition.sheets import TableRead
from app.intake.recognition.values.dates import ORDERS
from app.intake.recognition.values.hours import Decimals, number, plain_decimal
from app.intake.recognition.values.other_periods import PERIODS
from app.web.carried import fields_of as carried_fields
from app.web.carried import upload_in
from app.web.form import DEFAULTS, Upload
from app.web.page_wording import found_on_the_page

COLUMN, WEIGHT, OFFERED, SOURCE = "column:", "weight:", "offered:", "source:"
"""Begin the names of the fields for a column, and for the weight of a type, what was offered for it, and its source."""
HOLDER, SKILL, PERIOD = "holder:", "skill:", "period:"
"""Begin the names of the fields that say that a holder of cases is a person, that a usual value is a skill, and of
which period a column holds the hours."""
PERSON = "officer"
PROFILE_NAME = "profile"


@dataclass(frozen=True, slots=True)
class Choice:
    """One column of an export on the page.

    Attributes
    ----------
    field : str
        Name of its field.
    name : str
        In the export.
    samples : tuple of str
    column : str
        Of the roster; empty where it is left unread.
    reason : str
    columns : tuple of str
        That it may be.
    """

    field: str
    name: str
    samples: tuple[str, ...]
    column: str
    reason: str
    columns: tuple[str, ...]


def upload_of_export(body: Body) -> Upload:
    """The files of an export, chosen now or carried along with the page.

    Raises
    ------
    RosterRefused, ApiProblem
    """
    files = [part for part in body.parts if part.name == "export" and (part.filename or part.content)]
    if files:
        return Upload({part.filename or "export": part.content for part in files}, None, files[0].filename)
    carried = upload_in(body)
    if carried is None:
        raise refused("no file", "choose the export first")
    if carried.document is not None:  # an export may be JSON, too
        return Upload({carried.document.filename: carried.document.content}, None, carried.name)
    return carried


def profile_of(body: Body, remembered: str = "") -> Profile:
    """The profile that came along, or else the one that is remembered, with what the fields of the page say.

    Raises
    ------
    RosterRefused
        An answer is not understood.
    """
    texts = [part.content for part in body.parts if part.name == PROFILE_NAME and part.content.strip()]
    profile = read_profile(texts[-1] if texts else remembered.encode(), PROFILE_NAME)
    columns: dict[str, dict[str, str]] = {}
    for part in body.parts:
        if part.name.startswith(COLUMN):
            sheet, _, name = part.name.removeprefix(COLUMN).partition(":")
            columns.setdefault(sheet, {})[name] = _text(part)
    weights = {
        name: _weight(_text(part), body.field(f"{OFFERED}{name}") or "", body.field(f"{SOURCE}{name}") or "")
        for part in body.parts
        if (name := part.name.removeprefix(WEIGHT)) != part.name and _text(part)
    }
    hours = body.field("hours") or ""
    said = Profile(
        columns={sheet: names for sheet, names in columns.items() if sheet in BY_NAME},
        hours=_hours(hours) if hours.strip() else None,
        weights=weights,
        holders={name: PERSON for name, text in _said(body, HOLDER) if text == PERSON},
        skills={value: value for value, text in _said(body, SKILL) if text},
        periods={name: text for name, text in _said(body, PERIOD) if text in PERIODS},
        closed=next((each for each in CLOSED if each == body.field("closed")), None),
        dates=next((order for order in ORDERS if order == body.field("dates")), None),
    )
    return profile.merged(read_profile(write_profile(said).encode(), "the page"))


def _said(body: Body, begins: str) -> Iterator[tuple[str, str]]:
    """What the fields of one kind say, by what they are about."""
    for part in body.parts:
        if part.name.startswith(begins):
            yield part.name.removeprefix(begins), _text(part)


def _weight(text: str, offered: str, source: str) -> Weight:
    """What was typed; a starting value that was left as it stands keeps its label."""
    hours = _hours(text)
    return Weight(hours, source if hours == offered else "")


def _text(part: Part) -> str:
    return part.content.decode("utf-8", "replace").strip()


def _hours(text: str) -> str:
    try:
        return plain_decimal(number(text.strip(), Decimals(comma="," in text, point="." in text)))
    except BadValue as error:
        raise refused("the page", str(error), value=text) from None


def understood(upload: Upload, profile: Profile, found: Recognised) -> dict[str, Any]:
    """What the page shows of an export."""
    understanding = found.understanding
    questions: Mapping[Asked, Question] = {each.about: each for each in understanding.questions}
    is_ready = understanding.document is not None
    roster = Part("", "roster.json", json.dumps(understanding.document or {}, ensure_ascii=False).encode())
    noticed = found.roster.findings if found.roster is not None else understanding.findings
    return {
        "error": "",
        "tables": [(table, list(_choices(table))) for table in understanding.tables],
        "questions": questions,
        "noticed": [found_on_the_page(found) for found in noticed],
        "nobody": _values_of(noticed, "nobody-holds"),
        "ordinary": _values_of(noticed, "ordinary-skill"),
        "of_periods": list(dict.fromkeys(each.column for each in noticed if each.code == "other-period")),
        "periods": PERIODS,
        "asks_about_closed": any(each.code == "closed-cases" for each in noticed),
        "officers": understanding.officers,
        "is_ready": is_ready,
        "carried": carried_fields(upload),
        "name": upload.name,
        "given": write_profile(replace(profile, columns={})),
        "profile": write_profile(understanding.profile),
        "roster": carried_fields(Upload({}, roster)) if is_ready else None,
        "fields": {**DEFAULTS, PROFILE_NAME: write_profile(understanding.profile) if is_ready else ""},
    }


def _values_of(noticed: Iterable[Finding], code: str) -> list[str]:
    """The values that findings of one code are about, each once."""
    found = [place.value for each in noticed if each.code == code for place in each.places]
    return list(dict.fromkeys(value for value in found if value))


def _choices(table: TableRead) -> Iterator[Choice]:
    sheet = table.sheet or ""
    columns = tuple(column.name for column in BY_NAME[sheet].columns) if sheet else ()
    for each in table.columns:
        yield Choice(
            f"{COLUMN}{sheet}:{each.name}",
            each.name,
            each.samples,
            each.column or each.recognised,
            each.reason,
            columns,
        )
