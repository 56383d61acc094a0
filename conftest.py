"""Lends the tests the embedded servers and sets Django up.

At import and not in a hook: this is the first file of ours that pytest reads, and the next ones import models.
That is also why pyproject.toml names no settings module: pytest-django would read the settings even earlier.
"""

import os
import re
from contextlib import ExitStack

import django
import pytest

from housechats import local

# Servers of their own, that wait for no disk: half of the time of a test that commits, and more on a slow one.
os.environ.setdefault("HOUSECHATS_LOCAL_DIR", str(local.folder() / "tests"))
os.environ["HOUSECHATS_LOCAL_FLEETING"] = "1"
servers = ExitStack()
queue_is_lent = "REDIS_URL" not in os.environ
servers.enter_context(local.servers(["pytest", "tests"]))
worker = os.environ.get("PYTEST_XDIST_WORKER", "")  # it inherits the addresses of the process that started it
if queue_is_lent or worker:
    # The worker of a portal that runs beside the tests must not take their tasks, nor one test process another's.
    number = int(worker.removeprefix("gw") or 0) + 1
    os.environ["REDIS_URL"] = re.sub(r"/\d+$", f"/{number}", os.environ["REDIS_URL"])
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "housechats.settings")
django.setup()
# A test process that inherits it has pytest-django read the settings before this file gives it a queue of its own.
del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure(config: pytest.Config) -> None:
    servers.close()
