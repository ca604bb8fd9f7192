"""A worker in a process of its own, with plans made by a target of the tests: ``python -m tests.e2e.worker TARGET``.

Its settings come from the environment, as always.
"""

from __future__ import annotations

import logging
import sys

from app.commands.service.worker import told_to_end
from app.jobs.standalone import work
from app.settings import Settings

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    work(Settings(), told_to_end(), target=f"tests.app.jobs.{sys.argv[1]}")
