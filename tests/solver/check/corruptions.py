"""Every way to spoil a correct plan. Each returns a spoiled copy, or None where the plan has nothing of that kind."""

from __future__ import annotations

from tests.solver.check import corruptions_of_assignments as assignments
from tests.solver.check import corruptions_of_claims as claims
from tests.solver.check import corruptions_of_shares as shares
from tests.solver.check.corruption import Corruption

CORRUPTIONS: tuple[Corruption, ...] = (
    assignments.swap,
    assignments.move,
    assignments.drop,
    assignments.drop_and_say_so,
    assignments.place_the_unplaced,
    assignments.give_to_the_ineligible,
    assignments.give_to_a_stranger,
    assignments.tear_a_bundle,
    assignments.break_a_pin,
    assignments.give_a_wrong_reason,
    claims.misstate_a_value,
    claims.misstate_a_best,
    claims.misstate_a_bound,
    claims.misstate_a_slack,
    claims.misstate_what_is_set_aside,
    claims.misstate_a_unit,
    claims.lose_a_level,
    claims.reorder_levels,
    claims.misstate_the_status,
    shares.move_between_parts,
    shares.misstate_a_tier,
    shares.lose_a_case_of_a_tier,
    shares.count_a_case_twice,
    shares.put_an_officer_into_another_tier,
    shares.misstate_a_share,
    shares.misplace_a_case_that_is_set_aside,
    shares.merge_two_tiers,
    claims.misstate_a_shortage,
    claims.lose_the_shortages,
    claims.misstate_a_breach,
)
