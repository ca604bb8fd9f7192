"""Real processes, and a real browser where there is one."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.app.serving import Served, bearer, new_key, serve
from tests.e2e.visit import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 300.0
"""Long after which a test gives up waiting; never a measure of anything."""
COMMAND = (sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())", "serve")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_CHROMIUM = "SKIPPED: there is no Chromium on this machine, so nobody looked at the pages in a browser"
SWITCHES = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
)


class Process:
    """A server in a process of its own."""

    def __init__(self, folder: Path, command: tuple[str, ...], *, with_key: bool = True, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder.parent / f"{folder.name}.log"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CASELOAD_")}
        environment |= {"CASELOAD_DATA_DIR": str(folder), "CASELOAD_PORT": str(self.port), **settings}
        headers = bearer(new_key(folder, settings.get("CASELOAD_DATABASE_URL"))) if with_key else {}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.client = httpx.Client(base_url=self.url, timeout=PATIENCE_S, headers=headers, trust_env=False)

    def wait_until_ready(self) -> None:
        """Wait until it answers."""
        gives_up_at = time.monotonic() + PATIENCE_S
        while time.monotonic() < gives_up_at:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.client.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        pytest.fail(f"the server never answered: {self.log.read_text()}")

    def wait_for(self, plan_id: str, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until something holds of a plan."""
        gives_up_at = time.monotonic() + PATIENCE_S
        plan: dict[str, Any] = {}
        while time.monotonic() < gives_up_at:
            plan = self.client.get(f"/v1/plans/{plan_id}").json()
            if until(plan):
                return plan
            if plan["state"] in ("done", "failed", "cancelled"):
                break
            time.sleep(0.05)
        pytest.fail(f"nothing came of the plan: {plan}")

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so."""
        gives_up_at = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < gives_up_at, self.log.read_text()
            time.sleep(0.05)

    def wait_for_log(self, said: str) -> None:
        """Wait until the log says something."""
        self.wait_until(lambda: said in self.log.read_text())

    def again(self, do: Callable[[], str]) -> str:
        """Try until it works: the database may just be coming back."""
        gives_up_at = time.monotonic() + PATIENCE_S
        while True:
            try:
                return do()
            except AssertionError:
                assert time.monotonic() < gives_up_at, self.log.read_text()
                time.sleep(0.2)

    def kill(self) -> None:
        """End it as a power cut would: this one process, by its number."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """End it as an operator would."""
        self.client.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.kill()
                raise


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


Start = Callable[..., Process]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """``start()``: ``caseload serve``; ``start("hang")``: a server whose plans are made by that target."""
    started: list[Process] = []

    def run(
        target: str = "",
        folder: str = "data",
        *,
        wait: bool = True,
        command: tuple[str, ...] = COMMAND,
        with_key: bool = True,
        **settings: str,
    ) -> Process:
        if target:
            command = (sys.executable, "-m", "tests.e2e.server", *target.split())
        process = Process(tmp_path / folder, command, with_key=with_key, **settings)
        started.append(process)
        if wait:
            process.wait_until_ready()
        return process

    yield run
    for process in started:
        process.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that really plans."""
    with serve(tmp_path_factory.mktemp("data"), "app.jobs.plan_target:solve") as served:
        yield served


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose plans take until they are stopped."""
    with serve(tmp_path_factory.mktemp("data"), "tests.app.jobs.targets:last_for_real") as served:
        yield served


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Any]:
    visits: list[Visit] = []

    def begin(served: Served, **options: Any) -> Visit:
        visits.append(Visit(browser, served.url, **options))
        visits[-1].page.goto(served.sign_in_address())
        return visits[-1]

    yield begin
    for each in visits:
        each.context.close()
