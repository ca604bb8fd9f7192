"""An adoption and the address that is told of it: in one server, from the request to the message."""

from __future__ import annotations

import json
import time
from pathlib import Path

from tests.app.jobs.adoption_webhook.receiver import receiver
from tests.app.serving import serve
from tests.app.web.made_plans import made

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_address_is_told_and_of_nothing_that_is_planned(tmp_path: Path) -> None:
    with receiver() as there:
        settings = {"adoption_webhook_url": there.url, "adoption_webhook_secret": SECRET}
        with serve(tmp_path, **settings) as served:
            plan = made(served, {"C-2": "B"})
            answer = served.client.post(f"/v1{plan}/adopt", json={"reason": "C-2 goes to B"})
            assert answer.status_code == 201, answer.text
            for _ in range(1_000):
                if there.got:
                    break
                time.sleep(0.01)
        (got,) = there.got
    said = json.loads(got.body)["data"]
    assert f"/plans/{said['plan_id']}" == plan
    assert (said["changes"], said["adopted_by"]) == (f"/v1{plan}/changes", "a test")
    assert b"C-2" not in got.body
