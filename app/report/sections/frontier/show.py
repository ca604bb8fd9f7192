"""The frontier: a chart, a sentence, and the numbers."""

from __future__ import annotations

from collections.abc import Callable

from app.report.blocks import Chart, Code, Column, Paragraph, Section, Table, Where, present
from app.report.sections.frontier.chart import amount, chart
from app.report.sections.frontier.entry import FrontierEntry, FrontierPointEntry
from app.report.source import Source
from app.report.text.numbers import percent
from app.report.text.sheet_names import WHAT_HELPS

TITLE = "What one more move buys"
PROVEN = "proven"


def show(source: Source) -> Section:
    """Fewest moves for each fairness; nothing where that was not asked for."""
    found = source.document.frontier
    if found is None:
        return Section(TITLE, "frontier")
    table = point_table(found)
    return Section(
        TITLE,
        "frontier",
        blocks=present(
            Paragraph(
                "Fairness and handovers pull against each other. Each point is the plan with the fewest moves at that "
                f"fairness; forced moves are not counted. {says(found)}"
            ),
            drawn(found) if len(found.points) > 1 else None,
            table,
            Paragraph(("To get the plan of a line, give its ", Code("--keep-within"), "."), "note"),
        ),
        sheets=(table,),
    )


def drawn(found: FrontierEntry, leads_to: Callable[[int], str] = lambda _: "") -> Chart:
    """The chart; ``leads_to``: the address behind the point of a number."""
    plot = chart(found, leads_to)
    keys = present(
        ("work", "fewest moves found"),
        ("room", "how many fewer it might be") if plot.band else None,
        ("planned", "this plan") if plot.delivered else None,
        ("today", "as little as can be moved from today"),
    )
    return Chart(plot, "frontier", keys)


def point_table(found: FrontierEntry) -> Table[FrontierPointEntry]:
    """Every point, the fairest first."""
    moves = "Hours moved" if found.moves_unit == "hours" else "Moves"
    above = Column[FrontierPointEntry](
        "Points above the fair share",
        "fixed",
        lambda point: point.points_above_fair_share,
        14,
        sheet_title="Above the fair share (points)",
        is_head=True,
    )
    within = Column[FrontierPointEntry](
        "Keep within, points", "fixed", lambda point: point.points_above_fairest, sheet_title="Keep within (points)"
    )
    rest = (
        Column[FrontierPointEntry](
            "Peak utilization",
            "percent",
            lambda point: point.peak_utilization,
            over=Where.WORKBOOK,
            absent="no hours",
        ),
        Column[FrontierPointEntry](moves, "exact", lambda point: point.moves),
        Column[FrontierPointEntry]("Cannot be below", "exact", lambda point: point.bound),
        Column[FrontierPointEntry]("Which", "text", lambda point: mark(found, point), where=Where.PAGE),
        Column[FrontierPointEntry]("Status", "text", lambda point: point.status, where=Where.WORKBOOK),
    )
    note = "The fewest moves for each fairness; --keep-within takes the first column. Forced moves are not counted."
    if found.plan is not None:
        note += (
            f" This plan: {found.plan.points_above_fair_share:g} points above the fair share, {found.plan.moves:,g} "
            f"{moves.lower()}."
        )
    return Table(
        "Balance and moves",
        (above, within, *rest),
        found.points,
        sheet=WHAT_HELPS,
        sheet_columns=(within, above, *rest),
        note=note,
    )


def mark(found: FrontierEntry, point: FrontierPointEntry) -> str:
    """What there is to say of a row."""
    above = point.points_above_fair_share
    marks = {
        "this plan": found.plan is not None and found.plan.points_above_fair_share == above,
        "fairest": point is found.points[0],
        "fewest moves": point is found.points[-1],
        PROVEN: point.bound == point.moves,
    }
    return ", ".join(mark for mark, is_so in marks.items() if is_so)


def says(found: FrontierEntry) -> str:
    """What the two ends are, in a sentence."""
    first, last = found.points[0], found.points[-1]
    most, least = (amount(point.moves, found.moves_unit) for point in (first, last))
    if len(found.points) == 1:
        return f"There is nothing to weigh here: the plan that moves least ({least}) is as fair as any."
    return (
        f"The fairest plan has a peak of {percent(first.peak_utilization)} and takes {most}; leaving everything where "
        f"it is today, as far as that can be, takes {least} and has a peak of {percent(last.peak_utilization)}."
    )
