"""Who holds the cases, and who is nobody."""

from __future__ import annotations

from collections import Counter

from app.intake.recognition.holders import holders_of


def test_officers_are_made_of_people_and_not_of_queues() -> None:
    found = holders_of(Counter({"Lee, A": 9, "Supervisor Queue": 3, "Unassigned": 2, "n/a": 1}), {})
    assert found.officers == ("Lee, A",)
    assert found.nobody == {"Supervisor Queue": 3}
    assert found.blank == 3


def test_a_person_called_like_a_queue_can_be_said_to_be_one() -> None:
    counts = Counter({"Queue, Sam": 3})
    assert holders_of(counts, {"queue, sam": "officer"}).officers == ("Queue, Sam",)
    assert holders_of(counts, {}, known=["Queue, Sam"]).officers == ("Queue, Sam",), "a sheet of officers has them"


def test_anybody_can_be_said_to_be_nobody() -> None:
    assert holders_of(Counter({"Desk 4": 3, "B": 1}), {"DESK 4": "nobody"}).officers == ("B",)


def test_spellings_of_one_name_are_one_officer() -> None:
    found = holders_of(Counter({"Lee, A": 9, "lee,  a": 1, "Lee, B": 1}), {})
    assert found.officers == ("Lee, A", "Lee, B")
    assert found.respelled == {"lee,  a": "Lee, A"}
    assert found.officer_of["lee,  a"] == "Lee, A"
