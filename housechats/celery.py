"""The Celery application: an engine that is woken, never the place where work is kept.

Every setting here answers a measured fault of the Redis transport (docs/adr/0003-celery-is-the-engine.md).
"""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "housechats.settings")

app = Celery("housechats")
app.config_from_object("housechats.celeryconfig")
app.autodiscover_tasks(["supervision"])


@worker_process_init.connect
def spare_the_collector(**_signal: Any) -> None:
    """What is loaded now stays: going through it again stops all threads for longer than a call may be late."""
    gc.collect()
    gc.freeze()
