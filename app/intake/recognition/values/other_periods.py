"""Hours of a week, a year or another period, as the name of a column or their size shows; a roster counts by the month.

The rule: a year has 12 months, 4 quarters, 26 fortnights and 52 weeks of 5 days, so an hour a week is 52/12 hours a
month.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Literal, get_args

from app.intake.limits import HOUR_DECIMALS
from app.intake.recognition.synonyms import folded
from app.intake.recognition.values.hours import Decimals, number, plain_decimal

Period = Literal["day", "week", "fortnight", "month", "quarter", "year"]
PERIODS: tuple[Period, ...] = get_args(Period)
IN_A_MONTH: dict[str, Fraction] = {
    "day": Fraction(260, 12),
    "week": Fraction(52, 12),
    "fortnight": Fraction(26, 12),
    "month": Fraction(1),
    "quarter": Fraction(1, 3),
    "year": Fraction(1, 12),
}
"""How many of each a month has."""
RULES = {"day": "260/12", "week": "52/12", "fortnight": "26/12", "month": "1", "quarter": "1/3", "year": "1/12"}
_WORDS: dict[Period, str] = {
    "day": "day daily tag taglich jour dia diaria giorno dag dagelijks",
    "week": "week weekly weeks wk wkly woche wochentlich semaine hebdo hebdomadaire hebdomadaires semana semanal "
    "semanales semanais settimana settimanale settimanali wekelijks wekelijkse",
    "fortnight": "fortnight fortnightly biweekly",
    "month": "month monthly mo monat monatlich mois mensuel mensuelles mes mensual mese mensile maand",
    "quarter": "quarter quarterly quartal trimestre trimestral trimestriel kwartaal",
    "year": "year yearly yr annual annually annum pa jahr jahrlich annee annuel annuelle annuelles anual anuales anno "
    "annuale annuali jaar jaarlijks",
}
WORDS = {period: frozenset(words.split()) for period, words in _WORDS.items()}
COMPOUND: tuple[tuple[str, Period], ...] = (
    ("wochen", "week"),
    ("monats", "month"),
    ("jahres", "year"),
    ("tages", "day"),
    ("week", "week"),
    ("maand", "month"),
    ("jaar", "year"),
)
"""Begin words that are written as one: ``Wochenstunden``, ``weekuren``."""
_BEHIND = "stunden std arbeitszeit sollstunden arbeitsstunden stundenzahl kapazitat uren"
HOURS_BEHIND = frozenset(_BEHIND.split())
"""What may stand behind them."""
BETWEEN = frozenset(["per", "pro", "par", "por", "je", "p", "each", "every", "le", "la", "a", "an"])
OF_WEEK = frozenset(map(Decimal, ("35", "36", "37", "37.5", "38", "38.5", "39", "40", "41", "42")))
"""Hours of a full-time week."""
MOST_OF_WEEK = 48
MOST_POINTS = 10
HOUR_WORDS = frozenset({"hours", "hour", "hrs", "h", "stunden", "std", "heures", "horas", "ore", "uren"})
"""Words by which a column holds hours and no points."""
FEWEST = 3
"""Officers from whom on their hours may be seen to be those of a week."""


def period_of(name: str) -> Period | None:
    """The period of which the name of a column says that it holds the hours."""
    for word in folded(name).split():
        for period, words in WORDS.items():
            if word in words:
                return period
        for start, period in COMPOUND:
            if word.startswith(start) and word.removeprefix(start) in HOURS_BEHIND:
                return period
    return None


def without_period(name: str) -> str:
    """The name without its period: ``Hours per week`` and ``Wochenstunden`` are hours."""
    every = frozenset().union(*WORDS.values())
    words = []
    for word in folded(name).split():
        behind = next((word.removeprefix(start) for start, _ in COMPOUND if word.startswith(start)), "")
        if word not in every and word not in BETWEEN:
            words.append(behind if behind in HOURS_BEHIND else word)
    return " ".join(words)


def in_a_month(hours: str, period: str) -> str:
    """Hours of a period as hours of a month, to the last decimal that a roster keeps."""
    exact = Fraction(hours) * IN_A_MONTH[period]
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return plain_decimal(value.quantize(Decimal(1).scaleb(-HOUR_DECIMALS), ROUND_HALF_EVEN))


def look_weekly(hours: Iterable[str]) -> bool:
    """Whether hours look like those of a week: none above 48, and at least half of them a full-time week."""
    values = [number(text, Decimals(comma=False, point=True)) for text in hours]
    given = [value for value in values if value]
    return (
        len(given) >= FEWEST
        and max(given) <= MOST_OF_WEEK
        and 2 * sum(value in OF_WEEK for value in given) >= len(given)
    )


def look_like_points(name: str, hours: Iterable[str]) -> bool:
    """Whether a column that is not called hours holds whole numbers up to ten, as points of difficulty are."""
    values = [number(text, Decimals(comma=False, point=True)) for text in hours]
    is_called_so = bool(HOUR_WORDS & set(folded(name).split()))
    return (
        not is_called_so
        and len(values) >= FEWEST
        and all(value == value.to_integral() <= MOST_POINTS for value in values)
    )
