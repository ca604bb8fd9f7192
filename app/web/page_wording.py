"""What the readers say, for somebody at a page: what to choose there in place of an option of the command line."""

from __future__ import annotations

import re
from dataclasses import replace

from app.intake.findings import Finding

SAID_ON_THE_PAGE = {
    "nobody-holds": "if that is a person, choose so below",
    "ordinary-skill": "if it is a skill, choose so below",
    "closed-cases": "say below what is meant",
    "other-period": "say below of which period they are",
    "unsure-heading": "choose above which column the headings are, or leave them unread",
    "skill-columns": "",
}
"""What to do about findings that the page has a field for, where the reader names an option."""
OTHERWISE = (
    (re.compile(r": --priority '(.+?)=3'"), r", in the profile below [priority]: “\1” = 3"),
    (
        re.compile(r"as --column '(.+?)=(\w+)'"),
        r"in the profile below [columns.cases]: “\1” = “\2”",
    ),
    (re.compile(r"or leave the column unread: --column '(.+?)='"), r"or choose for “\1”: left unread"),
    (re.compile(r", or import with --fix"), ""),
    (
        re.compile(r"say what comes first \(dates: day-first or month-first\)"),
        "choose below, under More choices, what comes first",
    ),
    (re.compile(r"--phases (?=\S)"), "More choices, ages at which phases begin: "),
    (re.compile(r"the first day of the period \(--period-start\)"), "the first day of the period (More choices)"),
)
"""Options in errors, where the page shows no fields, and what says the same."""


def on_the_page(text: str) -> str:
    """A message without options of the command line."""
    for option, words in OTHERWISE:
        text = option.sub(words, text)
    return text


def found_on_the_page(found: Finding) -> Finding:
    """A finding that says what to do on the page of an export."""
    names_option = "--" in found.todo
    return replace(found, todo=SAID_ON_THE_PAGE.get(found.code, found.todo)) if names_option else found
