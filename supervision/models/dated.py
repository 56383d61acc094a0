"""When a row that programs read last changed, kept by the database: true for bulk SQL and psql alike."""

import pgtrigger
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _


class Dated(models.Model):
    """For rows that nobody follows as changes (`models/change.py`), and that are read whole."""

    updated_at = models.DateTimeField(_("changed"), editable=False, db_default=TransactionNow())

    class Meta:
        abstract = True


def dated(*columns: str) -> pgtrigger.Trigger:
    """A trigger that writes `updated_at` where one of the columns changes: those that programs are shown.

    What else changes, as a lease or a sign of life, is no change, and costs a comparison.
    """
    return pgtrigger.Trigger(
        name="dated",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*columns),
        func="NEW.updated_at = now(); RETURN NEW;",
    )
