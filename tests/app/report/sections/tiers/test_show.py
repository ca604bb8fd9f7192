"""Where it is tightest: the sum that shows it, and all groups."""

from __future__ import annotations

from typing import Any

from app.report.blocks import Paragraph, Section, Table
from app.report.sections.tiers.entry import NeedRow, TierEntry
from app.report.sections.tiers.show import DECIDES, MOST_TIERS, show
from tests.app.report.made import blocks, in_workbook, made, on_page, source


def tier(**given: Any) -> TierEntry:
    plainest = {
        "utilization": 1.2,
        "target": 0.6,
        "state": "unsustainable",
        "demand_hours": 120,
        "available_hours": 110,
        "effective_hours": 100,
        "gap_hours": 20,
        "fte_gap": 0.14,
        "budget_fte_gap": 0.12,
        "cases": 12,
        "officers": ["A"],
        "needs": [made(NeedRow, needs="spanish", cases=12)],
        "needs_total": 1,
        "certificate": "12 cases of 120 h, and only A with 100 h.",
    }
    return made(TierEntry, **{**plainest, **given})


def paragraphs(section: Section) -> list[str]:
    return [str(each.text) for each in blocks(section, Paragraph)]


def test_the_sum_of_the_tightest_stands_before_the_numbers() -> None:
    section = show(source(tiers=[tier()]))
    assert section.blocks[:2] == (
        Paragraph(DECIDES),
        Paragraph("12 cases of 120 h, and only A with 100 h.", "certificate"),
    )
    (row,) = on_page(blocks(section, Table)[0])
    assert row == {
        "Group": "1",
        "Cases that need": "spanish",
        "Officers": "A",
        "Cases": "12",
        "Work,\u00a0h": "120",
        "Available,\u00a0h": "100",
        "Utilization": "120%",
        "Target": "60%",
        "State": "unsustainable",
        "Missing": "20 h (0.14 FTE)",
    }


def test_one_group_is_not_said_to_be_all_groups() -> None:
    assert not any("All groups" in text for text in paragraphs(show(source(tiers=[tier()]))))
    several = show(source(tiers=[tier(), tier(gap_hours=0, state="sustainable")]))
    assert any(text.startswith("All groups, from tightest to loosest.") for text in paragraphs(several))
    assert [row["Missing"] for row in on_page(blocks(several, Table)[0])] == ["20 h (0.14 FTE)", "none"]


def test_the_target_is_explained_and_one_that_was_given_is_said_to_be() -> None:
    told = paragraphs(show(source(tiers=[tier()])))[-1]
    assert "because a few people need more slack than many." in told
    assert told.endswith("that root plus 1: for the work of 4 officers 2 ÷ 3 = 66.7%, for that of 25 5 ÷ 6 = 83.3%.")
    told = paragraphs(show(source(tiers=[tier()], goals={"beta": 2.5})))[-1]
    assert told.endswith(
        "that root plus 2.5: for the work of 4 officers 2 ÷ 4.5 = 44.4%, for that of 25 5 ÷ 7.5 = 66.7%."
    )
    given = paragraphs(show(source(tiers=[tier()], goals={"target": "0.85"})))[-1]
    assert given.endswith("The target was given.")
    assert "root" not in given


def test_needs_past_three_are_counted() -> None:
    def needs(count: int) -> str:
        rows = [made(NeedRow, needs=f"need {n}") for n in range(count)]
        (row,) = on_page(blocks(show(source(tiers=[tier(needs=rows, needs_total=count)])), Table)[0])
        return row["Cases that need"]

    assert needs(3) == "need 0; need 1; need 2"
    assert needs(4) == "need 0; need 1; need 2; and 1 other need"
    assert needs(5) == "need 0; need 1; need 2; and 2 other needs"


def test_the_workbook_has_all_groups_with_numbers_and_what_shows_them() -> None:
    section = show(source(tiers=[tier()] * (MOST_TIERS + 1)))
    assert any("Here are the tightest 40 of 41 groups" in text for text in paragraphs(section))
    assert len(list(on_page(blocks(section, Table)[0]))) == MOST_TIERS
    (sheet,) = section.sheets
    assert isinstance(sheet, Table)
    rows = list(in_workbook(sheet))
    assert [row["Group"] for row in rows] == list(range(1, MOST_TIERS + 2))
    assert (rows[0]["Missing (h)"], rows[0]["Missing FTE"], rows[0]["Missing budget FTE"]) == (20, 0.14, 0.12)
    assert rows[0]["Available × efficiency (h)"] == 100
    assert rows[0]["What shows it"].startswith("12 cases")


def test_a_roster_without_groups_has_the_empty_sheet_alone() -> None:
    section = show(source())
    assert section.blocks == ()
    assert list(in_workbook(section.sheets[0])) == []
