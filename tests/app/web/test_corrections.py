from __future__ import annotations

import pytest

from app.intake.errors import BadCell, RosterRefused
from app.intake.findings import Finding, FindingList, Place
from app.intake.mending.fixes import AS_IT_STANDS, Fixes
from app.intake.mending.typed_rows import TYPED
from app.web.corrections import HERE, MOST_SHOWN, Offer, doubts_of, groups_of, lines_of


def offers(
    *cells: BadCell, fixes: Fixes = AS_IT_STANDS, unread: dict[str, tuple[str, ...]] | None = None
) -> list[Offer]:
    error = RosterRefused(list(cells), unread=unread)
    return [offer for group in groups_of(error, fixes, can_mend=True) for line in group.lines for offer in line.offers]


def test_each_bad_cell_gets_a_box_with_what_is_there() -> None:
    cells = [
        BadCell("officers.csv", 2, "available_hours", "ten", "is not a number"),
        BadCell("officers.csv", 2, "available_hours", "ten", "and too short"),
        BadCell("officers.csv", None, None, None, "is strange"),
        BadCell("Cases", 2, "case_id", None, "is empty"),
        BadCell("elsewhere", 2, "case_id", None, "is empty"),
        BadCell("officers.csv", 9, None, None, "has a value too many"),
    ]
    assert [(offer.name, offer.now) for offer in offers(*cells)] == [
        ("fix:officers:2:available_hours", "ten"),
        ("out:officers:2", ""),
        ("fix:cases:2:case_id", ""),
        ("out:cases:2", ""),
        ("out:officers:9", ""),
    ]
    assert not any(
        line.offers for group in groups_of(RosterRefused(cells), AS_IT_STANDS, can_mend=False) for line in group.lines
    )


def test_errors_that_are_alike_are_one_group() -> None:
    cells = [BadCell("cases", row, "priority", f"P{row}", "must be a whole number") for row in range(2, 5)]
    cells.append(BadCell("cases", 9, "opened", "x", "is not a date"))
    groups = groups_of(RosterRefused(cells), AS_IT_STANDS, can_mend=True)
    assert [(group.message, group.count, len(group.lines)) for group in groups] == [
        ("must be a whole number", 3, 3),
        ("is not a date", 1, 1),
    ]


def test_a_value_that_is_wrong_in_many_rows_is_asked_for_once() -> None:
    cells = [BadCell("cases", row, "priority", "High", "must be a whole number") for row in range(2, 50)]
    assert [offer.name for offer in offers(*cells)] == ["all:cases:priority:High"]


def test_a_pin_is_never_taken_off_everywhere() -> None:
    """Every case that is pinned says yes, and most of them are right."""
    cells = [BadCell("cases", row, "pinned", "yes", "a pinned case needs a current_officer") for row in (2, 3)]
    assert [offer.name for offer in offers(*cells) if offer.kind == "text"] == [
        "fix:cases:2:pinned",
        "fix:cases:3:pinned",
    ]


def test_a_missing_weight_is_asked_for_once() -> None:
    cells = [BadCell("cases", row, "case_type", "probate", "is not there", "missing-weight") for row in (2, 3, 4)]
    assert [(offer.name, offer.now) for offer in offers(*cells)] == [
        ("weight:probate", ""),
        ("all:cases:case_type:probate", "probate"),
    ]
    (group,) = groups_of(RosterRefused(cells), AS_IT_STANDS, can_mend=True)
    assert (group.count, len(group.lines)) == (3, 1)


def test_the_first_day_of_the_period_is_a_field_of_the_form() -> None:
    cell = BadCell("weights", None, "from_age_days", "intake", "has phases by age", "unknown-age")
    assert [offer.name for offer in offers(cell)] == ["period_start"]
    without = BadCell("cases", 3, "opened", None, "is empty", "unknown-age")
    assert [offer.name for offer in offers(without)] == ["fix:cases:3:opened", "out:cases:3"]


