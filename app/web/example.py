"""The roster behind the button 'try the example'."""

from __future__ import annotations

from pathlib import Path

APP = Path(__file__).resolve().parent.parent
PLACES = (APP / "examples" / "field-office", APP.parent / "examples" / "field-office")
"""In an installed package, and in a clone."""
SHEETS = ("officers", "cases", "weights", "flow")


def example() -> dict[str, bytes]:
    """The sheets of the example as CSV.

    Raises
    ------
    FileNotFoundError
        The installation is not whole.
    """
    for folder in PLACES:
        if folder.is_dir():
            return {sheet: (folder / f"{sheet}.csv").read_bytes() for sheet in SHEETS}
    raise FileNotFoundError("examples/field-office is missing from this installation; install caseload again")
