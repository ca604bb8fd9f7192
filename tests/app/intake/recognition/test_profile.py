"""The profile: read back as it was written, and refused where it says what no profile says."""

from __future__ import annotations

import pytest

from app.intake.errors import RosterRefused
from app.intake.recognition.profile import Profile, Weight, read_profile, write_profile

FULL = Profile(
    columns={"cases": {'Case "#"': "case_id", "Notes\n2": ""}, "officers": {"Name": "officer_id"}},
    hours="120.5",
    officers={"Müller, J": "80"},
    holders={"Supervisor Queue": "nobody"},
    weights={"Burglary": Weight("6"), "Felony": Weight("2.9", "starting value: x ÷ y")},
    priority={"High": 1},
    skills={"English": "", "Spanisch": "spanish"},
    dates="day-first",
    pseudonyms=True,
)


@pytest.mark.parametrize("profile", [Profile(), FULL])
def test_what_is_written_reads_back_the_same(profile: Profile) -> None:
    assert read_profile(write_profile(profile).encode()) == profile


def test_it_can_be_written_by_hand() -> None:
    text = 'profile = 1\nhours = 120\n[weights]\n"Burglary" = 6\nTheft = 2.5\n[priority]\nHigh = 1\n'
    found = read_profile(text.encode())
    assert found.hours == "120"
    assert found.weights == {"Burglary": Weight("6"), "Theft": Weight("2.5")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hour = 3", r"hour is no entry of a profile \(did you mean hours"),
        ("hours = -1", "hours must be a number of hours"),
        ("hours = true", "hours must be a number"),
        ("profile = 2", "must be 1"),
        ('[columns.case]\nA = "case_id"', r"columns.case is no sheet \(did you mean cases"),
        ('[columns.cases]\nA = "case"', "names case, which is no column of cases"),
        ('[holders]\nA = "somebody"', "holders.A must be “nobody” or “officer”"),
        ("[priority]\nHigh = 6", "priority.High must be a whole number"),
        ('dates = "american"', "dates must be day-first or month-first"),
        ("hours = ", "is not TOML"),
        ("[weights]\nA = { hour = 3 }", "weights.A must be a number of hours, or"),
        ('pseudonyms = "yes"', "must be true or false"),
        ("columns = 3", "must be a table"),
    ],
)
def test_what_is_wrong_is_named(text: str, message: str) -> None:
    with pytest.raises(RosterRefused, match=message):
        read_profile(text.encode(), "office.toml")


def test_what_is_no_text_or_endless_is_refused() -> None:
    with pytest.raises(RosterRefused, match="UTF-8"):
        read_profile(b"\xff\xfe\x00")
    with pytest.raises(RosterRefused, match="larger"):
        read_profile(b"#" * (2 << 20))


def test_what_is_said_later_wins() -> None:
    merged = Profile(hours="1", weights={"A": Weight("1"), "B": Weight("1")}).merged(
        Profile(weights={"A": Weight("2")})
    )
    assert merged.hours == "1"
    assert merged.weights == {"A": Weight("2"), "B": Weight("1")}
