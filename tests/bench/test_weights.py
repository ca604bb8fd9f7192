"""The campaign of the weights, briefly: it counts what it says."""

from __future__ import annotations

import warnings

import numpy as np

from bench.weight_logs import campaign_of_logs, large_log
from bench.weight_phases import campaign_of_phases
from bench.weights import KINDS, campaign, campaign_of_totals, drawn, row


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


def test_totals_leave_some_weights_unseen() -> None:
    tally = campaign_of_totals(10)
    assert tally.intervals + tally.unseen == 40


def test_time_between_start_and_end_is_several_times_the_handling_time() -> None:
    tally = campaign_of_logs(10)
    assert abs(tally.error / tally.intervals) < 0.15
    assert tally.naive / tally.intervals > 1


def test_a_large_log_is_read_from_a_file() -> None:
    assert str(large_log(500)).startswith("A log of 500 events")


def test_phases_are_told_apart_without_a_bias() -> None:
    tally = campaign_of_phases(20)
    assert tally.intervals == 100
    assert 0.8 < tally.held / tally.intervals <= 1
    assert abs(tally.error / tally.intervals) < 0.1
