"""The sheet ``settings``: options of a plan that hold for an office whenever nobody gives others."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from app.intake.columns.arrays import SettingRows
from app.intake.columns.cell_types import bare
from app.intake.columns.cells import day
from app.intake.columns.numerals import decimal_of
from app.intake.columns.parse import SheetData
from app.intake.errors import BadValue, Complaints
from app.intake.options import PlanOptions, complaint
from solver.analysis.spelling import did_you_mean

SETTINGS = ("fte_hours", "period", "period_start", "target", "beta", "weight_correlation", "standards")
"""What may stand there: what an office counts by, always the same. What is wanted of one plan is asked for with it."""
INSTEAD_OF = {"target": "beta", "beta": "target"}
"""Whoever gives the one does not want the other of the sheet."""
DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]+)")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


def setting_rows(data: SheetData, complaints: Complaints) -> SettingRows:
    """Keys are known and stand once, and every value is one that the option of that name takes."""
    keys, texts = data.coded("key"), data.coded("value")
    known = {bare(name): name for name in SETTINGS}
    first: dict[str, int] = {}
    values: dict[str, str] = {}
    for at in range(len(data)):
        written, text = keys[at] if keys.codes[at] >= 0 else None, texts[at] if texts.codes[at] >= 0 else None
        if written is None:
            continue  # it was told when it was read
        name, row = known.get(bare(written)), data.row(at)
        if name is None:
            message = f"is not a setting{did_you_mean(written, SETTINGS)}; there are {', '.join(SETTINGS)}"
            complaints.add(data.file, message, row=row, column="key", value=written)
        elif name in first:
            message = f"is in row {data.row(first[name])} already; give each setting once"
            complaints.add(data.file, message, row=row, column="key", value=written)
        elif text is not None:
            first[name] = at
            try:
                _read(name, text)
                values[name] = text
            except BadValue as error:
                complaints.add(data.file, str(error), row=row, column="value", value=text)
    if "target" in values and "beta" in values:
        message = "is for a target that depends on the pool, and target is set as well; keep one of them"
        complaints.add(data.file, message, row=data.row(first["beta"]), column="key", value="beta")
    return SettingRows(tuple(values), tuple(values.values()))


def with_settings(options: PlanOptions, settings: SettingRows) -> PlanOptions:
    """The options that were given, and for all others those of the sheet ``settings``.

    Parameters
    ----------
    options : PlanOptions
        What was given wins, also where it is what would hold anyway.
    settings : SettingRows
        Of the roster.
    """
    given = options.model_fields_set
    unwanted = {other for one, other in INSTEAD_OF.items() if one in given}
    values = {
        name: _value(name, text)
        for name, text in settings.by_name.items()
        if name not in given and name not in unwanted
    }
    if not values:
        return options
    return PlanOptions.model_validate({**{name: getattr(options, name) for name in given}, **values})


def unlike(options: PlanOptions, settings: SettingRows) -> tuple[str, ...]:
    """Names of the settings in whose place the options have something else."""
    return tuple(
        name for name, text in settings.by_name.items() if getattr(options, name) != getattr(_read(name, text), name)
    )


def _read(name: str, text: str) -> PlanOptions:
    """Options with this one setting.

    Raises
    ------
    BadValue
    """
    try:
        return PlanOptions.model_validate({name: _value(name, text)})
    except ValidationError as error:
        raise BadValue("; ".join(complaint(each) for each in error.errors())) from error


def _value(name: str, text: str) -> Any:
    """A value as the option takes it."""
    match name:
        case "period":
            return text.casefold()
        case "period_start":
            return dt.date.fromordinal(day(text))
        case "standards":
            return tuple(part.strip() for part in re.split(r"[;\r\n]", text) if part.strip())
        case _:
            return _number(name, text)


def _number(name: str, text: str) -> Decimal:
    """A number, also with a decimal comma; a target also in per cent."""
    if THOUSANDS.fullmatch(text):
        raise BadValue("may be thousands or a decimal comma; write it without the comma, or with a point")
    is_share = name == "target" and text.endswith("%")
    value = decimal_of(DECIMAL_COMMA.sub(r"\1.\2", text.removesuffix("%") if is_share else text))
    return value / 100 if is_share else value
