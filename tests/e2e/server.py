"""A server in a process of its own, with plans made by a target of the tests: ``python -m tests.e2e.server TARGET``.

Its settings come from the environment, as always.
"""

from __future__ import annotations

import sys

import uvicorn

from app.main import create_app
from app.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    app = create_app(settings, target=f"tests.app.jobs.targets:{sys.argv[1]}")
    uvicorn.run(app, host=settings.host, port=settings.port, access_log=False, timeout_graceful_shutdown=1)
