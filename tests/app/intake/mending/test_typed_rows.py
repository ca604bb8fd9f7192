from __future__ import annotations

import pytest

from app.intake.errors import RosterRefused
from app.intake.mending.fixes import Fixes
from app.intake.mending.typed_rows import TYPED
from app.intake.read import read_parts
from tests.app.intake.rosters import OFFICERS, workbook

CASES = b"case_id,case_type\nc1,probate\nc2,custody\n"
TYPED_WEIGHTS = Fixes({"weight:probate": " 2.5 ", "weight:custody": "1", "weight:else": ""})


def test_weights_are_typed_where_there_is_no_sheet_of_them() -> None:
    roster = read_parts({"officers": OFFICERS.encode(), "cases": CASES}, TYPED_WEIGHTS)
    assert roster.to_document()["weights"] == [
        {"case_type": "probate", "weight_hours": "2.5"},
        {"case_type": "custody", "weight_hours": "1"},
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_weights_are_typed_below_those_that_are_there(kind: str) -> None:
    rows = [["source", "weight_hours", "case_type"], ["study", "1", "custody"]]
    sheets = {"officers": OFFICERS.encode(), "cases": CASES}
    if kind == "csv":
        sheets["weights"] = "\n".join(map(",".join, rows)).encode()
    else:
        tables = {name: [line.split(",") for line in text.decode().split()] for name, text in sheets.items()}
        sheets = {"workbook": workbook({**tables, "weights": rows})}
    roster = read_parts(sheets, Fixes({"weight:probate": "2.5"}))
    assert roster.to_document()["weights"] == [
        {"case_type": "custody", "weight_hours": "1", "source": "study"},
        {"case_type": "probate", "weight_hours": "2.5"},
    ]


def test_what_is_typed_is_checked_like_everything_else() -> None:
    with pytest.raises(RosterRefused) as caught:
        read_parts(
            {"officers": OFFICERS.encode(), "cases": CASES}, Fixes({"weight:probate": "x", "weight:custody": "1"})
        )
    assert [(cell.row, cell.column, cell.value) for cell in caught.value.cells] == [(TYPED, "weight_hours", "x")]
