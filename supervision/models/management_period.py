"""Who manages a house from when to when."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import CharField, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import ChangeKind, ManagementKind, PeriodSource
from supervision.models.change import watched
from supervision.models.history import tracked
from supervision.models.people import DateRange
from supervision.models.region_days import Day, judged
from supervision.models.spans import Span, holds


class ManagementPeriodQuerySet(models.QuerySet["ManagementPeriod"]):
    def acting(self, on: Day) -> Self:
        """Periods whose powers hold on the date; an excluded company acts until its successor starts."""
        return self.filter(judged(on, holds, "house__region"))

    def acting_at(self, on: Day, *, house: str = "pk", region: str = "region") -> Self:
        """The same of the house of an outer row, for Exists and Subquery: `house` and `region` are paths there.

        The region is the outer row's own, so that the house is not read once more.
        """
        there = self.filter(house=OuterRef(house))
        if not isinstance(on, date):
            there = there.alias(of_region=ExpressionWrapper(OuterRef(region), output_field=CharField()))
        return there.filter(judged(on, holds, "of_region"))


@tracked
class ManagementPeriod(Span, models.Model):
    """From `since` (start of powers) up to but not including `until`.

    The licence register keeps two dates, entry in the register and start of powers (ч. 7 ст. 162 ЖК РФ); the start of
    powers is what acts. `excluded_on` does not end a period: the company must go on until a successor starts
    (ч. 3 ст. 200 ЖК РФ), so it stays administrator.
    """

    house = models.ForeignKey(
        "supervision.House", models.PROTECT, db_index=False, verbose_name=_("house"), related_name="periods"
    )  # found through period_by_house, which starts with it and answers "who acts on a day" without the row
    organisation = models.ForeignKey(
        "supervision.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organisation"),
        related_name="periods",
    )
    kind = models.CharField(
        _("way of management"), max_length=20, choices=ManagementKind, default=ManagementKind.ORGANISATION
    )
    since = models.DateField(_("start of powers"))
    until = models.DateField(_("end of powers"), null=True, blank=True, help_text=_("First day without powers."))
    registered_at = models.DateTimeField(_("entered in the register at"), null=True, blank=True)
    excluded_on = models.DateField(
        _("excluded from the licence register on"),
        null=True,
        blank=True,
        help_text=_("The company goes on until a successor starts."),
    )
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=PeriodSource, default=PeriodSource.PERSON)

    objects = ManagementPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("management period")
        verbose_name_plural = _("management periods")
        ordering = ["-since"]
        indexes = [
            models.Index(
                fields=["house"],
                condition=Q(excluded_on__isnull=False, until__isnull=True),
                name="period_excluded_but_acting",
            ),
            models.Index(fields=["since"], name="period_by_start"),
            models.Index(fields=["kind", "house"], condition=~Q(kind="organisation"), name="period_of_rare_kind"),
            models.Index(fields=["house", "since", "until"], name="period_by_house"),
        ]
        triggers = watched(
            ChangeKind.PERIOD, region="(SELECT h.region_id FROM supervision_house h WHERE h.id = r.house_id)"
        )
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind=ManagementKind.DIRECT, organisation__isnull=True)
                | (~Q(kind=ManagementKind.DIRECT) & Q(organisation__isnull=False)),
                name="only_direct_management_has_no_organisation",
            ),
            ExclusionConstraint(
                name="periods_of_a_house_do_not_overlap",
                expressions=[
                    ("house", RangeOperators.EQUAL),
                    (DateRange("since", "until", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.get_kind_display()} {self.since:%d.%m.%Y}"

    @property
    def last_day(self) -> date | None:
        """The last day with powers, as documents write it."""
        return self.until - timedelta(days=1) if self.until else None

    def is_excluded_but_acting(self, on: date) -> bool:
        """Whether the licence register has excluded it by the date, and it goes on until a successor starts."""
        return self.excluded_on is not None and self.excluded_on <= on and self.until is None
