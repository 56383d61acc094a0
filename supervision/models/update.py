"""What the messenger tells by itself, and the chats that it told of without the portal knowing them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import UpdateState
from supervision.models.invite_link import InviteLinkField


class MessengerUpdate(models.Model):
    """One webhook, kept without names and without anybody's words: what happened in which chat, and to whom by number.

    `key` tells a repetition: the messenger numbers nothing and delivers again where it saw no answer.
    """

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    key = models.CharField(_("key"), max_length=64)
    update_type = models.CharField(_("type"), max_length=60)
    messenger_id = models.BigIntegerField(_("chat id"), null=True, blank=True)
    user_id = models.BigIntegerField(_("person"), null=True, blank=True)
    happened_at = models.DateTimeField(_("happened at"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=UpdateState, default=UpdateState.IGNORED)

    class Meta:
        verbose_name = _("message from the messenger")
        verbose_name_plural = _("messages from the messenger")
        ordering = ["-id"]
        indexes = [models.Index(fields=["received_at"], name="update_by_age")]
        constraints = [models.UniqueConstraint("region", "key", name="update_once_in_region")]

    def __str__(self) -> str:
        return f"{self.update_type} {self.messenger_id or ''}"


class FoundChat(models.Model):
    """A chat to which the bot was added and which no house has: to be matched with an open order, or by a person."""

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    messenger_id = models.BigIntegerField(_("chat id"), unique=True)
    found_at = models.DateTimeField(_("bot added at"))
    read_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("looks without an answer"), default=0, db_default=0)
    title = models.CharField(_("title seen"), max_length=200, blank=True)
    link = InviteLinkField(_("invite link"), max_length=500, blank=True)
    owner_id = models.BigIntegerField(_("owner seen"), null=True, blank=True)
    remark = models.TextField(_("why it is not linked"), blank=True)
    chat = models.OneToOneField(
        "supervision.Chat", models.CASCADE, null=True, blank=True, verbose_name=_("linked to"), related_name="found"
    )

    class Meta:
        verbose_name = _("chat found")
        verbose_name_plural = _("chats found")
        ordering = ["-found_at"]
        indexes = [
            models.Index(fields=["region"], condition=Q(read_at__isnull=True), name="found_chat_to_read"),
            models.Index(fields=["link"], name="found_chat_by_link"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.messenger_id)
