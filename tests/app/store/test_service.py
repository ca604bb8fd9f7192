"""The whole service on both databases."""

from __future__ import annotations

from pathlib import Path

from tests.app.serving import serve


def test_a_plan_is_made_kept_and_removed(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with serve(folder, database_url=url) as served:
        plan = served.done(name="Ä")
        report = served.client.get(plan["links"]["report"])
        lines = served.client.get(plan["links"]["assignments"], headers={"Accept": "text/csv"}).text
    with serve(folder, database_url=url) as served:
        assert served.client.get("/readyz").status_code == 200
        assert served.client.get(plan["links"]["self"]).json() == plan
        assert served.client.get(plan["links"]["report"]).content == report.content
        assert served.client.get(plan["links"]["assignments"], headers={"Accept": "text/csv"}).text == lines
        assert served.client.get("/v1/plans").json()["items"][0]["name"] == "Ä"
        assert served.client.delete(plan["links"]["self"]).status_code == 204
        assert served.client.get(f"/v1/rosters/{plan['roster_id']}").status_code == 404
