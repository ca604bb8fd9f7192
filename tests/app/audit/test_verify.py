"""Whatever is done to the records behind the program's back is found, and named."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update

from app.audit.heads import Head
from app.audit.log import every_record
from app.audit.record import NOTHING, Record, hash_of
from app.audit.verify import verify
from app.store.db import Database
from app.store.tables import AuditRow
from tests.app.audit.conftest import entry, filled

LENGTH = 60
OTHERS: dict[str, tuple[object, ...]] = {
    "number": (0, -1, 1_000_000),
    "at": ("2020-01-01T00:00:00.000000Z", ""),
    "actor": ("operator", "", "key:x"),
    "role": ("viewer", "admin", None, ""),
    "offices": ('["north"]', "[]", None, "x"),
    "action": ("uploaded", "deleted", "none"),
    "subject": ("plan:0", None, ""),
    "outcome": ("done", "refused", "x"),
    "details": ("{}", '{"rows":0}', "x", '{ "rows":0}'),
    "previous": (NOTHING, "f" * 64),
    "hash": (NOTHING, "f" * 64),
}
Mutation = Callable[[list[Record], random.Random], list[Record]]


def chain(length: int = LENGTH) -> list[Record]:
    records: list[Record] = []
    for number in range(1, length + 1):
        at = f"2026-11-29T09:20:10.{number:06}Z"
        records.append(
            Record.of(entry(number), number=number, at=at, previous=records[-1].hash if records else NOTHING)
        )
    return records


def rehashed(record: Record, **columns: Any) -> Record:
    """As somebody writes it who knows how hashes are made."""
    changed = replace(record, **columns)
    return replace(changed, hash=hash_of(changed.columns))


def change(records: list[Record], luck: random.Random) -> list[Record]:
    """Another value in one field."""
    at = luck.randrange(len(records))
    name = luck.choice([each.name for each in fields(Record)])
    value = luck.choice([other for other in OTHERS[name] if other != getattr(records[at], name)])
    return [*records[:at], replace(records[at], **{name: value}), *records[at + 1 :]]  # type: ignore[arg-type]


def change_and_rehash(records: list[Record], luck: random.Random) -> list[Record]:
    """The same by somebody who makes the hash of that record fit, too."""
    at = luck.randrange(len(records) - 1)
    name = luck.choice([name for name in OTHERS if name != "hash"])
    value = luck.choice([other for other in OTHERS[name] if other != getattr(records[at], name)])
    return [*records[:at], rehashed(records[at], **{name: value}), *records[at + 1 :]]


def remove(records: list[Record], luck: random.Random) -> list[Record]:
    at = luck.randrange(len(records) - 1)
    return [*records[:at], *records[at + 1 :]]


def remove_and_close(records: list[Record], luck: random.Random) -> list[Record]:
    """With those that follow moved up, and the next one chained to the one before."""
    at = luck.randrange(len(records) - 2)
    next_one = rehashed(records[at + 1], number=at + 1, previous=records[at].previous)
    return [*records[:at], next_one, *(rehashed(record, number=record.number - 1) for record in records[at + 2 :])]


def exchange(records: list[Record], luck: random.Random) -> list[Record]:
    """What two records say, at each other's place."""
    one, other = luck.sample(range(len(records)), 2)
    mixed = list(records)
    mixed[one] = replace(records[other], number=records[one].number)
    mixed[other] = replace(records[one], number=records[other].number)
    return mixed


def exchange_and_rehash(records: list[Record], luck: random.Random) -> list[Record]:
    one, other = luck.sample(range(len(records)), 2)
    mixed = list(records)
    mixed[one] = rehashed(records[other], number=records[one].number, previous=records[one].previous)
    mixed[other] = rehashed(records[one], number=records[other].number, previous=records[other].previous)
    return mixed


def put_in(records: list[Record], luck: random.Random) -> list[Record]:
    """A record that nobody left, with those that follow moved down."""
    at = luck.randrange(len(records) - 1)
    before = records[at - 1].hash if at else NOTHING
    new = Record.of(entry(luck.randrange(99)), number=at + 1, at=records[at].at, previous=before)
    return [*records[:at], new, *(rehashed(record, number=record.number + 1) for record in records[at:])]


def cut(records: list[Record], luck: random.Random) -> list[Record]:
    """The end of the chain is missing: only the head that was written down tells."""
    return records[: luck.randrange(len(records))]


