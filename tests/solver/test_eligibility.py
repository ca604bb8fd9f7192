"""Who may hold what, from offices, dockets, skills and exclusions."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.eligibility import eligibility
from solver.problem import Need, Officers


def officers(n: int, **changes: Any) -> Officers:
    hours = np.full(n, 5, np.int64)
    standard = np.full(n, -1, np.int64)
    return Officers(tuple(f"D-{o + 1}" for o in range(n)), hours, hours, standard, **changes)


def test_eligibility_compares_names_without_case() -> None:
    people = officers(
        2,
        skills=(frozenset({"Spanish"}), frozenset()),
        offices=(frozenset({"North"}), frozenset()),
        dockets=(frozenset({"detained"}), frozenset({"released"})),
    )
    needs = (
        Need(),
        Need(office="NORTH"),
        Need(office="South"),
        Need(docket="Detained"),
        Need(skills=frozenset({"spanish"})),
        Need(skills=frozenset({"spanish", "russian"})),
        Need(excluded=frozenset({0})),
    )
    expected = [[1, 1], [1, 1], [0, 1], [1, 0], [1, 0], [0, 0], [0, 1]]
    assert eligibility(needs, people).astype(int).tolist() == expected


def test_officers_without_lists_serve_everywhere() -> None:
    needs = (Need(office="North", docket="detained"), Need(skills=frozenset({"spanish"})))
    assert eligibility(needs, officers(2)).tolist() == [[True, True], [False, False]]


def test_whoever_is_excluded_may_not_whatever_they_can() -> None:
    needs = (Need(office="North", excluded=frozenset({0, 2})), Need(excluded=frozenset({0, 1, 2})))
    assert eligibility(needs, officers(3)).tolist() == [[False, True, False], [False, False, False]]


def test_offices_dockets_and_skills_are_all_needed() -> None:
    people = officers(
        4,
        offices=tuple(frozenset({name}) for name in ("North", "South", "North", "North")),
        dockets=tuple(frozenset({name}) for name in ("detained", "detained", "released", "detained")),
        skills=tuple(frozenset(names) for names in (("a", "b"), ("a", "b"), ("a", "b"), ("a",))),
    )
    need = Need("North", "detained", frozenset({"a", "b"}))
    assert eligibility((need,), people).tolist() == [[True, False, False, False]]


def test_a_name_that_nobody_has_leaves_those_who_serve_any() -> None:
    people = officers(2, offices=(frozenset({"North"}), frozenset()), dockets=(frozenset(), frozenset({"released"})))
    needs = (Need(office="West"), Need(docket="detained"), Need(office="West", docket="detained"))
    assert eligibility(needs, people).tolist() == [[False, True], [True, False], [False, False]]


def test_nobody_and_nothing() -> None:
    assert eligibility((), officers(2)).shape == (0, 2)
    assert eligibility((Need(), Need(skills=frozenset({"a"}))), officers(0)).shape == (2, 0)


NAMES = st.frozensets(st.sampled_from(["a", "A", "straße", "STRASSE", "b"]), max_size=3)


@given(
    people=st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=1, max_size=4),
    need=st.tuples(
        st.sampled_from([None, "a", "STRASSE", "c"]),
        st.sampled_from([None, "A", "b"]),
        NAMES,
        st.frozensets(st.just(0)),
    ),
)
def test_it_is_what_each_officers_own_lists_say(
    people: list[tuple[frozenset[str], frozenset[str], frozenset[str]]],
    need: tuple[str | None, str | None, frozenset[str], frozenset[int]],
) -> None:
    def serves(wanted: str | None, names: frozenset[str]) -> bool:
        return wanted is None or not names or wanted.casefold() in {name.casefold() for name in names}

    offices, dockets, skills = (tuple(each) for each in zip(*people, strict=True))
    expected = [
        serves(need[0], office)
        and serves(need[1], docket)
        and {name.casefold() for name in need[2]} <= {name.casefold() for name in able}
        and o not in need[3]
        for o, (office, docket, able) in enumerate(people)
    ]
    given_ = officers(len(people), offices=offices, dockets=dockets, skills=skills)
    assert eligibility((Need(*need),), given_).tolist() == [expected]
