"""A region's bot: the account under which its chats are seen and changed."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.enums import Provisioning
from supervision.models.history import tracked


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
    is_enabled = models.BooleanField(_("pushing is on"), default=True)
    held_reason = models.TextField(_("stopped by the limit"), blank=True)
    trouble = models.TextField(_("trouble with the account"), blank=True)

    class Meta:
        verbose_name = _("messenger account")
        verbose_name_plural = _("messenger accounts")

    def __str__(self) -> str:
        return f"{self.region_id}"
