"""A million cases: read as quickly as a few, and in modest memory."""

from __future__ import annotations

from pathlib import Path

from app.confined import Child, Limits, run_confined
from app.intake.build.problem import build_problem
from app.intake.read import read_path

ROWS = 1_000_000
MEMORY = 700 << 20


def read_in_child(child: Child, folder: str) -> tuple[int, int, int]:
    del child
    problem = build_problem(read_path(Path(folder))).problem
    return len(problem.cases), len(problem.needs), int(problem.cases.effort.sum())


def test_a_million_identical_cases(tmp_path: Path) -> None:
    """Under a limit of the address space, so that it fails where the memory is not modest."""
    (tmp_path / "officers.csv").write_text("officer_id,available_hours\nA,1000000\n")
    (tmp_path / "weights.csv").write_text("case_type,weight_hours\ncheck-in,0.25\n")
    with (tmp_path / "cases.csv").open("w") as stream:
        stream.write("case_id,case_type,current_officer\n")
        stream.writelines(f"c{at},check-in,A\n" for at in range(ROWS))
    cases, needs, effort = run_confined(read_in_child, (str(tmp_path),), Limits(deadline_s=300, memory_bytes=MEMORY))
    assert (cases, needs, effort) == (ROWS, 1, ROWS)
