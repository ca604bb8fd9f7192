"""The document and its schema: published as it is, closed, and the same when it is read back."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from app.report.document import SCHEMA_VERSION, ReportDocument, schema_text
from app.report.sections.baselines.entry import BaselineEntry
from tests.app.report.made import document, entries, made

SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "report.schema.json"


def test_the_published_schema_is_the_one_in_use() -> None:
    write = (
        'python -c "from pathlib import Path; from app.report.document import schema_text; '
        "Path('docs/report.schema.json').write_text(schema_text())\""
    )
    assert SCHEMA.read_text("utf-8") == schema_text(), f"run: {write}"


def test_it_reads_back_the_same() -> None:
    before = document(warnings=["Look at this."])
    assert ReportDocument.model_validate_json(before.model_dump_json()) == before


def test_the_schema_knows_every_entry_and_says_what_it_is() -> None:
    schema = json.loads(schema_text())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:caseload:report:{SCHEMA_VERSION}"
    known = {**schema["$defs"], "ReportDocument": schema}
    assert known.keys() == {kind.__name__ for kind in entries()}
    for name, each in known.items():
        assert each["additionalProperties"] is False, name
        assert each["description"], name
        assert set(each["required"]) == set(each["properties"]) - ({"schema_version"} & each["properties"].keys()), name


def test_the_schema_ends_with_a_line_and_keeps_its_letters() -> None:
    text = schema_text()
    assert text.endswith("}\n")
    assert "\\u" not in text


def test_what_was_made_by_hand_is_a_document_too() -> None:
    """A way that had no officer with hours: null, and not 0."""
    idle = made(BaselineEntry, peak_utilization=None)
    loaded = json.loads(document(baselines={"current": idle}).model_dump_json())
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(loaded)
    assert loaded["baselines"]["current"] == {
        "peak_utilization": None,
        "spread": None,
        "moves": 0,
        "unassigned_cases": 0,
    }
    assert (loaded["schema_version"], loaded["plan"], loaded["levels"]) == (SCHEMA_VERSION, None, [])
