"""The sheets of a roster and their columns: the one schema that serves CSV, XLSX, NDJSON, JSON and OpenAPI."""

from __future__ import annotations

from typing import Any

from app.intake.columns.cell_types import Column, Kind, Sheet
from app.intake.limits import EFFICIENCY, MAX_COUNT, MAX_ID, MAX_TEXT

OFFICERS = Sheet(
    "officers",
    "The people who hold cases, one row each.",
    (
        Column("officer_id", Kind.ID, "Pseudonym of the officer, unique, at most 64 characters.", True, example="D-01"),
        Column(
            "available_hours",
            Kind.HOURS,
            "Hours for cases in the period. Give this, or scheduled_hours.",
            example="120",
        ),
        Column(
            "scheduled_hours",
            Kind.HOURS,
            "Hours on the schedule in the period; available = scheduled minus the next four columns.",
            example="148",
        ),
        Column("leave_hours", Kind.HOURS, "Hours of leave, taken off scheduled_hours.", default=0, example="16"),
        Column("training_hours", Kind.HOURS, "Hours of training, taken off scheduled_hours.", default=0, example="4"),
        Column(
            "collateral_hours",
            Kind.HOURS,
            "Hours of collateral duties, taken off scheduled_hours.",
            default=0,
            example="8",
        ),
        Column("detail_hours", Kind.HOURS, "Hours on details and rotations, taken off scheduled_hours.", default=0),
        Column("offices", Kind.NAMES, "Offices the officer serves, separated by semicolons; empty: any."),
        Column("dockets", Kind.NAMES, "Dockets the officer serves, separated by semicolons; empty: any."),
        Column("skills", Kind.NAMES, "Skills the officer has, separated by semicolons.", example="spanish; juvenile"),
        Column("caseload_standard", Kind.COUNT, "The most cases this officer may hold; empty: no limit."),
        Column(
            "efficiency",
            Kind.EFFICIENCY,
            "1 is usual, 0.5 needs twice the time; up to 2 decimals. Empty: 1.",
            default=EFFICIENCY,
        ),
    ),
    required=True,
)

CASES = Sheet(
    "cases",
    "The cases to be assigned, one row each.",
    (
        Column("case_id", Kind.ID, "Pseudonym of the case, unique, at most 64 characters.", True, example="2026-00017"),
        Column("case_type", Kind.NAME, "Type of the case, looked up in the sheet weights.", example="non-detained"),
        Column("weight_hours", Kind.HOURS, "Hours the case needs in the period; overrides the sheet weights."),
        Column("office", Kind.NAME, "Office the case belongs to; empty: any officer's."),
        Column("docket", Kind.NAME, "Docket the case belongs to; empty: any officer's."),
        Column("required_skills", Kind.NAMES, "Skills the officer must have, all of them, separated by semicolons."),
        Column("priority", Kind.PRIORITY, "1 is most urgent, 5 least. Empty: 3.", default=3),
        Column(
            "current_officer",
            Kind.REFERENCE,
            "Officer who holds the case today; empty: a new case. One who is not in the sheet officers has left.",
            example="D-01",
        ),
        Column("pinned", Kind.YES_NO, "yes: the case stays with current_officer, whatever else holds.", default=0),
        Column("excluded_officers", Kind.REFERENCES, "Officers with a conflict of interest, separated by semicolons."),
        Column(
            "keep_together",
            Kind.REFERENCE,
            "Cases of one family or co-defendants share a value here; one officer gets all of them.",
        ),
        Column("opened", Kind.DATE, "Date the case was opened, as 2026-11-24; the older of equal cases stays."),
        Column(
            "pinned_to",
            Kind.REFERENCE,
            "Officer who is to have the case, whatever else holds: a pin, also to somebody else than current_officer.",
        ),
    ),
    required=True,
)

WEIGHTS = Sheet(
    "weights",
    "The case weights: hours that a case of each type needs in the period.",
    (
        Column(
            "case_type",
            Kind.NAME,
            "Type of case; unique, or a row for each phase of its age.",
            True,
            example="non-detained",
        ),
        Column("weight_hours", Kind.HOURS, "Hours per open case in the period.", True, example="1.5"),
        Column("low_hours", Kind.HOURS, "5th percentile of the error of the weight itself.", example="1.1"),
        Column("high_hours", Kind.HOURS, "95th percentile of the error of the weight itself.", example="2.2"),
        Column("case_cv", Kind.RATIO, "How much single cases vary (coefficient of variation).", example="0.8"),
        Column("unit", Kind.TEXT, "What one case is: case, family, child or defendant.", example="case"),
        Column("source", Kind.TEXT, "The study behind the number.", example="time study 2025"),
        Column(
            "from_age_days",
            Kind.COUNT,
            "Days since opened from which the row holds, where a type has several; 0 or empty: from the first day.",
            example="30",
        ),
        Column("phase", Kind.TEXT, "What this phase of a case is called.", example="after intake"),
    ),
)

