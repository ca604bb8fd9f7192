"""What a person says about an export: as options, or when asked on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from app.intake.columns.schema import BY_NAME
from app.intake.errors import BadValue
from app.intake.recognition.profile import NOBODY, OFFICER, Profile, Weight
from app.intake.recognition.questions import Asked, Question, accept_offers
from app.intake.recognition.values.dates import ORDERS
from app.intake.recognition.values.hours import Decimals, number, plain_decimal
from app.intake.recognition.values.other_periods import PERIODS
from solver.analysis.spelling import did_you_mean


def profile_of_options(given: dict[str, Any]) -> Profile:
    """What the options say.

    Raises
    ------
    click.UsageError
        One of them is not understood.
    """
    columns: dict[str, dict[str, str]] = {}
    for theirs, ours in _pairs("--column", given["column"], empty=True):
        sheet, _, name = ours.rpartition(".")
        for known in [sheet] if sheet else _sheets_with(name):
            if known not in BY_NAME or (name and BY_NAME[known].column(name) is None):
                raise click.UsageError(f"--column {theirs}={ours}: there is no such column; docs/import.md lists them.")
            columns.setdefault(known, {})[theirs] = name
    hours = None if given["hours"] is None else _hours("--hours", given["hours"])
    return Profile(
        columns=columns,
        hours=hours,
        officers={
            name: _hours("--officer-hours", text) for name, text in _pairs("--officer-hours", given["officer_hours"])
        },
        holders={**dict.fromkeys(given["holder_nobody"], NOBODY), **dict.fromkeys(given["holder_officer"], OFFICER)},
        weights={name: Weight(_hours("--weight", text)) for name, text in _pairs("--weight", given["weight"])},
        priority={word: _level(text) for word, text in _pairs("--priority", given["priority"])},
        skills=dict(_pairs("--skill", given["skill"], empty=True)),
        dates=given["dates"],
        periods={name: _period(text) for name, text in _pairs("--hours-per", given["hours_per"])},
        closed=given["closed"],
        pseudonyms=given["pseudonyms"],
    )


def _sheets_with(name: str) -> list[str]:
    if not name:
        return list(BY_NAME)
    known = [column.name for sheet in BY_NAME.values() for column in sheet.columns]
    sheets = [sheet for sheet in BY_NAME if BY_NAME[sheet].column(name) is not None]
    if not sheets:
        raise click.UsageError(f"--column: {name} is no column of a roster{did_you_mean(name, known)}.")
    return sheets


def _pairs(option: str, texts: Sequence[str], *, empty: bool = False) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        left, sign, right = (part.strip() for part in text.rpartition("="))
        if not sign or not left or not (right or empty):
            raise click.UsageError(f"{option} {text} is not understood; write it as 'NAME=VALUE'.")
        pairs.append((left, right))
    return pairs


def _hours(option: str, text: str) -> str:
    try:
        hours = number(text, Decimals(comma="," in text, point="." in text))
    except BadValue as error:
        raise click.UsageError(f"{option} {text}: {error}.") from None
    if hours < 0:
        raise click.UsageError(f"{option} {text}: hours cannot be below 0.")
    return plain_decimal(hours)


def _level(text: str) -> int:
    if text not in {"1", "2", "3", "4", "5"}:
        raise click.UsageError(f"--priority …={text}: a priority is 1 (most urgent) to 5.")
    return int(text)


def _period(text: str) -> str:
    if text not in PERIODS:
        raise click.UsageError(f"--hours-per …={text}: it is one of {', '.join(PERIODS)}.")
    return text


def ask(profile: Profile, question: Question) -> Profile:
    """The profile with what a person answers on the terminal."""
    click.echo(f"\n{question.text}", err=True)
    if question.about is Asked.DATES:
        order = click.prompt("  day-first or month-first", type=click.Choice(ORDERS), err=True)
        return replace(profile, dates=order)
    if question.about is Asked.HOURS:
        text = click.prompt("  Hours a month", default=question.offered, value_proc=_proc, err=True)
        return replace(profile, hours=text)
    offers = {each.case_type: each for each in question.offers}
    for each in offers.values():
        click.echo(f"  {each.case_type}: {each.hours} h ({each.source})", err=True)
    text = click.prompt(
        "  Enter takes these; or write others, as Burglary=6; Theft=2", default="", show_default=False, err=True
    )
    own = {name: Weight(_proc(hours)) for name, hours in _pairs("", [each for each in text.split(";") if each.strip()])}
    return accept_offers(replace(profile, weights={**profile.weights, **own}), question)


def _proc(text: str) -> str:
    try:
        return _hours("Hours", text)
    except click.UsageError as error:
        raise click.BadParameter(error.message) from None


def refusal(questions: Sequence[Question]) -> click.UsageError:
    """Names the option for everything that is missing."""
    lines = ["The export does not say everything that a plan needs:"]
    for question in questions:
        lines.append(f"  {question.text}")
        lines += [f"    {each.case_type}: {each.hours} h ({each.source})" for each in question.offers]
        lines.append(f"    Say it with {question.option}.")
    return click.UsageError("\n".join(lines))
