"""From what was sent to a roster and goals."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import ValidationError

from app.api.body import Body, parse_json, read_body
from app.api.deps import TheService
from app.api.models import PlanRequest, ReportRequest
from app.api.problems import ApiProblem, fields_of
from app.intake.read import read_document, read_ndjson, read_parts
from app.intake.roster import Roster

JSON = "application/json"
NDJSON = "application/x-ndjson"
MULTIPART = "multipart/form-data"
GOALS = "goals"
OTHER_FIELDS = frozenset({GOALS, "name", "roster_id"})

R = TypeVar("R", PlanRequest, ReportRequest)


async def roster_body(request: Request, service: TheService) -> Body:
    """The body of a request that brings a roster."""
    return await read_body(request, service.settings, (JSON, MULTIPART, NDJSON))


async def request_body(request: Request, service: TheService) -> Body:
    """The body of a request that brings goals, and perhaps a roster."""
    return await read_body(request, service.settings, (JSON, MULTIPART))


RosterBody = Annotated[Body, Depends(roster_body)]
RequestBody = Annotated[Body, Depends(request_body)]


def roster_of(body: Body) -> Roster:
    """Read a roster that is all of a body.

    Raises
    ------
    RosterRefused, ApiProblem
    """
    if body.media_type == MULTIPART:
        return read_parts(sheets_of(body))
    if body.media_type == NDJSON:
        return read_ndjson(io.BytesIO(body.content), "the body")
    return document_roster(body.json())


def document_roster(document: Any) -> Roster:
    """Read a roster from parsed JSON."""
    if not isinstance(document, dict):
        raise ApiProblem(422, "A roster is an object whose keys are the sheets.", "invalid-request")
    return read_document(document)


def sheets_of(body: Body, ignore: frozenset[str] = frozenset()) -> Mapping[str, bytes]:
    """The parts that are sheets, or ``workbook``."""
    sheets: dict[str, bytes] = {}
    for part in body.parts:
        if part.name in ignore:
            continue
        if part.name in sheets:
            raise ApiProblem(422, f"The part {part.name!r} is there twice.", "invalid-request")
        sheets[part.name] = part.content
    return sheets


def asked(body: Body, model: type[R]) -> tuple[R, Roster | None]:
    """What a body asks for, and the roster that it brings; None where it names one that is there already.

    Raises
    ------
    RosterRefused, ApiProblem
    """
    if body.media_type == MULTIPART:
        return _asked_in_parts(body, model)
    document = body.json()
    if not isinstance(document, dict):
        raise ApiProblem(422, "Send an object with roster_id or roster, and goals.", "invalid-request")
    request = _validated(model, document)
    return request, None if request.roster is None else document_roster(request.roster)


def _asked_in_parts(body: Body, model: type[R]) -> tuple[R, Roster | None]:
    sheets = sheets_of(body, OTHER_FIELDS)
    wanted: dict[str, Any] = {} if sheets else {"roster": None}
    for name in ("name", "roster_id"):
        if (text := body.field(name)) is not None:
            wanted[name] = text
    if (text := body.field(GOALS)) is not None:
        wanted[GOALS] = parse_json(text, "The part 'goals'")
    if sheets:
        wanted["roster"] = {}
    request = _validated(model, wanted)
    return request, read_parts(sheets) if sheets else None


def _validated(model: type[R], wanted: dict[str, Any]) -> R:
    try:
        return model.model_validate(wanted)
    except ValidationError as error:
        fields = fields_of(error, "body")
        raise ApiProblem(422, f"{fields[0].where}: {fields[0].message}", "invalid-request", errors=fields) from None
