"""A decision about many houses at once, to be found again: what was decided, and how far the messenger has followed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.enums import OperationKind


class Operation(models.Model):
    """Written with the facts, in their transaction. How far it got is read from the chats, never stored here."""

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=OperationKind)
    title = models.CharField(_("what was decided"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    at = models.DateTimeField(_("decided at"), auto_now_add=True)
    acts_at = models.DateTimeField(_("acts from"))
    reason = models.TextField(_("reason"), blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mass change")
        verbose_name_plural = _("mass changes")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class OperationHouse(models.Model):
    """One house of it; `period` is the management period that the decision started, for taking it back."""

    operation = models.ForeignKey(Operation, models.CASCADE, verbose_name=_("mass change"), related_name="houses")
    house = models.ForeignKey("supervision.House", models.PROTECT, verbose_name=_("house"), related_name="+")
    period = models.ForeignKey(
        "supervision.ManagementPeriod",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("management period"),
        related_name="+",
    )  # SET_NULL: a period that was taken back is gone, the decision stays on record

    class Meta:
        verbose_name = _("house of a mass change")
        verbose_name_plural = _("houses of a mass change")
        ordering = ["id"]
        constraints = [models.UniqueConstraint("operation", "house", name="house_once_in_operation")]

    def __str__(self) -> str:
        return str(self.house)
