"""Everything is killed at random, and nothing is lost: ``python -m tests.e2e.chaos [--kills N]`` (``make chaos``).

Plans are asked for without a break while children, servers and workers are killed (``kill -9``), workers are frozen
for longer than their lease, and PostgreSQL is restarted; there once more with plans whose parts several workers make.
In the end every plan that was accepted must be done, once, with the result that belongs to its roster, and nobody may
have had to press a button. Only processes that were started here are touched, each by its number.

A plan that died twice is spared: that the third death fails it, with the reason, is another test
(``test_durable.py``), and it is what is promised, not a loss.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from app.access import api_keys
from app.store import results
from app.store.db import Database, DatabaseFault
from app.store.migrate import upgrade
from app.store.parts.part_rows import PartRow
from app.store.runs import MOST_DEATHS
from app.store.tables import EventRow, PlanRow, State
from tests.app.jobs.quick_targets import assigned
from tests.app.serving import ADMIN, bearer
from tests.e2e.conftest import free_port
from tests.postgres import Postgres, running_postgres

ROOT = Path(__file__).resolve().parents[2]
LEASE_S = 1.5
PATIENCE_S = 240.0
TENTHS = 4
"""How long a plan takes, in tenths of a second."""


@dataclass
class Ledger:
    """What became of the plans that were accepted."""

    database: str
    kills: dict[str, int] = field(default_factory=dict)
    accepted: int = 0
    done: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    waiting_for_a_person: int = 0
    taken_up_again: int = 0
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Whether everything came out as it should."""
        bad = self.lost + self.doubled + self.wrong + self.waiting_for_a_person
        return bad == 0 and self.done == self.accepted > 0

    def __str__(self) -> str:
        kills = ", ".join(f"{count} × {name}" for name, count in sorted(self.kills.items()))
        return (
            f"{self.database}: {sum(self.kills.values())} kills ({kills}) in {self.seconds:.0f} s\n"
            f"  accepted {self.accepted}, done {self.done}, lost {self.lost}, doubled {self.doubled}, "
            f"wrong {self.wrong}, waiting for a person {self.waiting_for_a_person}; "
            f"attempts that were taken up again: {self.taken_up_again}"
        )


class Member:
    """A server or a worker, which is started again when it has been killed."""

    def __init__(self, command: tuple[str, ...], settings: dict[str, str], log: Path) -> None:
        self._command = (sys.executable, "-m", *command)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CASELOAD_")}
        self._environment = environment | settings
        self._log = log
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process = self._start()

    def freeze(self, seconds: float) -> None:
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)

    def keep_alive(self) -> None:
        """Start it again where it ended by itself, as whoever runs services does."""
        if self.process.poll() is not None:
            self.process = self._start()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


