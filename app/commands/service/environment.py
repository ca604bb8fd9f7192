"""The settings of a server or a worker, or a sentence about what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from pydantic import ValidationError

from app.settings import Settings


def read_settings(given: Mapping[str, Any]) -> Settings | None:
    """What the environment says, and before that the options that were given; None: refused, and it was said why."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for each in error.errors(include_url=False):
            where = " ".join(map(str, each["loc"]))
            click.echo(f"The settings were refused: {where}{': ' if where else ''}{each['msg']}", err=True)
    return None
