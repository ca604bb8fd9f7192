"""A server whose plans are made by a target of the tests: ``python -m tests.e2e.server TARGET [QUESTIONS]``.

Its settings come from the environment, as always.
"""

from __future__ import annotations

import sys

from app.commands.service.listen import listen
from app.jobs.queries import QUESTIONS
from app.main import create_app
from app.settings import Settings

if __name__ == "__main__":
    target, *questions = sys.argv[1:]
    target = target if ":" in target else f"targets:{target}"
    asked = f"tests.app.jobs.{questions[0]}" if questions else QUESTIONS
    app = create_app(Settings(), target=f"tests.app.jobs.{target}", questions=asked)
    listen(app, app.state.service)
