"""An office's own export over HTTP: with its profile it goes straight through."""

from __future__ import annotations

from typing import Any

import pytest

from app.intake.recognise import recognise
from app.intake.recognition.profile import Profile, Weight, write_profile
from tests.app.intake.recognition.exports import german, written
from tests.app.serving import Served

EXPORT = written(
    [
        ("Case #", "Case Type", "Assigned To", "Notes"),
        ("1-a", "Felony", "Lee", "secret"),
        ("2-a", "Felony", "Ortiz", "secret"),
        ("3-a", "Felony", "Supervisor Queue", "secret"),
        ("Total", "", "", ""),
    ]
).encode()
PROFILE = write_profile(Profile(hours="100", weights={"Felony": Weight("2")})).encode()
GOALS = '{"time_limit_s": 10, "workers": 1, "remedies_s": 0, "simulations": 0}'


def test_a_plan_of_an_export_goes_straight_through(served: Served) -> None:
    parts = {"export": ("open.csv", EXPORT), "profile": ("office.toml", PROFILE)}
    answer = served.client.post("/v1/plans", files=parts, data={"goals": GOALS}, headers={"Prefer": "wait=60"})
    assert answer.status_code in (200, 202), answer.text
    plan = served.client.get(answer.headers["Location"]).json()
    assert plan["state"] in ("queued", "running", "done")
    roster = served.client.post("/v1/rosters", files=parts).json()
    assert roster["counts"] == {"officers": 2, "cases": 3, "weights": 1, "costs": 0, "flow": 0}
    assert any("Supervisor Queue" in text for text in roster["warnings"])
    assert any("Notes" in text for text in roster["warnings"])
    assert "secret" not in str(roster)


def test_the_same_export_is_the_same_roster_by_command_line_and_http(served: Served) -> None:
    data, profile = german(200).encode("cp1252"), Profile(hours="100")
    found = recognise([("kanzlei.csv", data)], profile)
    assert found.roster is not None
    sent: dict[str, Any] = {"export": ("kanzlei.csv", data), "profile": write_profile(profile).encode()}
    answer = served.client.post("/v1/rosters", files=sent).json()
    assert answer["sha256"] == found.roster.sha256
    assert answer["warnings"] == list(found.roster.warnings)


def test_several_files_are_one_export(served: Served) -> None:
    staff = written([("Name", "Hours"), ("Lee", "80"), ("Ortiz", "90"), ("Nowak", "100")]).encode()
    parts = [("export", ("a.csv", EXPORT)), ("export", ("staff.csv", staff)), ("profile", ("p.toml", PROFILE))]
    assert served.client.post("/v1/rosters", files=parts).json()["counts"]["officers"] == 3


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([("profile", ("p", PROFILE))], "without an export"),
        ([("profile", ("p", b"hour = 1")), ("export", ("e", EXPORT))], "hour is no entry of a profile"),
        ([("profile", ("p", b"")), ("export", ("e", EXPORT))], "--hours 120"),
        ([("profile", ("p", b"pseudonyms = true")), ("export", ("e", EXPORT))], "key stays with you"),
        ([("profile", ("p", PROFILE)), ("cases", ("e", EXPORT))], "not 'cases'"),
        ([("profile", ("p", PROFILE)), ("profile", ("p", PROFILE)), ("export", ("e", EXPORT))], "one part 'profile'"),
        ([("profile", ("p", PROFILE)), ("export", ("e", b"PK\x03\x04 hostile"))], "damaged"),
    ],
)
def test_what_is_missing_or_wrong_is_refused(
    parts: list[tuple[str, tuple[str, bytes]]], message: str, served: Served
) -> None:
    answer = served.client.post("/v1/rosters", files=parts)
    assert answer.status_code == 422
    assert message in answer.text
