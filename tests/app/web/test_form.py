from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.api.http.unpacked import Body, Part
from app.intake.checks.roster_settings import with_settings
from app.intake.errors import RosterRefused
from app.intake.options import PlanOptions
from app.web.form import DEFAULTS, fields_from, fields_of, json_options, scenario_of, upload_of
from solver.errors import InvalidGoals
from tests.app.intake.rosters import read
from tests.app.serving import CASES_CSV, OFFICERS_CSV


def body(*files: tuple[str, bytes], **fields: str) -> Body:
    parts = [Part("files", name, content) for name, content in files]
    return Body("multipart/form-data", parts=parts + [Part(name, "", text.encode()) for name, text in fields.items()])


def test_the_form_as_it_is_first_shown_means_the_defaults() -> None:
    assert fields_of(body()) == DEFAULTS
    goals = PlanOptions.model_validate(json_options(DEFAULTS))
    plain = PlanOptions.model_validate({})
    assert goals.policy == plain.policy
    assert goals.time_limit_s == plain.time_limit_s
    assert goals.keep_within_points == 1
    assert goals.target is None


@pytest.mark.parametrize(
    ("fields", "goals"),
    [
        ({"target": "85"}, {"target": Decimal("0.85")}),
        ({"target": " 85,5 % "}, {"target": Decimal("0.855")}),
        ({"change": "max_moves", "max_moves": "12"}, {"max_moves": 12}),
        (
            {"change": "max_moves", "max_moves": "2,5", "moves": "hours"},
            {"max_moves": Decimal("2.5"), "moves": "hours"},
        ),
        ({"change": "move_freely"}, {"move_freely": True}),
        ({"keep_within_points": ""}, {}),
        ({"keep_within_points": "0"}, {"keep_within_points": 0}),
        ({"percentile": "80", "frontier": "yes"}, {"percentile": 80, "frontier": True}),
        ({"percentile": "97,5"}, {"percentile": Decimal("97.5")}),
        ({"standards": "appa;nac-1973"}, {"standards": ["appa", "nac-1973"]}),
        ({"standards": ""}, {"standards": None, "frontier": None, "percentile": None}),
        ({"release_ineligible": "yes"}, {"release_ineligible": True}),
        ({"release_ineligible": ""}, {"release_ineligible": None}),
        ({"fte_hours": "130,5", "beta": "2"}, {"fte_hours": Decimal("130.5"), "beta": 2}),
        ({"period_start": "2026-12-01"}, {"period_start": "2026-12-01"}),
        ({"objective": "cost"}, {"objective": "cost", "keep_within_points": None}),
        ({"policy": "within-capacity", "period": "year"}, {"policy": "within-capacity", "period": "year"}),
    ],
)
def test_fields_become_goals(fields: dict[str, str], goals: dict[str, Any]) -> None:
    found = json_options({**DEFAULTS, **fields})
    assert {name: found.get(name) for name in goals} == goals
    PlanOptions.model_validate(found)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"policy": "within-capacity", "max_moves": 100, "period": "week", "fte_hours": 32.5, "beta": 2},
        {"move_freely": True, "target": 0.855, "period_start": "2026-12-01", "time_limit_s": 2.5, "frontier": True},
        {"keep_within_points": 0.25, "coverage": "hours", "moves": "hours", "standards": ["appa", "nac-1973"]},
        {"objective": "cost", "percentile": 97.5, "release_ineligible": True, "accept": ["too-many-hours"]},
    ],
)
def test_goals_in_the_form_mean_themselves(given: dict[str, Any]) -> None:
    options = PlanOptions.model_validate(given)
    fields = fields_from(options, ["add 1 officer", "remove officer A"])
    again = PlanOptions.model_validate(json_options(fields))
    if not {"max_moves", "move_freely", "keep_within_points", "objective"} & given.keys():
        options = options.model_copy(update={"keep_within_points": Decimal(1)})  # which is what nothing means
    assert again == options
    assert scenario_of(fields) == ["add 1 officer", "remove officer A"]
    left_to_settings = {"period", "beta", "target", "fte_hours"}
    assert left_to_settings & again.model_fields_set == left_to_settings & given.keys()


def test_what_is_left_empty_leaves_it_to_the_sheet_settings() -> None:
    """The page always sent the period month, so that the sheet said week for nothing."""
    roster = read(settings="key,value\nperiod,week\nfte_hours,32\ntarget,0.8\nstandards,appa\n")
    options = with_settings(PlanOptions.model_validate(json_options(DEFAULTS)), roster.settings)
    assert (options.period, options.fte_hours, options.target) == ("week", Decimal(32), Decimal("0.8"))
    assert options.standards == ("appa",)


NOT_ON_THE_PAGE = {
    "seed": "the same plan again is made with the same seed, and nobody chooses one",
    "workers": "they make it quicker, not different",
    "simulations": "a thousand worlds are enough",
    "weight_correlation": "the report shows both ends beside it, and the sheet settings may set it",
    "forecast_periods": "a year is looked ahead",
    "remedies_s": "a matter of the search",
    "accept": "it is ticked on the page that shows the findings",
}


