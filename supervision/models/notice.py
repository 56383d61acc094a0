"""What a person is told of by themselves: that there is news of a row, by which ways, and how far each way is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.notice_kinds import NoticeChannel, NoticeKind, NoticePace, SendingState


class Notice(models.Model):
    """A mark: "this person has news of this row", and no text. What is said is read off the row when it is said.

    `subject` is the key of the row (an order, a chat, a region), `occasion` what happened to it: the same one is told
    once, another one makes the notice new again. Only `notices/` writes it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, verbose_name=_("for whom"), related_name="notices"
    )
    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind)
    subject = models.CharField(_("row"), max_length=20)
    occasion = models.CharField(_("occasion"), max_length=40)
    is_shown = models.BooleanField(_("shown in the portal"), default=True)
    made_at = models.DateTimeField(_("made at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint("user", "kind", "subject", "region", name="notice_of_a_row_once"),
        ]
        indexes = [
            models.Index(fields=["user", "kind"], condition=Q(read_at=None, is_shown=True), name="notice_unread"),
            models.Index(fields=["made_at"], name="notice_by_age"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class NoticeSending(models.Model):
    """A notice on its way outside the portal. SENDING is noted before the call: what broke off in between is LOST, and
    is not sent a second time."""

    notice = models.ForeignKey(Notice, models.CASCADE, verbose_name=_("notice"), related_name="sendings")
    channel = models.CharField(_("by which way"), max_length=10, choices=NoticeChannel)
    state = models.CharField(_("state"), max_length=10, choices=SendingState, default=SendingState.DUE)
    due_at = models.DateTimeField(_("to be sent at"))
    at = models.DateTimeField(_("as of"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)

    class Meta:
        verbose_name = _("notice on its way")
        verbose_name_plural = _("notices on their way")
        constraints = [models.UniqueConstraint("notice", "channel", name="notice_once_by_each_way")]
        indexes = [
            models.Index(fields=["channel", "due_at"], condition=Q(state__in=["due", "sending"]), name="sending_open"),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())


class NoticeWish(models.Model):
    """How soon a person wants to be told of a kind by one of the ways; without a row as `notices/paces.py` says."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, verbose_name=_("whose"), related_name="notice_wishes"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind)
    channel = models.CharField(_("by which way"), max_length=10, choices=NoticeChannel)
    pace = models.CharField(_("how soon"), max_length=10, choices=NoticePace)

    class Meta:
        verbose_name = _("wish about notices")
        verbose_name_plural = _("wishes about notices")
        constraints = [models.UniqueConstraint("user", "kind", "channel", name="wish_once_of_a_kind_and_way")]

    def __str__(self) -> str:
        return str(self.get_pace_display())
