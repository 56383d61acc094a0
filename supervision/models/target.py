"""What the ministry wants reached by a date. The figures are entered by people: none is published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.figures import TargetFigure


class Target(models.Model):
    """A share in per cent that every region, or one `region`, is to reach at the start of `day`."""

    figure = models.CharField(_("figure"), max_length=30, choices=TargetFigure)
    day = models.DateField(_("day"))
    region = models.ForeignKey(
        "supervision.Region",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("region"),
        related_name="targets",
        help_text=_("Empty: every region without a target of its own."),
    )
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2)
    basis = models.CharField(_("basis"), max_length=300, help_text=_("Letter or protocol with number and date."))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("entered by"), related_name="+"
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["day", "figure", "region"]
        constraints = [
            models.UniqueConstraint("figure", "day", "region", nulls_distinct=False, name="target_once_a_day"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="target_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.get_figure_display()} {self.day:%d.%m.%Y}"
