"""Columns of a table → columns of a roster: the assignment with the greatest score, each with its reason.

A score says how well the name fits (:mod:`app.intake.recognition.synonyms`) and whether the content does
(:mod:`app.intake.recognition.content`). Each column of the roster is taken once, so the best whole is an assignment
problem (:mod:`app.intake.recognition.assignment_problem`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.intake.columns.cell_types import Column, Kind, Sheet, bare
from app.intake.columns.schema import OFFICERS, SETTINGS, SHEETS
from app.intake.recognition import synonyms
from app.intake.recognition.assignment_problem import assignment
from app.intake.recognition.content import Content
from app.intake.recognition.headers import Named
from app.intake.recognition.values.other_periods import period_of, without_period

SAID = 1_000
"""Score of a match that a person or a profile has said."""
BY_CONTENT = 40
"""Score of a column that looks like ids, in a table where none is called so."""
REPEATED = 10
"""What ids lose of their score where a few of them repeat: another column may be meant."""
UNFIT_IDS = 0.3
"""What is left of the score of ids that repeat: most probably they are somebody's else."""
NEEDS_ONE = {"costs": ("cost", "weight_hours"), "flow": ("arrivals_per_period", "closures_per_period")}
"""Sheets that say nothing without one of these columns; a list of cases with their officers is no sheet of costs."""
TELLING = frozenset({"current_officer", "opened", "weight_hours"})
"""Columns of which a table must have one to be a list of cases whose ids are recognised by what they look like; types
do, too, where they repeat: a table of types has each once."""
SHEET_NAME = 0.5
"""Share of its likeness that the name of a table adds for the sheet that it names."""
FEW = 20
"""Values of which it says nothing that they are all different."""
OF_FULL_TIME = frozenset({"available_hours", "scheduled_hours"})
"""Columns of hours that an office may give as shares of full time."""
OF_A_PERIOD = frozenset(
    {"officers.available_hours", "officers.scheduled_hours", "cases.weight_hours", "weights.weight_hours"}
    | {"flow.arrivals_per_period", "flow.closures_per_period"}
)
"""Columns whose numbers may be given for a week or a year; they are converted, and that is asked about."""
BY_FIRST_NAME = 1
"""What a column gains that is called as ours is: Case Type before Category."""
OTHER_PERIOD = 1
"""What such a column loses of its score: one of the month is better."""
SKILLS = frozenset({"skills", "required_skills"})
NUMBERS = (Kind.HOURS, Kind.RATIO, Kind.COST, Kind.EFFICIENCY, Kind.COUNT)
LIKE_IDS = "all different, like ids"
"""Why a column is recognised that is not called so."""
NOT_READ = ""
"""What a profile says of a column that is to be left unread."""


@dataclass(frozen=True, slots=True)
class Match:
    """One column of a table that was recognised.

    Attributes
    ----------
    at : int
        Position in the table.
    name : str
        As the table has it.
    column : str
        Of the roster.
    score : int
    reason : str
        In words.
    """

    at: int
    name: str
    column: str
    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class Matched:
    """What a table is.

    Attributes
    ----------
    sheet : str or None
        None: it is none of a roster.
    matches : tuple of Match
        In the order of the table.
    unread : tuple of (Named, reason)
        All others.
    score : int
    """

    sheet: str | None
    matches: tuple[Match, ...]
    unread: tuple[tuple[Named, str], ...]
    score: int


def match_table(
    name: str,
    columns: Sequence[Named],
    contents: Mapping[int, Content],
    said: Mapping[str, Mapping[str, str]] | None = None,
) -> Matched:
    """Find out which sheet of a roster a table is, and which column is which.

    Parameters
    ----------
    name : str
        Of the table: its sheet, or the file without its ending.
    columns : sequence of Named
    contents : mapping of position to Content
    said : mapping of sheet to (name of a column → column of the roster, or nothing), optional
        What a profile or a person has said; names compare as :func:`app.intake.recognition.synonyms.normal` has them.
    """
    best = Matched(None, (), tuple((each, _why_no_key(each, contents[each.at])) for each in columns), 0)
    for sheet in SHEETS:
        if sheet is SETTINGS and bare(name) != SETTINGS.name:
            continue  # two columns called key and value may hold anything
        found = _as_sheet(sheet, columns, contents, (said or {}).get(sheet.name, {}))
        if found is None:
            continue
        bonus = int(SHEET_NAME * synonyms.likeness(name, synonyms.SHEETS[sheet.name]))
        total = found.score + bonus
        has_shares = sheet is OFFICERS and any(
            synonyms.likeness(each.name, synonyms.SHARES) for each, _ in found.unread
        )
        if len(found.matches) + bool(bonus) + has_shares > 1 and total > best.score:
            best = Matched(found.sheet, found.matches, found.unread, total)
    return best


