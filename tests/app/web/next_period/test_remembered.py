"""How an export was read is remembered with the plan that was made of it, for the export of the next month."""

from __future__ import annotations

import json
from pathlib import Path

from tests.app.serving import Served, serve
from tests.app.web.desk.test_holdings_pages import text_of
from tests.app.web.next_period.test_next_page import _document, said
from tests.app.web.test_export_page import Forms


def test_what_was_said_of_an_export_is_remembered_with_the_plan(tmp_path: Path) -> None:
    """It was asked once how many hours officers have; the plan is adopted, and the next export needs no question."""
    with serve(tmp_path, "app.jobs.plan_target:solve") as served:
        _remember(served)


def _remember(served: Served) -> None:
    export = [("export", ("open.csv", b"case_id,current_officer,weight_hours\nK-1,M,3\nK-2,N,3\n"))]
    asking = served.client.post("/import", files=export)
    assert "How many hours a month" in said(asking)
    answers = Forms(asking.text).forms["/import"] | {"hours": "120"}
    ready = served.client.post("/import", files=[(name, (None, value)) for name, value in answers.items()])
    form = Forms(ready.text).forms["/plans"]
    queued = served.client.post("/plans", files=[(name, (None, value)) for name, value in form.items()])
    first = queued.headers["location"]
    served.wait(first.removeprefix("/plans/"), "done")
    again = served.client.post(f"{first}/again", files=[("policy", (None, "assign-all"))])
    second = again.headers["location"]
    served.wait(second.removeprefix("/plans/"), "done")
    assert served.client.post(f"{second}/adopt", data={"reason": "so"}).status_code == 303
    assert "How the last export was read is remembered" in text_of(served, f"{second}/next")
    more = [("export", ("open.csv", b"case_id,current_officer,weight_hours\nK-1,M,3\nK-3,N,3\n"))]
    assert "What changed since the plan" in said(served.client.post(f"{second}/next", files=more))
    other = [*more, ("profile", ("other.toml", b"hours = 60\n"))]
    page = served.client.post(f"{second}/next", files=other)
    roster = json.loads(_document(Forms(page.text).forms["/plans"]))
    assert {each["available_hours"] for each in roster["officers"]} == {"60"}, "what is chosen counts"
