"""openapi.json says all of it, and only what is there. That answers keep to it is checked by every test's client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.app.serving import Contract, Served

DOCUMENTED = Path(__file__).resolve().parents[3] / "docs" / "api.md"
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document(served: Served) -> dict[str, Any]:
    answer: dict[str, Any] = served.client.get("/openapi.json").json()
    return answer


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, entry in document["paths"].items():
        for method, operation in entry.items():
            if method in METHODS:
                yield path, method, operation


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["title"] == "Caseload"


def test_every_call_of_the_interface_is_there_and_no_other(document: dict[str, Any]) -> None:
    assert {f"{method.upper()} {path}" for path, method, _ in operations(document)} == {
        "GET /v1/audit",
        "POST /v1/rosters",
        "GET /v1/rosters/{roster_id}",
        "DELETE /v1/rosters/{roster_id}",
        "POST /v1/plans",
        "GET /v1/plans",
        "GET /v1/rosters",
        "GET /v1/plans/{plan_id}",
        "DELETE /v1/plans/{plan_id}",
        "POST /v1/plans/{plan_id}/restart",
        "GET /v1/plans/{plan_id}/report",
        "GET /v1/plans/{plan_id}/assignments",
        "GET /v1/plans/{plan_id}/events",
        "GET /v1/plans/{plan_id}/frontier",
        "POST /v1/plans/{plan_id}/advice",
        "GET /v1/plans/{plan_id}/explain",
        "POST /v1/plans/{plan_id}/adopt",
        "GET /v1/plans/{plan_id}/adoption",
        "POST /v1/plans/{plan_id}/cases",
        "GET /v1/plans/{plan_id}/cases",
        "GET /v1/plans/{plan_id}/changes",
        "POST /v1/plans/{plan_id}/draft",
        "GET /v1/plans/{plan_id}/draft",
        "DELETE /v1/plans/{plan_id}/draft/{number}",
        "GET /v1/plans/{plan_id}/compare",
        "POST /v1/reports",
        "POST /v1/whatif",
        "POST /v1/weights",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
    }


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for node in nodes(document):
        if isinstance(reference := node.get("$ref"), str):
            at: Any = document
            for step in reference.removeprefix("#/").split("/"):
                at = at[step]


def test_every_schema_is_a_schema(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                content = response["content"]
                assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}, (
                    f"{method} {path} {status}"
                )
        if path.startswith("/v1"):
            assert {"403", "500"} <= operation["responses"].keys(), f"{method} {path}"


def test_every_call_and_parameter_is_explained(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert operation.get("description"), f"{method} {path}"
        for parameter in operation.get("parameters", []):
            if parameter["name"] not in ("plan_id", "roster_id", "limit", "state"):
                assert parameter.get("description"), f"{method} {path} {parameter['name']}"


def test_bodies_are_described(document: dict[str, Any]) -> None:
    expected = {
        "/v1/rosters": {"application/json", "multipart/form-data", "application/x-ndjson"},
        "/v1/plans": {"application/json", "multipart/form-data"},
        "/v1/reports": {"application/json", "multipart/form-data"},
        "/v1/whatif": {"application/json", "multipart/form-data"},
        "/v1/weights": {"multipart/form-data"},
        "/v1/plans/{plan_id}/advice": {"application/json"},
        "/v1/plans/{plan_id}/adopt": {"application/json"},
        "/v1/plans/{plan_id}/cases": {"application/json"},
    }
    for path, kinds in expected.items():
        assert document["paths"][path]["post"]["requestBody"]["content"].keys() == kinds
    parts = document["paths"]["/v1/plans"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert {"officers", "cases", "weights", "costs", "flow", "workbook", "goals", "scenario"} <= parts[
        "properties"
    ].keys()
    request = document["components"]["schemas"]["PlanRequest"]
    assert request["properties"]["roster"]["anyOf"][0] == {"$ref": "#/components/schemas/Roster"}
    assert document["components"]["schemas"]["Roster"]["required"] == ["officers", "cases"]


def test_generators_of_clients_could_make_no_types_of_it(document: dict[str, Any]) -> None:
    """What they stumbled over: two types of one name, references into schemas, oneOf beside fields, CSV before JSON."""
    schemas = document["components"]["schemas"]
    titles = [schema.get("title", name) for name, schema in schemas.items()]
    assert len(set(titles)) == len(titles)
    for node in nodes(document):
        if isinstance(reference := node.get("$ref"), str):
            assert re.fullmatch(r"#/components/schemas/\w+", reference)
        assert not ("oneOf" in node and "properties" in node)
    for path, method, operation in operations(document):
        found = [*operation["responses"].values(), operation.get("requestBody", {})]
        for content in (each["content"] for each in found if len(each.get("content", {})) > 1):
            assert next(iter(content)) == "application/json", f"{method} {path}"
            assert all(kind["schema"] for kind in content.values()), f"{method} {path}"


def test_operations_are_named_as_a_client_would_call_them(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    assert {"create_plan", "read_plan", "read_report", "read_assignments", "create_report"} <= set(names)
    assert {tag for _, _, operation in operations(document) for tag in operation["tags"]} == {
        tag["name"] for tag in document["tags"]
    }


def test_examples_of_bodies_are_taken(served: Served, document: dict[str, Any]) -> None:
    for path in ("/v1/rosters", "/v1/reports", "/v1/whatif", "/v1/plans"):
        body = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        answer = served.client.post(path, json=body["examples"]["small"]["value"])
        assert answer.status_code in (200, 201, 202), answer.text


def test_the_guide_names_every_call(document: dict[str, Any]) -> None:
    text = DOCUMENTED.read_text("utf-8")
    for path, method, _ in operations(document):
        short = path.replace("{plan_id}", "{id}").replace("{roster_id}", "{id}")
        assert f"{method.upper()} {short}" in text, f"{method.upper()} {short} is not in docs/api.md"


def test_a_broken_promise_would_be_found(served: Served, document: dict[str, Any]) -> None:
    response = served.client.get("/healthz")
    broken = {**document, "paths": {"/healthz": {"get": {"responses": {"201": {}}}}}}
    with pytest.raises(AssertionError, match="not in openapi"):
        Contract(broken).check(response)
