"""A server that sends traces to a collector on loopback, in the protocol that every collector speaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from app.settings import Settings
from app.telemetry.destination import traces_to
from tests.app.serving import ROSTER, serve
from tests.app.telemetry.receiver import Collector, attributes, collecting

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = f"00-{TRACE}-{SPAN}-01"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collector]:
    """What a collector was told of a few requests and a plan."""
    folder = tmp_path_factory.mktemp("traced") / "data"
    with collecting() as collector:
        with serve(folder, otlp_endpoint=f"{collector.url}/") as served:
            plan = served.done()
            served.client.get(f"/v1/plans/{plan['id']}?nothing=1", headers={"traceparent": PARENT})
            served.client.get(f"/v1/plans/{plan['id']}", headers={"traceparent": PARENT.upper()})
            served.client.post("/v1/reports", json={"roster": ROSTER})
        yield collector


def test_it_is_sent_where_collectors_listen(told: Collector) -> None:
    assert set(told.paths) == {"/v1/traces"}
    (names,) = {tuple(sorted(each.key for each in kept.resource.attributes)) for kept in told.resources}
    assert {"service.name", "service.version"} <= set(names)
    said = {each.key: each.value.string_value for kept in told.resources for each in kept.resource.attributes}
    assert said["service.name"] == "caseload"
    assert not {"host.name", "process.command_line", "process.command_args"} & said.keys()


def test_a_request_is_named_by_its_route_and_says_nothing_else(told: Collector) -> None:
    (sent,) = told.named("POST /v1/plans")
    assert sent.kind == Span.SPAN_KIND_SERVER
    assert attributes(sent) == {
        "http.request.method": "POST",
        "http.route": "/v1/plans",
        "http.response.status_code": 202,
    }
    assert not sent.parent_span_id
    assert not sent.events


def test_a_request_is_within_what_its_sender_does_where_that_is_said_validly(told: Collector) -> None:
    within = [span for span in told.named("GET /v1/plans/{plan_id}") if span.trace_id.hex() == TRACE]
    assert [span.parent_span_id.hex() for span in within] == [SPAN]
    assert attributes(within[0])["http.response.status_code"] == 422
    assert within[0].status.code == Status.STATUS_CODE_UNSET


def test_a_question_is_within_its_request(told: Collector) -> None:
    (request,) = told.named("POST /v1/reports")
    questions = [span for span in told.spans if span.parent_span_id == request.span_id]
    assert len(questions) == 1
    assert questions[0].name.startswith("question ")
    assert attributes(questions[0])["caseload.outcome"] == "answered"
    (wait,) = [span for span in told.spans if span.parent_span_id == questions[0].span_id]
    assert wait.name == "question wait"


def test_a_plan_is_told_with_its_wait_its_child_and_the_phases(told: Collector) -> None:
    (plan,) = told.named("plan")
    assert attributes(plan) == {"caseload.attempt": 1, "caseload.outcome": "done"}
    (wait,), (child,) = told.named("plan queue"), told.named("plan child")
    assert wait.parent_span_id == child.parent_span_id == plan.span_id
    assert plan.start_time_unix_nano == wait.start_time_unix_nano <= wait.end_time_unix_nano
    assert wait.end_time_unix_nano <= child.end_time_unix_nano <= plan.end_time_unix_nano
    phases = [span for span in told.spans if span.name.startswith("plan phase ")]
    assert phases
    assert {span.parent_span_id for span in phases} == {child.span_id}


def test_a_collector_that_does_not_answer_holds_nobody_up(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    traces = traces_to(Settings(otlp_endpoint="http://127.0.0.1:1"), {})
    traces.work("plan").end()
    traces.close()
    assert "CANARY" not in caplog.text
