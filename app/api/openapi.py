"""OpenAPI 3.1, complete: bodies that routes read by themselves, and every error as a problem document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel, WithJsonSchema
from pydantic.json_schema import models_json_schema

from app.access.roles import need_of
from app.api.problems import MEDIA_TYPE, Problem
from app.intake.columns.schema import SHEETS, roster_json_schema
from app.store.tables import Role

REF = "#/components/schemas/"
REPORT = {"$ref": REF + "Report"}
PROBLEM = {"$ref": REF + "Problem"}

KEY = "key"
SECURITY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key of `caseload keys create`, or a token of the OIDC provider. An operation names the "
    "lowest role that may use it: viewer, planner, approver or admin. Browsers that have signed in send a cookie.",
}
MEANINGS = {
    400: "The body is cut off, or not what its headers say.",
    401: "No credentials, or none that are known; `WWW-Authenticate` says which are wanted.",
    403: "Not for this role, an office of others, or a foreign Host or Origin.",
    404: "Not there, or removed.",
    406: "Not available in a form that `Accept` wants.",
    408: "Nothing of the body came for a while.",
    409: "Not in this state.",
    413: "Larger than the server accepts, as sent or unpacked.",
    415: "Another media type than those listed.",
    422: "The request or the roster is refused; `errors` or `cells` say why.",
    429: "Too many plans of one caller, or too many tries; `Retry-After` says when.",
    500: "A fault of the program.",
    503: "Not now; `Retry-After` says when.",
    504: "It takes longer than this server lets it.",
}


ONE_OF = ("roster", "roster_id", "adopted_plan_id", "draft_of")
"""What a plan may be made of: a request names one of them."""


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of a route: those given, and those that any route may answer with."""
    return {
        status: {"description": MEANINGS[status], "content": {MEDIA_TYPE: {"schema": PROBLEM}}}
        for status in (*statuses, 401, 403, 500, 503)
    }


def body(content: dict[str, Any]) -> dict[str, Any]:
    """The body of a route that reads it by itself."""
    packing = {
        "name": "Content-Encoding",
        "in": "header",
        "required": False,
        "schema": {"type": "string", "enum": ["identity"]},
        "description": "`gzip`, where the body is packed: then it is not what its schema describes.",
    }
    return {"requestBody": {"required": True, "content": content}, "parameters": [packing]}


def accepting(*media_types: str) -> WithJsonSchema:
    """What a parameter ``Accept`` may be, for programs that write clients; browsers may say it in any way."""
    return WithJsonSchema({"type": "string", "enum": [*media_types]})


def _parts(**more: dict[str, Any]) -> dict[str, Any]:
    binary = {"type": "string", "format": "binary"}
    sheets = {sheet.name: {**binary, "description": f"CSV. {sheet.meaning}"} for sheet in SHEETS}
    workbook = {**binary, "description": "An XLSX workbook with the sheets; instead of the single sheets."}
    export = {
        "type": "array",
        "items": binary,
        "description": "Files of your office's own export, as they are, with their profile; instead of sheets.",
    }
    profile = {**binary, "description": "TOML: what `caseload import` remembered of an earlier export."}
    return {
        "schema": {
            "type": "object",
            "additionalProperties": False,
            "properties": {**sheets, "workbook": workbook, "export": export, "profile": profile, **more},
        }
    }


_ROSTER_ID = {"type": "string", "format": "uuid", "description": "Instead of sheets: a roster that is there already."}
_GOALS = {"$ref": REF + "PlanOptions"}
_SCENARIO = {
    "type": "array",
    "items": {"type": "string"},
    "description": "Changes to the roster: one part for each, in their order.",
}
_ADOPTED = {
    "type": "string",
    "format": "uuid",
    "description": "Instead of sheets: an adopted plan, of whose docket another one is to be made.",
}
_DRAFT_OF = {
    "type": "string",
    "format": "uuid",
    "description": "Instead of sheets: a plan with a draft, around whose changes another one is to be made.",
}
_NAME = {"type": "string", "maxLength": 200}
_PRIORITY = {"type": "integer", "minimum": 1, "maximum": 5, "default": 3, "description": "Its place in the queue."}
_ROSTER_EXAMPLE = {
    "officers": [{"officer_id": "A", "available_hours": 120}, {"officer_id": "B", "available_hours": 90}],
    "cases": [{"case_id": "2026-001", "weight_hours": 3.5, "current_officer": "A"}],
}
_PLAN_EXAMPLE = {"roster": _ROSTER_EXAMPLE, "goals": {"policy": "within-capacity", "time_limit_s": 30}}
_WHATIF_EXAMPLE = {"roster": _ROSTER_EXAMPLE, "scenario": ["remove officer B"]}


def _json(schema: str, example: dict[str, Any]) -> dict[str, Any]:
    return {"schema": {"$ref": REF + schema}, "examples": {"small": {"value": example}}}


