"""Lends the tests the embedded servers and sets Django up.

At import and not in a hook: this is the first file of ours that pytest reads, and the next ones import models.
That is also why pyproject.toml names no settings module: pytest-django would read the settings even earlier.
"""

import os
from contextlib import ExitStack

import django
import pytest

from housechats import local

servers = ExitStack()
servers.enter_context(local.servers(["pytest", "tests"]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "housechats.settings")
django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    servers.close()
