"""What a child process does with a form: read it, and say what is to be planned, or make the page that says why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.api.http.body import SentAs
from app.api.http.unpacked import Body, unpack
from app.api.problems import ApiProblem
from app.api.sent_targets import PlanAsked, plan_of
from app.confined_child import Child
from app.intake.admission import NotAccepted
from app.intake.errors import RosterRefused
from app.intake.findings import Severity
from app.intake.options import read_plan_options
from app.intake.recognition.profile import read_profile, write_profile
from app.jobs.query_targets import understand as understand_export
from app.web.carried import fields_of as carried_fields
from app.web.carried import upload_in
from app.web.corrections import mended, mends_of, texts_of
from app.web.example import example
from app.web.export_form import PROFILE_NAME, profile_of, understood, upload_of_export
from app.web.form import DEFAULTS, Upload, fields_of, json_options, scenario_of, upload_of
from app.web.rendering import rendered
from solver.errors import CaseloadError

SHOWN_CELLS = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be sent as it is."""

    html: str
    status: int = 200


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


def submit(child: Child, what: SentAs) -> Filled | Page | Said:
    """Understand the form that asks for a plan."""
    fields = dict(DEFAULTS)
    upload: Upload | None = None
    try:
        body = unpack(what, child.files[0])
        fields = fields_of(body)
        options = read_plan_options(json_options(fields))
        upload = _upload(body)
        return Filled(plan_of(upload, options, scenario_of(fields), upload.name), fields)
    except RosterRefused as error:
        return _refused(fields, error, upload)
    except NotAccepted as error:
        return _to_accept(fields, error, upload)
    except CaseloadError as error:
        return Said(str(error), status_of(error), fields)


def understand(child: Child, what: SentAs) -> Page | Said:
    """Show what was understood of an export, with what somebody has said on the page before."""

    def shown(body: Body) -> Page:
        upload = upload_of_export(body)
        profile = profile_of(body)
        found = understand_export(child, tuple(upload.sheets.items()), profile)
        return Page(rendered("export.html", **understood(upload, profile, found)))

    return _said_or(child, what, shown)


def profile(child: Child, what: SentAs) -> Page | Said:
    """The profile that a page of an export holds, as the text of a file."""

    def text(body: Body) -> Page:
        return Page(write_profile(read_profile((body.field(PROFILE_NAME) or "").encode())))

    return _said_or(child, what, text)


def _said_or(child: Child, what: SentAs, answer: Callable[[Body], Page]) -> Page | Said:
    try:
        return answer(unpack(what, child.files[0]))
    except CaseloadError as error:
        return Said(str(error), status_of(error), {})


def status_of(error: CaseloadError) -> int:
    """The status of a page that says what stands against a request."""
    return error.status if isinstance(error, ApiProblem) else 422


def _upload(body: Body) -> Upload:
    if body.field("example") is not None:
        return Upload(example(), None, "Example: field office")
    carried = upload_in(body)
    if carried is not None:
        return carried
    sheets = mended(body)
    return Upload(sheets, None, body.field("name") or "") if sheets is not None else upload_of(body)


def _refused(fields: dict[str, str], error: RosterRefused, upload: Upload | None) -> Page:
    texts = texts_of(upload.sheets) if upload is not None else None
    mends = mends_of(texts, error.cells[:SHOWN_CELLS])
    values: dict[str, Any] = {
        "fields": fields,
        "mends": mends,
        "total": error.total,
        "kinds": [found for found in error.findings if found.severity is Severity.STOP and found.count > 1],
        "noticed": error.noticed,
        "texts": texts if any(mend.field for mend in mends) else None,
        "name": upload.name if upload is not None else "",
    }
    return Page(rendered("refused.html", **values), 422)


def _to_accept(fields: dict[str, str], error: NotAccepted, upload: Upload | None) -> Page:
    values: dict[str, Any] = {
        "fields": {name: value for name, value in fields.items() if name != "accept"},
        "accepted": [code for code in fields["accept"].split(";") if code],
        "asked": {found.code: [each for each in error.asked if each.code == found.code] for found in error.asked},
        "others": [found for found in error.findings if found not in error.asked],
        "carried": carried_fields(upload),
        "name": upload.name if upload is not None else "",
    }
    return Page(rendered("accept.html", **values), 422)
