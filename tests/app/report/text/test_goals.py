"""Every ranked goal has its words, in one place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.jobs.progress import PHASES
from app.report.sections.goals.entry import LevelEntry
from app.report.text.goals import WORDS, GoalWords
from solver.check.goals import MEASURES

FILLED = {"value": "<value>", "cases": "<cases>", "where": "<where>", "share": "<share>"}


def test_whatever_the_checker_measures_has_words_and_nothing_else_has() -> None:
    assert WORDS.keys() == MEASURES.keys()


def test_the_schema_of_the_report_names_every_goal() -> None:
    """It listed them by hand."""
    said = LevelEntry.model_fields["name"].description
    assert said == (
        "One of coverage_1, coverage_2, coverage_3, coverage_4, coverage_5, fairness, continuity, fairness_again, "
        "shortfall, evenness, cost, continuity_again."
    )


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_sentences_are_sentences_and_know_only_what_they_are_filled_with(words: GoalWords) -> None:
    said = [
        words.counts.format(what="Cases"),
        words.none_left,
        *(words.met_with(amount).format(**FILLED) for amount in (1, 2)),
    ]
    assert all(sentence.endswith(".") and sentence[0] in "ACEHNTW<" and "{" not in sentence for sentence in said)


def test_no_two_goals_are_called_alike() -> None:
    for told in ([each.title for each in WORDS.values()], [each.label for each in WORDS.values()]):
        assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("name", "amount", "sentence"),
    [
        ("coverage_4", 1, "<cases> of priority 4 has no officer."),
        ("coverage_4", 1.5, "<cases> of priority 4 have no officer."),
        ("continuity", 1, "<cases> leaves an officer who may keep it<where>."),
        ("continuity", 2, "<cases> leave an officer who may keep them<where>."),
        ("cost", 1, "The assignment costs <value>."),
        ("cost", 2, "The assignment costs <value>."),
    ],
)
def test_one_case_has_and_two_cases_have(name: str, amount: float, sentence: str) -> None:
    assert WORDS[name].met_with(amount).format(**FILLED) == sentence


def test_a_progress_line_says_the_title_where_it_is_short() -> None:
    assert WORDS["coverage_1"].label == "Coverage 1"
    assert WORDS["fairness"].label == WORDS["fairness"].title == "Fair shares"
    assert max(len(words.label) for words in WORDS.values()) <= 12, "three numbers stand behind it, in 80 columns"


def test_progress_tells_what_is_done_for_each_goal_and_a_moves_level_yields_to_fairness() -> None:
    assert {name: PHASES[name] for name in WORDS} == {name: words.doing for name, words in WORDS.items()}
    assert WORDS["fairness"].sake == "so that fewer cases move"
    assert WORDS["continuity"].sake == "for the sake of fair shares"


def test_the_words_cost_the_command_line_nothing() -> None:
    """The line of progress is there before anything heavy is."""
    code = "import sys, app.report.text.goals; print(*sys.modules)"
    root = Path(__file__).resolve().parents[4]
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert {"numpy", "pydantic"} & set(loaded.stdout.split()) == set()