def _as_sheet(
    sheet: Sheet, columns: Sequence[Named], contents: Mapping[int, Content], said: Mapping[str, str]
) -> Matched | None:
    """The best match if the table is that sheet; None where a column that is needed is not there."""
    wanted = {synonyms.normal(name): target for name, target in said.items()}
    names = [column.name for column in sheet.columns]
    scores: list[list[int]] = []
    reasons: list[list[str]] = []
    for named in columns:
        told = wanted.get(synonyms.normal(named.name))
        if told is not None:
            row = [(SAID if target == told else 0, "as the profile says") for target in names]
        else:
            row = [_score(sheet, at, named, contents[named.at], said.values()) for at in range(len(names))]
        scores.append([score for score, _ in row])
        reasons.append([reason for _, reason in row])
    chosen = assignment(scores)
    taken = {target: at for at, target in enumerate(chosen) if target is not None}
    if any(column.required and at not in taken for at, column in enumerate(sheet.columns)):
        return None
    if sheet.name in NEEDS_ONE and not any(names[at] in NEEDS_ONE[sheet.name] for at in taken):
        return None
    key = taken.get(0)
    if key is not None and reasons[key][0] == LIKE_IDS:
        beside = {names[at]: contents[columns[row].at] for at, row in taken.items()}
        if not beside.keys() & TELLING and not ("case_type" in beside and beside["case_type"].repeats):
            return None
    matches, unread = [], []
    for at, (named, target) in enumerate(zip(columns, chosen, strict=True)):
        if target is not None:
            matches.append(Match(named.at, named.name, names[target], scores[at][target], reasons[at][target]))
        else:
            unread.append((named, _why_unread(at, reasons, taken, names, wanted, named)))
    return Matched(sheet.name, tuple(matches), tuple(unread), sum(match.score for match in matches))


def _why_no_key(named: Named, content: Content) -> str:
    """Why a column is not the id that makes a table one of cases or officers, although it is called so."""
    for sheet in SHEETS:
        for at, column in enumerate(sheet.columns):
            if column.kind is Kind.ID and (why := _score(sheet, at, named, content, ())[1]).startswith("but"):
                return f"called like {column.name}, {why}"
    return ""


def _why_unread(
    at: int,
    reasons: Sequence[Sequence[str]],
    taken: Mapping[int, int],
    names: Sequence[str],
    wanted: Mapping[str, str],
    named: Named,
) -> str:
    if wanted.get(synonyms.normal(named.name)) == NOT_READ:
        return "as the profile says"
    for target, reason in enumerate(reasons[at]):
        if reason.startswith("but"):
            return f"called like {names[target]}, {reason}"
    for target, reason in enumerate(reasons[at]):
        if reason and reason != LIKE_IDS and target in taken:
            return f"{names[target]} is in another column"
    return ""


def _score(sheet: Sheet, at: int, named: Named, content: Content, told: Collection[str]) -> tuple[int, str]:
    """How well a column of a table is a column of the roster, and why (“but …”: why not, although its name says so)."""
    column = sheet.columns[at]
    if column.name in told:
        return 0, ""  # somebody has said which column that is
    by_name = _by_name(sheet, column, named.name) if named.has_name else 0
    if not by_name:
        # Only the ids of cases are recognised by what they look like, and never hours or counts.
        may_be = column.name == "case_id" and sheet.name == "cases" and not synonyms.is_other_thing(named.name)
        looks = content.look_like_ids(is_called_so=synonyms.is_id(named.name) and named.has_name)
        return (BY_CONTENT, LIKE_IDS) if may_be and looks else (0, "")
    unfit = _unfit(column.kind, content, column.required) if content.filled else "it is empty"
    if not unfit and column.name in SKILLS and content.are_yes_no:
        unfit = "it says yes or no"
    if not unfit and column.kind is Kind.COUNT and period_of(named.name) not in (None, "month"):
        unfit = f"it counts those of a {period_of(named.name)}"
    if not unfit and column.name in OF_FULL_TIME and content.are_shares:
        unfit = "its values are shares of full time"
    if unfit:
        repeats = column.kind is Kind.ID and content.filled
        return int(by_name * UNFIT_IDS) if repeats else 0, f"but {unfit}"
    how = {synonyms.EXACT: "by name", synonyms.SIMILAR: "by a similar name"}.get(by_name, "by a part of its name")
    by_name += BY_FIRST_NAME * (synonyms.normal(named.name) == synonyms.first(f"{sheet.name}.{column.name}"))
    by_name -= OTHER_PERIOD * (f"{sheet.name}.{column.name}" in OF_A_PERIOD and period_of(named.name) is not None)
    return by_name - REPEATED * (column.kind is Kind.ID and not content.is_unique and content.filled > 0), how


def _by_name(sheet: Sheet, column: Column, name: str) -> int:
    """How well a name says what a column is; that hours are those of a week is another matter."""
    key = f"{sheet.name}.{column.name}"
    found = synonyms.says(name, key)
    return max(found, synonyms.says(without_period(name), key)) if key in OF_A_PERIOD and period_of(name) else found


def _unfit(kind: Kind, content: Content, is_key: bool) -> str:
    """Why a content cannot be of a kind; nothing where it can."""
    wrong = {
        Kind.ID: (not content.is_nearly_unique, "its values repeat"),
        Kind.DATE: (not content.may_be_dates, "it holds no dates"),
        Kind.YES_NO: (not content.may_be_yes_no, "it holds no yes or no"),
        Kind.PRIORITY: (not content.may_be_levels, "it holds no levels that are known"),
        **dict.fromkeys(NUMBERS, (not content.may_be_numbers, "it holds no numbers")),
        **dict.fromkeys(
            (Kind.NAME, Kind.NAMES),
            (not is_key and content.is_unique and content.filled > FEW, "its values are all different"),
        ),
    }
    is_wrong, why = wrong.get(kind, (False, ""))
    return why if is_wrong else ""
