"""A point of the frontier is picked on a page, and is what is planned next."""

from __future__ import annotations

import re

from tests.app.serving import ROSTER, Served
from tests.app.web.questions.test_whatif_pages import sent

CASES = [
    *({"case_id": f"a{at}", "weight_hours": 4, "current_officer": "A"} for at in range(6)),
    *({"case_id": f"b{at}", "weight_hours": 3, "current_officer": "B"} for at in range(1)),
]


def test_a_point_is_picked_and_planned(served: Served) -> None:
    """A holds 24 h of 100 and B 3 h of 100: the fairest plan moves cases, and the last point moves none."""
    officers = [{"officer_id": name, "available_hours": 100} for name in "AB"]
    plan = served.done(roster={"officers": officers, "cases": CASES}, goals={"frontier": True, "time_limit_s": 20})
    found = served.client.get(f"/v1/plans/{plan['id']}/frontier").json()
    assert len(found["points"]) > 1
    page = served.client.get(f"/plans/{plan['id']}/frontier").text
    drawing = page[page.index("<svg role=") : page.index("<table")]
    assert 'role="group"' in drawing, "links within a picture are not there for a screen reader"
    addresses = [
        each.replace("&amp;", "&") for each in re.findall(r'href="(/plans/[^"]*/again\?keep_within=[^"]*)"', page)
    ]
    assert len(addresses) == 2 * len(found["points"]), "each in the chart and in the table"
    assert set(addresses) == set(re.findall(r'<a href="(/plans/[^"]*keep_within[^"]*)" aria-label', drawing))
    form = served.client.get(addresses[-1]).text
    last = found["points"][-1]
    assert f'name="keep_within_points" value="{last["points_above_fairest"]:g}"' in form
    picked = [("change", "keep_within"), ("keep_within_points", f"{last['points_above_fairest']:.12g}")]
    made = sent(served, f"/plans/{plan['id']}/again", *picked, ("time_limit_s", "20")).headers["location"]
    served.wait(made.removeprefix("/plans/"), "done")
    assert served.client.get(f"/v1{made}/report").json()["plan"]["moves"]["cases"] == last["moves"] == 0
    nowhere = served.client.get(f"/plans/{plan['id']}/again?keep_within=1e9")
    assert nowhere.status_code == 422


def test_where_there_is_none_the_page_says_how_to_get_it(served: Served, plan: str) -> None:
    page = served.client.get(f"{plan}/frontier").text
    assert "This plan has no frontier: " in page
    assert f'href="{plan}/again?trace=yes"' in page
    form = served.client.get(f"{plan}/again?trace=yes").text
    assert re.search(r'name="frontier" value="yes"[^>]* checked', form)
    assert not re.search(r'name="frontier" value="yes"[^>]* checked', served.client.get(f"{plan}/again").text)


def test_every_page_of_a_changed_roster_says_that_it_is_one(served: Served) -> None:
    asked = served.client.post("/v1/plans", json={"roster": ROSTER, "scenario": ["add 1 officers"]}).json()
    served.wait(asked["id"], "done")
    pages = (
        "",
        "/officers",
        "/officers/1",
        "/cases",
        "/cases/1",
        "/draft",
        "/handover",
        "/frontier",
        "/again",
        "/check",
    )
    for name in (*pages, "/advice", "/cover", "/whatif", f"/compare?with={asked['id']}"):
        page = served.client.get(f"/plans/{asked['id']}{name}")
        assert page.status_code in (200, 409), name
        assert "<title>HYPOTHETICAL: " in page.text or page.status_code == 409, name
        assert "HYPOTHETICAL" in page.text.partition("</title>")[2] or page.status_code == 409, name
