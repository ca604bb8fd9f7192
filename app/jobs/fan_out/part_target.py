"""What the child of a helper does: plan one part after the other, until it is told that there are no more."""

from __future__ import annotations

from app.confined_child import Child
from app.jobs.fan_out.messages import PartNews, Planned
from solver.solve import plan_part


def serve(child: Child) -> None:
    """Plan parts.

    Parameters
    ----------
    child : Child
        It hears an errand (bytes), or None: there are no more. It sends ``PartNews``, and ``Planned`` with the result.
    """
    while (errand := child.hear()) is not None:

        def tell(level: str, value: int, bound: int) -> None:
            child.send(PartNews(level, value, bound))

        child.send(Planned(plan_part(errand, tell, child.should_stop)))
        if child.should_stop():
            break
