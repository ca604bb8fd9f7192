"""The campaign of the weights, briefly: it counts what it says."""

from __future__ import annotations

import warnings

import numpy as np

from bench.weights import KINDS, campaign, drawn, row


def test_a_fifth_that_is_missing_is_made_up_for_and_the_naive_mean_is_not() -> None:
    kind = next(each for each in KINDS if each.missing and not each.rare)
    tally = campaign(kind, 30)
    assert tally.intervals == 120
    assert 0.8 < tally.held / tally.intervals <= 1
    assert abs(tally.error / tally.intervals) < 0.1
    assert tally.naive / tally.intervals < -0.1
    assert row(kind, tally).count("|") == 7


def test_rare_types_are_rare_and_of_one_group() -> None:
    kind = next(each for each in KINDS if each.rare)
    study, truth = drawn(kind, np.random.default_rng(1))
    assert len(study.groups) == len(truth) == 8
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tally = campaign(kind, 3)
    assert tally.intervals_rare
