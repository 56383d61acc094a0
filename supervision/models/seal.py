"""Seals on the record of events: a chain of hashes over segments, so that what is changed or taken out later shows.

What names people enters as a salted digest. An event whose words must be erased loses its salt with them, and the chain
still holds; without the salt nobody can try out what stood there.
"""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.models.history import append_only, not_emptied


class Seal(models.Model):
    """One segment: `digest` covers its events and `former`, the digest of the seal before ("" for the first)."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    events = models.PositiveIntegerField(_("events"))
    former = models.CharField(_("digest before"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["pk"]
        triggers = [append_only(), not_emptied()]

    def __str__(self) -> str:
        return f"№ {self.pk}"


class SealedEvent(models.Model):
    """An event under its seal. Stays when the event is archived; `salt` is empty where its words were erased, and
    `salt_now` that of the words that were left: the event that says so holds their digest."""

    seal = models.ForeignKey(Seal, models.PROTECT, verbose_name=_("seal"), related_name="lines")
    event = models.BigIntegerField(_("event"), unique=True)
    salt = models.CharField(_("salt"), max_length=64, blank=True)
    personal = models.CharField(_("digest of what names people"), max_length=64)
    salt_now = models.CharField(_("salt of the words that were left"), max_length=64, blank=True, db_default="")

    class Meta:
        verbose_name = _("sealed event")
        verbose_name_plural = _("sealed events")
        triggers = [
            pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
            # only the salt goes, and only away
            pgtrigger.Protect(
                name="salt_only_goes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.salt <> '' OR (OLD.seal_id, OLD.event, OLD.personal) "
                    "IS DISTINCT FROM (NEW.seal_id, NEW.event, NEW.personal)"
                ),
            ),
            not_emptied(),
        ]

    def __str__(self) -> str:
        return f"{self.event}"
