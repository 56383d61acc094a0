"""The Celery application: an engine that is woken, never the place where work is kept.

Every setting here answers a measured fault of the Redis transport (docs/adr/0003-celery-is-the-engine.md).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "housechats.settings")

app = Celery("housechats")
app.config_from_object("housechats.celeryconfig")
app.autodiscover_tasks(["supervision"])
