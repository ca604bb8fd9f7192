"""Which values of a column of languages are skills."""

from __future__ import annotations

from app.intake.recognition.values.skills import held_skills, skills_of


def test_english_is_no_skill_where_most_cases_have_it() -> None:
    """It once took 2,872 of 2,998 cases from everybody of whom only Spanish was written down."""
    found = skills_of("Language", ["English"] * 96 + ["Spanish"] * 4, frozenset({"spanish"}), {})
    assert found.ordinary == {"English": 96}
    assert found.skill_of == {"english": ""}


def test_a_language_that_nobody_speaks_is_left_out_and_a_skill_that_nobody_has_stays() -> None:
    cells = ["English"] * 90 + ["Farsi"] * 10
    assert skills_of("Language", cells, frozenset({"spanish"}), {}).unheld == {"Farsi": 10}
    assert skills_of("Skills needed", cells, frozenset({"spanish"}), {}).skill_of == {"english": ""}


def test_what_the_profile_says_counts() -> None:
    found = skills_of("Language", ["English"] * 9, frozenset({"x"}), {"English": "english"})
    assert found.skill_of == {"english": "english"}
    assert not found.ordinary


def test_skills_of_officers_are_split() -> None:
    assert held_skills(["Spanish", "French", "Spanish, French", "none"]) == {"spanish", "french"}