def test_a_weight_that_was_typed_wrongly_is_asked_for_again() -> None:
    cell = BadCell("weights", TYPED + 1, "weight_hours", "x", "is not a number")
    fixes = Fixes({"weight:custody": "1", "weight:probate": "x"})
    (group,) = groups_of(RosterRefused([cell]), fixes, can_mend=True)
    assert (group.lines[0].file, group.lines[0].row) == (HERE, None)
    assert [(offer.name, offer.now) for offer in group.lines[0].offers] == [("weight:probate", "x")]


def test_a_missing_column_is_chosen_among_those_that_were_not_read() -> None:
    cell = BadCell("officers", 1, "available_hours", None, "is missing", "missing-column")
    (offer,) = offers(cell, unread={"officers": ("Remarks", "Hours available")})
    assert offer.name == "is:officers:available_hours"
    assert [value for value, _ in offer.choices] == ["", "Hours available", "Remarks"]
    assert offers(cell) == []


def test_a_missing_sheet_is_chosen_among_those_that_were_not_read() -> None:
    noticed = FindingList()
    noticed.add("similar-sheet", Place("Case list"), "may be meant for cases")
    cell = BadCell("book.xlsx", None, None, None, "the sheet cases is missing: the cases", "missing-sheet")
    error = RosterRefused([cell], noticed=noticed.sorted())
    (group,) = groups_of(error, AS_IT_STANDS, can_mend=True)
    assert [(offer.name, offer.choices[1][0]) for offer in group.lines[0].offers] == [("is:cases", "Case list")]


def test_what_does_not_fit_on_a_page_is_counted() -> None:
    cells = [
        BadCell("cases", row, "opened", f"{row}", f"“{row}” is not a date") for row in range(2, 2 + MOST_SHOWN + 5)
    ]
    (group,) = groups_of(RosterRefused(cells), AS_IT_STANDS, can_mend=True)
    assert (group.count, len(group.lines)) == (MOST_SHOWN + 5, MOST_SHOWN)


@pytest.mark.parametrize(
    ("code", "place", "name"),
    [
        ("total-row", Place("officers", 9, "officer_id", "Total"), "out:officers:9"),
        ("hidden-rows", Place("officers", 9), "hidden:officers"),
        ("similar-column", Place("cases.csv", 1, "exluded"), "column:cases:exluded"),
        ("similar-sheet", Place("Cost"), "sheet:Cost"),
        ("too-many-hours", Place("officers", None, "available_hours", "A"), "of:officers:available_hours:A"),
        ("ambiguous-date", Place("cases", 2, "opened", "03/04/2026"), "dates:cases:opened"),
        ("uncertain-formula", Place("cases", 2, "weight_hours", "0"), "fix:cases:2:weight_hours"),
        ("mixed-decimals", Place("cases", 2, "weight_hours", "1.776"), "fix:cases:2:weight_hours"),
        ("similar-spelling", Place("officers", 2, "officer_id", "a"), "fix:officers:2:officer_id"),
        ("similar-spelling", Place("cases", 2, "current_officer", "a"), "all:cases:current_officer:a"),
        ("no-family", Place("cases", 2, "keep_together", "no"), "all:cases:keep_together:no"),
        ("most-have-left", Place("cases", None, "current_officer", "a"), None),
    ],
)
def test_every_doubt_can_be_answered_where_an_answer_mends_it(code: str, place: Place, name: str | None) -> None:
    lines = lines_of(doubt(code, place), AS_IT_STANDS)
    assert [offer.name for line in lines for offer in line.offers] == ([] if name is None else [name])


def doubt(code: str, *places: Place) -> Finding:
    found = FindingList()
    for place in places:
        found.add(code, place, "is odd")
    (one,) = found.sorted()
    return one


def test_every_place_of_a_doubt_is_offered_once() -> None:
    found = doubt("similar-spelling", *(Place("cases", row, "current_officer", f"a{row}") for row in (2, 3)))
    assert [line.row for line in lines_of(found, AS_IT_STANDS)] == [2, 3]
    assert list(doubts_of([found], AS_IT_STANDS)) == ["similar-spelling"]


def test_a_column_that_looks_like_another_is_offered_the_nearest_first() -> None:
    (line,) = lines_of(doubt("similar-column", Place("cases", 1, "exluded_oficers")), AS_IT_STANDS)
    assert [value for value, _ in line.offers[0].choices][:2] == ["", "excluded_officers"]
