"""The Celery application: an engine that is woken, never the place where work is kept.

Every setting here answers a measured fault of the Redis transport (docs/adr/0003-celery-is-the-engine.md).
"""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_process_init
from django.core.management import call_command
from django.core.management.base import SystemCheckError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "housechats.settings")

app = Celery("housechats")
app.config_from_object("housechats.celeryconfig")
app.autodiscover_tasks(["supervision"])


@worker_init.connect
def refuse_wrong_settings(**_signal: Any) -> None:
    """A worker with settings that cannot work does not start. Celery runs the checks too, and drops what they find.

    A clock that is off the database's is told and no reason to stand still: leases and due times are the database's.
    """
    try:
        call_command("check", databases=["default"])
    except SystemCheckError as error:
        raise SystemExit(str(error)) from None  # any other exception of a signal is logged and passed over


@worker_process_init.connect
def spare_the_collector(**_signal: Any) -> None:
    """What is loaded now stays: going through it again stops all threads for longer than a call may be late."""
    gc.collect()
    gc.freeze()
