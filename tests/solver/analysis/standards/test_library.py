"""The published standards: each figure stands in the document, and names are found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from solver.analysis.standards.library import (
    APPA,
    CWLA_CHILD_PROTECTION,
    CWLA_FOSTER_CARE,
    LIBRARY,
    NAC_1973,
    NPDWS_2023,
    PROBATION_HOURS,
    standard_named,
)
from solver.errors import InvalidGoals

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "standards.md"


def test_names_are_found_and_others_refused() -> None:
    assert standard_named(" CWLA-Foster-Care ") is CWLA_FOSTER_CARE
    assert standard_named("cwla_foster care") is CWLA_FOSTER_CARE
    with pytest.raises(InvalidGoals, match="there is no standard cwla; there are cwla-child-protection, "):
        standard_named("cwla")


def test_the_document_and_the_library_say_the_same() -> None:
    """Every figure and source of the library is in docs/standards.md, and every standard there is in the library."""
    text = DOCUMENT.read_text("utf-8")
    sections = dict(re.findall(r"^## `([a-z0-9-]+)`.*?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(sections) == set(LIBRARY)
    for key, standard in LIBRARY.items():
        section = " ".join(sections[key].split())
        assert standard.source in section
        rows = re.findall(r"\| `([a-z-]+)` \| ([\d.–]+) \| ([\d,]+) \|", section)
        wanted = []
        for each in standard.categories:
            hours = each.case_hours
            low = f"{each.least}–" if each.least else ""
            stated = f"{low}{each.most}" if hours is None else f"{float(hours):g}"
            wanted.append((each.name, stated, str(standard.most(each.name))))
        assert rows == wanted, key


def test_every_standard_is_under_its_own_key_and_names_its_source() -> None:
    assert [standard.key for standard in LIBRARY.values()] == list(LIBRARY)
    assert len({standard.title for standard in LIBRARY.values()}) == len(LIBRARY)
    assert all(standard.source and standard.basis and standard.categories for standard in LIBRARY.values())
    assert all(standard_named(key) is standard for key, standard in LIBRARY.items())


def test_what_one_officer_may_hold_in_whole_cases() -> None:
    assert [PROBATION_HOURS.most(each) for each in ("maximum", "medium", "minimum")] == [30, 60, 120]
    assert (NPDWS_2023.most("felony-low"), NAC_1973.most("felony")) == (59, 150)
    assert {CWLA_CHILD_PROTECTION.supervised, APPA.supervised} == {5, None}
    for standard in LIBRARY.values():
        for category in standard.categories:
            assert standard.most(category.name) > 0
            assert category.least is None or category.least < standard.most(category.name)
