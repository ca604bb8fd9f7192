"""Columns of a table → columns of a roster: the assignment with the greatest score, each with its reason.

A score says how well the name fits (:mod:`app.intake.recognition.synonyms`) and whether the content does
(:mod:`app.intake.recognition.content`). Each column of the roster is taken once, so the best whole is an assignment
problem (Kuhn 1955), solved here by shortest augmenting paths (Jonker and Volgenant 1987).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.intake.columns.cell_types import Kind, Sheet, bare
from app.intake.columns.schema import SETTINGS, SHEETS
from app.intake.recognition import synonyms
from app.intake.recognition.content import Content
from app.intake.recognition.headers import Named

SAID = 1_000
"""Score of a match that a person or a profile has said."""
BY_CONTENT = 40
"""Score of a column that looks like ids, in a table where none is called so."""
LEAST = 36
"""Matches below this score are none."""
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
        if len(found.matches) + bool(bonus) > 1 and total > best.score:
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
    by_name = synonyms.says(named.name, f"{sheet.name}.{column.name}") if named.has_name else 0
    if not by_name:
        # Only the ids of cases are recognised by what they look like, and never hours or counts.
        may_be = column.name == "case_id" and sheet.name == "cases" and not synonyms.is_other_thing(named.name)
        looks = content.look_like_ids(is_called_so=synonyms.is_id(named.name) and named.has_name)
        return (BY_CONTENT, LIKE_IDS) if may_be and looks else (0, "")
    unfit = _unfit(column.kind, content, column.required) if content.filled else "it is empty"
    if not unfit and column.name in OF_FULL_TIME and content.are_shares:
        unfit = "its values are shares of full time"
    if unfit:
        repeats = column.kind is Kind.ID and content.filled
        return int(by_name * UNFIT_IDS) if repeats else 0, f"but {unfit}"
    how = {synonyms.EXACT: "by name", synonyms.SIMILAR: "by a similar name"}.get(by_name, "by a part of its name")
    return by_name - REPEATED * (column.kind is Kind.ID and not content.is_unique and content.filled > 0), how


def _unfit(kind: Kind, content: Content, is_key: bool) -> str:
    """Why a content cannot be of a kind; nothing where it can."""
    wrong = {
        Kind.ID: (not content.is_nearly_unique, "its values repeat"),
        Kind.DATE: (not content.are_dates, "it holds no dates"),
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


def assignment(scores: Sequence[Sequence[int]]) -> list[int | None]:
    """For each row the column that makes the sum of scores greatest; None where no column scores above :data:`LEAST`.

    Parameters
    ----------
    scores : rows × columns of int, from 0
    """
    if not scores or not scores[0]:
        return [None] * len(scores)
    rows, width = len(scores), len(scores[0])
    # One column of score 0 for each row is its right to stay alone; then costs are what is missing to the best score.
    top = max(map(max, scores))
    cost = [[top - (score if score >= LEAST else 0) for score in row] + [top] * rows for row in scores]
    row_at = [0] * (width + rows + 1)
    of_row, of_column = [0] * (rows + 1), [0] * (width + rows + 1)
    for row in range(1, rows + 1):
        _augment(row, cost, row_at, of_row, of_column)
    out: list[int | None] = [None] * rows
    for at in range(1, width + 1):
        row = row_at[at]
        if row and scores[row - 1][at - 1] >= LEAST:
            out[row - 1] = at - 1
    return out


def _augment(
    row: int, cost: Sequence[Sequence[int]], row_at: list[int], of_row: list[int], of_column: list[int]
) -> None:
    """Give one more row its column, along the cheapest path that moves others on; positions from 1, 0 is no column."""
    columns = range(1, len(row_at))
    least: list[float] = [math.inf] * len(row_at)
    way = [0] * len(row_at)
    seen: list[int] = []
    row_at[0] = row
    here = 0
    while row_at[here]:
        seen.append(here)
        now = row_at[here]
        for at in columns:
            slack = cost[now - 1][at - 1] - of_row[now] - of_column[at]
            if at not in seen and slack < least[at]:
                least[at], way[at] = slack, here
        there = min((at for at in columns if at not in seen), key=least.__getitem__)
        step = int(least[there])
        for at in seen:
            of_row[row_at[at]] += step
            of_column[at] -= step
        for at in columns:
            if at not in seen:
                least[at] -= step
        here = there
    while here:
        row_at[here] = row_at[way[here]]
        here = way[here]
