from __future__ import annotations

import pytest

from solver.errors import SolverFault
from solver.lexicographic.part import PartResult
from solver.lexicographic.process import Worker
from tests.solver.lexicographic.test_errand import an_errand
from tests.solver.lexicographic.test_parallel import told_nothing


def test_a_process_plans_one_part_after_the_other_and_its_end_is_a_fault() -> None:
    with Worker(lambda: False, 0.1) as worker:
        for _ in range(2):
            assert isinstance(worker.plan(an_errand(), told_nothing), PartResult)
        worker._process.kill()
        with pytest.raises(SolverFault, match="the process that planned part 3 ended with exit code -9"):
            worker.plan(an_errand(), told_nothing)
