"""A data folder that others could read is closed to them before anything is kept in it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.main import create_app
from app.settings import Settings
from app.store.private import NotPrivate, keep_private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_that_is_not_there_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    keep_private(tmp_path / "a" / "data")
    assert mode(tmp_path / "a" / "data") == 0o700


def test_a_folder_made_before_with_755_was_readable_by_everybody(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "caseload.sqlite").touch()
    (folder / "caseload.sqlite").chmod(0o644)
    create_app(Settings(data_dir=folder)).state.service.database.close()
    assert mode(folder) == 0o700
    assert mode(folder / "caseload.sqlite") == 0o600


def test_a_folder_of_somebody_else_is_refused_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(NotPrivate, match="chmod go-rwx"):
        keep_private(tmp_path)


def test_a_folder_that_all_share_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    with pytest.raises(NotPrivate, match="make one in it"):
        keep_private(tmp_path)
    assert mode(tmp_path) == 0o1777


def test_files_of_others_in_it_are_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    (tmp_path / "notes.txt").chmod(0o644)
    keep_private(tmp_path)
    assert mode(tmp_path / "notes.txt") == 0o644
