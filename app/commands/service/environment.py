"""The settings of a server or a worker, or a sentence about what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import click
from pydantic import SecretStr, ValidationError

from app.commands.terminal.failures import DETAILS
from app.settings import KEEP, Settings
from app.store.db import without_password

PREFIX = "CASELOAD_"
OF_OTHERS = frozenset({DETAILS, "CASELOAD_KEY", "CASELOAD_URL"})
"""What is no setting of a server: of the command line, and of clients that run on the same machine."""
HIDDEN = "(set, not shown)"


def read_settings(given: Mapping[str, Any]) -> Settings | None:
    """What the environment says, and before that the options that were given; None: refused, and it was said why."""
    for line in misspelt(os.environ):
        click.echo(line, err=True)
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for each in error.errors(include_url=False):
            where = " ".join(map(str, each["loc"]))
            click.echo(f"The settings were refused: {where}{': ' if where else ''}{each['msg']}", err=True)
    return None


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


def misspelt(environment: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that looks like one of ours and counts for nothing."""
    known = [variable(field) for field in Settings.model_fields]
    lines = []
    for name in sorted(name for name in environment if name.startswith(PREFIX)):
        if name not in known and name not in OF_OTHERS:
            near = get_close_matches(name.removeprefix(PREFIX).lower(), Settings.model_fields, 1)
            meant = f"; did you mean {variable(near[0])}?" if near else "."
            lines.append(f"{name} is no setting and counts for nothing{meant}")
    return lines


def shown(settings: Settings) -> list[tuple[str, str, str]]:
    """Each setting: its variable, its value without secrets, and ``environment`` or ``default``."""
    return [
        (variable(field), _value(getattr(settings, field)), _source(settings, field)) for field in Settings.model_fields
    ]


def _value(value: object) -> str:
    if isinstance(value, SecretStr):
        return HIDDEN
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, dict):
        return ",".join(f"{name}={days or KEEP}" if name else str(days or KEEP) for name, days in value.items())
    if isinstance(value, str) and "://" in value:
        return without_password(value)
    return "" if value is None else str(value)


def _source(settings: Settings, field: str) -> str:
    return "environment" if field in settings.model_fields_set else "default"
