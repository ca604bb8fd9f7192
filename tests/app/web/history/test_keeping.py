from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.store import plans
from app.store.history import removed
from app.store.history.removed import STAYS
from tests.app.serving import Served, serve
from tests.app.web.history.test_plan_list import text_of


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


def test_removing_asks_first_and_can_be_undone_for_a_day(served: Served) -> None:
    plan = f"/plans/{served.done(name='One too many')['id']}"
    assert "For a day it can be brought back" in text_of(served, f"{plan}/remove")
    gone = served.client.post(f"{plan}/remove")
    assert (gone.status_code, gone.headers["location"]) == (303, "/plans")
    assert served.client.get(plan).status_code == 404
    assert served.client.get(f"/v1{plan}").status_code == 404
    assert "Removed within the last day" in text_of(served, "/plans")
    back = served.client.post(f"{plan}/bring-back")
    assert (back.status_code, back.headers["location"]) == (303, plan)
    assert "Removed within the last day" not in text_of(served, "/plans")
    assert served.client.get(f"{plan}/plan.xlsx").status_code == 200


def test_what_was_removed_is_gone_when_the_day_is_over(served: Served) -> None:
    plan = served.done(name="Gone")["id"]
    served.client.post(f"/plans/{plan}/remove")
    with served.service.database.write() as session:
        (there,) = removed.removed_plans(session, 9)
        for row in removed.past_recall(session, there.at + STAYS, 9):
            plans.drop(session, row)
    assert served.client.post(f"/plans/{plan}/bring-back").status_code == 404


def test_a_plan_gets_a_name_and_a_note(served: Served) -> None:
    plan = f"/plans/{served.done()['id']}"
    wanted = {"name": "  May,  second try ", "note": "Asked for <b>by</b> Ada\r\nToo late"}
    answer = served.client.post(f"{plan}/name", data=wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, plan)
    assert "May, second try Asked for <b>by</b> Ada Too late" in text_of(served, "/plans")
    shown = served.client.get(plan).text
    assert 'value="May, second try"' in shown
    assert "Asked for &lt;b&gt;by&lt;/b&gt; Ada\nToo late</textarea>" in shown


@pytest.mark.parametrize("data", [{"name": "x" * 201}, {"name": "a\u202eb"}, {"note": "x" * 2_001}, {"note": "a\x07"}])
def test_what_cannot_be_a_name_is_refused_with_a_reason(served: Served, data: dict[str, str]) -> None:
    plan = f"/plans/{served.done()['id']}"
    answer = served.client.post(f"{plan}/name", data=data)
    assert answer.status_code == 422
    assert "at most 200 letters" in answer.text


def test_a_plan_that_is_not_there_is_neither_asked_about_nor_named(served: Served) -> None:
    nothing = "/plans/00000000-0000-4000-8000-000000000000"
    assert served.client.get(f"{nothing}/remove").status_code == 404
    for action in ("remove", "bring-back", "name"):
        assert served.client.post(f"{nothing}/{action}", data={"name": "x"}).status_code == 404
