"""One case of a docket and what is kept together with it: found by keys, however many cases there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.answers.docket.opening import BY_CASE, BY_FAMILY, found_on, key_in
from app.answers.docket.records import Record
from app.store.db import Session
from app.store.docket import dockets


def known(session: Session, plan_number: int, case_id: str, family: str) -> list[list[Any]]:
    """The case, where there ever was one of that id, and all cases that are, or shall be, kept together with it.

    Parameters
    ----------
    family : str
        What it shall be kept together by; empty: nothing is said of it.
    """
    key = case_id.encode()
    found = _newest(session, plan_number, [key])
    families = {record.family for record in found.values() if record.family} | ({family} - {""})
    for each in families:
        found |= _of_family(session, plan_number, each)
    return [each.to_list() for each in found.values() if each.case_id == case_id or each.family in families]


def _newest(session: Session, plan_number: int, keys: Iterable[bytes]) -> dict[str, Record]:
    """Cases by their ids: after their last entry, or as the plan has them."""
    wanted = list(keys)
    since = dockets.newest_of(session, plan_number, wanted)
    found = [Record.from_list(record) for record in since.values()]
    for key in wanted:
        if key not in since:
            page = dockets.page_with(session, plan_number, BY_CASE, key)
            found += [] if page is None else found_on(BY_CASE, page, key)
    return {each.case_id: each for each in found}


def _of_family(session: Session, plan_number: int, family: str) -> dict[str, Record]:
    key = family.encode()
    page = dockets.page_with(session, plan_number, BY_FAMILY, key)
    planned = {} if page is None else {key_in(BY_CASE, each): each for each in found_on(BY_FAMILY, page, key)}
    named = {*planned, *dockets.put_together_by(session, plan_number, key)}
    since = dockets.newest_of(session, plan_number, named)
    found = [Record.from_list(since[each]) if each in since else planned[each] for each in named]
    return {each.case_id: each for each in found if each.family == family}
