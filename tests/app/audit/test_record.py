from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from app.audit.actions import Action
from app.audit.record import NOTHING, Entry, Record, canonical, hash_of
from tests.app.audit.conftest import entry

AT = "2026-11-29T09:20:10.123456Z"


def record(number: int = 3) -> Record:
    return Record.of(entry(number), number=number, at=AT, previous=NOTHING)


@pytest.mark.parametrize("number", range(8))
def test_anybody_can_work_the_hash_out_again_from_what_is_exported(number: int) -> None:
    """As docs/audit.md says: the object without its hash, keys in order, no spaces, ASCII."""
    made = record(number)
    document = json.loads(json.dumps(made.document))
    wanted = document.pop("hash")
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == wanted


def test_the_hash_of_a_record_stays_the_same_from_version_to_version() -> None:
    made = Record.of(
        Entry(Action.DOWNLOADED, "key:0a", "viewer", ["süd", "nord"], "plan:1", details={"what": "page", "after": 2}),
        number=7,
        at=AT,
        previous=NOTHING,
    )
    assert made.offices == '["nord","s\\u00fcd"]'
    assert made.details == '{"after":2,"what":"page"}'
    assert made.hash == "ca686f1a223cbd61aa5f76c3b788efb2deb6a00b09850f4ac14693e1a5129ea9"


@pytest.mark.parametrize(
    "change",
    [
        {"number": 4},
        {"at": AT.replace("09", "08")},
        {"actor": "key:1"},
        {"role": None},
        {"role": "planner"},
        {"offices": None},
        {"offices": '["north"] '},
        {"action": "uploaded"},
        {"subject": None},
        {"outcome": "refused"},
        {"details": '{"rows":4,"what":"report.json"}'},
        {"details": '{"rows": 3,"what":"report.json"}'},
        {"details": None},
        {"details": b"\xff"},
        {"previous": "1" + NOTHING[1:]},
        {"hash": NOTHING},
    ],
    ids=str,
)
def test_whatever_is_changed_no_longer_fits_the_hash(change: dict[str, object]) -> None:
    made = Record.of(replace(entry(3), role="admin", offices=["north"]), number=3, at=AT, previous=NOTHING)
    assert made.is_as_hashed
    changed = replace(made, **change)  # type: ignore[arg-type]
    assert not changed.is_as_hashed
    json.dumps(changed.document, default=str)


def test_a_text_that_looks_like_the_next_field_is_still_a_text() -> None:
    one = {**record().columns, "actor": 'a","at":"b', "at": "c"}
    other = {**record().columns, "actor": "a", "at": 'b","at":"c'}
    assert hash_of(one) != hash_of(other)


def test_a_record_comes_back_from_what_is_exported() -> None:
    for number in range(8):
        assert Record.read(json.loads(json.dumps(record(number).document))) == record(number)


def test_canonical_json_is_written_in_one_way() -> None:
    assert canonical({"b": [1, "ä"], "a": None}) == '{"a":null,"b":[1,"\\u00e4"]}'
