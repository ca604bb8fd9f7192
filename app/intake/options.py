"""What is wanted of a plan, as JSON: the options that the command line and the service take."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    StrictInt,
    ValidationError,
)
from pydantic import model_validator as after_all

from app.intake.columns.numerals import bounded
from app.intake.findings import TO_CONFIRM
from app.intake.limits import LAST_START, MAX_ID, MAX_NUMBER
from solver.analysis.fte import Basis, Period
from solver.analysis.spelling import did_you_mean
from solver.analysis.standards.library import LIBRARY, standard_named
from solver.analysis.uncertainty.drawing import FEWEST
from solver.errors import InvalidGoals
from solver.goals import POINT, Goals, Measure, Objective, Policy, SolveConfig
from solver.problem import Problem

DEFAULT_POINTS = Decimal(1)


def _not_bool(value: Any) -> Any:
    """Refuse what is no number, and numbers that nobody can write out, before anything is worked out with them."""
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")  # noqa: TRY004 - pydantic wants a ValueError
    if isinstance(value, str | int | Decimal):
        bounded(str(value))
    return value


def _fraction(value: Any) -> Any:
    try:
        bounded(str(value)[: MAX_NUMBER + 1])
        above = Decimal(str(value)) > 1
    except ArithmeticError:
        return value  # the field says what it expects
    if above:
        raise ValueError("is a fraction of the available hours: write 0.85 for 85 %")
    return value


def _with_days_after_it(first: dt.date) -> dt.date:
    if first > LAST_START:
        raise ValueError(f"must be {LAST_START} or earlier: what follows the period needs dates, too")
    return first


def _standards(names: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of the standards, each once."""
    keys = []
    for name in names:
        try:
            keys.append(standard_named(name).key)
        except InvalidGoals as error:
            near = did_you_mean(name, LIBRARY)
            raise ValueError(f"cannot be {name}{near}: there are {', '.join(LIBRARY)}") from error
    return tuple(dict.fromkeys(keys))


