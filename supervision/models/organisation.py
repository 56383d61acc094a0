"""Companies that manage houses, and their licences."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import ChangeKind, LicenceStatus, OrganisationKind
from supervision.models.change import watched
from supervision.models.dated import Dated, dated
from supervision.models.history import tracked, tracked_without
from supervision.models.word_search import WordsOf, question


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def with_words(self, text: str) -> Self:
        """Those whose name has all these words, in any order; none where the text has no word."""
        asked = question(text)
        return self.alias(words=WordsOf("name")).filter(words=asked) if asked else self.none()


@tracked
class Organisation(models.Model):
    """A УК, ТСЖ or ЖСК as it stands in one region's register; the same ИНН may stand in several regions.

    Numbers with wrong check digits are stored as they came and flagged: real registers hold them.
    """

    region = models.ForeignKey(
        "supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="organisations"
    )
    frt_id = models.BigIntegerField(_("number in the ФРТ register"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=OrganisationKind, default=OrganisationKind.OTHER)
    name = models.CharField(_("name"), max_length=500)
    full_name = models.CharField(_("full name"), max_length=1000, blank=True)
    inn = models.CharField(_("ИНН"), max_length=12, blank=True)
    ogrn = models.CharField(_("ОГРН"), max_length=15, blank=True)
    inn_is_wrong = models.BooleanField(_("ИНН fails its check digits"), default=False)
    ogrn_is_wrong = models.BooleanField(_("ОГРН fails its check digits"), default=False)
    inspector = models.ForeignKey(
        "supervision.Inspector",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("inspector"),
        related_name="organisations",
        help_text=_("Owns the chats of the houses that this organisation manages."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        indexes = [
            models.Index(fields=["region", "inn"], name="organisation_by_inn"),
            GinIndex(WordsOf("name"), name="organisation_by_words"),
        ]
        constraints = [
            models.UniqueConstraint("region", "frt_id", name="organisation_frt_id_once_in_region"),
            models.UniqueConstraint("region", "ogrn", condition=~Q(ogrn=""), name="organisation_ogrn_once_in_region"),
        ]
        triggers = watched(
            ChangeKind.ORGANISATION,
            region="r.region_id",
            columns=(
                *("region_id", "frt_id", "kind", "name", "full_name", "inn", "ogrn"),
                *("inn_is_wrong", "ogrn_is_wrong", "inspector_id"),
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked_without("updated_at")
class Licence(Dated):
    """A licence to manage apartment buildings. The number is free text: several forms are in use."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="licences"
    )
    number = models.CharField(_("number"), max_length=64)
    status = models.CharField(_("status"), max_length=10, choices=LicenceStatus, default=LicenceStatus.ACTIVE)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        constraints = [
            models.UniqueConstraint("organisation", "number", name="licence_number_once"),
            models.CheckConstraint(
                condition=Q(status=LicenceStatus.ACTIVE, ended_on__isnull=True)
                | Q(status=LicenceStatus.ENDED, ended_on__isnull=False),
                name="licence_end_has_date",
            ),
        ]
        triggers = [dated("organisation", "number", "status", "issued_on", "ended_on")]

    def __str__(self) -> str:
        return self.number
