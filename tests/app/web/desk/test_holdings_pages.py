from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from tests.app.serving import Served, serve

MISSING = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


@pytest.fixture(scope="module")
def plan(served: Served) -> str:
    return f"/plans/{served.done(name='May & June')['id']}"


def text_of(served: Served, address: str, status: int = 200) -> str:
    """What a page says, in one line."""
    answer = served.client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    main = answer.text.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", main)).split())


def test_the_plan_leads_to_its_officers_and_from_there_to_a_case_and_back(served: Served, plan: str) -> None:
    whole = served.client.get(plan).text
    for part in ("officers", "cases"):
        assert f'href="{plan}/{part}"' in whole
    officers = served.client.get(f"{plan}/officers").text
    assert f'href="{plan}/officers/2"' in officers
    other = served.client.get(f"{plan}/officers/2").text
    found = re.search(rf'href="({plan}/cases/\d)"', other)
    assert found is not None
    case = served.client.get(found[1]).text
    for way_back in (plan, f"{plan}/cases"):
        assert f'href="{way_back}"' in case


def test_an_officer_is_told_what_comes_and_goes(served: Served, plan: str) -> None:
    """Four cases of 3 h are with A today; two go to B, who had none."""
    assert "6 of 10 hours in the plan (60%); today 12 (120%)" in text_of(served, f"{plan}/officers/1")
    second = text_of(served, f"{plan}/officers/2")
    assert "6 of 10 hours in the plan (60%); today 0 (0%)" in second
    assert "Come: 2 cases" in second
    assert "Go: 0 cases" in second


def test_a_case_says_who_has_it_why_and_what_another_one_would_make_of_it(served: Served, plan: str) -> None:
    """C-1 takes Spanish, which A alone has; any other one may be held by both."""
    assert "Nobody: A is the only one who may hold it." in text_of(served, f"{plan}/cases/1")
    listed = text_of(served, f"{plan}/cases?change=moves")
    assert listed.count("moves") >= 2
    moved = re.search(r"C-(\d)", listed.partition("In the plan What becomes of it")[2])
    assert moved is not None
    case = text_of(served, f"{plan}/cases/{moved[1]}")
    assert "B has it in the plan; today A. To share the work more evenly." in case
    assert "A 60% 90%" in case
    assert "2 officers may hold it" in case


def test_cases_are_looked_for_by_what_is_known_of_them(served: Served, plan: str) -> None:
    assert "4 cases Case" in text_of(served, f"{plan}/cases")
    assert "1 case of 4" in text_of(served, f"{plan}/cases?q=c-2")
    assert "None fits." in text_of(served, f"{plan}/cases?q=%3Cb%3E")
    assert "2 cases of 4" in text_of(served, f"{plan}/cases?officer=b&order=hours")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/cases/5", 404),
        ("/cases/0", 404),
        ("/officers/3", 404),
        ("/cases/x", 404),
        ("/cases?change=x", 422),
        ("/cases?order=x", 422),
        ("/cases?page=0", 422),
        (f"/cases?q={'x' * 201}", 422),
        ("/cases/99999999999999999999999999999", 404),
    ],
)
def test_what_is_not_there_is_said_on_a_page(served: Served, plan: str, address: str, status: int) -> None:
    assert text_of(served, plan + address, status)


def test_a_plan_that_is_not_there_has_no_cases_and_no_officers(served: Served) -> None:
    for part in ("cases", "cases/1", "officers", "officers/1"):
        assert "This page is not here" in text_of(served, f"/plans/{MISSING}/{part}", 404)
