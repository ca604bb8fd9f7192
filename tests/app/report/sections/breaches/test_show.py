"""Rules that pins break, as a supervisor reads them."""

from __future__ import annotations

from app.report.blocks import Bullets, Paragraph
from app.report.sections.breaches.entry import BreachEntry
from app.report.sections.breaches.show import MOST_BREACHES, show
from tests.app.report.made import blocks, made, source

SAYS = (
    "A pin is an order, and a case that nobody else may hold stays where it is: the plan obeys, and says what "
    "that breaks."
)


def breach(number: int) -> BreachEntry:
    return made(BreachEntry, officer_id=f"O-{number}", sentence=f"Sentence {number}.")


def test_where_no_rule_is_broken_nothing_is_said() -> None:
    section = show(source())
    assert (section.blocks, section.sheets) == ((), ())


def test_each_is_said_in_its_sentence() -> None:
    section = show(source(breaches=[breach(1), breach(2)]))
    assert section.blocks == (
        Paragraph(SAYS),
        Bullets(("Sentence 1.", "Sentence 2.")),
    )


def test_a_list_that_is_cut_says_how_many_there_are() -> None:
    section = show(source(breaches=[breach(number) for number in range(MOST_BREACHES + 1)]))
    (says,) = blocks(section, Paragraph)
    assert says.text == (
        f"{SAYS} Here are the first 100 of 101 breaches; all of them are in report.json and plan.xlsx."
    )
    assert len(blocks(section, Bullets)[0].items) == MOST_BREACHES
