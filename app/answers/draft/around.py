"""The roster of a plan that is made around a draft: the same one, in which what was decided is an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.answers.draft.overrides import Change, Kind

Rows = list[dict[str, Any]]


def around(
    document: Mapping[str, Rows], changes: Sequence[Change], families: Mapping[str, Sequence[str]]
) -> dict[str, Rows]:
    """The sheets of a roster with the changes in it.

    A case that is given to an officer, or pinned where the plan has it, is ``pinned_to`` that officer, and so is all
    that is kept together with it; ``current_officer`` stays who has it today, so a move is a move. Who is excluded from
    a case stands in ``excluded_officers``.

    Parameters
    ----------
    document : mapping of sheet to rows
        As the store keeps it.
    changes : sequence of Change
        That stand, without contradictions.
    families : mapping of case id to case ids
        The cases of the changes, each with all that are kept together with it.
    """
    goes_to: dict[str, str] = {}
    excluded: dict[str, list[str]] = {}
    for each in changes:
        if each.kind is Kind.EXCLUDE:
            excluded.setdefault(each.case_id, []).append(each.officer_id)
        else:
            goes_to.update(dict.fromkeys(families[each.case_id], each.officer_id))
    rows = [_changed(row, goes_to, excluded) for row in document["cases"]]
    return {**document, "cases": rows}


def _changed(row: dict[str, Any], goes_to: Mapping[str, str], excluded: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    case_id = str(row["case_id"])
    if case_id not in goes_to and case_id not in excluded:
        return row
    changed = dict(row)
    if case_id in goes_to:
        changed["pinned_to"] = goes_to[case_id]
        changed.pop("pinned", None)  # to whom it was pinned, if to anybody: the order takes its place
    if case_id in excluded:
        changed["excluded_officers"] = list(dict.fromkeys([*row.get("excluded_officers", ()), *excluded[case_id]]))
    return changed
