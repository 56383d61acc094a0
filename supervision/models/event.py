"""Why facts changed: one row per decision, by a person or a named cause of the system."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.models.history import append_only, not_emptied


class Event(models.Model):
    """Written by `audit.event` only, once: the database refuses to change or delete it.

    Row changes made under it carry its number (pghistory's context).
    """

    name = models.CharField(_("event"), max_length=60)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("by"), related_name="+"
    )
    cause = models.CharField(_("cause"), max_length=100, blank=True, help_text=_("Named cause of the system."))
    reason = models.TextField(_("reason"), blank=True)
    region = models.ForeignKey(
        "supervision.Region", models.PROTECT, null=True, blank=True, verbose_name=_("region"), related_name="+"
    )
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["-at"], name="event_newest_first"),
            # what was decided about one house or chat (`details @> {"chat": 7}`)
            GinIndex(fields=["details"], opclasses=["jsonb_path_ops"], name="event_by_details"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(by__isnull=False) | ~Q(cause=""), name="event_has_author_or_cause"),
        ]
        triggers = [append_only(), not_emptied()]

    def __str__(self) -> str:
        return f"№ {self.pk}"
