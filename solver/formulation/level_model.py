"""One level of one part, as everything that improves it sees it: the goal, what is held, and the program of both."""

from __future__ import annotations

from dataclasses import dataclass, field

from solver.arrays import Ints
from solver.certificate import HeldGoals
from solver.engines.integer_program import IntegerProgram
from solver.formulation.goals.base import RankedGoal
from solver.formulation.goals.ranking import held_after
from solver.formulation.level_program import VariableLayout, level_program
from solver.model.part import Part


@dataclass(frozen=True, slots=True)
class LevelModel:
    """What is asked of one part at one level.

    Attributes
    ----------
    part : Part
    number : int
        Of the part, for certificates.
    goal : RankedGoal
        To be made as small as can be.
    rooms : dict of level name to best + slack
        Better-ranked levels.
    held : HeldGoals
        What these leave room for.
    counted : dict of priority to int
        What the rows of ``KEPT`` count (see ``Prices.counted``).
    program, layout
        The integer program of the level, and where it keeps its variables.
    """

    part: Part
    number: int
    goal: RankedGoal
    rooms: dict[str, int]
    held: HeldGoals
    program: IntegerProgram
    layout: VariableLayout
    counted: dict[int, int] = field(default_factory=dict)

    @staticmethod
    def of(
        part: Part, number: int, goal: RankedGoal, rooms: dict[str, int], counted: dict[int, int] | None = None
    ) -> LevelModel:
        """Write the program of a level whose better-ranked levels leave these rooms."""
        held, counted = held_after(part, rooms), counted or {}
        program, layout = level_program(part, held, goal, counted)
        return LevelModel(part, number, goal, rooms, held, program, layout, counted)

    def counting(self, counted: dict[int, int]) -> LevelModel:
        """The same level, with rows of ``KEPT`` that count other cases."""
        return LevelModel.of(self.part, self.number, self.goal, self.rooms, counted)

    def point(self, planned: Ints) -> Ints:
        """The point of a plan; ``planned`` has shape (columns,)."""
        return self.layout.point(self.part, planned)

    def value(self, planned: Ints) -> int:
        """The goal's value in a plan."""
        return self.goal.value(self.part, planned)
