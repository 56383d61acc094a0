"""Inspectors, their absences, and the representatives of companies.

Personal data: names and messenger ids only. They never reach chat titles, logs or Celery arguments.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import ChangeKind
from supervision.models.change import watched
from supervision.models.history import tracked
from supervision.models.spans import Span


class DateRange(Func):
    function = "DATERANGE"
    output_field = models.TextField()  # only ever compared inside constraints


@tracked
class Inspector(models.Model):
    """A person of the supervision body, in whose messenger account chats are owned."""

    region = models.ForeignKey(
        "supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="inspectors"
    )
    full_name = models.CharField(_("full name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    messenger_id = models.BigIntegerField(_("messenger id"), null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("login"),
        related_name="inspector",
    )  # SET_NULL: an inspector outlives a login
    dismissed_on = models.DateField(_("dismissed on"), null=True, blank=True, help_text=_("First day without office."))

    class Meta:
        verbose_name = _("inspector")
        verbose_name_plural = _("inspectors")
        ordering = ["full_name"]
        constraints = [
            models.UniqueConstraint("region", "messenger_id", name="inspector_messenger_id_once_in_region"),
        ]
        triggers = watched(
            ChangeKind.INSPECTOR,
            region="r.region_id",
            columns=("region_id", "full_name", "position", "messenger_id", "dismissed_on"),
        )

    def __str__(self) -> str:
        return self.full_name


@tracked
class Absence(Span, models.Model):
    """From `since` up to but not including `until`, `substitute` owns what `inspector` would own.

    Without a substitute the inspector is skipped, and the rules find the next. An absence without end is how a
    dismissal begins: `ends_in_dismissal` lets the portal complete it when the last chat has another owner, as seen.
    """

    inspector = models.ForeignKey(Inspector, models.PROTECT, verbose_name=_("inspector"), related_name="absences")
    substitute = models.ForeignKey(
        Inspector,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("substitute"),
        related_name="substitutions",
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("First day back in office."))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    ends_in_dismissal = models.BooleanField(
        _("ends in dismissal"), default=False, help_text=_("Completed when the last chat has passed to another owner.")
    )
    closes_login = models.BooleanField(_("the dismissal closes the login"), default=False)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_in_dismissal=False) | Q(until__isnull=True), name="nobody_is_back_after_dismissal"
            ),
            models.CheckConstraint(condition=~Q(inspector=F("substitute")), name="absence_substitute_is_another"),
            ExclusionConstraint(
                name="absences_do_not_overlap",
                expressions=[
                    ("inspector", RangeOperators.EQUAL),
                    (DateRange("since", "until", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspector}: {self.since:%d.%m.%Y}"


@tracked
class HouseSubstitute(models.Model):
    """During the absence this house falls to a substitute of its own."""

    absence = models.ForeignKey(Absence, models.CASCADE, verbose_name=_("absence"), related_name="houses")
    house = models.ForeignKey("supervision.House", models.PROTECT, verbose_name=_("house"), related_name="+")
    substitute = models.ForeignKey(Inspector, models.PROTECT, verbose_name=_("substitute"), related_name="+")

    class Meta:
        verbose_name = _("house given to a substitute of its own")
        verbose_name_plural = _("houses given to substitutes of their own")
        ordering = ["id"]
        constraints = [models.UniqueConstraint("absence", "house", name="house_once_in_absence")]

    def __str__(self) -> str:
        return f"{self.house}: {self.substitute}"


@tracked
class Representative(Span, models.Model):
    """A person of a company who is administrator of its houses' chats, from `since` up to but not including `until`."""

    organisation = models.ForeignKey(
        "supervision.Organisation", models.PROTECT, verbose_name=_("organisation"), related_name="representatives"
    )
    full_name = models.CharField(_("full name"), max_length=200)
    messenger_id = models.BigIntegerField(
        _("messenger id"), null=True, blank=True, help_text=_("Empty until the person has answered the bot.")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("First day without rights."))

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["full_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="representative_ends_after_start"
            ),
            ExclusionConstraint(
                name="representative_periods_do_not_overlap",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("messenger_id", RangeOperators.EQUAL),
                    (DateRange("since", "until", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = watched(
            ChangeKind.REPRESENTATIVE,
            region="(SELECT o.region_id FROM supervision_organisation o WHERE o.id = r.organisation_id)",
            columns=("organisation_id", "full_name", "messenger_id", "since", "until"),
        )

    def __str__(self) -> str:
        return self.full_name