def test_every_goal_of_the_command_line_is_on_the_page_or_there_is_a_reason() -> None:
    """Cases that nobody may hold could be released everywhere but there."""
    page = (Path(__file__).parents[3] / "app" / "web" / "templates" / "goals.html").read_text("utf-8")
    for name in PlanOptions.model_fields:
        assert (f'name="{name}"' in page or f"'{name}'" in page) != (name in NOT_ON_THE_PAGE), name


def test_fields_that_are_sent_several_times() -> None:
    chosen = Body("multipart/form-data", parts=[Part("standards", "", key) for key in (b"appa", b"nac-1973")])
    assert fields_of(chosen)["standards"] == "appa;nac-1973"
    again = fields_of(body(standards="appa;nac-1973"))
    assert again["standards"] == "appa;nac-1973", "as it goes along with a page of bad cells"


def test_changes_are_lines() -> None:
    fields = fields_of(body(scenario="remove officer A\r\n\r\n  add 1 officer skills=a;b "))
    assert scenario_of(fields) == ["remove officer A", "add 1 officer skills=a;b"]
    assert scenario_of(DEFAULTS) == []


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("percentile", "high"),
        ("target", "much"),
        ("time_limit_s", "NaN"),
        ("keep_within_points", "1.2.3"),
        ("target", "Infinity"),
    ],
)
def test_what_is_no_number_is_told_in_words(field: str, text: str) -> None:
    with pytest.raises(InvalidGoals, match="must be a number"):
        json_options({**DEFAULTS, field: text})


@pytest.mark.parametrize(("typed", "whole"), [("0.85", "85%"), ("0,9", "90%"), ("1", "100%")])
def test_a_target_of_less_than_one_per_cent_was_planned_for(typed: str, whole: str) -> None:
    """“0.85” in the field of per cent meant 0.85%, and every caseload was strained."""
    with pytest.raises(InvalidGoals, match=f"Is the target .*% or {whole}"):
        json_options({**DEFAULTS, "target": typed})
    assert json_options({**DEFAULTS, "target": "0.85%"})["target"] == Decimal("0.0085"), "with its sign it is meant"


@pytest.mark.parametrize("change", ["keep_within", "move_freely"])
def test_a_number_of_moves_that_was_filled_in_was_ignored(change: str) -> None:
    """“At most 20” was typed and its button not chosen: 2,196 cases moved."""
    with pytest.raises(InvalidGoals, match=r"at most 20\? Then choose"):
        json_options({**DEFAULTS, "change": change, "max_moves": " 20 "})


def test_a_number_of_moves_is_needed_where_it_is_chosen() -> None:
    with pytest.raises(InvalidGoals, match="most moves"):
        json_options({**DEFAULTS, "change": "max_moves"})


@pytest.mark.parametrize(
    ("officers", "cases"),
    [("officers.csv", "cases.csv"), ("Officers (2).CSV", "2026-05 cases final.csv")],
)
def test_files_are_found_by_their_names(officers: str, cases: str) -> None:
    upload = upload_of(body((officers, OFFICERS_CSV), (cases, CASES_CSV), ("notes.csv", b"x")))
    assert len(upload.read().cases.ids) == 4
    assert [each.code for each in upload.read().findings if each.file == "notes.csv"] == ["unread-sheet"]
    assert upload_of(body(("roster.xlsx", b"x"))).sheets == {"workbook": b"x"}


def test_a_whole_roster_of_files() -> None:
    upload = upload_of(body(("officers.csv", OFFICERS_CSV), ("cases.csv", CASES_CSV)))
    assert len(upload.read().cases.ids) == 4
    assert upload.name == ""


def test_a_document_is_read_too() -> None:
    text = b'{"officers": [{"officer_id": "A", "available_hours": 1}], "cases": [{"case_id": "1", "weight_hours": 1}]}'
    upload = upload_of(body(("May.json", text)))
    assert upload.name == "May.json"
    assert upload.read().cases.ids == ("1",)
    lines = (
        b'{"sheet": "officers", "officer_id": "A", "available_hours": 1}\n'
        b'{"sheet": "cases", "case_id": "1", "weight_hours": 1}'
    )
    assert upload_of(body(("May.NDJSON", lines))).read().cases.ids == ("1",)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([], "choose the roster first"),
        ([("", b"")], "choose the roster first"),
        ([("officers.pdf", b"x")], "does not say by its name"),
        ([("officers.csv", b"x"), ("officers.csv", b"y")], "second file of this name"),
        ([("roster.xlsx", b"x"), ("cases.csv", b"y")], "one or the other"),
        ([("a.json", b"{}"), ("cases.csv", b"y")], "does not say by its name"),
    ],
)
def test_files_that_make_no_roster_are_named(files: list[tuple[str, bytes]], says: str) -> None:
    with pytest.raises(RosterRefused) as caught:
        upload_of(body(*files))
    assert says in caught.value.cells[0].message
    assert caught.value.cells[0].file
