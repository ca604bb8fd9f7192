"""The best pairs, against all of them."""

from __future__ import annotations

import itertools
import random

import pytest

from app.intake.recognition.assignment_problem import LEAST, assignment


@pytest.mark.parametrize("seed", range(30))
def test_no_other_assignment_scores_more(seed: int) -> None:
    rng = random.Random(seed)
    rows, columns = rng.randint(1, 5), rng.randint(1, 5)
    scores = [[rng.choice((0, 10, LEAST, 50, 80, 100)) for _ in range(columns)] for _ in range(rows)]

    def worth(chosen: list[int | None]) -> int:
        return sum(scores[row][at] for row, at in enumerate(chosen) if at is not None)

    choices = [None, *range(columns)]
    best = max(
        sum(scores[row][at] for row, at in enumerate(each) if at is not None and scores[row][at] >= LEAST)
        for each in itertools.product(choices, repeat=rows)
        if len({at for at in each if at is not None}) == sum(at is not None for at in each)
    )
    found = assignment(scores)
    taken = [at for at in found if at is not None]
    assert len(set(taken)) == len(taken)
    assert all(scores[row][at] >= LEAST for row, at in enumerate(found) if at is not None)
    assert worth(found) == best
