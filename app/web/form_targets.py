"""What a child process does with a form: read it, and say what is to be planned, or make the page that says why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, TypeVar

from app.access.caller import Caller, StaleForm
from app.api.http.body import SentAs
from app.api.http.small_form import CSRF
from app.api.http.unpacked import Body, unpack
from app.api.problems import ApiProblem
from app.api.sent_targets import PlanAsked, plan_of
from app.confined_child import Child
from app.intake.admission import NotAccepted, not_accepted
from app.intake.errors import RosterRefused
from app.intake.findings import BY_CODE
from app.intake.mending.fixes import AS_IT_STANDS
from app.intake.mending.marked_workbook import marked_workbook
from app.intake.options import PlanOptions, read_plan_options
from app.intake.read import WORKBOOK
from app.intake.recognition.profile import read_profile, write_profile
from app.jobs.query_targets import understand as understand_export
from app.store.scope import ForeignOffice
from app.web.carried import fields_of as carried_fields
from app.web.carried import upload_in
from app.web.corrections import START, asks_when, doubts_of, groups_of, is_offered
from app.web.example import example
from app.web.export_form import PROFILE_NAME, profile_of, understood, upload_of_export
from app.web.form import DEFAULTS, Upload, fields_of, json_options, scenario_of, upload_of
from app.web.page_wording import on_the_page
from app.web.rendering import rendered
from solver.errors import CaseloadError

LONGEST_PROFILE = 200_000
NOT_HERE = "The workbook did not come along with the page; choose it again."
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be sent as it is."""

    html: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent as it is."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence to be shown above the form, which keeps what was filled in.

    Attributes
    ----------
    error : str
    status : int
    fields : dict
        Of the form.
    """

    error: str
    status: int
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that asks for a plan, and what was filled in: it comes back where the plan cannot be taken."""

    asked: PlanAsked
    fields: dict[str, str]


def submit(child: Child, what: SentAs, visitor: Caller | None) -> Filled | Page | Said:
    """Understand the form that asks for a plan."""

    def filled(upload: Upload, options: PlanOptions, fields: dict[str, str]) -> Filled:
        asked = plan_of(upload, options, scenario_of(fields), upload.name)
        return Filled(replace(asked, profile=_profile_in(fields)), fields)

    return with_roster(child, what, visitor, filled)


def _profile_in(fields: Mapping[str, str]) -> str:
    """The profile of the export that became the roster, as it is kept; empty where it was none.

    Raises
    ------
    RosterRefused, ApiProblem
        It is no profile any more, or longer than any that a page makes.
    """
    text = fields[PROFILE_NAME].strip()
    if len(text) > LONGEST_PROFILE:
        raise ApiProblem(422, f"The profile holds more than {LONGEST_PROFILE:,} letters. Import the export again.")
    return write_profile(read_profile(text.encode(), PROFILE_NAME)) if text else ""


def with_roster(
    child: Child, what: SentAs, visitor: Caller | None, answer: Callable[[Upload, PlanOptions, dict[str, str]], Answer]
) -> Answer | Page | Said:
    """Read the form that brings a roster and goals, and answer it; or make the page that says what is to be put right.

    Raises
    ------
    ForeignOffice
        The roster names an office that is none of the visitor's.
    """
    fields = dict(DEFAULTS)
    upload: Upload | None = None
    try:
        body = opened(child, what, visitor)
        fields = fields_of(body)
        options = read_plan_options(json_options(fields))
        upload = _upload(body)
        return answer(upload, options, fields)
    except RosterRefused as error:
        return _refused(fields, error, upload, visitor)
    except NotAccepted as error:
        return _to_accept(fields, error, upload, visitor)
    except ForeignOffice:
        raise
    except CaseloadError as error:
        return Said(str(error), status_of(error), fields)


def understand(child: Child, what: SentAs, visitor: Caller | None) -> Page | Said:
    """Show what was understood of an export, with what somebody has said on the page before."""

    def shown(body: Body) -> Page:
        upload = upload_of_export(body)
        profile = profile_of(body)
        found = understand_export(child, tuple(upload.sheets.items()), profile)
        return Page(rendered("export.html", visitor=visitor, **understood(upload, profile, found)))

    return said_or(child, what, visitor, shown)


