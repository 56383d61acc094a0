"""How a person likes the lists: narrowings kept by name, for oneself or for the region, and columns left out."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_NAME, LONGEST_QUERY = 60, 1000


class SavedFilter(models.Model):
    """A list narrowed, searched and sorted, as its address says it (`query`). With a region it is shared there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    region = models.ForeignKey(
        "supervision.Region", models.CASCADE, null=True, verbose_name=_("shared in"), related_name="+"
    )
    list_name = models.CharField(_("list"), max_length=40)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.CharField(_("narrowed by"), max_length=LONGEST_QUERY)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                "user", "list_name", "name", condition=Q(region=None), name="own_filter_once_by_its_name"
            ),
            models.UniqueConstraint(
                "region", "list_name", "name", condition=Q(region__isnull=False), name="shared_filter_once_by_its_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HiddenColumns(models.Model):
    """The columns of a list that a person does not want to see: what a later version adds is shown."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    list_name = models.CharField(_("list"), max_length=40)
    names = ArrayField(models.CharField(max_length=60), verbose_name=_("columns"))

    class Meta:
        verbose_name = _("columns left out")
        verbose_name_plural = _("columns left out")
        constraints = [models.UniqueConstraint("user", "list_name", name="columns_once_of_a_list")]

    def __str__(self) -> str:
        return ", ".join(self.names)
