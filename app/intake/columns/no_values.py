"""Texts that hold no value, in whatever column: errors of formulas, and formulas that nobody calculated."""

from __future__ import annotations

import re
from uuid import uuid4

from app.intake.errors import BadValue

REFUSED = f"refused {uuid4()}"
"""Text of a cell that its source has complained about already; no file can hold it."""
ERROR_VALUES = frozenset(
    [
        "#n/a",
        "#n/a!",
        "#null!",
        "#null",
        "#div/0",
        "#value",
        "#ref",
        "#name",
        "#num",
        "#n/v",
        "#div/0!",
        "#value!",
        "#ref!",
        "#name?",
        "#num!",
        "#spill!",
        "#calc!",
        "#field!",
        "#blocked!",
        "#connect!",
        "#unknown!",
        "#busy!",
        "#getting_data",
        "#external!",
        "#python!",
        "#timeout!",
        "#error!",
        "#circular!",
        "#nv",
        "#wert!",
        "#bezug!",
        "#zahl!",
        "#überlauf!",
        "#kalk!",
        "#leer!",
        "#feld!",
        "#valeur!",
        "#nom?",
        "#nombre!",
        "#nul!",
        "#epars!",
        "#propagation!",
        "#calcul!",
        "#champ!",
        "#n/d",
        "#¡nulo!",
        "#¡div/0!",
        "#¡valor!",
        "#¡ref!",
        "#¿nombre?",
        "#¡num!",
        "#desbordamiento!",
        "#¡desbordamiento!",
        "#¡calc!",
        "#valor!",
        "#nome?",
        "#nulo!",
        "#núm!",
        "#rif!",
        "#valore!",
        "#nullo!",
        "#espansione!",
        "#despejar!",
        "#nb",
        "#waarde!",
        "#verw!",
        "#naam?",
        "#getal!",
        "#deel/0!",
        "#leeg!",
        "#overloop!",
        "#arg!",
        "#adr!",
        "#nazwa?",
        "#liczba!",
        "#dzielenie/0!",
        "#dziel/0!",
        "#zero!",
        "#rozlanie!",
        "#saknas!",
        "#saknas",
        "#värdefel!",
        "#referens!",
        "#namn?",
        "#ogiltigt!",
        "#division/0!",
        "#skärning!",
        "#i/t",
        "#verdi!",
        "#navn?",
        "#værdi!",
        "#reference!",
        "#puuttuu!",
        "#arvo!",
        "#viittaus!",
        "#nimi?",
        "#luku!",
        "#jako/0!",
        "#н/д",
        "#знач!",
        "#ссылка!",
        "#имя?",
        "#число!",
        "#дел/0!",
        "#пусто!",
        "#перенос!",
        "#nedef",
        "#není_k_dispozici",
        "#hodnota!",
        "#odkaz!",
        "#název?",
        "#číslo!",
        "#dělení_nulou!",
        "#hiányzik",
        "#érték!",
        "#hiv!",
        "#név?",
        "#szám!",
        "#zérusosztó!",
        "#yok",
        "#değer!",
        "#başv!",
        "#ad?",
        "#sayı!",
        "#sayi!",
        "#bölüm/0!",
    ]
)
"""What Excel, Google Sheets and LibreOffice write in place of a value that a formula could not give, in any case."""
FORMULA = "holds a formula instead of its result; open the file in a spreadsheet, save it, and export it again"
OTHER_ERRORS = re.compile(r"#{3,}|err:5[0-9]{2}", re.IGNORECASE)
"""A column that was too narrow when it was saved as text, and LibreOffice's numbered errors."""
QUOTED_TEXT = re.compile(r'="([^"]*)"')
"""How exports keep a spreadsheet from taking an id for a number."""


HYPERLINK = re.compile(r'=hyperlink\("[^"]*"\s*[,;]\s*"([^"]*)"\)', re.IGNORECASE)
"""A link, which shows its text."""
OLD_FORMULA = re.compile(
    r"[@+-]@?[A-Za-z]{2,}\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|\+\$?[A-Z]{1,2}\$?[0-9]{1,5}(?:[-+*/]\$?[A-Z]{1,2}\$?[0-9]{1,5})*"
)
"""A formula as Lotus and old exports write it, without the sign of equality: ``@SUM(A1:A9)``, ``+A1+B1``."""


LONGEST_DITTO = 13
_DITTO = '" "" \'\' 〃 -〃- -"- “ ” „ ditto dito idem do. s.o.'
DITTO = frozenset((*_DITTO.split(), "same as above", "see above", "as above", "siehe oben", "wie oben", "s. o."))
"""What people write for the value of the row above."""


def unwrapped(text: str) -> str:
    """The text as it was meant, whatever its column holds: ``="00123"`` is 00123.

    Raises
    ------
    BadValue
        It is the error of a formula, or a formula that nobody calculated.
    """
    first = text[:1]
    if first in "@+-" and OLD_FORMULA.fullmatch(text):
        raise BadValue(FORMULA, "formula-without-result")
    if first == "=":
        match = QUOTED_TEXT.fullmatch(text) or HYPERLINK.fullmatch(text)
        if match is None:
            raise BadValue(FORMULA, "formula-without-result")
        return match[1].strip()
    if len(text) <= LONGEST_DITTO and text.casefold() in DITTO:
        raise BadValue("stands for the value above; write the value itself into each row")
    if "#" in text or first in "eE":
        for entry in text.split(";"):
            part = entry.strip()
            if part.casefold() in ERROR_VALUES or OTHER_ERRORS.fullmatch(part):
                raise BadValue(
                    "is the error of a formula instead of a value; correct the formula, or leave the cell empty where "
                    "it is optional",
                    "error-value",
                )
    return text
