"""What every entry of report.json keeps to: closed, frozen, typed, with its unit, and the same when it is read back."""

from __future__ import annotations

import re
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import ValidationError

from app.report.entry import Entry
from tests.app.report.made import entries, made

KINDS = entries()
UNIT = re.compile(
    r"hours|fte|utilization|peak|spread|target|share|points|fairness|multiple|probability|standard_error|percentile"
    r"|cases|_s$"
)
EXPLAINED = {
    "RangeEntry": "that of the figure whose range it is",
    "PeriodEntry": "cases, says its first line",
    "TypeCourseEntry": "cases, says its first line",
    "FrontierPointEntry": "moves_unit of the frontier, says the description",
    "FrontierPlanEntry": "moves_unit of the frontier, like its points",
    "UncertaintyEntry": "officers, says the description",
}
"""Entries with numbers whose unit neither their name nor a field beside them says, each with what it is."""


def fields(kind: type[Entry], of: object) -> list[str]:
    """Fields that are, or may be, of a type."""
    return [name for name, field in kind.model_fields.items() if of in {field.annotation, *get_args(field.annotation)}]


def without(kind: type[Entry], name: str) -> dict[str, Any]:
    return {key: value for key, value in made(kind) if key != name}


def test_all_of_the_document_is_looked_at() -> None:
    assert len(KINDS) > 40
    modules = {kind.__module__ for kind in KINDS}
    assert {"app.report.document", "app.report.sections.forecast.entry", "app.report.sections.goals.entry"} <= modules


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_closed_frozen_and_described(kind: type[Entry]) -> None:
    entry = made(kind)
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        kind.model_validate({**dict(entry), "surprise": 1})
    with pytest.raises(ValidationError, match="Instance is frozen"):
        setattr(entry, next(iter(kind.model_fields)), None)
    assert (kind.__doc__ or "").strip().endswith(".")
    assert kind.__doc__ != Entry.__doc__


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_back_from_json_with_every_field_under_its_own_name(kind: type[Entry]) -> None:
    entry = made(kind)
    assert kind.model_validate_json(entry.model_dump_json()) == entry
    assert list(entry.model_dump(by_alias=True)) == list(kind.model_fields)


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_may_be_null_is_null(kind: type[Entry]) -> None:
    for name, field in kind.model_fields.items():
        given = {**without(kind, name), name: None}
        if NoneType in get_args(field.annotation):
            assert getattr(kind.model_validate(given), name) is None
        else:
            with pytest.raises(ValidationError, match=name):
                kind.model_validate(given)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_out_silently(kind: type[Entry]) -> None:
    """A figure that does not exist is null; it is never missing."""
    for name in kind.model_fields:
        if name != "schema_version":
            with pytest.raises(ValidationError, match="Field required"):
                kind.model_validate(without(kind, name))


@pytest.mark.parametrize("kind", KINDS)
def test_a_choice_of_words_knows_no_other_word(kind: type[Entry]) -> None:
    for name, field in kind.model_fields.items():
        if Literal in {get_origin(each) for each in (field.annotation, *get_args(field.annotation))}:
            with pytest.raises(ValidationError, match="Input should be"):
                kind.model_validate({**without(kind, name), name: "surprise"})


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_has_a_unit(kind: type[Entry]) -> None:
    has_unit = any(name.endswith("unit") for name in kind.model_fields)
    bare = [name for name in fields(kind, float) if not UNIT.search(name)]
    assert not bare or has_unit or kind.__name__ in EXPLAINED, f"in which unit are {bare} of {kind.__name__}?"


def test_what_is_explained_needs_it() -> None:
    named = {kind.__name__: kind for kind in KINDS}
    for name in EXPLAINED:
        assert any(not UNIT.search(field) for field in fields(named[name], float))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if fields(kind, int)])
def test_a_count_is_whole(kind: type[Entry]) -> None:
    for name in fields(kind, int):
        with pytest.raises(ValidationError, match=name):
            kind.model_validate({**without(kind, name), name: 1.5})
