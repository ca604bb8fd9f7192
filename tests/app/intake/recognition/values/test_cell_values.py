"""Words in cells."""

from __future__ import annotations

import pytest

from app.intake.recognition.values.cell_values import is_nothing, is_queue, parts_of, priorities_of, yes_no


@pytest.mark.parametrize(
    ("text", "said"), [("Ja", True), ("x", True), ("NO", False), ("sí", True), ("", None), ("?", None)]
)
def test_yes_and_no(text: str, said: bool | None) -> None:
    assert yes_no(text) is said


@pytest.mark.parametrize("text", ["N/A", "-", "none", "Nicht zugewiesen", "unbekannt", "  ", "Sin asignar"])
def test_nothing_is_said_in_many_ways(text: str) -> None:
    assert is_nothing(text)


def test_names_are_something() -> None:
    assert not is_nothing("Noone, P")
    assert is_queue("Supervisor Queue")
    assert not is_queue("Quentin, U")


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        (["High", "Medium", "Low"], [1, 3, 5]),
        (["Critical", "High", "Moderate", "Low"], [1, 2, 3, 5]),
        (["sehr hoch", "hoch", "mittel", "gering", "sehr gering"], [1, 2, 3, 4, 5]),
        (["High", "Low"], [1, 5]),
        (["High", "Purple"], [1]),
    ],
)
def test_levels_become_priorities(words: list[str], levels: list[int]) -> None:
    assert list(priorities_of(words).values()) == levels


def test_lists_are_split_by_commas_only_where_all_parts_are_known() -> None:
    known = {"dv", "spanish"}
    assert parts_of("DV, Spanish", known) == ["DV", "Spanish"]
    assert parts_of("DV/Spanish", known) == ["DV", "Spanish"]
    assert parts_of("Smith, Jane", known) == ["Smith, Jane"]
    assert parts_of("DV; Smith, Jane|DV\nx", known) == ["DV", "Smith, Jane", "x"]
    assert parts_of("a/b", {"a", "b", "a/b"}) == ["a/b"], "it is a value itself"
