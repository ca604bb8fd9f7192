from __future__ import annotations

import json
from datetime import UTC, datetime

from app.jobs.adoption_webhook.signed_message import message_of, signature_of
from app.store.docket.notices import Due

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
DUE = Due(1, "p-1", "msg_1", 2, datetime(2026, 11, 29, 11, 59, tzinfo=UTC), "Kim 😀")


def test_a_signature_is_the_one_that_the_specification_has_as_its_example() -> None:
    found = signature_of(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_says_that_a_plan_was_adopted_and_nothing_of_its_cases() -> None:
    found = message_of(DUE, "https://caseload.example", SECRET, NOW)
    assert json.loads(found.body) == {
        "type": "plan.adopted",
        "timestamp": "2026-11-29T11:59:00+00:00",
        "data": {
            "plan_id": "p-1",
            "adopted_at": "2026-11-29T11:59:00+00:00",
            "adopted_by": "Kim 😀",
            "changes": "https://caseload.example/v1/plans/p-1/changes",
        },
    }
    assert found.headers["webhook-id"] == "msg_1"
    assert found.headers["webhook-timestamp"] == "1795953600"
    assert found.headers["webhook-signature"] == signature_of(SECRET, "msg_1", "1795953600", found.body)
    assert all(value.isascii() for value in found.headers.values())


def test_where_nobody_said_where_the_server_is_the_address_begins_with_its_path() -> None:
    assert b'"changes":"/v1/plans/p-1/changes"' in message_of(DUE, "", SECRET, NOW).body
