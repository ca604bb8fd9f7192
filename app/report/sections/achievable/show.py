"""What caseload is achievable: group by group, type by type, officer by officer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from app.report.blocks import Bullets, Column, Heading, Paragraph, Section, Table, Where
from app.report.document import ReportDocument
from app.report.sections.achievable.entry import OfficerCaseloadEntry, TierCaseloadEntry, TypeShareEntry
from app.report.source import Source
from app.report.text.numbers import about, percent
from app.report.text.sheet_names import FIGURES
from solver.analysis.words import counted

TITLE = "What caseload is achievable"
MOST_TIERS = 40
MOST_ROWS = 60
"""Types, and officers, that the page lists."""
MOST_NAMED = 4
"""Types that a cell names."""
NO_TYPE = "no type"


class TypeRow(NamedTuple):
    """A case type in the mix of a group."""

    tier: TierCaseloadEntry
    share: TypeShareEntry


class OfficerRow(NamedTuple):
    """An officer in a group."""

    tier: TierCaseloadEntry
    officer: OfficerCaseloadEntry


def show(source: Source) -> Section:
    """On the page only where cases take time."""
    document = source.document
    types, officers = _types(document), _officers(document)
    if not document.achievable.tiers:
        return Section(TITLE, "achievable", sheets=(types, officers))
    return Section(
        TITLE,
        "achievable",
        blocks=(
            Paragraph(
                "Today's mix of cases, made smaller or larger until each group of officers is within its target. Whole "
                "cases of each type are counted, so the types of a group can add up to a little less than the group. "
                f"{_whole(document)} {_beside_standards(document)}".rstrip()
            ),
            Bullets(tuple(_sentences(document))),
            types,
            Heading("Each officer"),
            Paragraph(
                "How many cases of their group's mix everybody can hold within the target, beside what they hold today "
                f"and the time that this leaves for each case. {_more(document)}".rstrip()
            ),
            officers,
        ),
        sheets=(types, officers),
    )


def _whole(document: ReportDocument) -> str:
    multiple = document.achievable.multiple
    if multiple is None:
        return ""
    return f"With {percent(multiple)} of today's cases, in the same mix, every group would be within its target."


def _beside_standards(document: ReportDocument) -> str:
    if not document.standards:
        return ""
    return (
        "This is what the hours carry; a published standard, further below, counts cases whatever time there is. Of "
        "the two the smaller number is the one to go by."
    )


def _more(document: ReportDocument) -> str:
    officers = sum(len(tier.officers) for tier in document.achievable.tiers)
    if officers <= MOST_ROWS:
        return ""
    return f"Here are {MOST_ROWS} of {counted(officers, 'officer')}, the tightest group first; plan.xlsx lists all."


def _sentences(document: ReportDocument) -> Iterator[str]:
    """What each group can hold, in a sentence."""
    for tier in document.achievable.tiers[:MOST_TIERS]:
        today = f"Group {tier.tier} has {counted(tier.cases_today, 'case')} today"
        multiple = about(tier.multiple, 2)
        times = "just as many" if multiple == "1" else f"{multiple} times as many"
        within = f"within its target, which is {percent(tier.utilization)} at that size"
        if tier.multiple < 1:
            yield f"{today}; {tier.cases:,} of the same mix ({times}) would be {within}."
        else:
            yield f"{today}; it can hold {tier.cases:,} of the same mix ({times}) {within}."


def _types(document: ReportDocument) -> Table[TypeRow]:
    """What each group of officers can hold within its target, by case type."""
    tiers = document.achievable.tiers
    return Table(
        "Achievable cases by type",
        (
            Column("Group", "count", lambda row: row.tier.tier, 8),
            Column(
                "Case type",
                "text",
                lambda row: row.share.case_type or None,
                24,
                is_head=True,
                absent=NO_TYPE,
                sheet_absent=f"({NO_TYPE})",
            ),
            Column(
                "One case takes",
                "number",
                lambda row: row.share.mean_hours,
                10,
                sheet_title="Hours per case",
                digits=4,
                unit="h",
            ),
            Column("Cases today", "count", lambda row: row.share.cases_today, 11),
            Column("Achievable", "count", lambda row: row.share.cases, 11, sheet_title="Achievable cases"),
            Column("Achievable per officer", "number", lambda row: row.share.cases_per_officer),
            Column("Times the mix of today", "number", lambda row: row.tier.multiple, where=Where.WORKBOOK),
        ),
        (TypeRow(tier, share) for tier in tiers for share in tier.types),
        listed=list(islice((TypeRow(tier, share) for tier in tiers for share in tier.types), MOST_ROWS)),
        sheet=FIGURES,
        note="The largest multiple of today's mix of cases within each group's target, in whole cases of each type.",
    )


def _officers(document: ReportDocument) -> Table[OfficerRow]:
    """What each officer can hold, beside what they hold today."""
    tiers = document.achievable.tiers
    return Table(
        "Achievable cases by officer",
        (
            Column("Officer", "text", lambda row: row.officer.officer_id, 16, is_head=True),
            Column("Group", "count", lambda row: row.tier.tier, 8),
            Column("Cases today", "count", lambda row: row.officer.cases_today, 11),
            Column(
                "Hours there are for each",
                "duration",
                lambda row: row.officer.hours_per_case_today,
                sheet_title="Hours per case today",
            ),
            Column("Can hold", "count", lambda row: row.officer.cases, sheet_title="Can hold at the mix"),
            Column("Or, of one type alone", "long", _alone, where=Where.PAGE),
            Column("Or, of one type alone", "long", _each_alone, 90, where=Where.WORKBOOK),
        ),
        (OfficerRow(tier, officer) for tier in tiers for officer in tier.officers),
        listed=list(islice((OfficerRow(tier, officer) for tier in tiers for officer in tier.officers), MOST_ROWS)),
        sheet=FIGURES,
        note="Whole cases of the mean effort of the group's mix. Hours per case: available hours ÷ cases held today.",
    )


def _of_one_type(row: OfficerRow) -> list[tuple[str | None, int]]:
    """How many of each type the officer could hold if there were no others."""
    pairs = zip(row.tier.types, row.officer.of_one_type, strict=False)
    return [(kind.case_type, count) for kind, count in pairs if count is not None]


def _alone(row: OfficerRow) -> str:
    told = [f"{count:,} {name or NO_TYPE}" for name, count in _of_one_type(row)]
    return " or ".join(told[:MOST_NAMED]) + (" or …" if len(told) > MOST_NAMED else "")


def _each_alone(row: OfficerRow) -> str:
    return "; ".join(f"{name or f'({NO_TYPE})'} {count:,}" for name, count in _of_one_type(row))
