"""The installation: settings, processes and their health. No word of the domain lives here."""

from housechats.celery import app as celery_app

__all__ = ["celery_app"]
