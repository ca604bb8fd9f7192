from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.log import every_record
from app.jobs.adoption_webhook.delivery import MOST_ATTEMPTS, WAITS_S, Delivery
from app.jobs.adoption_webhook.signed_message import signature_of
from app.settings import Settings
from app.store import plans
from app.store.db import Database
from app.store.docket import adoptions, notices
from app.store.docket.docket_tables import NoticeRow
from app.store.migrate import upgrade
from app.store.tables import PlanRow, Stop
from tests.app.jobs.adoption_webhook.receiver import Receiver, receiver
from tests.app.store.conftest import add_plan

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    upgrade(database)
    yield database
    database.close()


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


def adopted(database: Database) -> str:
    with database.write() as session:
        plan = add_plan(session)
        adoptions.add(session, plan, ("key:1", "Kim"), None, "so")
        notices.add(session, plan.number)
        return plan.id


def notice(database: Database) -> tuple[str, int, str | None]:
    with database.read() as session:
        row = session.scalars(select(NoticeRow)).one()
        return row.state, row.attempts, row.answer


def delivery(database: Database, url: str) -> Delivery:
    return Delivery(database, Settings.model_validate({"adoption_webhook_url": url, "adoption_webhook_secret": SECRET}))


def test_whoever_takes_the_message_gets_it_once_and_can_see_that_it_is_ours(
    database: Database, there: Receiver
) -> None:
    plan = adopted(database)
    ours = delivery(database, f"{there.url}/hook")
    assert ours.deliver_one(NOW)
    assert not ours.deliver_one(NOW + timedelta(days=9))
    (got,) = there.got
    assert got.path == "/hook"
    assert json.loads(got.body)["data"]["plan_id"] == plan
    at = got.headers["webhook-timestamp"]
    assert at == str(int(NOW.timestamp()))
    assert got.headers["webhook-signature"] == signature_of(SECRET, got.headers["webhook-id"], at, got.body)
    assert notice(database) == ("delivered", 1, "200")
    (record,) = every_record(database)
    assert (record.action, record.actor, record.outcome) == ("notified", "server", "done")
    assert (record.subject, record.details) == (f"plan:{plan}", '{"answer":"200","attempts":1}')


def test_who_fails_is_told_again_later_with_the_same_id_and_a_new_time(database: Database, there: Receiver) -> None:
    adopted(database)
    there.answers = [500, 302, 204]
    ours = delivery(database, there.url)
    assert ours.deliver_one(NOW)
    assert notice(database) == ("waiting", 1, "500")
    assert not ours.deliver_one(NOW + timedelta(seconds=WAITS_S[0] - 1)), "it waits"
    assert ours.deliver_one(NOW + timedelta(seconds=WAITS_S[0]))
    assert ours.deliver_one(NOW + timedelta(days=1))
    assert notice(database) == ("delivered", 3, "204")
    assert len({got.headers["webhook-id"] for got in there.got}) == 1
    assert len({got.headers["webhook-timestamp"] for got in there.got}) == 3
    assert len({got.body for got in there.got}) == 1


def test_it_is_given_up_after_a_bounded_number_of_attempts_and_that_is_recorded(database: Database) -> None:
    adopted(database)
    ours = delivery(database, "http://127.0.0.1:1/")
    for number in range(MOST_ATTEMPTS):
        assert ours.deliver_one(NOW + timedelta(days=number))
    assert not ours.deliver_one(NOW + timedelta(days=99))
    assert notice(database) == ("given_up", MOST_ATTEMPTS, "refused")
    (record,) = every_record(database)
    assert (record.outcome, record.details) == ("refused", f'{{"answer":"refused","attempts":{MOST_ATTEMPTS}}}')


def test_who_wants_to_hear_nothing_more_is_told_nothing_more(database: Database, there: Receiver) -> None:
    adopted(database)
    there.answers = [410]
    assert delivery(database, there.url).deliver_one(NOW)
    assert notice(database) == ("given_up", 1, "410")


def test_an_attempt_whose_process_died_is_made_again_and_the_last_one_is_given_up(
    database: Database, there: Receiver
) -> None:
    adopted(database)
    with database.write() as session:
        assert notices.take(session, NOW, timedelta(seconds=9)) is not None
        assert notices.take(session, NOW, timedelta(seconds=9)) is None, "it belongs to the one that took it"
    ours = delivery(database, there.url)
    assert ours.deliver_one(NOW + timedelta(seconds=10))
    assert notice(database) == ("delivered", 2, "200")
    adopted(database)
    with database.write() as session:
        row = session.scalars(select(NoticeRow).where(NoticeRow.state == "waiting")).one()
        row.attempts = MOST_ATTEMPTS
    assert ours.deliver_one(NOW + timedelta(seconds=10))
    assert len(there.got) == 1, "nothing more was sent"
    assert [record.details for record in every_record(database)][-1] == '{"answer":"interrupted","attempts":9}'


def test_what_goes_with_its_plan_is_told_to_nobody(database: Database, there: Receiver) -> None:
    plan_id = adopted(database)
    with database.write() as session:
        due = notices.take(session, NOW, timedelta(seconds=9))
        assert due is not None
        plans.ask_to_stop(session, plan_id, Stop.DISCARD)
        assert plans.remove(session, plan_id, adopted=True)
    with database.write() as session:
        assert not notices.settle(session, due, notices.Notice.DELIVERED, "200", NOW)
        assert session.scalars(select(NoticeRow)).all() == []
        assert session.scalars(select(PlanRow)).all() == []
    assert not delivery(database, there.url).deliver_one(NOW + timedelta(days=1))
    assert there.got == []


def test_the_thread_delivers_by_itself_and_logs_no_address(
    database: Database, there: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    adopted(database)
    ours = delivery(database, f"{there.url}/secret-path")
    with caplog.at_level(logging.INFO, "caseload.jobs"):
        ours.start()
        for _ in range(2_000):
            if notice(database)[0] == "delivered":
                break
            time.sleep(0.01)
        ours.close()
    assert notice(database)[0] == "delivered"
    assert "delivered (attempt 1: 200)" in caplog.text
    assert "secret-path" not in caplog.text


def test_without_an_address_there_is_no_thread(database: Database) -> None:
    ours = Delivery(database, Settings())
    ours.start()
    ours.close()
