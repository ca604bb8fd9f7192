from __future__ import annotations

import subprocess
import sys

import pytest

LOOP = """
import asyncio, time
from app.standstill import watched_loop

async def main():
    async with watched_loop({frozen_s}):
        await asyncio.sleep(0.6)
        {then}

asyncio.run(main())
print("ended by itself")
"""
HOLDS_THE_INTERPRETER = "import re; re.match('(a+)+$', 'a' * 60 + 'b')"
"""One match in C that takes longer than anybody waits, during which no thread of Python runs."""


def run(frozen_s: float | None, then: str) -> subprocess.CompletedProcess[str]:
    code = LOOP.format(frozen_s=frozen_s, then=then)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("then", ["time.sleep(600)", HOLDS_THE_INTERPRETER])
def test_a_server_that_stands_still_ends_and_says_where_it_stood(then: str) -> None:
    ended = run(0.3, then)
    assert ended.returncode == 1
    assert "Timeout" in ended.stderr
    assert "in main" in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize(("frozen_s", "then"), [(20.0, "pass"), (None, "time.sleep(0.5)")])
def test_one_that_gives_signs_and_one_that_nobody_watches_go_on(frozen_s: float | None, then: str) -> None:
    ended = run(frozen_s, then)
    assert ended.returncode == 0
    assert ended.stdout == "ended by itself\n"