ADVICE_BODY = {"application/json": _json("AdviceRequest", {"cases": ["2026-001"], "pace": "1:6"})}
ADOPTION_BODY = {"application/json": _json("AdoptionRequest", {"reason": "Agreed with the offices on Monday."})}
ENTRY_BODY = {
    "application/json": _json(
        "EntryRequest", {"event": "opened", "case": {"case_id": "2026-014", "weight_hours": 2.5}, "pace": "1:6"}
    )
}
DRAFT_BODY = {
    "application/json": _json(
        "DraftRequest",
        {"kind": "give", "case_id": "2026-001", "officer_id": "D-02", "reason": "Knows the family from last year."},
    )
}
ROSTER_BODIES = {
    "application/json": _json("Roster", _ROSTER_EXAMPLE),
    "multipart/form-data": _parts(),
    "application/x-ndjson": {
        "schema": {"type": "string", "description": "A row a line: the row's fields, and `sheet`."},
    },
}
PLAN_BODIES = {
    "application/json": _json("PlanRequest", _PLAN_EXAMPLE),
    "multipart/form-data": _parts(
        goals=_GOALS,
        scenario=_SCENARIO,
        roster_id=_ROSTER_ID,
        adopted_plan_id=_ADOPTED,
        draft_of=_DRAFT_OF,
        name=_NAME,
        priority=_PRIORITY,
    ),
}
REPORT_BODIES = {
    "application/json": _json("ReportRequest", {"roster": _ROSTER_EXAMPLE}),
    "multipart/form-data": _parts(goals=_GOALS, scenario=_SCENARIO, roster_id=_ROSTER_ID),
}
WHATIF_BODIES = {**REPORT_BODIES, "application/json": _json("WhatIfRequest", _WHATIF_EXAMPLE)}
TAGS = [
    {"name": "rosters", "description": "Officers and cases, read and kept."},
    {"name": "plans", "description": "Who holds which case: asked for, followed, and looked into."},
    {"name": "docket", "description": "Plans that were adopted, and what happens to their cases."},
    {"name": "draft", "description": "What somebody decides otherwise than a plan, and what that costs."},
    {"name": "reports", "description": "The verdict alone, at once."},
    {"name": "operation", "description": "Whether the server is well."},
]


def install(
    app: FastAPI,
    routes: Sequence[APIRoute],
    bodies: Sequence[type[BaseModel]],
    report: Callable[[], dict[str, Any]],
) -> None:
    """Make ``app.openapi`` tell all of it.

    Parameters
    ----------
    app : FastAPI
    routes : sequence of routes
        All of them: each says who may use it.
    bodies : sequence of pydantic models
        Of bodies that routes read by themselves.
    report : function
        JSON Schema of report.json.
    """

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app, routes, bodies, report())
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # FastAPI's own way


def _describe(
    app: FastAPI, routes: Sequence[APIRoute], bodies: Sequence[type[BaseModel]], report: dict[str, Any]
) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    schemas = document["components"]["schemas"]
    schemas.update(_flat("Report", report))
    schemas["Roster"] = _roster(schemas)
    kinds = [(model, "validation") for model in (*bodies, Problem)]
    _, found = models_json_schema(kinds, ref_template=REF + "{model}")  # type: ignore[arg-type]
    schemas.update(found["$defs"])
    for schema in (schemas[model.__name__] for model in bodies if "roster" in model.model_fields):
        schema["properties"]["roster"] = {"anyOf": [{"$ref": REF + "Roster"}, {"type": "null"}]}
        several = [name for name in ONE_OF if name in schema["properties"]]
        which = " and ".join(f"`{name}`" for name in several).replace(" and ", ", ", len(several) - 2)
        schema["description"] = f"{schema['description']} Give one of {which}."  # oneOf breaks clients
    case = {"$ref": f"{REF}CasesRow"}
    schemas["AdviceRequest"]["properties"]["cases"]["items"] = {"anyOf": [case, {"type": "string"}]}
    schemas["EntryRequest"]["properties"]["case"] = {**schemas["EntryRequest"]["properties"]["case"], **case}
    schemas["PlanOut"]["properties"]["goals"] = _GOALS
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    document["components"]["securitySchemes"] = {KEY: SECURITY}
    needs = {route.name: need_of(route.endpoint).role for route in routes}
    for operation in (each for path in document["paths"].values() for each in path.values()):
        _secure(operation, needs[operation["operationId"]])
    return document


def _secure(operation: dict[str, Any], role: Role | None) -> None:
    """Say which role an operation needs; none: that it is for everybody."""
    operation["security"] = [] if role is None else [{KEY: [role.value]}]
    if role is None:
        operation["responses"].pop("401", None)


def _roster(schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema of a roster, whose rows become components: generators of clients make a type of each."""
    roster = roster_json_schema()
    for sheet in roster["properties"].values():
        row = sheet["items"]
        schemas[row["title"]] = row
        sheet["items"] = {"$ref": REF + row["title"]}
    return roster


def _flat(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with definitions of its own, as components: ``#/$defs/X`` becomes a component of its name."""
    own = schema.get("$defs", {})

    def moved(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                key: _moved_ref(name, value) if key == "$ref" else moved(value)
                for key, value in node.items()
                if key not in ("$defs", "$schema", "$id")
            }
        return [moved(each) for each in node] if isinstance(node, list) else node

    # the title follows the name: generators of clients name a type by it, and take two of one name for a mistake
    return {
        name: moved(schema) | {"title": name},
        **{f"{name}{key}": moved(value) | {"title": f"{name}{key}"} for key, value in own.items()},
    }


def _moved_ref(name: str, ref: str) -> str:
    return REF + name + ref.removeprefix("#/$defs/")
