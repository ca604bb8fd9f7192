from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.access import api_keys
from app.access.api_keys import Wanted
from app.audit.actions import Action
from app.audit.chain import append
from app.audit.record import Entry
from app.store.tables import Role
from tests.app.serving import Served, bearer, serve
from tests.postgres import Postgres


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("data")
    if request.param == "sqlite":
        with serve(folder) as served:
            yield filled(served)
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.schema() as url, serve(folder, database_url=url) as served:
        yield filled(served)


OFFICES = (None, ["north"], ["north", "south"], ["süd"], ["north", "süd"], ["nor'th"])


def filled(served: Served) -> Served:
    with served.service.database.write() as session:
        entries = [Entry(Action.DOWNLOADED, "key:0", "viewer", each, "plan:0", details={"n": 1}) for each in OFFICES]
        append(session, *entries)
    return served


def read(served: Served, key: str, **query: Any) -> list[dict[str, Any]]:
    """Every record that a key sees, a page of two at a time."""
    found: list[dict[str, Any]] = []
    answer = served.client.get("/v1/audit", headers=bearer(key), params={"limit": 2, **query})
    while True:
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["items"]
        if page["next"] is None:
            return found
        answer = served.client.get(page["next"], headers=bearer(key))


def made(served: Served, role: Role, *offices: str) -> str:
    with served.service.database.write() as session:
        return api_keys.create(session, Wanted("x", role, offices))


def test_an_admin_reads_the_newest_first_page_by_page(served: Served) -> None:
    records = read(served, served.key)
    numbers = [each["number"] for each in records]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[-1] == 1
    assert len(numbers) == len(set(numbers))
    newer = {each["number"]: each for each in records}
    assert all(newer[each["number"] + 1]["previous"] == each["hash"] for each in records[1:])
    assert records[-1]["action"] == "key_created"


@pytest.mark.parametrize(
    ("offices", "seen"),
    [
        ((), OFFICES),
        (("North",), (["north"],)),
        (("north", "south"), (["north"], ["north", "south"])),
        (("Süd",), (["süd"],)),
        (("nor'th",), (["nor'th"],)),
        (("east",), ()),
    ],
)
def test_a_record_is_seen_where_all_its_offices_are_ones_own(
    served: Served, offices: tuple[str, ...], seen: tuple[list[str] | None, ...]
) -> None:
    found = read(served, made(served, Role.ADMIN, *offices), action="downloaded")
    assert [each["offices"] for each in reversed(found)] == list(seen)


def test_records_can_be_chosen_by_what_they_concern(served: Served) -> None:
    assert {each["subject"] for each in read(served, served.key, subject="plan:0")} == {"plan:0"}
    assert read(served, served.key, subject="plan:1") == []
    assert {each["action"] for each in read(served, served.key, action="key_created")} == {"key_created"}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PLANNER, Role.APPROVER])
def test_who_is_no_admin_reads_none(served: Served, role: Role) -> None:
    assert served.client.get("/v1/audit", headers=bearer(made(served, role))).status_code == 403


@pytest.mark.parametrize("query", ["action=x", "subject=case:1", "subject=plan:x", "limit=0", "before=0", "after=1"])
def test_what_cannot_be_asked_for_is_refused(served: Served, query: str) -> None:
    assert served.client.get(f"/v1/audit?{query}").status_code == 422


def test_that_they_were_read_is_recorded(served: Served) -> None:
    key = made(served, Role.ADMIN, "south")
    read(served, key)
    (last,) = read(served, key, action="audited")[:1]
    assert (last["actor"], last["role"], last["offices"]) == (f"key:{key.split('_')[1]}", "admin", ["south"])
