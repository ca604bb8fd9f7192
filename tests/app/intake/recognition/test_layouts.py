"""Lines of reports among the rows of an export are no rows, or asked about; ``make damage`` tries 1,000."""

from __future__ import annotations

import pytest

from tests.app.intake.recognition.layouts import fault

SEEDS = 30


@pytest.mark.parametrize("among_officers", [False, True])
def test_lines_of_a_report_are_never_misread_without_a_word(among_officers: bool) -> None:
    assert [text for seed in range(SEEDS) if (text := fault(seed, among_officers=among_officers))] == []
