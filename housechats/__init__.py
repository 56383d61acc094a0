"""The installation: settings, processes and their health. No word of the domain lives here."""

from housechats.celery import app as celery_app

__version__ = "0.9.0"  # the one place; CHANGELOG.md says what it brought
__all__ = ["celery_app"]
