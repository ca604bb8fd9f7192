from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.access import api_keys
from app.access.api_keys import Wanted
from app.answers.draft.effect import DraftEffect
from app.store.tables import Role
from app.web.desk.draft_pages import alone
from tests.app.api.desk.conftest import THREE
from tests.app.report.made import made
from tests.app.serving import Served, bearer, serve
from tests.app.web.desk.test_holdings_pages import MISSING, text_of


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


@pytest.fixture(scope="module")
def unchanged(served: Served) -> str:
    """A plan for questions that leave no change on its draft, or one that nobody counts."""
    return f"/plans/{served.done(roster=THREE)['id']}"


@pytest.fixture
def plan(served: Served) -> str:
    return f"/plans/{served.done(roster=THREE, name='May & June')['id']}"


def decide(served: Served, plan: str, **sent: str) -> httpx.Response:
    return served.client.post(f"{plan}/draft", data={"case_id": "C-1", "reason": " knows the <family> ", **sent})


def test_from_a_case_to_the_draft_to_a_plan_around_it_and_back(served: Served, plan: str) -> None:
    """A has 6 of 10 h and gives 4 to B, who then has 10."""
    case = served.client.get(f"{plan}/cases/1").text
    assert f'action="{plan}/draft"' in case
    assert 'name="case_id" value="C-1"' in case
    assert "Keep it with A, whatever else is planned" in case
    answer = decide(served, plan, kind="give", officer_id=" B ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{plan}/draft#change-1")
    said = text_of(served, f"{plan}/draft")
    assert "1 change to the plan. Here is what it does, with everything else left as it is." in said
    assert "Peak utilization 100% in the plan 60%" in said
    assert "Fair shares 0 points 40 points worse" in said
    assert "These stay as they are: Coverage, priority 3 (0 cases)." in said
    assert "A 6 h (60%) 2 h (20%) 2 1" in said
    assert "C-1 is given to B knows the <family> What it changed: Fair shares 40 points instead of 0 points" in said
    around = served.client.post(f"{plan}/draft/plan")
    assert around.status_code == 303
    new = around.headers["location"]
    served.wait(new.rsplit("/", 1)[1], "done")
    row = served.client.get(f"/v1{new}/assignments").json()["items"][0]
    assert row == {"case_id": "C-1", "officer_id": "B", "previous_officer": "A", "moved": True, "reason": "pinned"}
    report = served.client.get(f"/v1{new}/report").json()
    assert (report["plan"]["moves"]["cases"], report["breaches"]) == (2, []), "B gives 3 h back: 5, 7 and 6 h"
    told = text_of(served, new)
    assert "Made around a draft" in told
    assert "C-1 is given to B: knows the <family>" in told
    assert f'href="{new}/compare?with={plan[7:]}"' in served.client.get(new).text
    assert f'href="{new}"' in served.client.get(f"{plan}/draft").text
    undone = served.client.post(f"{plan}/draft/undo", data={"number": "1"})
    assert (undone.status_code, undone.headers["location"]) == (303, f"{plan}/draft")
    empty = text_of(served, f"{plan}/draft")
    assert "Nothing is decided otherwise than in the plan." in empty
    assert "What was undone Change 1 was undone" in empty
    nothing = served.client.post(f"{plan}/draft/plan")
    assert (nothing.status_code, "there is nothing to plan around" in nothing.text) == (409, True)


def test_an_order_that_breaks_a_rule_says_so_on_the_draft_and_in_the_report(served: Served, plan: str) -> None:
    decide(served, plan, case_id="C-2", kind="give", officer_id="C")
    said = text_of(served, f"{plan}/draft")
    assert "This breaks a rule Case C-2 is with officer C, who may not hold it: it needs spanish." in said
    new = served.client.post(f"{plan}/draft/plan").headers["location"]
    served.wait(new.rsplit("/", 1)[1], "done")
    (breach,) = served.client.get(f"/v1{new}/report").json()["breaches"]
    assert breach["sentence"] == "C-2 is pinned to C, who may not hold it."
    assert breach["sentence"] in text_of(served, new)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"kind": "give", "officer_id": "B", "reason": "  "}, "Say in a few words why"),
        ({"kind": "give", "officer_id": "B", "reason": "a\nb"}, "Say in a few words why"),
        ({"kind": "give", "officer_id": ""}, "Say which officer."),
        ({"kind": "exclude", "officer_id": ""}, "Say which officer."),
        ({"kind": "give", "officer_id": "B" * 201}, "Say which officer."),
        ({"kind": "give", "officer_id": "Bb"}, "There is no officer Bb in this plan"),
        ({"kind": "move", "officer_id": "B"}, "The form is not as this page made it."),
        ({"kind": "give", "officer_id": "B", "case_id": ""}, "The form is not as this page made it."),
    ],
)
def test_what_was_not_said_is_asked_for(served: Served, unchanged: str, sent: dict[str, str], words: str) -> None:
    answer = decide(served, unchanged, **sent)
    assert answer.status_code == 422
    assert words in answer.text


def test_what_is_not_there_is_said_on_a_page(served: Served, unchanged: str) -> None:
    assert "This draft is not here" in text_of(served, f"/plans/{MISSING}/draft", 404)
    for path in ("draft", "draft/undo", "draft/plan"):
        assert served.client.post(f"/plans/{MISSING}/{path}", data={"number": "1"}).status_code == 404
    for number in ("", "x", "²", "9" * 30):
        assert served.client.post(f"{unchanged}/draft/undo", data={"number": number}).status_code == 404


def test_a_viewer_sees_the_draft_and_changes_nothing(served: Served, plan: str) -> None:
    decide(served, plan, kind="pin", officer_id="")
    with served.service.database.write() as session:
        key = api_keys.create(session, Wanted("a viewer", Role.VIEWER))
    headers = {**bearer(key), "Accept": "text/html"}
    with httpx.Client(base_url=served.url, headers=headers, trust_env=False, timeout=60) as viewer:
        case, draft = viewer.get(f"{plan}/cases/1").text, viewer.get(f"{plan}/draft").text
        assert "A planner may give it to somebody else" in case
        assert "C-1 stays with A" in draft
        assert "<form" not in re.sub(r"(?s)<header.*?</header>", "", case + draft)
        assert viewer.post(f"{plan}/draft", data={"kind": "pin"}).status_code == 403


def test_one_change_that_touches_no_goal_says_so() -> None:
    effect: Any = made(DraftEffect)
    assert alone(effect) == "It changed no goal."
