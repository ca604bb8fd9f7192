"""From a body that was unpacked to a roster, goals and changes: in the child process that works with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.api.http.body import MULTIPART, NDJSON
from app.api.http.strict_json import parse_json
from app.api.http.unpacked import Body, Part
from app.api.models import PlanRequest, ReportRequest, WhatIfRequest
from app.api.problems import ApiProblem, fields_of
from app.intake.columns.schema import BY_NAME
from app.intake.read import WORKBOOK
from app.jobs.roster_source import RosterSource
from solver.analysis.spelling import did_you_mean

GOALS = "goals"
SCENARIO = "scenario"
EXPORT = "export"
PROFILE = "profile"
PLAIN = ("name", "roster_id", "adopted_plan_id", "draft_of", "priority")
OTHER_FIELDS = frozenset({GOALS, SCENARIO, *PLAIN})

R = TypeVar("R", PlanRequest, ReportRequest, WhatIfRequest)

M = TypeVar("M", bound=BaseModel)


def roster_source(body: Body) -> RosterSource:
    """The roster that is all of a body, unread.

    Raises
    ------
    ApiProblem
    """
    if body.media_type == MULTIPART:
        return source_of(body)
    if body.media_type == NDJSON:
        return RosterSource(lines=body.content)
    document = body.json()
    if not isinstance(document, dict):
        raise ApiProblem(422, "A roster is an object whose keys are the sheets.", "invalid-request")
    return RosterSource(document=document)


def sheets_of(body: Body, ignore: frozenset[str] = frozenset()) -> Mapping[str, bytes]:
    """The parts that are sheets, or ``workbook``."""
    sheets: dict[str, bytes] = {}
    for part in body.parts:
        if part.name in ignore:
            continue
        if part.name in sheets:
            raise ApiProblem(422, f"The part {part.name!r} is there twice.", "invalid-request")
        _refuse_unknown_field(part)
        sheets[part.name] = part.content
    return sheets


def _refuse_unknown_field(part: Part) -> None:
    """A file that is no sheet is named by the reader; a field that nobody knows may be a misspelled one."""
    known = (*OTHER_FIELDS, EXPORT, PROFILE)
    is_sheet = part.name.casefold() in {*BY_NAME, WORKBOOK}
    if not is_sheet and (not part.filename or did_you_mean(part.name, known)):
        hint = did_you_mean(part.name, (*BY_NAME, *known))
        detail = f"The part {part.name!r} is neither a sheet of a roster nor a field{hint}: {', '.join(BY_NAME)}."
        raise ApiProblem(422, detail, "invalid-request")


def source_of(body: Body, ignore: frozenset[str] = frozenset()) -> RosterSource:
    """The roster that parts bring: sheets or a workbook, or an export with its profile."""
    profiles = [part.content for part in body.parts if part.name == PROFILE]
    if not profiles:
        return RosterSource(parts=sheets_of(body, ignore))
    strange = sorted({part.name for part in body.parts} - ignore - {EXPORT, PROFILE})
    if strange or len(profiles) > 1:
        detail = "Send one part 'profile' and, beside it, the files of the export as parts 'export'"
        raise ApiProblem(422, f"{detail}, not {strange[0]!r}." if strange else f"{detail}.", "invalid-request")
    exports = [(part.filename or EXPORT, part.content) for part in body.parts if part.name == EXPORT]
    return RosterSource(exports=tuple(exports), profile=profiles[0])


def asked(body: Body, model: type[R]) -> tuple[R, RosterSource | None]:
    """What a body asks for, and the roster that it brings, unread; None where it names one that is there already.

    Raises
    ------
    ApiProblem
    """
    if body.media_type == MULTIPART:
        return _asked_in_parts(body, model)
    document = body.json()
    if not isinstance(document, dict):
        raise ApiProblem(422, "Send an object with roster_id or roster, and goals.", "invalid-request")
    request = validated(model, document)
    return request, None if request.roster is None else RosterSource(document=request.roster)


def _asked_in_parts(body: Body, model: type[R]) -> tuple[R, RosterSource | None]:
    source = source_of(body, OTHER_FIELDS)
    is_sent = bool(source.parts or source.exports is not None)
    wanted: dict[str, Any] = {} if is_sent else {"roster": None}
    for name in PLAIN:
        if (text := body.field(name)) is not None:
            wanted[name] = text
    if (text := body.field(GOALS)) is not None:
        wanted[GOALS] = parse_json(text, "The part 'goals'")
    if changes := body.fields(SCENARIO):
        wanted[SCENARIO] = changes
    if is_sent:
        wanted["roster"] = {}
    request = validated(model, wanted)
    return request, source if is_sent else None


def validated(model: type[M], wanted: Any) -> M:
    """What a body asks for.

    Raises
    ------
    ApiProblem
        422 with every part that does not fit.
    """
    try:
        return model.model_validate(wanted)
    except ValidationError as error:
        fields = fields_of(error, "body")
        raise ApiProblem(422, f"{fields[0].where}: {fields[0].message}", "invalid-request", errors=fields) from None
