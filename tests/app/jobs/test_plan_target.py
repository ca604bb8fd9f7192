from __future__ import annotations

import subprocess
import sys


def test_the_child_of_a_plan_knows_no_database() -> None:
    """It speaks to its parent alone, and every plan waits for what its child imports first."""
    code = "import sys, app.jobs.plan_target; print(*(name for name in sys.modules if 'sqlalchemy' in name))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
