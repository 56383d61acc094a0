"""How a region stood on a day: frozen, so that last week's figure can be shown again."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DailySnapshot(models.Model):
    """One region (no `municipality`) or one of its municipalities at the start of `day` in the region's time zone.

    Counts are of that moment (`taken_at`); `changes_*` count the day before it: changes of company that fell due, and
    those whose new company got its first administrator, within a day of the start of powers or later. Houses without a
    municipality are counted in their region only. The database refuses to change or delete a row.
    """

    day = models.DateField(_("day"))
    region = models.ForeignKey(
        "supervision.Region", models.PROTECT, db_index=False, verbose_name=_("region"), related_name="snapshots"
    )  # found through snapshot_once_a_day, which starts with it
    municipality = models.ForeignKey(
        "supervision.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("municipality"),
        related_name="snapshots",
    )
    taken_at = models.DateTimeField(_("taken at"))
    houses = models.PositiveIntegerField(_("houses"), default=0)
    in_scope = models.PositiveIntegerField(_("houses in scope"), default=0)
    with_chat = models.PositiveIntegerField(_("chats created"), default=0)
    with_right_owner = models.PositiveIntegerField(_("chats with the owner wished"), default=0)
    with_company_admin = models.PositiveIntegerField(_("chats with an administrator of the company"), default=0)
    out_of_step = models.PositiveIntegerField(_("chats out of step"), default=0)
    participants = models.PositiveIntegerField(_("participants"), default=0)
    flats = models.PositiveIntegerField(
        _("flats"), default=0, db_default=0, help_text=_("Of houses whose participants are known.")
    )
    people_of_flats = models.PositiveIntegerField(_("participants of houses with flats known"), default=0, db_default=0)
    work_orders = models.PositiveIntegerField(_("open work orders"), default=0)
    changes_due = models.PositiveIntegerField(_("changes of company due"), default=0)
    changes_in_time = models.PositiveIntegerField(_("changes done within a day"), default=0)
    changes_late = models.PositiveIntegerField(_("changes done later"), default=0)
    rows_kept = models.BooleanField(
        _("houses behind it are known"),
        default=False,
        db_default=False,
        help_text=_("Which houses the figures counted can be told from the nightly changes."),
    )
    register = models.JSONField(
        _("what the register lacked"),
        null=True,
        blank=True,
        help_text=_("By the columns of the report on its quality; empty where it was not counted."),
    )
    change_hours = models.FloatField(_("median hours to the new administrators"), null=True, blank=True)

    class Meta:
        verbose_name = _("daily snapshot")
        verbose_name_plural = _("daily snapshots")
        ordering = ["-day", "region", "municipality"]
        constraints = [
            models.UniqueConstraint("region", "day", "municipality", nulls_distinct=False, name="snapshot_once_a_day"),
        ]
        # the country asks for a month of all regions, which are few among the rows of municipalities
        indexes = [models.Index(fields=["day"], condition=Q(municipality=None), name="snapshot_of_regions")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.region_id} {self.day:%d.%m.%Y}"
