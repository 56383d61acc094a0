"""What people have to do in the messenger, because no API can."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import ChangeKind, WorkOrderKind
from supervision.models.change import watched
from supervision.models.invite_link import InviteLinkField


class WorkOrder(models.Model):
    """One open order of a kind a chat; closed only by the portal's own look.

    `title`, `link` and `account` are kept apart from the words, for lists that are worked off by the hundred: the exact
    title the chat must have, its invite link, the person or bot in question with the messenger id. `inspector` is who
    can do it in the messenger, or who has to reach them: `addressed_because` says which. Whom a colleague handed it to
    (`handed_to`) keeps it while in office. `remark` says what a later look found still wrong.
    """

    chat = models.ForeignKey("supervision.Chat", models.PROTECT, verbose_name=_("chat"), related_name="work_orders")
    kind = models.CharField(_("what"), max_length=20, choices=WorkOrderKind)
    inspector = models.ForeignKey(
        "supervision.Inspector",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("for whom"),
        related_name="work_orders",
    )
    addressed_because = models.TextField(_("why this person"), blank=True, default="", db_default="")
    handed_to = models.ForeignKey(
        "supervision.Inspector",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("handed to"),
        related_name="+",
        db_index=False,
    )
    instruction = models.TextField(_("what to do"))
    title = models.CharField(_("title of the chat"), max_length=200, blank=True)
    link = InviteLinkField(_("invite link"), max_length=500, blank=True)
    account = models.CharField(_("account in the messenger"), max_length=300, blank=True)
    owner_seen = models.BigIntegerField(_("owner when it was opened"), null=True, blank=True)
    remark = models.TextField(_("what is still wrong"), blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    looked_at = models.DateTimeField(_("looked after at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("seen done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["kind", "title"], condition=Q(closed_at__isnull=True), name="open_order_by_title"),
            models.Index(fields=["opened_at"], condition=Q(closed_at__isnull=True), name="open_order_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                "chat", "kind", condition=Q(closed_at__isnull=True), name="one_open_order_of_a_kind_a_chat"
            ),
        ]
        triggers = watched(
            ChangeKind.WORK_ORDER,
            region="(SELECT c.region_id FROM supervision_chat c WHERE c.id = r.chat_id)",
            columns=("chat_id", "kind", "inspector_id", "title", "link", "opened_at", "closed_at"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.chat}"
