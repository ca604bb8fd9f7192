"""The Dockerfile: clean, pinned, without privileges; and its steps work in an empty folder, without Docker."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.app.serving import bearer, new_key
from tests.e2e.conftest import PATIENCE_S, ROOT, free_port
from tests.e2e.dockerfile import Machine, Stage, stages_of

DOCKERFILE = ROOT / "Dockerfile"
ONLY_ROOT_MAY = "install -d"
"""The one step that gives a folder to somebody else."""
IS_WANTED = bool(os.environ.get("CI")) or os.environ.get("CASELOAD_CAMPAIGN") == "full"
HADOLINT = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin")


@pytest.fixture(scope="module")
def stages() -> list[Stage]:
    return stages_of(DOCKERFILE.read_text("utf-8"))


@pytest.mark.skipif(HADOLINT is None, reason="SKIPPED: hadolint is not installed, so nobody looked at the Dockerfile")
def test_hadolint_has_nothing_to_say() -> None:
    done = subprocess.run([str(HADOLINT), str(DOCKERFILE)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_base_is_pinned_and_names_no_registry(stages: list[Stage]) -> None:
    assert [stage.name for stage in stages] == ["pages", "build", ""]
    assert re.fullmatch(r"node:\d+\.\d+\.\d+-[a-z]+-slim", stages[0].base)
    for stage in stages[1:]:
        assert re.fullmatch(r"python:\d+\.\d+\.\d+-slim-[a-z]+", stage.base)


def test_everything_that_is_installed_is_pinned_by_its_hash(stages: list[Stage]) -> None:
    installs = [
        part for stage in stages for run in stage.all("RUN") for part in re.split("&&|;", run) if "pip install" in part
    ]
    assert len(installs) == 5
    for install in installs:
        assert "--require-hashes -r requirements" in install or "--no-deps --no-index dist/" in install


def test_the_server_is_nobody_in_particular_and_says_how_it_is(stages: list[Stage]) -> None:
    final = stages[-1]
    kinds = [kind for kind, _ in final.steps]
    assert final.all("USER") == ["10001:10001"]
    assert kinds.index("USER") < kinds.index("CMD")
    assert "RUN" not in kinds[kinds.index("USER") :]
    assert "/healthz" in final.all("HEALTHCHECK")[0]
    assert "caseload_" not in " ".join(text for _, text in final.steps), "no key is part of an image"


def test_the_context_is_what_is_copied_and_nothing_else(stages: list[Stage]) -> None:
    copies = [text for stage in stages for text in stage.all("COPY") if not text.startswith("--from")]
    copied = {source for text in copies for source in text.split()[:-1]}
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied
    for name in copied:
        assert (ROOT / name).exists(), name


def test_compose_publishes_to_this_machine_only() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    assert re.findall(r'^ +- "([^"]*:8000)"$', text, re.MULTILINE) == ["127.0.0.1:8000:8000"]
    assert "caseload keys create" in text
    assert "TRUST" not in text
    for line in ("read_only: true", "no-new-privileges:true", "- ALL", "- caseload-data:/data"):
        assert line in text


class Container:
    """What the steps left, ready to be started."""

    def __init__(self, machine: Machine, final: Stage) -> None:
        self.machine = machine
        self.final = final
        self.port = free_port()

    def start(self, **settings: str) -> subprocess.Popen[str]:
        environment = {**self.machine.environment, "CASELOAD_PORT": str(self.port), **settings}
        folder = Path(environment["CASELOAD_DATA_DIR"])
        folder.mkdir(parents=True, exist_ok=True)
        return subprocess.Popen(
            self.machine.command(self.final, "CMD"),
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def is_healthy(self) -> bool:
        """Whether the image's own check says so."""
        check = self.machine.command(self.final, "HEALTHCHECK")
        environment = {**self.machine.environment, "CASELOAD_PORT": str(self.port)}
        return subprocess.run(check, env=environment, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def container(stages: list[Stage], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Container]:
    root = tmp_path_factory.mktemp("image")
    machine = Machine(ROOT, root, sys.executable)
    pages, build, final = stages
    if shutil.which("npm"):
        machine.run(pages)
    machine.run(build)
    machine.run(final, skip=ONLY_ROOT_MAY)
    yield Container(machine, final)
    shutil.rmtree(root)


@pytest.mark.skipif(
    not IS_WANTED, reason="SKIPPED: installs everything anew; CASELOAD_CAMPAIGN=full or CI=true runs it"
)
def test_the_steps_give_a_server_that_plans_the_example(container: Container) -> None:
    refused = container.start()
    _, said = refused.communicate(timeout=PATIENCE_S)
    assert refused.returncode == 2
    assert "caseload keys create" in said
    key = new_key(Path(container.machine.environment["CASELOAD_DATA_DIR"]))

    with container.start() as server:
        try:
            gives_up_at = time.monotonic() + PATIENCE_S
            while not container.is_healthy():
                assert server.poll() is None
                assert time.monotonic() < gives_up_at
                time.sleep(0.1)
            with httpx.Client(
                base_url=f"http://127.0.0.1:{container.port}",
                timeout=PATIENCE_S,
                headers=bearer(key),
                trust_env=False,
            ) as client:
                assert "Try the example" in client.get("/").text
                fields = {"example": (None, b"field-office"), "time_limit_s": (None, b"2")}
                plan = "/v1" + client.post("/plans", files=fields).headers["location"]
                while (found := client.get(plan).json())["state"] in ("queued", "running"):
                    assert time.monotonic() < gives_up_at
                    time.sleep(0.1)
                assert found["state"] == "done", found["message"]
        finally:
            server.terminate()
            server.communicate(timeout=PATIENCE_S)
    assert not container.is_healthy()
