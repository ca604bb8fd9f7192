"""Which values of a column of skills or languages are skills: those that a minority of cases needs and somebody has.

A column of languages says what people speak. Where English is the ordinary one, taking it for a skill would take most
cases from everybody of whom nobody has written down that they speak it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.intake.recognition.synonyms import normal
from app.intake.recognition.values.cell_values import is_nothing, parts_of
from app.intake.recognition.values.conversion import DROPPED, known_values

_LANGUAGE = (
    "language languages interpreter sprache sprachen muttersprache dolmetscher langue langues idioma idiomas lengua "
    "lingua lingue taal talen"
)
LANGUAGE_WORDS = frozenset(_LANGUAGE.split())
ORDINARY = 0.5
"""Share of the cases above which a value is what is usual, and no skill."""


@dataclass(frozen=True, slots=True)
class Skills:
    """What becomes of the values of a column of skills.

    Attributes
    ----------
    skill_of : dict of casefolded value to skill
        ``DROPPED`` where it is none.
    ordinary : dict of value to number of cases
        Taken for what is usual.
    unheld : dict of value to number of cases
        Languages that nobody is known to speak.
    """

    skill_of: dict[str, str]
    ordinary: dict[str, int]
    unheld: dict[str, int]


def is_about_languages(name: str) -> bool:
    """Whether a column is one of languages, by its name."""
    return bool(LANGUAGE_WORDS & set(normal(name).split()))


def held_skills(cells: Iterable[str], needed: Iterable[str] = ()) -> frozenset[str]:
    """Casefolded skills that officers have; ``needed`` are skills of cases, by which lists are told from names."""
    texts = list(cells)
    known = known_values(texts) | frozenset(needed)
    return frozenset(part.casefold() for text in set(texts) for part in parts_of(text, known) if not is_nothing(part))


def skills_of(name: str, cells: Sequence[str], held: frozenset[str], said: Mapping[str, str]) -> Skills:
    """Judge the values of a column of the cases.

    Parameters
    ----------
    name : str
        Of the column, in the export.
    cells : sequence of str
        One for each case.
    held : frozenset of str
        Of :func:`held_skills`.
    said : mapping of value to skill
        By the profile; an empty one is no skill.
    """
    known = known_values(cells, held)
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for text, count in Counter(cells).items():
        for part in parts_of(text, known):
            if not is_nothing(part):
                counts[part.casefold()] += count
                spelled.setdefault(part.casefold(), part)
    told = {value.casefold(): skill for value, skill in said.items()}
    skill_of = dict(told)
    ordinary, unheld = {}, {}
    for value, count in counts.items():
        if value in told:
            continue
        if count > ORDINARY * len(cells):
            ordinary[spelled[value]] = count
            skill_of[value] = DROPPED
        elif value not in held and is_about_languages(name):
            unheld[spelled[value]] = count
            skill_of[value] = DROPPED
    return Skills(skill_of, ordinary, unheld)
