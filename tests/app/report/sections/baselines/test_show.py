"""The plan beside other ways to hand out the cases, and beside chance."""

from __future__ import annotations

from app.intake.options import PlanOptions
from app.report.blocks import Chart, Table, Where
from app.report.build import build_document
from app.report.sections.baselines import show as baselines_show
from app.report.source import Source
from tests.app.report.planned import example, field_office, probation


def test_the_peaks_of_other_ways_end_with_the_plan() -> None:
    chart = baselines_show.peaks(field_office().document)
    assert [row.label for row in chart.rows] == [
        "Today's assignment",
        "In turn (round-robin)",
        "Equal numbers of cases",
        "Longest first to the least loaded",
        "At random",
        "This plan",
    ]
    assert chart.rows[-1].before is None


def test_one_table_stands_on_the_page_and_in_the_workbook() -> None:
    section = baselines_show.show(Source(field_office().document))
    (table,) = section.sheets
    assert isinstance(table, Table)
    assert table in section.blocks
    assert table.columns_on(Where.PAGE) == table.columns_on(Where.WORKBOOK)
    assert [row.title for row in table.rows][-1] == "This plan"
    assert [block.picture for block in section.blocks if isinstance(block, Chart)] == ["bars"]


def test_chance_in_words() -> None:
    text = baselines_show.chance_sentence(probation().document)
    assert text.startswith(
        "Dealt out by chance 100 times, by the same rules of who may hold what, the peak is between "
    )
    assert text.endswith("; not once were both as low as in this plan.")


def test_without_a_plan_nothing_is_said_of_chance() -> None:
    document = build_document(example("probation"), PlanOptions(), None)
    assert baselines_show.chance_sentence(document) == ""
    (table,) = baselines_show.show(Source(document)).sheets
    assert isinstance(table, Table)
    assert [row.title for row in table.rows] == ["Today's assignment"]
