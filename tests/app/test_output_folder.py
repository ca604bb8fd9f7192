from __future__ import annotations

from pathlib import Path

import pytest

from app.output_folder import FolderTaken, draft_beside, publish, refuse_unless_free


def test_a_folder_that_is_not_there_or_empty_is_free(tmp_path: Path) -> None:
    refuse_unless_free(tmp_path / "new", force=False)
    refuse_unless_free(tmp_path, force=False)


def test_a_folder_with_anything_in_it_is_refused_without_force(tmp_path: Path) -> None:
    (tmp_path / ".hidden").touch()
    with pytest.raises(FolderTaken, match="has something in it; name another folder, or overwrite with force=True"):
        refuse_unless_free(tmp_path, force=False)
    refuse_unless_free(tmp_path, force=True)


@pytest.mark.parametrize("force", [False, True])
def test_a_file_is_refused_even_with_force(tmp_path: Path, force: bool) -> None:
    (tmp_path / "plan").touch()
    with pytest.raises(FolderTaken, match="is a file"):
        refuse_unless_free(tmp_path / "plan", force=force)


def test_published_files_replace_their_like_and_leave_the_rest(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "plan"
    out.mkdir(parents=True)
    (out / "report.json").write_text("old")
    (out / "notes.txt").write_text("mine")
    with draft_beside(out) as draft:
        (draft / "report.json").write_text("new")
        publish(draft, out)
    assert {path.name: path.read_text() for path in out.iterdir()} == {"report.json": "new", "notes.txt": "mine"}
    assert list(out.parent.iterdir()) == [out]


def test_what_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(out: Path) -> None:
        with draft_beside(out) as draft:
            (draft / "half").touch()
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail(tmp_path / "plan")
    assert list(tmp_path.iterdir()) == []
