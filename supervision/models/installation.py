"""Which installation this database is, and when it was last brought back from a backup."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """One row. `place` names database and cluster, which a copy restored elsewhere does not share; `marked_at` is the
    moment that Redis was told as well, so that a database which has gone back in time shows.

    Of the last restore: `restored_at` is when it was noticed, `restored_to` the last moment that the backup knew of.
    """

    identity = models.UUIDField(_("installation"), primary_key=True, default=uuid.uuid4)
    place = models.CharField(_("database"), max_length=100)
    timeline = models.PositiveIntegerField(_("timeline of the database"))
    marked_at = models.DateTimeField(_("marked at"))
    restored_at = models.DateTimeField(_("restored at"), null=True, blank=True)
    restored_to = models.DateTimeField(_("restored to"), null=True, blank=True)

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")

    def __str__(self) -> str:
        return str(self.identity)
