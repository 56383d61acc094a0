"""A region's bot: the account under which its chats are seen and changed."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.enums import Provisioning, Trouble
from supervision.models.history import tracked


class MessengerAccountQuerySet(models.QuerySet["MessengerAccount"]):
    def waiting_for_a_person(self) -> Self:
        """Those of which `waits_for_a_person` is true."""
        return self.exclude(trouble="").filter(try_again_at=None)


@tracked
class MessengerAccount(models.Model):
    """Which channel and which budget; the token itself stays in the environment (docs/runbook.md)."""

    region = models.OneToOneField(
        "supervision.Region", models.PROTECT, primary_key=True, verbose_name=_("region"), related_name="account"
    )
    provisioning = models.CharField(
        _("creating and handing over chats"),
        max_length=10,
        choices=Provisioning,
        blank=True,
        default=Provisioning.DEFAULT,
    )
    rate_per_second = models.FloatField(
        _("requests per second allowed"), default=30.0, validators=[MinValueValidator(1.0)]
    )
    sweep_share_percent = models.PositiveSmallIntegerField(
        _("share of the rate for looking around, %"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("What the slow look at every chat may take of the requests allowed."),
    )
    look_every_days = models.PositiveSmallIntegerField(
        _("look at every chat once in so many days"), default=1, validators=[MinValueValidator(1)]
    )
    look_every_days_with_webhooks = models.PositiveSmallIntegerField(
        _("the same while the messenger reports changes by itself"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("A new owner or description is reported by no message, so looking is never left out."),
    )
    bot_id = models.BigIntegerField(_("messenger id of the bot"), null=True, blank=True)
    bot_name = models.CharField(_("name of the bot"), max_length=200, blank=True)
    bot_username = models.CharField(_("the bot's name in links"), max_length=64, blank=True, db_default="", default="")
    webhook_url = models.URLField(_("address subscribed"), max_length=500, blank=True)
    webhook_secret_digest = models.CharField(_("digest of the secret subscribed"), max_length=64, blank=True)
    webhook_checked_at = models.DateTimeField(_("subscription seen at"), null=True, blank=True)
    webhook_trouble = models.TextField(_("trouble with the subscription"), blank=True)
    is_enabled = models.BooleanField(_("pushing is on"), default=True)
    held_reason = models.TextField(_("stopped by the limit"), blank=True)
    trouble = models.TextField(_("trouble with the account"), blank=True)
    trouble_kind = models.CharField(
        _("kind of the trouble"), max_length=12, choices=Trouble, blank=True, default=Trouble.NONE
    )
    try_again_at = models.DateTimeField(_("tried again by itself at"), null=True, blank=True)
    spread_allowed_until = models.DateTimeField(
        _("many chats may turn to trouble until"),
        null=True,
        blank=True,
        help_text=_("After a person has let a held account go on, the same does not stop it again for a day."),
    )

    objects = MessengerAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("messenger account")
        verbose_name_plural = _("messenger accounts")

    def __str__(self) -> str:
        return f"{self.region_id}"

    @property
    def waits_for_a_person(self) -> bool:
        """Held with every other one because the database was restored elsewhere: never tried again by itself, nor by a
        command (docs/adr/0031)."""
        return bool(self.trouble) and self.try_again_at is None

    @property
    def calls_per_second(self) -> float:
        """What the schedule uses of the rate allowed."""
        return float(self.rate_per_second * settings.MESSENGER_PACE_SHARE)
