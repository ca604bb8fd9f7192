"""Who may hold what, from what cases need and officers have."""

from __future__ import annotations

import numpy as np

from solver.arrays import Flags
from solver.problem import Need, Officers


def eligibility(needs: tuple[Need, ...], officers: Officers) -> Flags:
    """Who may hold what, from the officers' offices, dockets and skills. Shape (needs, officers).

    Names compare casefolded. An officer without offices (or dockets) serves any.
    """
    out = np.ones((len(needs), len(officers)), np.bool_)
    columns = {
        "office": _holders(officers.offices),
        "docket": _holders(officers.dockets),
        "skill": _holders(officers.skills),
    }
    anywhere = {
        "office": np.array([not names for names in officers.offices], np.bool_),
        "docket": np.array([not names for names in officers.dockets], np.bool_),
    }
    nobody = np.zeros(len(officers), np.bool_)
    for row, need in enumerate(needs):
        if need.office is not None and officers.offices:
            out[row] &= columns["office"].get(need.office.casefold(), nobody) | anywhere["office"]
        if need.docket is not None and officers.dockets:
            out[row] &= columns["docket"].get(need.docket.casefold(), nobody) | anywhere["docket"]
        for skill in need.skills:
            out[row] &= columns["skill"].get(skill.casefold(), nobody)
        out[row, list(need.excluded)] = False
    return out


def _holders(names: tuple[frozenset[str], ...]) -> dict[str, Flags]:
    out: dict[str, Flags] = {}
    for officer, held in enumerate(names):
        for name in held:
            out.setdefault(name.casefold(), np.zeros(len(names), np.bool_))[officer] = True
    return out
