"""What the words in a cell mean: yes and no, levels of urgency, nobody, several values in one cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from app.intake.recognition.synonyms import folded


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split("|"))


YES = _named("yes|y|true|1|x|ja|j|wahr|oui|vrai|si|verdadero|s|sim|vero|waar|✓|✔")
NO = _named("no|n|false|0|nein|falsch|non|faux|falso|nao|nee|onwaar|-")
NOTHING = _named(
    "n a|na|none|null|nil|no|nobody|unassigned|not assigned|unknown|tbd|tba|vacant|pending|0|keine|keiner|niemand"
    "|none assigned"
    "|nicht zugewiesen|nicht zugeteilt|offen|unbesetzt|unbekannt|vakant|aucun|aucune|personne|non attribue|non affecte"
    "|ninguno|nadie|sin asignar|no asignado|vacante|nessuno|non assegnato|nenhum|ninguem|nao atribuido|geen"
    "|niet toegewezen|n n|blank|empty|tbc|no one|no officer|no worker|no owner|to be assigned|to be determined"
    "|not yet assigned|pending assignment|awaiting assignment|needs assignment|open position|nicht vergeben"
    "|noch nicht zugeteilt|noch offen|a attribuer|por asignar|da assegnare"
)
"""What people write where nobody or nothing is meant, without signs and accents."""
QUEUES = _named(
    "queue|unassigned|inbox|backlog|waitlist|triage|vacancy|warteschlange|eingangskorb|postkorb|poststelle|posteingang"
    "|warteliste|coda|fila|bandeja|wachtrij|wachtlijst|vacant|vakant|vacante|mailbox|placeholder|dummy|unallocated"
)
"""Words in the name of a holder who is no person."""
GROUPS = _named("pool|team|unit|admin|system|sysadmin|administrator|duty")
"""The same, where the name has no comma, as those of people have: some are called Pool."""
NO_PEOPLE = _named("admin|system|administrator|test|test user|system admin|system administrator|default user")
"""Names of accounts that are nobody's."""
MARK = re.compile(r"x{1,3}", re.IGNORECASE)
"""A tick in a column of names."""
NUMBERED = re.compile(
    r"(?:p|prio|priority|level|stufe|niveau|nivel)?[ .]?[1-5](?: ?[-–—:.)/|] ?| +)(.+)", re.IGNORECASE
)
"""A level with its number: ``1 - Critical``, ``P2: High``."""
NUMBER_OF_LEVEL = re.compile(r"p(?:rio(?:rity)?)?[ .-]?([1-5])", re.IGNORECASE)
"""The number alone: ``P1``."""
LEVELS = (
    "critical|crit|urgent|immediate|emergency|kritisch|sofort|dringend|critique|immediat|critico|urgente|kritiek",
    "very high|extreme|highest|maximum|max|sehr hoch|tres eleve|muy alto|molto alto|muito alto|zeer hoog",
    "high|hi|high risk|elevated|severe|intensive|hoch|erhoht|hohes risiko|eleve|haut|alto|alta|elevato|hoog",
    "medium|med|medium risk|moderate|mid|normal|standard|average|mittel|mittleres risiko|moyen|modere|medio|media",
    "low|lo|low risk|minor|administrative|niedrig|gering|geringes risiko|bas|faible|bajo|baja|basso|bassa|baixo|laag",
    "very low|minimal|minimum|min|lowest|sehr niedrig|sehr gering|tres faible|muy bajo|molto basso|muito baixo",
)
"""From the most urgent; the names of each as :func:`app.intake.recognition.synonyms.folded` has them."""
MIDDLE_LEVEL = 3
MIDDLE, MOST_URGENT, LEAST_URGENT = 3, 1, 5
SIGNS = ";|\n\r"
"""What separates values wherever it stands."""
LOOSE_SIGNS = ",/"
"""What separates values only where the parts are known."""


LEVEL_OF = {folded(word): level for level, names in enumerate(LEVELS) for word in names.split("|")}


def yes_no(text: str) -> bool | None:
    """What a cell says; None: neither."""
    word = folded(text) or text
    return True if word in YES else False if word in NO else None


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: ``N/A``, ``-``, ``none``, ``nicht zugewiesen``."""
    word = folded(text)
    return not word or word in NOTHING


def is_queue(text: str) -> bool:
    """Whether the name of a holder is one of a queue, a team or an account: ``Supervisor Queue``, ``Admin``."""
    plain = folded(text)
    words = set(plain.split())
    return plain in NO_PEOPLE or bool(QUEUES & words) or (len(words) > 1 and "," not in text and bool(GROUPS & words))


def marks(texts: Iterable[str]) -> frozenset[str]:
    """Which names are ticks: an ``x`` among names that are longer."""
    every = set(texts)
    found = frozenset(text for text in every if MARK.fullmatch(text))
    is_usual = any(len(text) <= 3 and text.isalpha() for text in every - found)  # where officers go by their initials
    return frozenset() if is_usual else found


def priorities_of(words: Iterable[str]) -> dict[str, int]:
    """Each level of urgency in a column → 1 (most urgent) to 5; words that are no level are left out.

    Medium is 3. One level above it is 1 and one below it is 5; two of them are 1 and 2, and 4 and 5.
    """
    every = list(words)
    level_of = {word: level for word in every if (level := _level_of(word)) is not None}
    numbers = {word: int(match[1]) for word in every if (match := NUMBER_OF_LEVEL.fullmatch(word))}
    out = {} if level_of else numbers
    for word, level in level_of.items():
        if level == MIDDLE_LEVEL:
            out[word] = MIDDLE
            continue
        is_above = level < MIDDLE_LEVEL
        side = sorted(
            {each for each in level_of.values() if (each < MIDDLE_LEVEL) == is_above and each != MIDDLE_LEVEL}
        )
        place = side.index(level)
        out[word] = min(MOST_URGENT + place, 2) if is_above else max(LEAST_URGENT - (len(side) - 1 - place), 4)
    return out


def _level_of(word: str) -> int | None:
    """The level that a word names, with its number or without: ``High``, ``1 - High``."""
    numbered = NUMBERED.fullmatch(word)
    return LEVEL_OF.get(folded(word), LEVEL_OF.get(folded(numbered[1])) if numbered else None)


def parts_of(text: str, known: Collection[str]) -> list[str]:
    """The values of a cell that may hold several.

    Semicolons, bars and line breaks always separate; commas and slashes only where every part is known, or where the
    whole is not known and there are several known parts.

    Parameters
    ----------
    known : collection of str
        Casefolded values that stand alone somewhere.
    """
    pieces = [piece.strip() for piece in re.split(f"[{re.escape(SIGNS)}]", text) if piece.strip()]
    out: list[str] = []
    for piece in pieces:
        parts = [part.strip() for part in re.split(f"[{re.escape(LOOSE_SIGNS)}]", piece) if part.strip()]
        splits = len(parts) > 1 and piece.casefold() not in known and all(part.casefold() in known for part in parts)
        out += parts if splits else [piece]
    return list(dict.fromkeys(out))
