"""The heuristics of a linear level, in the order in which they are tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from solver.arrays import Ints
from solver.bounds.aggregated_mip import PARAMS as AGGREGATED_MIP
from solver.bounds.aggregated_mip import AggregatedMipParams, has_aggregated_mip, solve_aggregated_mip
from solver.budget import Budget, check_ranges
from solver.formulation.goals.continuity import CONTINUITY
from solver.formulation.level_model import LevelModel
from solver.heuristics.incumbent import Incumbent
from solver.heuristics.packing.ejection_chains import PARAMS as EJECTION_CHAINS
from solver.heuristics.packing.ejection_chains import EjectionChains, EjectionChainsParams, has_ejection_chains
from solver.heuristics.packing.minimum_bin_slack import MinimumBinSlack
from solver.heuristics.place_arrivals import PlaceArrivals
from solver.heuristics.relax_and_fix import RelaxAndFix
from solver.heuristics.round_and_repair import RoundBoldly, RoundCarefully
from solver.heuristics.tabu_search import TabuSearch


class Heuristic(Protocol):
    """Something that may find a better plan of a level. What it finds is offered to the incumbent, which decides."""

    def supports(self, level: LevelModel) -> bool:
        """Whether it knows every rule of the level, and helps there."""
        ...

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """A plan, shape (columns,), or ``None`` where it has none."""
        ...


@dataclass(frozen=True, slots=True)
class AggregatedGuide:
    """The aggregated program in whole cases: no plan, but a better bound, and a guide for neighbourhoods.

    Attributes
    ----------
    share : float, above 0 and at most 1
        Of the work that is left.
    params : AggregatedMipParams
    """

    share: float
    params: AggregatedMipParams = AGGREGATED_MIP

    def __post_init__(self) -> None:
        check_ranges(self, share=(1e-9, 1))

    def supports(self, level: LevelModel) -> bool:
        """For moves."""
        return level.goal == CONTINUITY

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """Raise the incumbent's bound and give it a guide."""
        certificate, level = incumbent.certificate, incumbent.level
        if incumbent.enough is not None or certificate is None:
            return None
        if has_aggregated_mip(level, certificate, self.params):
            soon = budget.within(self.share)
            found = solve_aggregated_mip(level, certificate, incumbent.value, soon, self.params)
            incumbent.guide = incumbent.guide if found.guide is None else found.guide
            incumbent.raise_bound(found.bound)
        return None


@dataclass(frozen=True, slots=True)
class ChainsBeside:
    """Exchanges between several officers at once: no plan yet, but a search beside the neighbourhoods.

    Attributes
    ----------
    params : EjectionChainsParams
    """

    params: EjectionChainsParams = EJECTION_CHAINS

    def supports(self, level: LevelModel) -> bool:
        """For costs, where it knows every rule."""
        return has_ejection_chains(level, self.params)

    def __call__(self, incumbent: Incumbent, budget: Budget) -> Ints | None:
        """Give the incumbent its improver."""
        level, aim = incumbent.level, incumbent.bound
        chains = EjectionChains(level.part, level.held, incumbent.certificate, budget, self.params)

        def improve(planned: Ints, steps: int, within: Budget) -> Ints:
            return chains.run(planned, aim, steps, within)

        incumbent.improver = improve
        return None


HEURISTICS: tuple[Heuristic, ...] = (
    PlaceArrivals(share=0.3),
    RelaxAndFix(),
    RoundBoldly(share=0.15),
    TabuSearch(share=0.3),
    MinimumBinSlack(),
    RoundCarefully(),
    AggregatedGuide(share=0.4),
    ChainsBeside(),
)
"""One line a heuristic, with its share of the work that is left. What they leave is for the neighbourhoods."""
