"""A list of chats that existed before the portal: which line may be linked to which house, and why not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import AdoptionState, AdoptionVerdict


class Adoption(models.Model):
    """One file. Its chats are read first; nothing is linked or written in the messenger until a person applies it."""

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="adoptions")
    file_name = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=AdoptionState, default=AdoptionState.READING)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("by"), related_name="+"
    )

    class Meta:
        verbose_name = _("list of existing chats")
        verbose_name_plural = _("lists of existing chats")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.started_at:%Y-%m-%d}"


class AdoptionLine(models.Model):
    """One line: house and chat as the file names them, what was seen in the messenger, and the plan as it would run."""

    adoption = models.ForeignKey(Adoption, models.CASCADE, verbose_name=_("list"), related_name="lines")
    line = models.PositiveIntegerField(_("line"))
    house_named = models.CharField(_("house in the file"), max_length=100)
    chat_named = models.CharField(_("chat in the file"), max_length=500)
    chat = models.ForeignKey(
        "supervision.Chat", models.CASCADE, null=True, blank=True, verbose_name=_("chat"), related_name="+"
    )
    messenger_id = models.BigIntegerField(_("chat id"), null=True, blank=True)
    title = models.CharField(_("title seen"), max_length=200, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=AdoptionVerdict, default=AdoptionVerdict.WAITING)
    tries = models.PositiveSmallIntegerField(_("looks without an answer"), default=0, db_default=0)
    code = models.CharField(_("code"), max_length=40, blank=True)
    message = models.TextField(_("what is wrong"), blank=True)
    plan = models.TextField(_("what would be done"), blank=True)

    class Meta:
        verbose_name = _("line of a list of chats")
        verbose_name_plural = _("lines of lists of chats")
        ordering = ["line"]
        indexes = [
            models.Index(fields=["adoption"], condition=Q(verdict="waiting"), name="adoption_line_to_read"),
        ]
        constraints = [models.UniqueConstraint("adoption", "line", name="adoption_line_once")]

    def __str__(self) -> str:
        return f"{self.line}: {self.chat_named}"
