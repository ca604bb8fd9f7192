"""What changed since a plan, in words: one line for each kind, with its first cases."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.answers.next_period.since import Became, CaseSince, HoursSince, Since

TITLES: Mapping[Became, str] = {
    Became.CLOSED: "Closed",
    Became.NEW: "New",
    Became.NOT_HANDED_OVER: "Not handed over yet",
    Became.OTHERWISE: "Moved otherwise than adopted",
    Became.UNNAMED: "No officer named",
    Became.WITHOUT: "Without an officer",
    Became.AS_ADOPTED: "As adopted",
}
"""In the order in which people are told."""
MEANINGS: Mapping[Became, str] = {
    Became.CLOSED: "in the plan, and no longer in the export",
    Became.NEW: "in the export, and not in the plan",
    Became.NOT_HANDED_OVER: "still with the officer who had them before",
    Became.OTHERWISE: "with somebody who was not to have them",
    Became.UNNAMED: "the export names nobody, so they count for the officer of the plan",
    Became.WITHOUT: "the export names nobody, and the officer of the plan is not in it",
    Became.AS_ADOPTED: "with those to whom the plan gave them",
}
HEADER = ("case_id", "became", "had it before", "adopted", "has it by the export", "has it in the next roster")


@dataclass(frozen=True, slots=True)
class Kind:
    """What became of some cases.

    Attributes
    ----------
    title, meaning : str
    count : int
    first : tuple of str
        The first of them, each in a few words; none where nothing is to be said of single ones.
    """

    title: str
    meaning: str
    count: int
    first: tuple[str, ...]


def kinds_of(found: Since, first: int) -> Iterator[Kind]:
    """Every kind with its first cases, in the order in which people are told; those without cases, too."""
    for became, title in TITLES.items():
        cases = found.those(became)
        if became is Became.AS_ADOPTED:
            meaning = f"{MEANINGS[became]}; handed over since: {found.handed_over:,}"
            yield Kind(title, meaning, len(cases), ())
        else:
            yield Kind(title, MEANINGS[became], len(cases), tuple(map(in_words, cases[:first])))


def in_words(case: CaseSince) -> str:
    """One case: C-1 (adopted for Ann, with Bo)."""
    adopted, real = case.adopted or "nobody", case.real or "nobody"
    if case.became is Became.CLOSED:
        return f"{case.case_id} (was with {adopted})" if case.adopted else case.case_id
    if case.became is Became.NEW:
        return f"{case.case_id} (with {real})"
    if case.became in (Became.UNNAMED, Became.WITHOUT):
        return f"{case.case_id} (adopted for {adopted})"
    counts = "" if case.now == case.real else f"; counts for {case.now}"
    return f"{case.case_id} (adopted for {adopted}, with {real}{counts})"


def hours_in_words(each: HoursSince) -> str:
    """One officer: Ann (120 h, was 160)."""
    return f"{each.officer_id} ({each.now.normalize():f} h, was {each.before.normalize():f})"


def officers_of(found: Since) -> Iterator[tuple[str, Sequence[str]]]:
    """Who left, who came, and whose hours are others, and who is written otherwise, each with a title."""
    if found.knows_officers:
        yield "Officers who left", found.left
        yield "Officers who came", found.came
        yield "Hours that changed", tuple(map(hours_in_words, found.hours))
    if found.respelled:
        yield "Written otherwise than in the plan", tuple(f"{now} (was {before})" for before, now in found.respelled)


def since_csv(found: Since) -> bytes:
    """A row for each case that is not as adopted, as it is: whoever hands it to people has it guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for became, title in TITLES.items():
        if became is not Became.AS_ADOPTED:
            for each in found.those(became):
                writer.writerow((each.case_id, title.lower(), each.before, each.adopted, each.real, each.now))
    return out.getvalue().encode()
