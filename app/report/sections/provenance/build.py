"""Where a plan comes from, how to make it again, and what was not computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib.metadata import version

from app.intake.build.problem import Built
from app.intake.checks.roster_settings import unlike
from app.intake.columns.arrays import SettingRows
from app.intake.command_line import command_line
from app.intake.options import PlanOptions
from app.report.sections.baselines.build import random_draws
from app.report.sections.forecast.build import WHY_NOT as WHY_NO_FORECAST
from app.report.sections.frontier.build import WHY_NOT as WHY_NO_FRONTIER
from app.report.sections.provenance.entry import ChangeEntry, NotComputed, Provenance, RecordEntry, SettingEntry
from app.report.sections.remedies.build import WHY_NOT as WHY_NO_REMEDIES
from app.report.sections.standards.build import WHY_NOT as WHY_NO_STANDARDS
from app.report.sections.summary.build import WHY_NO_FLOOR
from app.report.sections.uncertainty.build import WHY_NOT as WHY_CERTAIN
from solver.analysis import Analysis, WhyNot

NO_NAME = "ROSTER"
NO_PLAN = "no plan was asked for"
WHY_NOT = (
    ("standards", "standards", WHY_NO_STANDARDS),
    ("remedies", "remedies", WHY_NO_REMEDIES),
    ("plan.spread_floor", "spread_floor", WHY_NO_FLOOR),
    ("uncertainty", "uncertainty", WHY_CERTAIN),
    ("forecast", "forecast", WHY_NO_FORECAST),
    ("frontier", "frontier", WHY_NO_FRONTIER),
)
"""What may be null in report.json, the field of the analysis, and the words for each reason."""
OF_A_PLAN = ("plan", "levels", "shortages", "breaches", "record")


def record(analysis: Analysis, built: Built, options: PlanOptions, roster: str) -> RecordEntry | None:
    """What there is to keep of a plan; None without one.

    Parameters
    ----------
    built : Built
        With the changes that were made to the roster before it was planned.
    roster : str
        What the roster is called.
    """
    if isinstance(analysis.random, WhyNot) or isinstance(analysis.repeats, WhyNot):
        return None
    config = analysis.options.config
    given = options.model_dump(mode="json", exclude_defaults=True)
    given |= {"seed": config.seed, "workers": config.workers}
    changes = [text for text, _ in built.changes]
    return RecordEntry(
        command=command_line(roster or NO_NAME, given, changes, profile=built.roster.profile),
        repeats=analysis.repeats.value,
        random=random_draws(analysis.random),
    )


def provenance(
    analysis: Analysis, built: Built, options: PlanOptions, created: dt.datetime | None = None
) -> Provenance:
    """Enough to make the plan again; ``created`` is now by default."""
    plan, config = analysis.plan, analysis.options.config
    return Provenance(
        input_sha256=built.roster.sha256,
        version=version("caseload"),
        ortools_version=version("ortools"),
        goals=options.model_dump(mode="json"),
        seed=None if plan is None else config.seed,
        workers=None if plan is None else config.workers,
        wall_s=None if plan is None else round(plan.wall_s, 3),
        scenario=[ChangeEntry(text=text, meaning=meaning) for text, meaning in built.changes],
        settings=_settings(options, built.roster.settings),
        created=(created or dt.datetime.now(dt.UTC)).isoformat(timespec="seconds"),
    )


def _settings(options: PlanOptions, settings: SettingRows) -> list[SettingEntry]:
    others = unlike(options, settings)
    return [SettingEntry(key=name, value=text, holds=name not in others) for name, text in settings.by_name.items()]


def not_computed(analysis: Analysis) -> list[NotComputed]:
    """Every section that is null or incomplete, and why."""
    return [NotComputed(section=section, reason=reason) for section, reason in _reasons(analysis)]


def _reasons(analysis: Analysis) -> Iterator[tuple[str, str]]:
    missing = analysis.not_computed
    for section, field, words in WHY_NOT:
        if field in missing and missing[field] in words:
            yield section, words[missing[field]]
    if analysis.plan is None:
        yield from ((section, NO_PLAN) for section in OF_A_PLAN)
        yield "baselines", f"{NO_PLAN}; only today's assignment is there"
