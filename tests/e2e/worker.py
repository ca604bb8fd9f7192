"""A worker in a process of its own, with plans made by a target of the tests, and perhaps parts of plans:
``python -m tests.e2e.worker TARGET [PARTS]``.

Its settings come from the environment, as always.
"""

from __future__ import annotations

import logging
import sys

from app.commands.service.worker import told_to_end
from app.jobs.fan_out.taking import TARGET as PART_TARGET
from app.jobs.standalone import work
from app.settings import Settings

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    target, *parts = sys.argv[1:]
    part_target = f"tests.app.jobs.fan_out.targets:{parts[0]}" if parts else PART_TARGET
    work(Settings(), told_to_end(), f"tests.app.jobs.{target}", part_target)
