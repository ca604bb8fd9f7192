"""``study.html``: two pages about a study. The weights with their intervals, and what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.answers.weights.should import should_sentences
from app.answers.weights.study_charts import called, drawn_weights, hours_of, weight_chart
from app.report.blocks import Block, Bullets, Chart, Column, Head, Notice, Paragraph, Section, Table, present
from app.report.charts.bars import MOST_ROWS
from app.report.render.html import page_of
from solver.analysis.words import counted

Weight = dict[str, Any]
FOOTER = "Rounded here to two decimals of an hour; study.json has four, and everything else that was worked out."
WRONG = "wrong"
COLUMNS = (
    "From and to are the 5th and the 95th percentile: nine intervals of ten hold the true weight. A dash says that "
    "nobody knows, as where one officer alone had such cases. Halved by: how many more officers in the same weeks, or "
    "more weeks of the same officers, would make the interval half as wide. Never: officers differ for good, and more "
    "weeks do not change that."
)
"""What stands below the table."""


def study_html(document: dict[str, Any], source: str) -> str:
    """The report of a study as one self-contained page.

    Parameters
    ----------
    document : dict
        As :func:`app.answers.weights.study_document.document_of` makes it.
    source : str
        The study, as people call it, with its size.
    """
    return page_of(sections_of(document, source))


def sections_of(document: dict[str, Any], source: str) -> list[Section]:
    """All of the report; sections without blocks have nothing to say."""
    unit = unit_of(document)
    return [
        Head(
            f"Hours of {unit}",
            "weights",
            blocks=tuple(first_page(document)),
            is_in_head=True,
            subject=f"case weights, {source}",
            eyebrow=source[:1].upper() + source[1:],
            footer=FOOTER,
            is_brief=True,
        ),
        Section("Findings", "findings", (findings_of(document),)),
        Section("What is, and what should be", "should", tuple(_should(document))),
        Section("How sure the weights are", "sure", (Bullets(tuple(_how_sure(document))),)),
        Section("How it was worked out", "method", tuple(_how(document))),
    ]


def unit_of(document: dict[str, Any]) -> str:
    """Of what a weight is the hours."""
    return "a new case, from beginning to end" if document["period"] is None else f"an open case a {document['period']}"


def first_page(document: dict[str, Any]) -> Iterator[Block]:
    """The weights as a chart and as a table, and the hours that an officer has for cases."""
    wrong = [each for each in document["findings"] if each["weight"] == WRONG]
    if wrong:
        things = "One thing is" if len(wrong) == 1 else f"{len(wrong):,} things are"
        yield Notice(f"{things} to be put right before these weights are used.", "They stand first among the findings.")
    yield Paragraph(" ".join(_in_short(document)))
    shown = drawn_weights(document)
    if shown:
        keys = (("planned", "weight"), ("span", "holds the true weight with 90 %"))
        yield Chart(weight_chart(document, unit_of(document)), "intervals", keys)
        known = sum(each["weight_hours"] is not None for each in document["weights"])
        if known > len(shown):
            yield Paragraph(f"Drawn are the {MOST_ROWS} with the most hours; the table has all {known:,}.", "note")
    yield weight_table(document)
    yield Paragraph(COLUMNS, "note")


def _in_short(document: dict[str, Any]) -> Iterator[str]:
    size = f"{counted(document['officers'], 'officer')} in {counted(document['weeks'], 'week')}"
    yield f"{size}, {document['entries']:,} entries."
    share = document["case_share"]
    if share is not None:
        least, most = f"{share['low']:.1%}", f"{share['high']:.1%}"
        yield f"{share['value']:.1%} of the recorded time belongs to cases ({least} to {most})."
    if document["fte_hours"] is not None:
        per = document["period"] or "month"
        yield f"A full-time officer has {document['fte_hours']:,.2f} hours for cases a {per}."


def weight_table(document: dict[str, Any]) -> Table[Weight]:
    """Each weight with what it rests on, and what would halve its interval."""
    return Table(
        "Weights",
        (
            Column("Case type", "text", called, is_head=True),
            Column("Hours", "figure", lambda each: hours_of(each["weight_hours"])),
            Column("From", "figure", lambda each: hours_of(each["low_hours"])),
            Column("To", "figure", lambda each: hours_of(each["high_hours"])),
            Column("Single cases differ by", "figure", lambda each: _percent(each["case_cv"])),
            Column("Officers", "count", lambda each: each["officers"]),
            Column("Weeks", "count", lambda each: each["weeks"]),
            Column("Halved by more officers", "figure", lambda each: _to_halve(each, "more_officers")),
            Column("Or by more weeks", "figure", lambda each: _to_halve(each, "more_weeks")),
        ),
        document["weights"],
        caption=f"Hours of {unit_of(document)}, with their 90 % intervals",
    )


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _to_halve(weight: Weight, which: str) -> str:
    more = weight["to_halve"]
    if more is None:
        return "–"
    return "never" if more[which] is None else f"{more[which]:,}"


def findings_of(document: dict[str, Any]) -> Block:
    """What is wrong with the study, then what is to be known of it."""
    found = sorted(document["findings"], key=lambda each: each["weight"] != WRONG)
    if not found:
        return Paragraph("Nothing was found in the study that is wrong or has to be known.")
    return Bullets(tuple(f"WRONG: {each['text']}" if each["weight"] == WRONG else each["text"] for each in found))


def _should(document: dict[str, Any]) -> Iterator[Block]:
    should = document["should"]
    if should is None or not should["types"]:
        return
    total = should_sentences({**should, "types": []}, document["period"])
    yield Paragraph(
        " ".join(["What cases take today, and what they should take as a panel says; the sheet keeps today's.", *total])
    )
    yield Table[Weight](
        "Each type as it is, and as it should be",
        (
            Column("Case type", "text", lambda each: each["case_type"], is_head=True),
            Column("Is, h", "figure", lambda each: hours_of(each["is_hours"])),
            Column("Should be, h", "figure", lambda each: hours_of(each["should_hours"])),
            Column("Times as much", "figure", lambda each: f"{each['median']:.2f}"),
            Column("Half of the panel says", "figure", lambda each: f"{each['low']:.2f} to {each['high']:.2f}"),
            Column("One opinion", "figure", lambda each: "no" if each["disagree"] else "yes"),
            Column("Panellists", "count", lambda each: each["panellists"]),
            Column("More hours, all open cases", "figure", lambda each: _more(each["more_hours"])),
        ),
        should["types"],
    )


def _more(hours: float | None) -> str:
    return "–" if hours is None else f"{hours:+,.1f}".replace("-", "−")


def _how_sure(document: dict[str, Any]) -> Iterator[str]:
    together = document["weight_correlation"]
    if together is None:
        yield "How far errors of different types go together is not known: fewer than two weights have an interval."
    else:
        yield (
            f"Errors of different types go together with a correlation of {together:.2f} (0: each on its own; 1: all "
            f"alike): an officer who is slow is slow with every type. For a plan: --weight-correlation {together:g}."
        )
    if document["shared_cv"]:
        yield f"An error of {document['shared_cv']:.0%} that all weights share, and no study shows, was added."
    else:
        yield "No error that all weights share was added; no study shows how far everybody rounds up or forgets."


def _how(document: dict[str, Any]) -> Iterator[Block]:
    if document["period"] is None:
        ratio = "all hours of the type in the study, divided by the new cases of the same time"
    else:
        ratio = (
            f"all hours of the type, divided by its open cases week by week, times the weeks of a {document['period']}"
        )
    drawn = [each for each in document["weights"] if each["drawn_to_group"]]
    steps = present(
        f"A weight is {ratio}.",
        "Where paid hours are known, the entries of each week of an officer are multiplied by paid ÷ recorded hours: "
        "what nobody wrote down is taken to be spent like what is there.",
        "The sample are officers and weeks, not entries: entries of one officer, or of one week, are alike. The "
        "interval takes what officers and weeks differ by, with Student's t.",
        "Single cases differ by (case_cv): standard deviation of the hours of single cases, divided by their mean.",
        f"{counted(len(drawn), 'rare type')} drawn towards the mean of the group, as far as unsure." if drawn else None,
    )
    yield Bullets(steps)
    if document["read"]:
        yield Paragraph("Read as: " + " ".join(document["read"]), "note")
