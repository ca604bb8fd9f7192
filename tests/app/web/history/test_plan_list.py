from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from tests.app.serving import ROSTER, Served, serve

QUESTION = {"scenario": ["add 1 officer"], "name": "With one more"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


def text_of(served: Served, address: str) -> str:
    answer = served.client.get(address)
    assert answer.status_code == 200, answer.text
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", answer.text.partition("<main")[2])).split())


def test_there_are_none_yet(served: Served) -> None:
    assert "There are no plans yet." in text_of(served, "/plans")


def test_a_plan_says_what_came_of_it_and_a_question_that_it_is_one(served: Served) -> None:
    """Four cases of 3 h on A's and B's 10 h each: 60 % each, two cases move; a third officer makes it 40 % or 60 %."""
    served.done(name="Ashford <b>")
    served.done(**QUESTION)
    for address in ("/plans", "/"):
        said = text_of(served, address)
        assert "HYPOTHETICAL With one more" in said
        ashford = said.partition("Ashford <b>")[2]
        assert re.search(
            r"20\d\d-\d\d-\d\d \d\d:\d\d UTC (Sustainable|Strained).*? 60% 2 fair shares, few moves", ashford
        )
    times = re.findall(r'<time datetime="(\S+)">', served.client.get("/plans").text)
    assert times
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each) for each in times)


def test_a_plan_of_a_version_without_summaries_says_that_it_is_done(served: Served) -> None:
    from app.jobs.result import SUMMARY
    from app.store.tables import FileRow

    served.done(name="An old one")
    with served.service.database.write() as session:
        session.query(FileRow).filter(FileRow.name == SUMMARY).delete()
    assert "done – – fair shares" in text_of(served, "/plans")


def test_older_ones_are_on_the_next_page(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.history.plan_list.ON_A_PAGE", 1)
    served.done(name="The last one")
    first = served.client.get("/plans").text
    following = re.search(r'href="(/plans\?before=\d+)"', first)
    assert following is not None
    assert "The last one" not in text_of(served, following[1])
    assert "There are no older ones." in text_of(served, "/plans?before=1")


def test_files_say_for_whom_they_are_and_when_they_were_made(served: Served) -> None:
    asked = served.done(roster=ROSTER, **QUESTION)
    for name, kind in (("plan.xlsx", "attachment"), ("assignments.csv", "attachment"), ("report.html", "inline")):
        header = served.client.get(f"/plans/{asked['id']}/{name}").headers["content-disposition"]
        assert re.match(rf'{kind}; filename="HYPOTHETICAL With one more \d{{4}}-\d\d-\d\d {name}"', header), header
