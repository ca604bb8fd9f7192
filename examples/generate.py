"""Writes the rosters under examples/ (`make examples`). Standard library only, fixed seeds: the same bytes every time.

    python -m examples.generate            # into this folder
    python -m examples.generate SOMEWHERE

Every officer, case and case weight is made up. The shape of ``field-office`` follows what an inspector general found
in 2016 (OIG-17-51): a few officers with more cases than anybody could know, beside colleagues with about a hundred.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from examples import make_field_office, make_impossible, make_probation

Row = dict[str, str]
EXAMPLES: dict[str, Callable[[], tuple[dict[str, list[Row]], str]]] = {
    "field-office": make_field_office.roster,
    "probation": make_probation.roster,
    "impossible": make_impossible.roster,
}


def write(name: str, folder: Path) -> None:
    """Write one example: its sheets as CSV files, and README.md."""
    sheets, readme = EXAMPLES[name]()
    folder.mkdir(parents=True, exist_ok=True)
    for sheet, rows in sheets.items():
        _write_sheet(folder / f"{sheet}.csv", rows)
    (folder / "README.md").write_text(readme, encoding="utf-8", newline="\n")


def _write_sheet(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(where: Path) -> None:
    """Write all examples below a folder."""
    for name in EXAMPLES:
        write(name, where / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
