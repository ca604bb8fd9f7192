"""The rows of the benchmark: which offices, who takes part, how long, and what is aimed at."""

from __future__ import annotations

from dataclasses import dataclass

from bench.office import Shape

EVERYBODY = ("booleans", "classes", "highs", "timefold", "greedy")
BY_CLASS = ("classes", "highs", "greedy")
SEEDS = (0, 1)


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be reached, by every instance of a row. None: nothing is aimed at.

    Attributes
    ----------
    wall_s : float, seconds, whole process
    fairness : float, points between value and bound
    moves : float, fraction between value and bound
    peak_bytes : float
    faster : float
        How many times as fast as the fastest peer.
    times : float
        The most that the solve may take, as a multiple of the one at a tenth of the cases.
    beyond_s : float
        Seconds beyond what reading the files takes.
    """

    wall_s: float | None = None
    fairness: float | None = None
    moves: float | None = None
    peak_bytes: float | None = None
    faster: float | None = None
    times: float | None = None
    beyond_s: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of work.

    Attributes
    ----------
    key, title : str
    shapes : tuple of Shape
    aim : Aim
    kind : str
        "contest" (solvers on the same problem), "race" (to within 1 % of the fewest moves known), "plan" (``caseload
        plan``, files in, files out), "report" (``caseload report``).
    ours_s, peers_s : float, seconds
        For the whole process; for "plan" what the search is given.
    peers : tuple of str
    large : bool
        Runs only when asked for.
    """

    key: str
    title: str
    shapes: tuple[Shape, ...]
    aim: Aim
    kind: str = "contest"
    ours_s: float = 60.0
    peers_s: float = 60.0
    peers: tuple[str, ...] = ()
    large: bool = False


def _seeds(shape: Shape) -> tuple[Shape, ...]:
    return tuple(_with(shape, seed=seed) for seed in SEEDS)


def _with(shape: Shape, seed: int) -> Shape:
    return Shape(
        shape.cases, shape.officers, shape.offices, seed, own_weights=shape.own_weights, anywhere=shape.anywhere
    )


OWN = Shape(10_000, 50, own_weights=True)
ROWS = (
    Row(
        "table",
        "10,000 cases × 50 officers, weights from a table",
        _seeds(Shape(10_000, 50)),
        Aim(wall_s=8, fairness=0, moves=0),
        ours_s=8,
        peers=EVERYBODY,
    ),
    Row(
        "own",
        "10,000 × 50, every case its own weight",
        _seeds(OWN),
        Aim(wall_s=10, fairness=0.05, moves=0.005),
        ours_s=9.5,
        peers=EVERYBODY,
    ),
    Row(
        "race",
        "10,000 × 50, every case its own weight: time to moves within 1 % of the best known",
        _seeds(OWN),
        Aim(faster=50),
        kind="race",
        ours_s=60,
        peers_s=600,
        peers=("booleans", "classes", "highs", "timefold"),
    ),
    Row(
        "many",
        "200,000 × 20, weights from a table",
        _seeds(Shape(200_000, 20)),
        Aim(wall_s=8, fairness=0, moves=0),
        ours_s=8,
        peers=BY_CLASS,
    ),
    Row(
        "many-own",
        "200,000 × 100, every case its own weight",
        _seeds(Shape(200_000, 100, own_weights=True)),
        Aim(wall_s=30, fairness=0.2, moves=0.002),
        ours_s=30,
        peers=BY_CLASS,
    ),
    Row(
        "growth",
        "growing: 50 officers, the same classes, ten times the cases at each step",
        tuple(Shape(cases, 50) for cases in (1_000, 10_000, 100_000, 1_000_000)),
        Aim(times=1.5),
        ours_s=20,
        peers=("booleans", "classes", "highs"),
    ),
    Row(
        "report",
        "`caseload report` on 1,000,000 × 1,000 in 20 offices",
        (Shape(1_000_000, 1_000, 20),),
        Aim(beyond_s=10),
        kind="report",
    ),
    Row(
        "country",
        "1,000,000 × 1,000 in 20 offices, `caseload plan` from CSV to all files",
        (Shape(1_000_000, 1_000, 20),),
        Aim(wall_s=60, fairness=0.1, moves=0.01, peak_bytes=3e9),
        kind="plan",
        ours_s=30,
    ),
    Row(
        "joint",
        "1,000,000 × 1,000, a fifth of the cases may go to any of 20 offices (one part), `caseload plan`",
        (Shape(1_000_000, 1_000, 20, anywhere=0.2),),
        Aim(wall_s=180, fairness=0.1, moves=0.02),
        kind="plan",
        ours_s=100,
    ),
    Row(
        "large",
        "3,700,000 × 6,000 in 25 offices, `caseload plan`",
        (Shape(3_700_000, 6_000, 25),),
        Aim(wall_s=300, fairness=0.1, moves=0.01, peak_bytes=8e9),
        kind="plan",
        ours_s=180,
        large=True,
    ),
)

MOST_BOOLEANS = 1_000_000
"""Cases times officers above which one Boolean per pair is not tried: building the model alone would take minutes."""


def in_words(shape: Shape) -> str:
    """An office in a few words."""
    parts = [f"{shape.cases:,} × {shape.officers:,}"]
    if shape.offices > 1:
        parts.append(f"{shape.offices} offices")
    if shape.own_weights:
        parts.append("own weights")
    if shape.anywhere:
        parts.append(f"{shape.anywhere:.0%} anywhere")
    return ", ".join([*parts, f"seed {shape.seed}"])


def shrunk(row: Row, by: float) -> Row:
    """A row with fewer cases, officers and seconds, to try the benchmark itself."""
    shapes = []
    for shape in row.shapes:
        officers = max(shape.offices * 2, 4, round(shape.officers * by))
        shapes.append(
            Shape(
                max(60, round(shape.cases * by)),
                officers,
                shape.offices,
                shape.seed,
                own_weights=shape.own_weights,
                anywhere=shape.anywhere,
            )
        )
    return Row(
        row.key,
        f"{row.title} (a trial at {by:g} of the size)",
        tuple(shapes),
        row.aim,
        row.kind,
        max(3.0, row.ours_s * by),
        max(3.0, row.peers_s * by),
        row.peers,
        row.large,
    )
