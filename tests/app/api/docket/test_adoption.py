"""Adopting a plan: who, when and why, once, for its offices, and kept as long as it holds."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from app.access import api_keys
from app.access.api_keys import Wanted
from app.audit.log import every_record
from app.jobs.purge import past_term, purge
from app.store.db import DatabaseFault
from app.store.docket.docket_tables import AdoptionRow, DocketEntryRow, DocketPageRow, DocketRow, NoticeRow
from app.store.tables import PlanRow, Role
from tests.app.api.docket.conftest import OFFICE, ON_ONE, Office
from tests.app.serving import bearer


def test_who_when_and_why(office: Office) -> None:
    before = datetime.now(UTC)
    plan = office.plan()
    assert office.client.get(f"/v1/plans/{plan}/adoption").json()["type"].endswith(":not-adopted")
    adopted = office.adopt(plan, "Agreed on Monday, as C-1 goes to trial.").json()
    assert adopted["reason"] == "Agreed on Monday, as C-1 goes to trial."
    assert before <= datetime.fromisoformat(adopted["adopted_at"]) <= datetime.now(UTC)
    assert (adopted["actor"], adopted["name"]) == (f"key:{office.served.key.split('_')[1]}", "a test")
    assert adopted["superseded_by"] is None
    assert office.client.get(f"/v1/plans/{plan}/adoption").json() == adopted
    again = office.adopt(plan)
    assert (again.status_code, again.json()["type"]) == (409, "urn:caseload:problem:already-adopted")
    (record,) = [each for each in every_record(office.served.service.database) if each.action == "adopted"][-1:]
    assert (record.subject, record.details) == (f"plan:{plan}", "{}"), "the reason may name a case"
    following = office.adopted()
    assert office.client.get(f"/v1/plans/{plan}/adoption").json() == {**adopted, "superseded_by": following}
    holding = [each["id"] for each in office.client.get("/v1/plans?adopted=true").json()["items"]]
    assert (following in holding, plan in holding) == (True, False)


@ON_ONE
def test_where_no_address_is_named_nobody_is_to_be_told(office: Office) -> None:
    office.adopted()
    with office.served.service.database.read() as session:
        assert session.scalars(select(NoticeRow)).all() == []


@ON_ONE
@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x" * 2_001}, {"reason": 7}, {"reason": "x", "at": 1}])
def test_a_reason_is_said(office: Office, body: dict[str, Any]) -> None:
    answer = office.client.post(f"/v1/plans/{office.plan()}/adopt", json=body)
    assert answer.status_code == 422


def test_only_a_plan_that_is_there_is_adopted(office: Office) -> None:
    waiting = office.client.post("/v1/plans", json={"roster": OFFICE}).json()["id"]
    assert office.adopt(waiting).json()["type"].endswith(":not-finished")
    assert office.client.delete(f"/v1/plans/{waiting}").status_code == 200
    assert office.adopt(str(uuid.uuid4())).status_code == 404


def test_offices_have_plans_of_their_own(office: Office) -> None:
    """A plan of the north takes the place of none of the south."""
    made = []
    for name in ("North", "South"):
        officers = [{"officer_id": "A", "available_hours": 9, "offices": name}]
        cases = [{"case_id": "1", "weight_hours": 1, "office": name}]
        made.append(office.adopted(roster={"officers": officers, "cases": cases}))
    assert all(
        office.client.get(f"/v1/plans/{each}/adoption").json()["superseded_by"] is None for each in (made[0], made[1])
    )
    with office.served.service.database.write() as session:
        key = api_keys.create(session, Wanted("south", Role.ADMIN, ["south"]))
    case = {"event": "closed", "case": {"case_id": "1"}}
    for method, path, more in (
        ("GET", "adoption", {}),
        ("GET", "cases", {}),
        ("GET", "changes", {}),
        ("POST", "cases", {"json": case}),
        ("POST", "adopt", {"json": {"reason": "x"}}),
    ):
        theirs = office.client.request(method, f"/v1/plans/{made[0]}/{path}", headers=bearer(key), **more)
        assert theirs.status_code == 404, theirs.text
    own = office.client.post(f"/v1/plans/{made[1]}/cases", json=case, headers=bearer(key))
    assert own.status_code == 201
    foreign = office.record(made[1], "opened", {"case_id": "2", "weight_hours": 1, "office": "north"})
    assert (foreign.status_code, foreign.json()["type"]) == (403, "urn:caseload:problem:foreign-office")
    assert office.recorded(made[1], "opened", {"case_id": "2", "weight_hours": 1, "office": "SOUTH"})["number"] == 2


def test_of_two_who_adopt_a_plan_at_the_same_time_one_does(office: Office) -> None:
    plan = office.plan()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: office.adopt(plan).status_code, range(4)))
    assert answers.count(201) <= 1
    assert set(answers) <= {201, 409, 503}, answers
    assert office.adopt(plan).status_code in (201, 409)
    assert office.recorded(plan, "closed", {"case_id": "C-5"})["number"] == 1


def test_a_plan_that_holds_is_not_removed_by_accident(office: Office) -> None:
    plan = office.adopted()
    office.recorded(plan, "opened", {"case_id": "N", "case_type": "a"})
    assert office.client.delete(f"/v1/plans/{plan}").json()["type"].endswith(":adopted")
    page = office.client.post(f"/plans/{plan}/remove")
    assert (page.status_code, "holds" in page.text) == (409, True)
    assert office.client.delete(f"/v1/plans/{plan}?adopted=true").status_code == 204
    database = office.served.service.database
    with database.read() as session:
        numbers = session.query(PlanRow.number)
        for table in (AdoptionRow, DocketRow, DocketPageRow, DocketEntryRow):
            assert session.query(table).where(table.plan_number.not_in(numbers)).count() == 0


def test_a_plan_that_holds_has_no_term(office: Office) -> None:
    database, later = office.served.service.database, datetime.now(UTC) + timedelta(days=100)
    first = office.adopted()
    assert f"plan:{first}" not in {each.subject for each in past_term(database, {"": 30}, later)}
    second = office.adopted()
    removed = {each.subject for each in purge(database, {"": 30}, later, "operator")}
    assert f"plan:{first}" in removed
    assert f"plan:{second}" not in removed
    assert office.client.get(f"/v1/plans/{second}/adoption").status_code == 200


@pytest.mark.parametrize("table", ["adoptions", "docket_entries"])
def test_the_database_refuses_to_change_what_was_recorded(office: Office, table: str) -> None:
    office.recorded(office.adopted(), "closed", {"case_id": "C-1"})
    column = "reason" if table == "adoptions" else "actor"
    with (
        pytest.raises(DatabaseFault, match="never changed"),
        office.served.service.database.write() as session,
    ):
        session.execute(text(f"UPDATE {table} SET {column} = 'another'"))
