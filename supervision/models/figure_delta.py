"""Which houses stand behind the frozen figures of a region: those of its newest snapshot, and what each night changed.

A figure is a set of houses and a bit of a mask. The houses of an earlier day are those of the newest one, with every
change since then taken back: a change turns one bit of one house, so taking back is turning it again
(docs/adr/0080).
"""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.figures import DeltaCause, HouseFigure


class FrozenHouse(models.Model):
    """A house as the newest snapshot of its region found it, and by what it will be said why it changed.

    `figures` is the sum of the bits of the figures that counted it. The owner by the rules and the one seen (messenger
    ids), the inspector away whose the chat would be (id) and `chat` are known of chats that exist of houses in scope. A
    snapshot rewrites what differs.
    """

    house = models.ForeignKey(
        "supervision.House", models.PROTECT, db_index=False, verbose_name=_("house"), related_name="+"
    )
    municipality = models.ForeignKey(
        "supervision.Municipality",
        models.PROTECT,
        null=True,
        db_index=False,
        verbose_name=_("municipality"),
        related_name="+",
    )
    organisation = models.ForeignKey(
        "supervision.Organisation",
        models.PROTECT,
        null=True,
        db_index=False,
        verbose_name=_("organisation"),
        related_name="+",
    )
    owner_wished = models.BigIntegerField(_("owner by the rules"), null=True)
    owner_seen = models.BigIntegerField(_("owner seen"), null=True)
    owner_away = models.BigIntegerField(_("inspector away"), null=True)
    flats = models.PositiveIntegerField(_("number of flats"), null=True)
    figures = models.PositiveSmallIntegerField(_("figures"))
    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=20)
    chat = models.ForeignKey(
        "supervision.Chat", models.PROTECT, null=True, db_index=False, verbose_name=_("chat"), related_name="+"
    )
    region = models.ForeignKey(
        "supervision.Region", models.PROTECT, db_index=False, verbose_name=_("region"), related_name="+"
    )

    class Meta:
        verbose_name = _("house behind the newest snapshot")
        verbose_name_plural = _("houses behind the newest snapshot")
        constraints = [models.UniqueConstraint("region", "house", name="frozen_house_once_in_region")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.house_id}"


class FigureDelta(models.Model):
    """Between the snapshot before and that of `day`, the house entered a figure of the municipality, or left it.

    Kept as long as the snapshot, that is, for ever: the database refuses to change or delete a row.
    """

    house = models.ForeignKey(
        "supervision.House", models.PROTECT, db_index=False, verbose_name=_("house"), related_name="+"
    )
    municipality = models.ForeignKey(
        "supervision.Municipality",
        models.PROTECT,
        null=True,
        db_index=False,
        verbose_name=_("municipality"),
        related_name="+",
    )
    day = models.DateField(_("day"))
    figure = models.PositiveSmallIntegerField(_("figure"), choices=HouseFigure)
    cause = models.PositiveSmallIntegerField(_("cause"), choices=DeltaCause)
    entered = models.BooleanField(_("entered"), help_text=_("Left otherwise."))
    region = models.ForeignKey(
        "supervision.Region", models.PROTECT, db_index=False, verbose_name=_("region"), related_name="+"
    )

    class Meta:
        verbose_name = _("change behind a figure")
        verbose_name_plural = _("changes behind figures")
        indexes = [models.Index(fields=["region", "day"], name="delta_of_a_night")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.region_id} {self.day:%d.%m.%Y} {self.house_id}"


class FormerHouse(models.Model):
    """Who managed a house and whose its chat was until the snapshot of `day`, which found it otherwise.

    On any day kept it is as the first of these rows after that day says, or else as the newest snapshot found it
    (docs/adr/0103). The database refuses to change or delete a row.
    """

    house = models.ForeignKey(
        "supervision.House", models.PROTECT, db_index=False, verbose_name=_("house"), related_name="+"
    )
    day = models.DateField(_("day"))
    organisation = models.ForeignKey(
        "supervision.Organisation",
        models.PROTECT,
        null=True,
        db_index=False,
        verbose_name=_("organisation"),
        related_name="+",
    )
    owner_wished = models.BigIntegerField(_("owner by the rules"), null=True)
    owner_seen = models.BigIntegerField(_("owner seen"), null=True)
    owner_away = models.BigIntegerField(_("inspector away"), null=True)
    region = models.ForeignKey(
        "supervision.Region", models.PROTECT, db_index=False, verbose_name=_("region"), related_name="+"
    )

    class Meta:
        verbose_name = _("house as it was until a night")
        verbose_name_plural = _("houses as they were until a night")
        indexes = [models.Index(fields=["region", "day"], name="former_of_a_night")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.region_id} {self.day:%d.%m.%Y} {self.house_id}"
