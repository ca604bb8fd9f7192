"""Where it is tightest: groups of cases and the only officers who may hold them."""

from __future__ import annotations

from typing import NamedTuple

from app.report.blocks import Column, Paragraph, Section, Table, Where, paragraph, present
from app.report.document import ReportDocument
from app.report.sections.tiers.entry import TierEntry
from app.report.source import Source
from app.report.text.numbers import about, percent
from app.report.text.sheet_names import FIGURES
from app.report.text.words import cut, missing_text
from solver.analysis.words import counted

MOST_TIERS = 40
MOST_NEEDS = 3
"""Needs of a group that its row names."""


DECIDES = "Some cases can be held only by some officers. The tightest such group decides how good any plan can be:"


class Placed(NamedTuple):
    """A group and its place from the tightest on, from 1."""

    group: int
    tier: TierEntry


def show(source: Source) -> Section:
    """The tightest group in its arithmetic, then all of them."""
    document = source.document
    table = _table([Placed(group, tier) for group, tier in enumerate(document.tiers, 1)])
    if not document.tiers:
        return Section("Where it is tightest", "tightest", sheets=(table,))
    several = (
        "All groups, from tightest to loosest. In the fairest plan everybody of a group is as full as the group: that "
        "is their fair share."
        if len(document.tiers) > 1
        else ""
    )
    return Section(
        "Where it is tightest",
        "tightest",
        blocks=present(
            Paragraph(DECIDES),
            Paragraph(document.tiers[0].certificate, "certificate"),
            paragraph(several, cut(len(document.tiers), MOST_TIERS, f"the tightest {MOST_TIERS}", "groups")),
            table,
            Paragraph(_target_note(document), "note"),
        ),
        sheets=(table,),
    )


def _table(tiers: list[Placed]) -> Table[Placed]:
    group = Column[Placed]("Group", "count", lambda row: row.group, 8, is_head=True)
    needs = Column[Placed]("Cases that need", "long", lambda row: _needs(row.tier), where=Where.PAGE)
    officers = Column[Placed]("Officers", "ids", lambda row: row.tier.officers, 30)
    cases = Column[Placed]("Cases", "count", lambda row: row.tier.cases, 10)
    work = Column[Placed]("Work,\u00a0h", "hours", lambda row: row.tier.demand_hours, sheet_title="Work (h)", unit="-")
    hours = Column[Placed](
        "Available,\u00a0h",
        "hours",
        lambda row: row.tier.effective_hours,
        14,
        sheet_title="Available × efficiency (h)",
        unit="-",
    )
    used = Column[Placed]("Utilization", "percent", lambda row: row.tier.utilization, over=Where.WORKBOOK)
    target = Column[Placed]("Target", "percent", lambda row: row.tier.target, 10)
    state = Column[Placed]("State", "state", lambda row: row.tier.state, 14)
    missing = Column[Placed](
        "Missing", "figure", lambda row: missing_text(row.tier.gap_hours, row.tier.fte_gap), where=Where.PAGE
    )
    only_sheet = (
        Column[Placed]("Missing (h)", "hours", lambda row: row.tier.gap_hours),
        Column[Placed]("Missing FTE", "number", lambda row: row.tier.fte_gap, 10),
        Column[Placed]("Missing budget FTE", "number", lambda row: row.tier.budget_fte_gap, 10),
    )
    shown_by = Column[Placed]("What shows it", "long", lambda row: row.tier.certificate, 90)
    return Table(
        "Groups of cases and officers",
        (group, needs, officers, cases, work, hours, used, target, state, missing),
        tiers,
        listed=tiers[:MOST_TIERS],
        sheet=FIGURES,
        sheet_columns=(group, used, target, state, cases, work, hours, *only_sheet, officers, shown_by),
    )


def _needs(tier: TierEntry) -> str:
    needs = "; ".join(row.needs for row in tier.needs[:MOST_NEEDS])
    if tier.needs_total > MOST_NEEDS:
        needs += f"; and {counted(tier.needs_total - MOST_NEEDS, 'other need')}"
    return needs


def _target_note(document: ReportDocument) -> str:
    meaning = (
        "Sustainable is what stays within the target; strained is what the hours still carry; unsustainable is what "
        "they do not. "
    )
    if document.provenance.goals.get("target") is not None:
        return meaning + "The target was given."
    beta = float(document.provenance.goals.get("beta", 1))
    few, many = (f"{root} ÷ {about(root + beta, 4)} = {percent(root / (root + beta))}" for root in (2, 5))
    return meaning + (
        "The target depends on the size of the group, because a few people need more slack than many. It is the root "
        f"of the work in full-time officers, divided by that root plus {about(beta, 4)}: for the work of 4 officers "
        f"{few}, for that of 25 {many}."
    )
