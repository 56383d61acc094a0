"""The token of a region's bot, where it was entered in the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BotToken(models.Model):
    """Sealed with a key outside the database (`keyring.py`), in a table of its own: it has no history, stands in no
    list, file, event or interface, and is read only by whoever speaks to the messenger (`reconcile/accounts.py`).

    `seed` is part of the secret of the region's webhook, so that a new token brings a new secret.
    """

    region = models.OneToOneField(
        "supervision.Region", models.PROTECT, primary_key=True, verbose_name=_("region"), related_name="bot_token"
    )
    sealed = models.TextField(_("sealed token"))
    seed = models.CharField(_("seed of the webhook's secret"), max_length=32)
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("token of a bot")
        verbose_name_plural = _("tokens of bots")

    def __str__(self) -> str:
        return str(self.region_id)

    @property
    def context(self) -> str:
        """What the text is sealed for: it opens for no other region."""
        return f"bot_token:{self.region_id}"