class Chaos:
    """One database, everybody who works on it, and those who ask for plans.

    With ``of_parts`` servers make no plans, and three workers make plans of parts and help each other.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        stack: ExitStack,
        rng: random.Random,
        postgres: Postgres | None,
        *,
        of_parts: bool = False,
    ) -> None:
        self.rng = rng
        self.postgres = postgres
        self.database = Database(url)
        stack.callback(self.database.close)
        upgrade(self.database)
        with self.database.write() as session:
            self.key = api_keys.create(session, ADMIN)
        settings = {"CASELOAD_DATABASE_URL": url, "CASELOAD_LEASE_S": str(LEASE_S), "CASELOAD_MAX_QUEUED": "30"}
        settings |= {"CASELOAD_MAX_PLANS_OF_ONE": "1000"}
        self.ports = [free_port() for _ in range(1 if postgres is None else 2)]
        self.members: list[Member] = []
        for number, port in enumerate(self.ports):
            own = {"CASELOAD_PORT": str(port), "CASELOAD_DATA_DIR": str(folder / f"server-{number}")}
            own |= {"CASELOAD_SOLVES_AT_ONCE": "0"} if of_parts else {}
            command = ("tests.e2e.server", "quick_targets:last_a_while")
            self.members.append(Member(command, {**settings, **own}, folder / f"server-{number}.log"))
        for number in range(0 if postgres is None else 3 if of_parts else 2):
            targets = ("fan_out.targets:share_a_while", "a_while") if of_parts else ("quick_targets:last_a_while",)
            command = ("tests.e2e.worker", *targets)
            self.members.append(Member(command, settings, folder / f"worker-{number}.log"))
        for member in self.members:
            stack.callback(member.close)
        self.rosters: dict[str, dict[str, Any]] = {}
        self.enough = threading.Event()

    def ask(self) -> None:
        """Ask for plans, each until it is accepted, with a key, so that no plan is asked for twice."""
        client = httpx.Client(timeout=10, headers=bearer(self.key), trust_env=False)
        at = 0
        while not self.enough.is_set():
            roster = some_roster(at)
            at += 1
            key = f"chaos-{at}-{os.getpid()}"
            while not self.enough.is_set():
                port = self.ports[at % len(self.ports)]
                with suppress(httpx.TransportError):
                    answer = client.post(
                        f"http://127.0.0.1:{port}/v1/plans",
                        json={"roster": roster, "goals": {"seed": TENTHS}},
                        headers={"Idempotency-Key": key},
                    )
                    if answer.status_code == 202:
                        self.rosters[answer.json()["id"]] = roster
                        break
                self.enough.wait(0.2)
            self.enough.wait(0.1)
        client.close()

    def strike(self) -> str | None:
        """Kill something; returns what, or None where nothing could be."""
        for member in self.members:
            member.keep_alive()
        kinds: list[tuple[str, Callable[[], bool]]] = [("child", self._kill_child), ("process", self._kill_member)]
        if self.postgres is not None:
            kinds += [("freeze", self._freeze), ("PostgreSQL", self._restart_database)]
        name, strike = self.rng.choices(kinds, weights=[5, 3, 1, 1][: len(kinds)])[0]
        return name if strike() else None

    def _running(self) -> list[PlanRow]:
        try:
            with self.database.read() as session:
                return list(session.scalars(select(PlanRow).where(PlanRow.state == State.RUNNING)))
        except DatabaseFault:
            return []

    def _spares(self) -> bool:
        """Whether some plan would not survive another death."""
        return any(row.deaths >= MOST_DEATHS - 1 for row in self._running())

    def _kill_child(self) -> bool:
        mortal = [row for row in self._running() if row.deaths < MOST_DEATHS - 1 and row.progress]
        if not mortal:
            return False
        pid = int((self.rng.choice(mortal).progress or {})["value"])
        if not any(is_descendant(pid, member.process.pid) for member in self.members):
            return False  # it has ended, and its number may be somebody else's by now
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
        return False

    def _kill_member(self) -> bool:
        if self._spares():
            return False
        self.rng.choice(self.members).kill()
        return True

    def _freeze(self) -> bool:
        if self._spares():
            return False
        self.rng.choice(self.members).freeze(LEASE_S * 2.5)
        return True

    def _restart_database(self) -> bool:
        assert self.postgres is not None
        self.postgres.restart()
        return True

    def settle(self) -> None:
        """Let everything come to rest."""
        gives_up_at = time.monotonic() + PATIENCE_S
        while time.monotonic() < gives_up_at:
            for member in self.members:
                member.keep_alive()
            with suppress(DatabaseFault), self.database.read() as session:
                open_states = (State.QUEUED, State.RUNNING)
                if not session.scalar(select(func.count()).where(PlanRow.state.in_(open_states))):
                    return
            time.sleep(0.2)

    def count(self, ledger: Ledger) -> None:
        """Hold what is there against what was asked for."""
        with self.database.read() as session:
            rows = {row.id: row for row in session.scalars(select(PlanRow))}
            ends = dict(
                session.execute(
                    select(EventRow.plan_number, func.count())
                    .where(EventRow.data["state"].as_string() == State.DONE.value)
                    .group_by(EventRow.plan_number)
                ).all()
            )
            ledger.accepted = len(self.rosters)
            ledger.lost += session.scalar(select(func.count()).select_from(PartRow)) or 0  # they outlived their plan
            for plan_id, roster in self.rosters.items():
                row = rows.get(plan_id)
                if row is None or row.state in (State.QUEUED, State.RUNNING):
                    ledger.lost += 1
                    continue
                ledger.taken_up_again += row.attempt - 1
                if row.state != State.DONE:
                    ledger.waiting_for_a_person += 1
                    continue
                ledger.done += 1
                ledger.doubled += ends[row.number] != 1
                kept = results.assignments(session, plan_id, after=-1, limit=99)
                wanted = [tuple(line.split(",")[:2]) for line in assigned(roster).decode().splitlines()[1:]]
                ledger.wrong += [(each.case_id, each.officer_id) for each in kept] != wanted


def some_roster(at: int) -> dict[str, Any]:
    """A roster like no other."""
    return {
        "officers": [{"officer_id": f"O-{at}-{number}", "available_hours": 100} for number in range(2 + at % 3)],
        "cases": [{"case_id": f"C-{at}-{number}", "weight_hours": 2} for number in range(3 + at % 5)],
    }


def is_descendant(pid: int, of: int) -> bool:
    """Whether a process is a child of another one; numbers are used again, so this is asked before a kill."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii")
    except OSError:
        return False
    return int(stat.rpartition(")")[2].split()[1]) == of


@contextmanager
def database_of(name: str, folder: Path) -> Iterator[tuple[str, Postgres | None]]:
    """URL of an empty database, and the server that it is on."""
    if name == "SQLite":
        yield f"sqlite:///{folder / 'chaos.sqlite'}", None
        return
    with running_postgres() as postgres, postgres.schema() as url:
        yield url, postgres


def wreak(name: str, kills: int, seed: int = 0, *, of_parts: bool = False) -> Ledger:
    """Kill so often while plans are made on SQLite or PostgreSQL, and count what became of them."""
    ledger = Ledger(f"{name}, plans of parts" if of_parts else name)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="caseload-chaos-") as folder, ExitStack() as stack:
        url, postgres = stack.enter_context(database_of(name, Path(folder)))
        chaos = Chaos(url, Path(folder), stack, random.Random(seed), postgres, of_parts=of_parts)
        asking = threading.Thread(target=chaos.ask)
        asking.start()
        try:
            gives_up_at = began + PATIENCE_S + 20 * kills
            while sum(ledger.kills.values()) < kills and time.monotonic() < gives_up_at:
                time.sleep(chaos.rng.uniform(0.2, 1.0))
                if chaos.rosters and (struck := chaos.strike()) is not None:
                    ledger.kills[struck] = ledger.kills.get(struck, 0) + 1
        finally:
            chaos.enough.set()
            asking.join()
        chaos.settle()
        chaos.count(ledger)
    ledger.seconds = time.monotonic() - began
    return ledger


def main() -> int:
    """Print the ledger of each database; 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=["SQLite", "PostgreSQL"])
    given = parser.parse_args()
    clean = True
    for name in [given.only] if given.only else ["SQLite", "PostgreSQL"]:
        for of_parts in [False] if name == "SQLite" else [False, True]:
            ledger = wreak(name, given.kills, given.seed, of_parts=of_parts)
            print(ledger, flush=True)
            clean = clean and ledger.is_clean
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
