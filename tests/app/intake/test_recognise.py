"""The door: files in any format, in a child process, become the same roster."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from app.confined import ChildOutOfMemory, ChildTimedOut
from app.intake import recognise as door
from app.intake.errors import RosterRefused
from app.intake.read import read_path
from app.intake.recognise import read_export, recognise, recognise_in_child, roster_of, sources_of
from app.intake.recognition.profile import Profile, Weight, write_profile
from app.intake.roster import Roster
from tests.app.intake.formats.test_foreign_workbooks import ods, saved, xls

HEAD = ["Aktenzeichen", "Fallart", "Sachbearbeiter"]
ROWS = [["1 Js 1/26", "Betrug", "Müller"], ["1 Js 2/26", "Betrug", "Weiß"], ["1 Js 3/26", "Betrug", "Müller"]]
PROFILE = Profile(hours="100", weights={"Betrug": Weight("2")})


def in_every_format(folder: Path) -> list[Path]:
    text = "\n".join(";".join(row) for row in [HEAD, *ROWS]) + "\n"
    objects = [dict(zip(HEAD, row, strict=True)) for row in ROWS]
    book = openpyxl.Workbook()
    for row in [HEAD, *ROWS]:
        book.worksheets[0].append(row)
    files = {
        "utf8.csv": text.encode(),
        "bom.csv": text.encode("utf-8-sig"),
        "utf16.csv": text.encode("utf-16"),
        "cp1252.csv": text.encode("cp1252"),
        "sep.csv": f"sep=;\n{text}".encode(),
        "tabs.tsv": text.replace(";", "\t").encode(),
        "book.xlsx": saved(book),
        "macros.xlsm": saved(book),
        "open.ods": ods([HEAD, *ROWS]),
        "old.xls": xls([list(row) for row in (HEAD, *ROWS)]),
        "list.json": json.dumps(objects).encode(),
        "lines.ndjson": "\n".join(map(json.dumps, objects)).encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def roster(path: Path) -> Roster:
    return roster_of(recognise(sources_of(path), PROFILE), "profile")


def test_every_format_gives_the_same_roster(tmp_path: Path) -> None:
    paths = in_every_format(tmp_path)
    assert len({roster(path).sha256 for path in paths}) == 1
    assert roster(paths[0]).officers.ids == ("Müller", "Weiß")


def test_a_folder_is_all_of_its_tables(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("\n".join(",".join(row) for row in [HEAD, *ROWS]))
    (tmp_path / "staff.csv").write_text("Mitarbeiter,Stunden\nMüller,100\nWeiß,80\n")
    (tmp_path / "readme.md").write_text("no table")
    assert roster(tmp_path).counts["officers"] == 2


def test_a_profile_goes_straight_through(tmp_path: Path) -> None:
    export, profile = tmp_path / "e.csv", tmp_path / "office.toml"
    export.write_text("\n".join(",".join(row) for row in [HEAD, *ROWS]))
    profile.write_text(write_profile(PROFILE))
    read = read_export(export, profile)
    assert read.counts["cases"] == 3
    assert any("officers were made" in text for text in read.warnings)
    profile.write_text(write_profile(Profile(hours="100")))
    with pytest.raises(RosterRefused, match="--weight 'Betrug=2'"):
        read_export(export, profile)


def test_what_the_sheets_contradict_is_refused_at_its_place_in_the_export(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    rows = [HEAD, *ROWS, *([f"1 Js {at}/26", "Betrug", "Weiß"] for at in range(3, 103))]
    path.write_text("\n".join(",".join(row) for row in rows))
    with pytest.raises(RosterRefused) as caught:
        roster(path)
    (cell,) = caught.value.cells
    assert (cell.file, cell.row, cell.column) == ("e.csv", 5, "Aktenzeichen")


def test_pseudonyms_leave_no_name(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("\n".join(",".join(row) for row in [HEAD, *ROWS]))
    found = recognise(sources_of(path), PROFILE, key=b"k" * 32)
    assert found.roster is not None
    assert all(name.startswith("D-") for name in found.roster.officers.ids)
    assert set(found.name_of.values()) == {*(row[0] for row in ROWS), *(row[2] for row in ROWS)}
    assert "Müller" not in str(found.understanding.document)


def test_what_is_not_there_or_no_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterRefused, match="is not there"):
        sources_of(tmp_path / "none.csv")
    with pytest.raises(RosterRefused, match="holds no file"):
        sources_of(tmp_path)
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    with pytest.raises(RosterRefused, match="Parquet"):
        sources_of(tmp_path / "x.parquet")


@pytest.mark.parametrize(
    ("failure", "message"), [(ChildOutOfMemory(), "far more memory"), (ChildTimedOut(), "took longer")]
)
def test_a_hostile_file_is_a_refusal(failure: Exception, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise failure

    monkeypatch.setattr(door, "run_confined", failing)
    with pytest.raises(RosterRefused, match=message):
        recognise([("x.csv", b"a,b\n1,2\n")], PROFILE)


def test_one_far_cell_does_not_take_the_memory_of_the_machine(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "x"
    book.worksheets[0]["XFD1048576"] = "far"
    (tmp_path / "far.xlsx").write_bytes(saved(book))
    with pytest.raises(RosterRefused, match=r"has more than 1,000,000 rows|far more memory"):
        roster(tmp_path / "far.xlsx")


@pytest.mark.parametrize("name", ["field-office", "probation", "impossible"])
def test_what_is_a_roster_already_is_recognised_as_the_same(name: str) -> None:
    folder = Path(__file__).resolve().parents[3] / "examples" / name
    found = recognise(sources_of(folder), Profile())
    assert found.understanding.questions == ()
    assert found.roster is not None
    assert found.roster.sha256 == read_path(folder).sha256


def test_parquet_is_refused_by_what_it_holds_whatever_it_is_called() -> None:
    """On the page it was told that it holds NUL bytes."""
    with pytest.raises(RosterRefused, match="is Parquet, which is not read; write it as CSV"):
        recognise_in_child(None, [("cases.csv", b"PAR1\0\0")], Profile(), False, None, True)
