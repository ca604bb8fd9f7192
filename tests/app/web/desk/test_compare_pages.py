from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.answers.side_by_side import LevelPair
from app.web.desk.compare_pages import levels_of
from tests.app.api.desk.conftest import THREE
from tests.app.report.made import made
from tests.app.serving import Served, serve
from tests.app.web.desk.test_holdings_pages import MISSING, text_of


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


def test_two_plans_are_chosen_on_the_page_of_one_and_stand_side_by_side(served: Served) -> None:
    first = served.done(roster=THREE, name="June")["id"]
    assert "Once there is another plan, it can be compared with this one." in text_of(served, f"/plans/{first}")
    second = served.done(roster={**THREE, "cases": [*THREE["cases"][:5], {"case_id": "N", "weight_hours": 9}]})["id"]
    page = served.client.get(f"/plans/{first}").text
    assert f'action="/plans/{first}/compare"' in page
    assert f'<option value="{second}">' in page
    assert f'<option value="{first}">' not in page
    said = text_of(served, f"/plans/{first}/compare?with={second}")
    assert "5 cases in both, 1 in this plan alone, 1 in the other alone" in said
    assert "Peak utilization 60%" in said
    assert "Where the rosters differ, a goal may differ for that reason alone." in said
    assert "A 6 h (60%)" in said
    same = text_of(served, f"/plans/{first}/compare?with={first}")
    assert "0 cases with another officer Every case that is in both has the same officer in both." in same
    assert "different rosters" not in same
    home = served.client.get("/").text
    assert 'action="/plans/compare"' in home
    chosen = served.client.get("/plans/compare", params={"plan": first, "with": second})
    assert (chosen.status_code, chosen.headers["location"]) == (303, f"/plans/{first}/compare?with={second}")
    wrong = served.client.get("/plans/compare", params={"plan": "../x", "with": "&y"})
    assert wrong.headers["location"] == "/plans/..%2Fx/compare?with=%26y"
    far = text_of(served, f"/plans/{first}/compare?with={second}&page=9")
    assert "There are not so many pages." in far or "Every case" in far


@pytest.mark.parametrize(("other", "status"), [(MISSING, 404), ("x", 422), ("", 422)])
def test_what_is_not_there_is_said_on_a_page(served: Served, other: str, status: int) -> None:
    plans = served.client.get("/v1/plans").json()[
        "items"
    ]  # one is made only after the test that needs there to be none
    plan = plans[-1]["id"] if plans else served.done(roster=THREE)["id"]
    assert "These plans cannot be compared" in text_of(served, f"/plans/{plan}/compare?with={other}", status)
    assert "These plans cannot be compared" in text_of(served, f"/plans/{MISSING}/compare?with={plan}", 404)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [(0.1, 0.2, "this plan"), (0.2, 0.1, "the other plan"), (0.1, 0.1, "the same"), (None, 0.1, "not a goal of both")],
)
def test_which_is_better(first: float | None, second: float | None, words: str) -> None:
    level = made(LevelPair, name="fairness", unit="utilization", first=first, second=second)
    assert levels_of(level)[3] == words
