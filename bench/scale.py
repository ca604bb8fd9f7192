"""A plan of ten offices on one worker, on as many as there are cores, and on three: ``python -m bench.scale``.

PostgreSQL, and workers in processes of their own (``caseload worker``), each of which uses one core; loopback alone.
It prints how long the plan took and whether it was the same one. Cores are what such a plan needs, so the same is done
with workers that each have the same part of a core (control groups; root), and with ten parts that take five seconds
each and no core: that shows what offering, sending and joining cost on three workers.

Then two workers in network namespaces of their own: one is cut off in the middle of a plan, or stands still, and the
plan must end on the other. That part needs the right to make namespaces (root), and is left out, with a word, where
there is none. ``make scale`` runs all; about twelve minutes. Only processes, namespaces and links that were made here
are ended.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.intake.read import read_roster
from app.jobs.roster_source import packed
from app.store import plans, results, rosters
from app.store.db import Database, DatabaseFault
from app.store.migrate import upgrade
from app.store.parts.part_rows import PartRow, PartState
from app.store.plans import Limits, NewPlan
from app.store.tables import PlanRow, State
from bench.files import CASELOAD
from bench.namespaces import Namespace, at, listen, two_networks
from bench.office import Shape, make
from bench.quotas import group_name, part_of_a_core
from tests.postgres import Postgres, running_postgres

ROOT = Path(__file__).resolve().parents[1]
OFFICES = Shape(20_000, 200, 10)
LIMIT_S, SHORT_S = 120, 60
LEASE_S = 3.0
PATIENCE_S = 600.0
WORKER = (*CASELOAD, "worker")
WAITING = (sys.executable, "-m", "tests.e2e.worker", "fan_out.targets:ten_that_wait", "wait_five")
"""The same with parts that need no core."""
MOST = {2: 0.6, 3: 0.45}
"""Of one worker's time, where there is a core for each."""


class Member:
    """A worker in a process of its own, perhaps in a network of its own."""

    def __init__(self, url: str, log: Path, command: Sequence[str] = WORKER) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CASELOAD_")}
        environment |= {
            "CASELOAD_DATABASE_URL": url,
            "CASELOAD_PARTS_AT_ONCE": "1",
            "CASELOAD_LEASE_S": str(LEASE_S),
            "PYTHONUNBUFFERED": "1",
        }
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def said(self, words: str) -> int:
        """How often its log says something."""
        return self.log.read_text().count(words)

    def wait_until_ready(self) -> None:
        wait(lambda: self.said("a worker is ready") > 0)

    def close(self) -> None:
        """Have it end, as an operator would, or else by force."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@dataclass(frozen=True)
class Made:
    """A plan that has ended."""

    state: str
    attempt: int
    seconds: float
    sha256: str | None


class Office:
    """The database, and who asks for plans."""

    def __init__(self, url: str, folder: Path) -> None:
        self.database = Database(url)
        upgrade(self.database)
        make(folder, OFFICES)
        self._roster = packed(read_roster(folder))

    def ask(self, limit_s: int) -> str:
        """Ask for a plan of the offices."""
        goals = {"time_limit_s": limit_s, "workers": 1, "period": "year"}
        with self.database.write() as session:
            roster = rosters.add(session, self._roster, inline=True)
            return plans.add(session, roster, NewPlan(goals), Limits(100)).id

    def plan(self, plan_id: str) -> PlanRow:
        """The plan as it is now."""
        with self.database.read() as session:
            row = plans.get(session, plan_id)
            assert row is not None
            return row

    def end(self, plan_id: str) -> Made:
        """Wait for its end."""
        wait(lambda: self.plan(plan_id).finished_at is not None)
        row = self.plan(plan_id)
        assert row.finished_at is not None
        assert row.started_at is not None
        with self.database.read() as session:
            sha256 = results.sha256(session, plan_id, "assignments.csv")
        return Made(row.state, row.attempt, (row.finished_at - row.started_at).total_seconds(), sha256)

    def has_help(self) -> bool:
        """Whether somebody works on a part of a plan right now."""
        with self.database.read() as session:
            return session.scalar(select(PartRow.number).where(PartRow.state == PartState.SENT).limit(1)) is not None


def wait(holds: Callable[[], bool]) -> None:
    """Wait until something is so.

    Raises
    ------
    TimeoutError
    """
    gives_up_at = time.monotonic() + PATIENCE_S
    while True:
        try:
            if holds():
                return
        except DatabaseFault:
            pass  # it is being restarted, or busy; asked again below
        if time.monotonic() > gives_up_at:
            raise TimeoutError("it took too long")
        time.sleep(0.1)


def with_workers(office: Office, url: str, count: int, folder: Path, way: Way) -> tuple[Made, int]:
    """The plan, made with so many workers, and how many parts were planned by one for another."""
    members: list[Member] = []
    with ExitStack() as stack:
        for number in range(count):
            group = stack.enter_context(part_of_a_core(group_name(number), way.share)) if way.share < 1 else None
            members.append(Member(url, folder / f"worker-{number}.log", way.command))
            stack.callback(members[-1].close)
            if group is not None:
                group.write_text(str(members[-1].process.pid))  # what it starts is in the group, too
        for member in members:
            member.wait_until_ready()
        made = office.end(office.ask(LIMIT_S))
    return made, sum(member.said("a part ended: done") for member in members)


@dataclass(frozen=True)
class Way:
    """How workers are compared.

    Attributes
    ----------
    title : str
    command : sequence of str
        What each of them runs.
    room : int
        For how many there is what they need.
    share : float
        Of a core, for each.
    """

    title: str
    command: Sequence[str]
    room: int
    share: float = 1.0


CORES = os.cpu_count() or 1
PLAN = f"A plan of {OFFICES.cases:,} cases in {OFFICES.offices} offices"
WAYS = {
    "cores": Way(f"{PLAN}; {CORES} cores, one for each worker", WORKER, CORES),
    "shares": Way(f"{PLAN}; each worker has six tenths of a core", WORKER, int(CORES / 0.6), 0.6),
    "waiting": Way("Ten parts that take five seconds each, and no core", WAITING, max(MOST)),
}


def compare(office: Office, url: str, folder: Path, way: Way) -> bool:
    """Print a table; False where a plan was another one, or took longer than is promised where there is room."""
    with part_of_a_core(group_name(99), way.share) as group:
        if way.share < 1 and group is None:
            print("\nNo control groups are allowed here: no worker got a part of a core.")
            return True
    print(f"\n{way.title}\n")
    print("| workers | seconds | of one worker's time | parts planned for another | plan |")
    print("|---|---|---|---|---|", flush=True)
    alone, is_good = None, True
    for count in sorted({1, min(way.room, 8), *MOST}):
        made, helped = with_workers(office, url, count, folder, way)
        alone = alone or made
        ratio, is_same = made.seconds / alone.seconds, (made.state, made.sha256) == (State.DONE, alone.sha256)
        room = "" if count <= way.room else f", {count} workers on {way.room} cores"
        print(
            f"| {count} | {made.seconds:.1f} | {ratio:.2f}{room} | {helped} | {'the same' if is_same else 'ANOTHER'} |",
            flush=True,
        )
        is_good &= is_same and (count > way.room or ratio <= MOST.get(count, 1.0))
    return is_good


@dataclass(frozen=True)
class Lost:
    """Who is lost in the middle of a plan, and how."""

    who: str
    how: str

    @property
    def expected(self) -> tuple[str, int]:
        """State and attempt of the plan in the end."""
        return State.DONE, 1 if self.who == "helper" else 2

    @property
    def word(self) -> str:
        """What the lost one's log says when it is back."""
        return "a part ended: superseded" if self.who == "helper" else "a plan ended: superseded"