def _codes(names: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of findings that ask for it, each once."""
    for name in names:
        if name not in TO_CONFIRM:
            near = did_you_mean(name, TO_CONFIRM)
            raise ValueError(f"cannot be {name[:MAX_ID]}{near}: there are {', '.join(TO_CONFIRM)}")
    return tuple(dict.fromkeys(names))


def _as_json_holds_it(value: Decimal) -> Decimal:
    """Refuse what a JSON number cannot say exactly: the options of a report must read back as they were."""
    if value.is_finite() and Decimal(repr(float(value))) != value:
        raise ValueError("has more digits than a JSON number can hold; give 15 at most")
    return value


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[
    Decimal,
    BeforeValidator(_not_bool),
    AfterValidator(_as_json_holds_it),
    PlainSerializer(_json_number, return_type=int | float, when_used="json"),
]


class PlanOptions(BaseModel):
    """What is wanted of a plan. Every field may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="Goals")

    policy: Policy = Field(
        default=Policy.ASSIGN_ALL,
        description="assign-all: every case that somebody may hold gets an owner, and overload is shown. "
        "within-capacity: what the hours do not carry is held back and named.",
    )
    objective: Objective = Field(
        default=Objective.BALANCE, description="balance: fair shares, then few moves. cost: least cost, then few moves."
    )
    keep_within_points: Annotated[Number, Field(ge=0, le=1_000_000, decimal_places=2)] | None = Field(
        default=None,
        description="How many points (hundredths of utilization) the plan may lie above the fairest one for the sake "
        "of fewer moves. 1 unless max_moves or move_freely is given.",
    )
    max_moves: Annotated[Number, Field(ge=0, le=10**14, decimal_places=4)] | None = Field(
        default=None,
        description="The fairest plan with at most this many moves (cases, or hours where moves is hours).",
    )
    move_freely: StrictBool = Field(default=False, description="The fairest plan, however many cases move.")
    moves: Literal["cases", "hours"] = Field(default="cases", description="How moves are counted.")
    coverage: Literal["count", "hours"] = Field(
        default="count", description="How unplaced cases are counted. A count favours light cases."
    )
    release_ineligible: StrictBool = Field(
        default=False,
        description="Take a case that nobody may hold from the officer who has it. Otherwise it stays there, counts "
        "there, and is listed with what would let somebody hold it.",
    )
    target: Annotated[Number, BeforeValidator(_fraction), Field(gt=0, le=1)] | None = Field(
        default=None,
        description="Utilization that is called sustainable, as a fraction. Without it, it depends on the size of the "
        "pool (square-root staffing).",
    )
    beta: Annotated[Number, Field(ge=0, le=10, decimal_places=4)] = Field(
        default=Decimal(1),
        description="Slack of the target that depends on the pool: R officers' work may fill √R / (√R + beta) of the "
        "hours.",
    )
    period: Literal["week", "month", "quarter", "year"] = Field(
        default="month", description="What the hours of the roster are for; scales the hours of one FTE."
    )
    fte_hours: Annotated[Number, Field(gt=0, le=10_000, decimal_places=4)] | None = Field(
        default=None,
        description="Productive hours of one full-time officer in the period. Without it 1,776.5 a year, or the "
        "roster's own (a quarter of the officers with hours have that much or more) where they are more than a tenth "
        "apart.",
    )
    period_start: Annotated[dt.date, AfterValidator(_with_days_after_it)] | None = Field(
        default=None, description=f"First day of the period, {LAST_START} at the latest."
    )
    time_limit_s: Annotated[float, BeforeValidator(_not_bool), Field(gt=0, le=86_400, allow_inf_nan=False)] = Field(
        default=60.0, description="Seconds for the search; the best plan so far is returned when they are over."
    )
    seed: Annotated[StrictInt, Field(ge=0, le=2**31 - 1)] = Field(default=0, description="Seed of the search.")
    workers: Annotated[StrictInt, Field(ge=1, le=1024)] | None = Field(
        default=None,
        description="Threads of the search, never more than there are cores. They make no difference to the plan, "
        "unless the time ended the search. Default: the cores.",
    )

    percentile: Annotated[Number, Field(gt=0, lt=100, decimal_places=2)] | None = Field(
        default=None,
        description="Take every case weight at this percentile of its own error (50: as it stands in the sheet), so "
        "that the plan is fair even if all weights are that far off at once. All hours of the report are then those.",
    )
    standards: Annotated[tuple[str, ...], Field(max_length=20), AfterValidator(_standards)] = Field(
        default=(),
        description=f"Published caseload standards to hold the plan against: {', '.join(LIBRARY)} (docs/standards.md).",
    )
    simulations: Annotated[StrictInt, Field(ge=0, le=10_000)] = Field(
        default=1_000,
        description="Possible worlds of which the chances of overload are counted, where weights have an error or "
        "cases vary: 20 or more, or 0 for none.",
    )
    weight_correlation: Annotated[Number, Field(ge=0, le=1, decimal_places=4)] = Field(
        default=Decimal("0.5"),
        description="How far the errors of different weights go together in the possible worlds. 0: each weight is "
        "wrong on its own; 1: all are wrong alike. The ranges at both ends are reported, too.",
    )
    forecast_periods: Annotated[StrictInt, Field(ge=0, le=120)] = Field(
        default=12, description="Periods of the forecast, where the roster has a sheet flow. 0: none."
    )
    remedies_s: Annotated[float, BeforeValidator(_not_bool), Field(ge=0, le=3_600, allow_inf_nan=False)] = Field(
        default=5.0,
        description="Seconds to look for the best cross-trainings and loans together. 0: none are looked for.",
    )
    accept: Annotated[tuple[str, ...], Field(max_length=50), AfterValidator(_codes)] = Field(
        default=(),
        description="Codes of findings (docs/findings.md) that are as they should be; nothing is planned while there "
        "are others that ask for it.",
    )
    frontier: StrictBool = Field(
        default=False, description="Also find the fewest moves for each fairness, for the chart in the report."
    )

    @after_all(mode="after")
    def _agree(self) -> PlanOptions:
        given = [
            name
            for name, is_given in (
                ("keep_within_points", self.keep_within_points is not None),
                ("max_moves", self.max_moves is not None),
                ("move_freely", self.move_freely),
            )
            if is_given
        ]
        if len(given) > 1:
            raise ValueError(f"{' and '.join(given)} contradict each other: give one of them")
        if given and self.objective is Objective.COST:
            raise ValueError(f"{given[0]} belongs to the objective balance, not to cost")
        if self.target is not None and self.beta != 1:
            raise ValueError("beta is for the target that depends on the pool: give target or beta, not both")
        if 0 < self.simulations < FEWEST:
            raise ValueError(f"simulations must be 0 or at least {FEWEST}: fewer say nothing about a 5th percentile")
        if self.max_moves is not None and self.moves == "cases" and self.max_moves % 1:
            raise ValueError("max_moves must be a whole number of cases (or set moves to hours)")
        return self

    def basis_of(self, problem: Problem) -> Basis:
        """What one full-time officer of this roster works in the period."""
        given = None if self.fte_hours is None else Fraction(self.fte_hours)
        return Basis.for_roster(problem, Period(self.period), given)

    @property
    def beta_fraction(self) -> Fraction:
        """Slack of the target that depends on the pool, exactly."""
        return Fraction(self.beta)

    @property
    def target_fraction(self) -> Fraction | None:
        """The utilization that is called sustainable, exactly; None: it depends on the size of the pool."""
        return None if self.target is None else Fraction(self.target)

    def to_solver(self, problem: Problem) -> tuple[Goals, SolveConfig]:
        """Goals and limits in the units of ``problem``."""
        max_moves = None
        if self.max_moves is not None:
            numerator, denominator = self.max_moves.as_integer_ratio()
            tick = problem.tick_hours if self.moves == "hours" else 1
            # Moves are whole ticks, so the part of a tick that is left over can never be used.
            max_moves = int(numerator // (denominator * tick))
        points = DEFAULT_POINTS if self.keep_within_points is None else self.keep_within_points
        goals = Goals(
            policy=self.policy,
            objective=self.objective,
            keep_within=int(points * POINT),
            max_moves=max_moves,
            move_freely=self.move_freely,
            moves=Measure(self.moves),
            coverage=Measure.CASES if self.coverage == "count" else Measure.HOURS,
        )
        cores = os.cpu_count() or 1
        return goals, SolveConfig(self.time_limit_s, min(self.workers or cores, cores), self.seed)


def read_plan_options(given: Mapping[str, Any]) -> PlanOptions:
    """Options from parsed JSON, with messages for people.

    Raises
    ------
    InvalidGoals
        Names every field that does not fit.
    """
    try:
        return PlanOptions.model_validate(dict(given))
    except ValidationError as error:
        raise InvalidGoals("; ".join(_sentence(dict(one)) for one in error.errors())) from error


def _sentence(error: dict[str, Any]) -> str:
    where = ".".join(str(step) for step in error["loc"][:1])
    if error["type"] == "extra_forbidden":
        return f"goals.{where} is not a goal{did_you_mean(where, PlanOptions.model_fields)}"
    text = complaint(error)
    return f"goals.{where} {text}" if where else text


def complaint(error: Mapping[str, Any]) -> str:
    """What pydantic has to say of one value, in our words and without its name: “must be greater than 0”."""
    message = str(error["msg"]).removeprefix("Value error, ")
    _, should, rest = message.partition("nput should ")
    return f"must {rest}".replace("a valid tuple", "a list") if should else message
