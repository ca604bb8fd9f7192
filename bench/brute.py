"""The long campaign against brute force: ``python -m bench.brute``.

Thousands of small random instances, and five-case instances with efforts of 34 and 36 bits, are solved and compared
with what trying everything gives: every level's value, fair shares, what cannot be placed, and the sums of every
certificate. Exit code 1 on any difference, or if the time is over before everything was compared.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.solver.comparison import compare
from tests.solver.instances import large_instance, random_instance

BITS = (34, 36)
Outcome = tuple[str, list[str], Counter[str]]


def run(job: tuple[int, int]) -> Outcome:
    """Compare one instance: its seed, and the bits of its efforts (0: a small random one)."""
    seed, bits = job
    instance = large_instance(seed, bits) if bits else random_instance(seed)
    outcome = compare(instance)
    return instance.name, outcome.differences, outcome.counts


def jobs(small: int, large: int, first: int) -> Iterator[tuple[int, int]]:
    """Seeds and bits of a campaign."""
    for seed in range(first, first + small):
        yield seed, 0
    for bits in BITS:
        for seed in range(first, first + large):
            yield seed, bits


def main() -> int:
    """Run the campaign and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.brute", description=__doc__)
    parser.add_argument("--instances", type=int, default=10_000, help="small random instances")
    parser.add_argument("--large", type=int, default=1_500, help="instances of 34 bits, and as many of 36")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--time-limit", type=float, default=7_200, help="seconds for everything")
    given = parser.parse_args()
    wanted = given.instances + len(BITS) * given.large
    began, told = time.monotonic(), time.monotonic()
    done, counts, different = 0, Counter[str](), 0
    with multiprocessing.get_context("spawn").Pool(given.processes) as pool:
        for name, differences, seen in pool.imap_unordered(
            run, jobs(given.instances, given.large, given.first_seed), chunksize=8
        ):
            done += 1
            counts += seen
            if differences:
                different += 1
                print(f"DIFFERENT {name}", *differences, sep="\n    ", flush=True)
            now = time.monotonic()
            if now - told > 10 or done == wanted:
                told = now
                print(f"{done:,} of {wanted:,} in {now - began:.0f} s, {different} different", flush=True)
            if now - began > given.time_limit:
                pool.terminate()
                break
    print(", ".join(f"{number:,} {what}" for what, number in counts.items()))
    if done < wanted:
        print(f"the time is over: {wanted - done:,} instances were not compared")
    return int(different > 0 or done < wanted)


if __name__ == "__main__":
    sys.exit(main())
