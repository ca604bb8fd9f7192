from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.machine_memory import machine_memory, memory_within, shares_of, usual_budget
from app.settings import Settings

GIB = 1 << 30
MIB = 1 << 20


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "ascii")
    return root


@pytest.mark.parametrize(
    ("files", "bytes_there"),
    [
        ({}, 8 * GIB),
        ({"sys/fs/cgroup/memory.max": f"{2 * GIB}\n"}, 2 * GIB),  # as a container sees it
        ({"sys/fs/cgroup/memory.max": "max\n"}, 8 * GIB),
        ({"sys/fs/cgroup/memory.max": f"{99 * GIB}\n"}, 8 * GIB),
        # as a service of systemd: what holds is the least of its own group and of those around it
        (
            {
                "proc/self/cgroup": "0::/system.slice/caseload.service\n",
                "sys/fs/cgroup/system.slice/memory.max": f"{3 * GIB}\n",
                "sys/fs/cgroup/system.slice/caseload.service/memory.max": "max\n",
            },
            3 * GIB,
        ),
        # the first version, in which each controller has a tree of its own
        (
            {
                "proc/self/cgroup": "5:cpu:/other\n4:memory:/docker/abc\n",
                "sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes": f"{GIB}\n",
                "sys/fs/cgroup/other/memory.max": "1\n",
            },
            GIB,
        ),
        ({"sys/fs/cgroup/memory/memory.limit_in_bytes": f"{2**63 - 4096}\n"}, 8 * GIB),
    ],
)
def test_a_container_has_what_its_groups_allow(tmp_path: Path, files: dict[str, str], bytes_there: int) -> None:
    assert memory_within(write(tmp_path, files), 8 * GIB) == bytes_there


def test_this_machine_has_some() -> None:
    assert machine_memory() > 256 * MIB


def test_shares_by_hand() -> None:
    # 8 GiB less half a GiB for the server itself: 7,680 MiB for a plan (4), two parts (2 each), two questions (1 each)
    shares = shares_of(8 * GIB, solves=1, parts=2, questions=2)
    assert shares.total == 8192 * MIB
    assert [each // MIB for each in (shares.solve, shares.part, shares.question)] == [3072, 1536, 768]


@given(st.integers(1, 1 << 42), st.integers(0, 64), st.integers(0, 64), st.integers(1, 64))
def test_shares_never_add_up_to_more_than_there_is(total: int, solves: int, parts: int, questions: int) -> None:
    shares = shares_of(total, solves, parts, questions)
    assert solves * shares.solve + parts * shares.part + questions * shares.question <= total
    assert shares.question > 0 or total < 10_000


def test_twenty_four_gibibytes_were_promised_whatever_the_machine_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.settings.machine_memory", lambda: 4 * GIB)
    settings = Settings(parts_at_once=2)
    memory = settings.memory
    assert memory.total == usual_budget(4 * GIB) == 3 * GIB
    assert memory.solve + 2 * memory.part + 2 * memory.question <= 3 * GIB
    assert settings.solve_limit_bytes == settings.question_limit_bytes == 3 * GIB


def test_a_budget_that_was_given_counts() -> None:
    settings = Settings(memory_bytes=GIB, solve_memory_bytes=600 * MIB)
    assert settings.memory.total == GIB
    assert settings.solve_limit_bytes == 600 * MIB
    assert settings.question_limit_bytes == GIB