COSTS = Sheet(
    "costs",
    "What each pair of case and officer costs; where a case has rows here, a pair that is not listed is not allowed.",
    (
        Column("case_id", Kind.REFERENCE, "A case of the sheet cases.", True),
        Column("officer_id", Kind.REFERENCE, "An officer of the sheet officers.", True),
        Column("cost", Kind.COST, "Cost of the pair, up to 6 decimals. Empty: 0.", default=0),
        Column("weight_hours", Kind.HOURS, "This officer's own time for the case; empty: the weight of the case."),
    ),
)

FLOW = Sheet(
    "flow",
    "How many cases arrive and are closed in a period, for the forecast.",
    (
        Column("case_type", Kind.NAME, "Type of case.", True),
        Column("office", Kind.NAME, "Office; empty: the whole."),
        Column("arrivals_per_period", Kind.RATIO, "New cases in a period."),
        Column("closures_per_period", Kind.RATIO, "Cases closed in a period; empty: as many as the hours allow."),
    ),
)

SETTINGS = Sheet(
    "settings",
    "What holds for this office whenever nothing else is asked for, one setting a row.",
    (
        Column(
            "key",
            Kind.NAME,
            "fte_hours, period, period_start, target, beta, weight_correlation or standards.",
            True,
            example="fte_hours",
        ),
        Column(
            "value",
            Kind.SETTING,
            "As the option of that name takes it: 130 hours of one full-time officer, month, 85%.",
            True,
            example="130",
        ),
    ),
)

SHEETS = (OFFICERS, CASES, WEIGHTS, COSTS, FLOW, SETTINGS)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
INSTRUCTIONS = "instructions"
"""Name of the template's sheet that explains; it is never read."""
TO_PUT_RIGHT = "to put right"
"""Name of the sheet that lists the bad cells of a workbook that was handed back; it is never read."""
LISTS = "lists"
"""Name of the template's sheet of what may be chosen; it is never read."""
EXAMPLE = "example of "
"""Begins the names of the template's sheets with an example office; they are never read."""
NEVER_READ = frozenset({INSTRUCTIONS, TO_PUT_RIGHT, LISTS, *(EXAMPLE + sheet.name for sheet in SHEETS)})

_TEXT: dict[str, Any] = {"type": "string", "maxLength": MAX_ID}
_ID: dict[str, Any] = {"oneOf": [_TEXT, {"type": "integer"}]}
_SEVERAL = {
    "oneOf": [
        {"type": "array", "items": _ID},
        {"type": "string", "description": "Separated by semicolons."},
    ]
}
_DECIMAL = {"oneOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[0-9]*(\.[0-9]*)?$"}]}
_JSON: dict[Kind, dict[str, Any]] = {
    Kind.ID: _ID,
    Kind.REFERENCE: _ID,
    Kind.NAME: _ID,
    Kind.NAMES: _SEVERAL,
    Kind.REFERENCES: _SEVERAL,
    Kind.TEXT: {"type": "string", "maxLength": MAX_TEXT},
    Kind.SETTING: {
        "oneOf": [
            {"type": "string", "maxLength": MAX_TEXT},
            {"type": "number"},
            {"type": "array", "items": {"type": "string"}},
        ]
    },
    Kind.HOURS: _DECIMAL,
    Kind.RATIO: _DECIMAL,
    Kind.COST: _DECIMAL,
    Kind.EFFICIENCY: {**_DECIMAL, "default": 1},
    Kind.COUNT: {"type": "integer", "minimum": 0, "maximum": MAX_COUNT},
    Kind.PRIORITY: {"type": "integer", "minimum": 1, "maximum": 5, "default": 3},
    Kind.YES_NO: {"oneOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}], "default": False},
    Kind.DATE: {"type": "string", "format": "date"},
}


def roster_json_schema() -> dict[str, Any]:
    """JSON Schema of a roster as one JSON document, for OpenAPI."""
    return {
        "title": "Roster",
        "type": "object",
        "additionalProperties": False,
        "required": [sheet.name for sheet in SHEETS if sheet.required],
        "properties": {
            sheet.name: {
                "type": "array",
                "description": sheet.meaning,
                "minItems": int(sheet.required),
                "items": row_json_schema(sheet),
            }
            for sheet in SHEETS
        },
    }


def row_json_schema(sheet: Sheet) -> dict[str, Any]:
    """JSON Schema of one row of a sheet. An absent field and null are an empty cell."""
    return {
        "title": sheet.name.capitalize() + "Row",
        "type": "object",
        "additionalProperties": False,
        "required": [column.name for column in sheet.columns if column.required],
        "properties": {column.name: _field(column) for column in sheet.columns},
    }


def _field(column: Column) -> dict[str, Any]:
    kind = _JSON[column.kind]
    if not column.required:
        kind = {"anyOf": [kind, {"type": "null"}]} if "oneOf" in kind else {**kind, "type": [kind["type"], "null"]}
    field: dict[str, Any] = {**kind, "description": column.meaning}
    if column.example and kind.get("type") != "array":
        field["examples"] = [column.example]
    return field
