"""A matrix of skills: a column for each, with an x or a yes where an officer has it or a case needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.intake.recognition.content import Content
from app.intake.recognition.sheets import SheetText
from app.intake.recognition.synonyms import folded
from app.intake.recognition.values.cell_values import is_nothing, parts_of, yes_no
from app.intake.recognition.values.conversion import known_values
from app.intake.recognition.workbench import Work

_ABOUT = (
    "skill skills language languages speaks speaker speaking needs need needed requires required certified "
    "certification interpreter qualified sprache sprachen spricht kann kenntnisse langue langues parle idioma idiomas "
    "habla lingua"
)
ABOUT = frozenset(_ABOUT.split())
"""Words of a header beside the skill itself: ``Speaks Spanish?``."""
READ = "read as a skill"


def read_skill_columns(work: Work) -> None:
    """Read columns that say yes or no about a skill which cases need and officers have, and say so.

    A column of ticks that only one side knows (`Active`, `Remote`) is no skill, and stays unread.
    """
    cases, officers = work.sheets["cases"], work.sheets.get("officers")
    if officers is None:
        return
    has, needs = _ticked(officers), {} if "required_skills" in cases.cells else _ticked(cases)
    wanted = _values(cases.cells.get("required_skills", ())) | {_skill(name).casefold() for name in needs}
    held = _values(officers.cells.get("skills", ())) | {_skill(name).casefold() for name in has}
    both = wanted & held
    for sheet, column, ticked in (("officers", "skills", has), ("cases", "required_skills", needs)):
        read = {name: ticks for name, ticks in ticked.items() if _skill(name).casefold() in both}
        if read:
            _put(work, sheet, column, read)


def _ticked(sheet: SheetText) -> dict[str, list[bool]]:
    """Columns of the export that say yes or no, not always the same, by their names."""
    found = {}
    for name, cells in sheet.others.items():
        if Content.of(cells).are_yes_no:
            ticks = [yes_no(text) is True for text in cells]
            if any(ticks) and not all(ticks):
                found[name] = ticks
    return found


def _values(cells: Sequence[str]) -> set[str]:
    known = known_values(cells)
    return {part.casefold() for text in set(cells) for part in parts_of(text, known) if not is_nothing(part)}


def _skill(name: str) -> str:
    """The skill that a header names."""
    words = [word for word in name.replace("?", " ").replace(":", " ").split() if folded(word) not in ABOUT]
    return " ".join(words) or name


def _put(work: Work, name: str, column: str, read: Mapping[str, Sequence[bool]]) -> None:
    """Write the skills of the columns into the one column of the roster, beside those that stand there."""
    sheet = work.sheets[name]
    cells = sheet.cells.setdefault(column, [""] * len(sheet))
    for header, ticks in read.items():
        sheet.origin.names.setdefault(column, header)
        work.used[name, header] = READ
        skill = _skill(header)
        cells[:] = ["; ".join(filter(None, (text, skill * tick))) for text, tick in zip(cells, ticks, strict=True)]
        work.findings.add(
            "skill-columns",
            work.place(name, column)._replace(column=header),
            f"the column says who {'has' if name == 'officers' else 'needs'} a skill",
            done=f"it was read as the skill {skill}",
            todo=f"if it is none, say --skill '{skill}='",
        )