def write_anew(records: list[Record], luck: random.Random) -> list[Record]:
    """One record is changed, and all that follow are made to fit: only the head tells."""
    at = luck.randrange(len(records))
    anew = list(records[:at])
    for record in records[at:]:
        columns = {"actor": "operator'"} if record.number == at + 1 else {}
        anew.append(rehashed(record, previous=anew[-1].hash if anew else NOTHING, **columns))
    return anew


MUTATIONS: tuple[Mutation, ...] = (
    change,
    change_and_rehash,
    remove,
    remove_and_close,
    exchange,
    exchange_and_rehash,
    put_in,
    cut,
    write_anew,
)
RECORDS = chain()
HEAD = Head(LENGTH, RECORDS[-1].hash, "2026-11-29T10:00:00Z")


def first_difference(records: list[Record]) -> int:
    """The place of the first record that is not as it was."""
    for at, record in enumerate(RECORDS):
        if at >= len(records) or records[at] != record:
            return at + 1
    raise AssertionError("nothing was changed")


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.__name__)
def test_a_hundred_and_twelve_random_mutations_are_found(mutation: Mutation) -> None:
    """A thousand in all. Nothing before the first one is called broken, and nothing far behind it."""
    luck = random.Random(mutation.__name__)
    for _ in range(112):
        records = mutation(RECORDS, luck)
        first = first_difference(records)
        verdict = verify(records, [HEAD])
        assert verdict.broken is not None
        assert verdict.records == verdict.broken.number - 1
        if mutation is write_anew:
            assert verdict.broken.number == LENGTH
            assert "written anew" in verdict.broken.what
        else:
            assert first <= verdict.broken.number <= first + 1
        if mutation is not cut and mutation is not write_anew and records[-1] == RECORDS[-1]:
            assert verify(records).broken == verdict.broken, "it needs no head"


def test_a_chain_that_is_whole_is_called_so() -> None:
    verdict = verify(RECORDS, [HEAD, Head(1, RECORDS[0].hash, "")])
    assert (verdict.records, verdict.hash, verdict.heads, verdict.broken) == (LENGTH, HEAD.hash, 2, None)
    assert verify([]).broken is None


def test_a_chain_that_is_cut_off_is_held_against_its_head() -> None:
    assert verify(RECORDS[:-2]).broken is None, "a chain does not say where it ended"
    verdict = verify(RECORDS[:-2], [HEAD])
    assert verdict.broken is not None
    assert f"Records {LENGTH - 1} to {LENGTH} are missing" in verdict.broken.what


def test_a_chain_that_is_gone_is_held_against_its_head() -> None:
    verdict = verify([], [HEAD])
    assert verdict.broken is not None
    assert verdict.broken.number == 1


TRIGGERS = {
    True: ("update", "delete", "insert"),
    False: ("change",),
}


def in_database(database: Database, records: list[Record], wanted: list[Record]) -> None:
    """Make the rows of one chain those of another, as somebody with the file of the database would."""
    there = {record.number: record for record in records}
    then = {record.number: record for record in wanted}
    with database.write() as session:
        for number, record in then.items():
            if number not in there:
                session.execute(insert(AuditRow).values(**record.columns))
            elif record != there[number]:
                session.execute(update(AuditRow).where(AuditRow.number == number).values(**record.columns))
        session.execute(delete(AuditRow).where(AuditRow.number.in_(there.keys() - then.keys())))


def test_what_is_done_in_the_database_is_found_there(database: Database) -> None:
    """Thirty-six mutations through SQL, each undone afterwards, with the triggers gone."""
    filled(database, 30)
    records = list(every_record(database))
    head = Head(30, records[-1].hash, "")
    with database.write() as session:
        for name in TRIGGERS[database.is_sqlite]:
            on = "" if database.is_sqlite else " ON audit_records"
            session.execute(text(f"DROP TRIGGER audit_records_{name}{on}"))
    luck = random.Random(database.is_sqlite)
    for mutation in MUTATIONS:
        for _ in range(4):
            mutated = {record.number: record for record in mutation(records, luck)}
            mutated = {number: replace(record, number=number) for number, record in mutated.items()}
            in_database(database, records, list(mutated.values()))
            there = list(every_record(database))
            assert verify(there, [head]).broken is not None, mutation.__name__
            in_database(database, there, records)
    verdict = verify(every_record(database), [head])
    assert (verdict.records, verdict.heads, verdict.broken) == (30, 1, None)
