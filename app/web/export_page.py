"""The page of an office's own export: its columns on the left, ours on the right, and what only a person can know.

Nothing is kept on the server: the files and the profile travel with the page, and the profile is handed back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from app.api.deps import TheService
from app.api.http.body import Body, Part
from app.api.problems import ApiProblem
from app.intake.columns.schema import BY_NAME
from app.intake.errors import BadValue, refused
from app.intake.findings import Finding
from app.intake.recognise import Recognised
from app.intake.recognition.profile import Profile, Weight, read_profile, write_profile
from app.intake.recognition.questions import Asked, Question
from app.intake.recognition.sheets import TableRead
from app.intake.recognition.values.dates import ORDERS
from app.intake.recognition.values.hours import Decimals, number, plain_decimal
from app.web.carried import fields_of as carried_fields
from app.web.carried import upload_in
from app.web.form import DEFAULTS, Upload
from app.web.page_wording import found_on_the_page, on_the_page
from app.web.pages import FormBody
from app.web.rendering import page
from solver.errors import CaseloadError

router = APIRouter(include_in_schema=False)

COLUMN, WEIGHT, OFFERED, SOURCE = "column:", "weight:", "offered:", "source:"
"""Begin the names of the fields for a column, and for the weight of a type, what was offered for it, and its source."""
HOLDER, SKILL = "holder:", "skill:"
"""Begin the names of the fields that say that a holder of cases is a person, and that a usual value is a skill."""
PERSON = "officer"
PROFILE_NAME = "profile"
TOML = "application/toml"


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


@router.get("/import")
def empty() -> HTMLResponse:
    """Where an export is chosen."""
    return _page("")


@router.post("/import")
def understand(body: FormBody, service: TheService) -> Response:
    """Show what was understood, with what somebody has said on the page before."""
    if isinstance(body, ApiProblem):
        return _page(body.detail, body.status)
    try:
        upload = _upload(body)
        profile = _profile(body)
        found: Recognised = service.queries.ask("understand", tuple(upload.sheets.items()), profile)
    except ApiProblem as error:
        return _page(error.detail, error.status)
    except CaseloadError as error:
        return _page(on_the_page(str(error)), 422)
    return _understood(upload, profile, found)


@router.post("/import/profile")
def download(body: FormBody) -> Response:
    """The profile as a file, to be kept and sent with the next export."""
    if isinstance(body, ApiProblem):
        return _page(body.detail, body.status)
    try:
        text = write_profile(read_profile((body.field(PROFILE_NAME) or "").encode()))
    except CaseloadError as error:
        return _page(str(error), 422)
    return Response(text, media_type=TOML, headers={"Content-Disposition": 'attachment; filename="office.toml"'})


def _upload(body: Body) -> Upload:
    files = [part for part in body.parts if part.name == "export" and (part.filename or part.content)]
    if files:
        return Upload({part.filename or "export": part.content for part in files}, None, files[0].filename)
    carried = upload_in(body)
    if carried is None:
        raise refused("no file", "choose the export first")
    if carried.document is not None:  # an export may be JSON, too
        return Upload({carried.document.filename: carried.document.content}, None, carried.name)
    return carried


def _profile(body: Body) -> Profile:
    """The profile that came along, with what the fields of the page say.

    Raises
    ------
    RosterRefused
        An answer is not understood.
    """
    texts = [part.content for part in body.parts if part.name == PROFILE_NAME and part.content.strip()]
    profile = read_profile(texts[-1], PROFILE_NAME) if texts else Profile()
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


def _page(error: str, status: int = 200) -> HTMLResponse:
    return page("export.html", status, error=error, tables=None)


def _understood(upload: Upload, profile: Profile, found: Recognised) -> HTMLResponse:
    understanding = found.understanding
    questions: Mapping[Asked, Question] = {each.about: each for each in understanding.questions}
    is_ready = understanding.document is not None
    roster = Part("", "roster.json", json.dumps(understanding.document or {}, ensure_ascii=False).encode())
    noticed = found.roster.findings if found.roster is not None else understanding.findings
    return page(
        "export.html",
        error="",
        tables=[(table, list(_choices(table))) for table in understanding.tables],
        questions=questions,
        noticed=[found_on_the_page(found) for found in noticed],
        nobody=_values_of(noticed, "nobody-holds"),
        ordinary=_values_of(noticed, "ordinary-skill"),
        officers=understanding.officers,
        is_ready=is_ready,
        carried=carried_fields(upload),
        name=upload.name,
        given=write_profile(replace(profile, columns={})),
        profile=write_profile(understanding.profile),
        roster=carried_fields(Upload({}, roster)) if is_ready else None,
        fields=DEFAULTS,
    )


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
