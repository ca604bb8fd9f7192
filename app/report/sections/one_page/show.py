"""One page to sign: verdict, what decides, risk, what to do, what changes, what is open. In fewer than 250 words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from app.report.blocks import Answers, Banner, Head, Pairs, Section
from app.report.document import ReportDocument
from app.report.sections.one_page.risk import risks
from app.report.sections.one_page.said import WORDS, Row, count_words, fitted
from app.report.sections.one_page.staff import staff
from app.report.sections.one_page.still_open import still_open
from app.report.sections.one_page.to_do import actions
from app.report.sections.one_page.verdict import decides, lead, parts, title
from app.report.sections.summary.facts import period, subject
from app.report.source import CaseList, Source
from app.report.text.sheet_names import ONE_PAGE


@dataclass(frozen=True, slots=True)
class OnePage:
    """All that stands on it, whoever shows it.

    Attributes
    ----------
    eyebrow, title : str
    state : str
        Of the verdict: sustainable, strained or unsustainable.
    lead : str
        Why it is that word.
    rows : tuple of Row
    """

    eyebrow: str
    title: str
    state: str
    lead: str
    rows: tuple[Row, ...]

    @property
    def words(self) -> int:
        """How many there are, the heading included."""
        return count_words(self.eyebrow, self.title, self.lead, *_texts(self.rows))


def show(source: Source) -> Section:
    """The head of the page, and the first sheet."""
    document = source.document
    page = one_page(document)
    return Head(
        title=page.title,
        id="one-page",
        blocks=(Banner(page.lead, page.state), Answers(tuple((row.label, row.lines) for row in page.rows))),
        sheets=(Pairs(tuple(_sheet(page, source.cases)), sheet=ONE_PAGE, has_title=True, state=page.state),),
        is_in_head=True,
        subject=subject(document),
        eyebrow=page.eyebrow,
    )


def one_page(document: ReportDocument, fits: Callable[[Sequence[Row]], bool] | None = None) -> OnePage:
    """Everything that whoever signs has to know.

    Parameters
    ----------
    document : ReportDocument
    fits : callable or None
        Whether there is room for some rows; None: by the number of words.
    """
    rows = (
        Row("In its parts", parts(document.verdict)),
        Row("What decides", decides(document)),
        Row("Risk", risks(document)),
        Row("What to do", actions(document), is_list=True),
        Row("For staff", staff(document)),
        Row("Open", still_open(document)),
    )
    shown = fitted(rows, fits or partial(has_words, document))
    return OnePage(_eyebrow(document), title(document), document.verdict.state, lead(document), shown)


def has_words(document: ReportDocument, rows: Sequence[Row]) -> bool:
    """Whether the page with these rows has few enough words."""
    return count_words(_eyebrow(document), title(document), lead(document), *_texts(rows)) <= WORDS


def _eyebrow(document: ReportDocument) -> str:
    """30 officers, 6,000 cases · Month · 24 November 2026."""
    return f"{subject(document)} · {_period(document)} · {_day(document.provenance.created)}"


def _texts(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield row.label
        yield from row.lines


def _sheet(page: OnePage, cases: CaseList | None) -> Iterator[tuple[str, str]]:
    """The same as labels and texts."""
    yield page.title, ""
    yield page.state.capitalize(), page.lead
    for row in page.rows:
        for at, line in enumerate(row.lines):
            yield "" if at else row.label, line
    yield "For", page.eyebrow
    if cases is not None and cases.is_large:
        yield "This workbook", _cut(cases)


def _cut(cases: CaseList) -> str:
    return (
        f"There are more than {cases.most_cases:,} cases: this workbook holds the summaries and up to "
        f"{cases.most_rows:,} moves; assignments.csv lists every case."
    )


def _period(document: ReportDocument) -> str:
    start = document.provenance.goals.get("period_start")
    word = period(document).capitalize()
    return f"{word} from {_day(str(start))}" if start else word


def _day(text: str) -> str:
    day = dt.datetime.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
