"""Plans of small rosters are what the pages say, and who compares them sees what is not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from bench import semantics
from bench.semantics import judge
from bench.stated import Asked, Office, Part, better_by_hand, parts_of
from solver.plan import Plan
from solver.solve import solve


def rows(*cases: dict[str, Any], hours: tuple[str, ...] = ("100", "100")) -> Office:
    return Office.of(
        {
            "officers": [{"officer_id": f"D-{o}", "available_hours": each} for o, each in enumerate(hours, 1)],
            "cases": [{"case_id": f"C-{c}", **row} for c, row in enumerate(cases, 1)],
        }
    )


def only(office: Office, asked: Asked | None = None) -> Part:
    (part,) = parts_of(office, asked or Asked())[0]
    return part


@pytest.mark.parametrize("first", range(0, 16, 8))
def test_plans_are_what_the_pages_say(first: int) -> None:
    for seed in range(first, first + 8):
        judged = judge(seed)
        assert (judged.different, judged.dominated) == ([], []), f"roster {seed}"


def test_a_plan_with_a_bad_worst_officer_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is given to the first officer who may hold anything: some rosters of a few must differ."""

    def lazy(*given: Any) -> Plan:
        plan = solve(*given)
        officer = plan.officer.copy()
        officer[officer >= 0] = officer.max(initial=0)
        return replace(plan, officer=officer)

    monkeypatch.setattr(semantics, "solve", lazy)
    assert any(judge(seed).different for seed in range(6))


class TestByHand:
    """The examples of docs/method.md."""

    def test_fairness(self) -> None:
        """Two officers of 100 h, cases of 40, 40, 40 and 10 h: 80 and 50 h, 15 points above 65."""
        part = only(rows(*({"weight_hours": each} for each in ("40", "40", "40", "10"))))
        assert dict(part.best)["fairness"] == 1_500
        assert {frozenset(part.load(o, choice) for o in part.officers) for choice in part.right} == {
            frozenset({80, 50})
        }

    def test_shortfall(self) -> None:
        """One officer holds a case of 60 h, two have nothing, four of 15 h are new: 30 and 30, 10 points below 40."""
        held = {"weight_hours": "60", "current_officer": "D-1"}
        part = only(rows(held, *[{"weight_hours": "15"}] * 4, hours=("100", "100", "100")))
        assert dict(part.best)["shortfall"] == 1_000
        assert len(part.right) == 6

    def test_fairness_again(self) -> None:
        """50, 50 and 49 h, and a new case of 1 h: a point would allow 51, but it goes to the third."""
        held = [{"weight_hours": each, "current_officer": f"D-{o}"} for o, each in ((1, "50"), (2, "50"), (3, "49"))]
        part = only(rows(*held, {"weight_hours": "1"}, hours=("100", "100", "100")))
        assert part.right == [("D-1", "D-2", "D-3", "D-3")]
        assert better_by_hand(part, ("D-1", "D-2", "D-3", "D-1")) == ("D-1", "D-2", "D-3", "D-3")
        assert better_by_hand(part, ("D-1", "D-2", "D-3", "D-3")) is None

    def test_moves(self) -> None:
        """With 52 and 48 cases it is 1 move that is allowed; here 4 of 1 h against none, and a limit of one move."""
        held = [{"weight_hours": "1", "current_officer": "D-1"}] * 4
        part = only(rows(*held), Asked(max_moves=Fraction(1)))
        assert dict(part.best)["fairness"] == 100
        assert all(sum(to == "D-2" for to in choice) == 1 for choice in part.right)

    def test_coverage(self) -> None:
        """3 places: two urgent cases and another rather than a family of one urgent and two others."""
        family = [{"weight_hours": "1", "priority": each, "keep_together": "f"} for each in (1, 2, 2)]
        others = [{"weight_hours": "1", "priority": each} for each in (1, 1, 2)]
        office = rows(*family, *others, hours=("100",))
        limited = Office([replace(office.officers[0], standard=3)], office.cases)
        assert only(limited).right == [(None, "D-1", "D-1", "D-1")]