LOSSES = (Lost("helper", "cut off"), Lost("maker", "cut off"), Lost("helper", "frozen"))


def lose(url: str, office: Office, networks: tuple[Namespace, Namespace], lost: Lost, folder: Path) -> bool:
    """Lose one of two workers in the middle of a plan; whether it ended on the other, as it should."""
    with ExitStack() as stack:

        def worker(number: int) -> Member:
            network = networks[number]
            command = (*network.inside, *WORKER)
            member = Member(at(url, network.address), folder / f"{lost.who}-{number}.log", command)
            stack.callback(member.close)
            member.wait_until_ready()
            return member

        maker = worker(0)
        plan_id = office.ask(SHORT_S)
        wait(lambda: office.plan(plan_id).state == State.RUNNING)
        helper = worker(1)
        wait(office.has_help)
        network, member = (networks[1], helper) if lost.who == "helper" else (networks[0], maker)
        network.cut() if lost.how == "cut off" else member.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        made = office.end(plan_id)
        ended = time.monotonic()
        network.mend() if lost.how == "cut off" else member.process.send_signal(signal.SIGCONT)
        wait(lambda: member.said(lost.word) > 0)
        print(
            f"The {lost.who} was {lost.how}: the plan was {made.state} {ended - began:.0f} s later, with attempt "
            f"{made.attempt}; back again, the {lost.who} learnt {time.monotonic() - ended:.0f} s later that it is "
            f"superseded. The result's hash begins with {(made.sha256 or '')[:12]}.",
            flush=True,
        )
        return (made.state, made.attempt) == lost.expected


def lose_some(postgres: Postgres, url: str, office: Office, folder: Path) -> bool:
    """Every loss; with one result, whoever made it."""
    with two_networks() as networks:
        if networks is None:
            print("\nNetwork namespaces are not allowed here: nobody was cut off.")
            return True
        print("\nTwo workers, each in a network namespace of its own\n", flush=True)
        listen(postgres, [each.address for each in networks])
        office.database.engine.dispose()  # its connections went with the restart
        ended = [lose(url, office, networks, lost, folder) for lost in LOSSES]
        return all(ended)


def main() -> int:
    """Run it; 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=[*WAYS, "networks"])
    only = parser.parse_args().only
    is_good = True
    with tempfile.TemporaryDirectory(prefix="caseload-scale-") as temporary, running_postgres() as postgres:
        folder = Path(temporary)
        with postgres.schema() as url:
            office = Office(url, folder / "office")
            for name, way in WAYS.items():
                if only in (None, name):
                    is_good &= compare(office, url, folder, way)
            if only in (None, "networks"):
                is_good &= lose_some(postgres, url, office, folder)
            office.database.close()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
