"""A decision about many houses at once, to be found again: what was decided, and how far the messenger has followed."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import DateField, DateTimeField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from supervision.enums import OperationKind
from supervision.models.dated import Dated, dated
from supervision.models.taken_back import TakenBack

# decisions that pass a house to another company
OF_COMPANY = (OperationKind.REPLACE_COMPANY, OperationKind.BY_PROGRAM)
# decisions that pass a house's chat to another owner
OF_OWNERS = (OperationKind.DISMISSAL, OperationKind.ABSENCE, OperationKind.REASSIGNMENT)


class Operation(TakenBack, Dated):
    """Written with the facts, in their transaction. How far it got is read from the chats, never stored here.

    `foreseen` are the figures of the preview on which it was confirmed (`previews.consequences`); None without one.
    """

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=OperationKind)
    title = models.CharField(_("what was decided"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    at = models.DateTimeField(_("decided at"), auto_now_add=True)
    acts_at = models.DateTimeField(_("acts from"))
    reason = models.TextField(_("reason"), blank=True)
    foreseen = models.JSONField(_("what it was to mean"), null=True, blank=True)
    absence = models.ForeignKey(
        "supervision.Absence",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("absence"),
        related_name="operations",
    )  # SET_NULL: an absence that was cancelled is gone, the decision stays on record

    class Meta:
        verbose_name = _("mass change")
        verbose_name_plural = _("mass changes")
        ordering = ["-id"]
        triggers = [dated("region", "kind", "title", "by", "at", "acts_at", "reason", "undone_at")]

    def __str__(self) -> str:
        return self.title


class Midnight(Func):
    """The instant at which a day starts in a time zone: Midnight(Value("Asia/Omsk"), F("since"))."""

    template = "timezone(%(expressions)s::timestamp)"
    output_field = DateTimeField()


class OperationHouseQuerySet(models.QuerySet["OperationHouse"]):
    def dated(self, operation: Operation) -> Any:
        """Each with the `day` and the instant (`acts`) from which the decision acts on its house."""
        region = operation.region
        midnight = Midnight(Value(region.time_zone), F("since"))
        return self.filter(operation=operation).annotate(
            day=Coalesce(F("since"), Value(region.today(operation.acts_at), output_field=DateField())),
            acts=Coalesce(midnight, Value(operation.acts_at, output_field=DateTimeField())),
        )

    def but_corrected(self, operation: Operation) -> Self:
        """Those of `dated` for which no later decision put another company in the place of this one's."""
        return self.exclude(Exists(self._corrections(operation)))

    def _corrections(self, operation: Operation) -> Any:
        later = OperationHouse.objects.filter(operation__kind__in=OF_COMPANY, operation__gt=operation.pk)
        same_day = Q(since=OuterRef("day")) | Q(since=None, operation__acts_at=OuterRef("acts"))
        return later.filter(same_day, house=OuterRef("house"))


class OperationHouse(models.Model):
    """One house of it; `period` is the management period that the decision started, for taking it back.

    `since` is the day of this house where not all of them act at once; None: that of the whole.
    """

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
    since = models.DateField(_("start of powers"), null=True, blank=True)

    objects = OperationHouseQuerySet.as_manager()

    class Meta:
        verbose_name = _("house of a mass change")
        verbose_name_plural = _("houses of a mass change")
        ordering = ["id"]
        constraints = [models.UniqueConstraint("operation", "house", name="house_once_in_operation")]

    def __str__(self) -> str:
        return str(self.house)