def profile(child: Child, what: SentAs, visitor: Caller | None) -> Page | Said:
    """The profile that a page of an export holds, as the text of a file."""

    def text(body: Body) -> Page:
        return Page(write_profile(read_profile((body.field(PROFILE_NAME) or "").encode())))

    return said_or(child, what, visitor, text)


def marked(child: Child, what: SentAs, visitor: Caller | None) -> File | Said:
    """The workbook that travels with a page, with its bad cells marked."""

    def file(body: Body) -> File:
        upload = upload_in(body)
        if upload is None or WORKBOOK not in upload.sheets:
            raise ApiProblem(422, NOT_HERE)
        return File(marked_workbook(upload.sheets[WORKBOOK], WORKBOOK, upload.fixes), _marked_name(upload.name))

    return said_or(child, what, visitor, file)


def _marked_name(name: str) -> str:
    """``May.xlsx`` → ``May-marked.xlsx``, in letters that every header can carry."""
    stem = PurePosixPath(name).stem
    plain = "".join(sign for sign in stem if sign.isascii() and (sign.isalnum() or sign in " -_.")).strip()
    return f"{plain or 'roster'}-marked.xlsx"


def opened(child: Child, what: SentAs, visitor: Caller | None) -> Body:
    """The form, if it is ours: it brings the token of the session with it.

    Raises
    ------
    StaleForm, ApiProblem
    """
    body = unpack(what, child.files[0])
    if visitor is not None:
        visitor.check_form(body.field(CSRF) or "")
    return body


def said_or(child: Child, what: SentAs, visitor: Caller | None, answer: Callable[[Body], Answer]) -> Answer | Said:
    """What is answered to a form of ours, or a sentence that says why nothing is."""
    try:
        return answer(opened(child, what, visitor))
    except CaseloadError as error:
        return Said(on_the_page(str(error)), status_of(error), {})


def status_of(error: CaseloadError) -> int:
    """The status of a page that says what stands against a request."""
    if isinstance(error, StaleForm | ForeignOffice):
        return 403
    return error.status if isinstance(error, ApiProblem) else 422


def _upload(body: Body) -> Upload:
    if body.field("example") is not None:
        return Upload(example(), None, "Example: field office")
    return upload_in(body) or upload_of(body)


def _refused(fields: dict[str, str], error: RosterRefused, upload: Upload | None, visitor: Caller | None) -> Page:
    carried = None if upload is None or upload.document is not None else carried_fields(upload)
    fixes = AS_IT_STANDS if upload is None else upload.fixes
    groups = groups_of(error, fixes, can_mend=carried is not None)
    can_mend = is_offered(line for group in groups for line in group.lines)
    asked = not_accepted(error.noticed, _accepted(fields))
    values: dict[str, Any] = {
        "groups": groups,
        "shown": sum(group.count for group in groups),
        "total": error.total,
        "asked": doubts_of(asked, fixes),
        "others": [found for found in error.noticed if found not in asked],
        "carried": carried if can_mend else None,
        **_what_both_need(fields, upload, can_travel=carried is not None),
    }
    if can_mend and asks_when(error.cells):
        values["fields"].pop(START)  # it is asked for in sight
    return Page(rendered("refused.html", visitor=visitor, **values), 422)


def _to_accept(fields: dict[str, str], error: NotAccepted, upload: Upload | None, visitor: Caller | None) -> Page:
    carried = carried_fields(upload)
    fixes = AS_IT_STANDS if upload is None else upload.fixes
    values: dict[str, Any] = {
        "asked": doubts_of(error.asked, fixes),
        "others": [found for found in error.findings if found not in error.asked],
        "can_mend": carried is not None and upload is not None and upload.document is None,
        "carried": carried,
        **_what_both_need(fields, upload, can_travel=carried is not None),
    }
    return Page(rendered("accept.html", visitor=visitor, **values), 422)


def _what_both_need(fields: dict[str, str], upload: Upload | None, *, can_travel: bool) -> dict[str, Any]:
    """What both pages of a roster that is not planned yet show besides."""
    return {
        "fields": {name: value for name, value in fields.items() if name != "accept"},
        "accepted": _accepted(fields),
        "meanings": {code: each.meaning for code, each in BY_CODE.items()},
        "is_workbook": can_travel and upload is not None and WORKBOOK in upload.sheets,
        "is_document": upload is not None and upload.document is not None,
        "name": upload.name if upload is not None else "",
    }


def _accepted(fields: dict[str, str]) -> list[str]:
    return [code for code in fields["accept"].split(";") if code]
