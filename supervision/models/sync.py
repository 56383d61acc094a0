"""The outbox and the journal of calls."""

from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from supervision.enums import CallCause, CallOutcome, Lane, RequestState, Trouble
from supervision.models import journal
from supervision.models.dated import Dated, dated


class SyncRequest(Dated):
    """The sentence "this chat may differ from its wish": at most one a chat, never saying what to do.

    Only `queue` writes it: `outbox` marks, `leases` take up and answer. `version` is the chat's `spec_version` at the
    last mark, so a mark made during a pass is not lost when the pass ends. `not_before` holds planned changes, waiting
    and back-off alike. `approved_from` is the instant of a change dated ahead that whoever decided it has approved.
    """

    chat = models.OneToOneField(
        "supervision.Chat", models.CASCADE, primary_key=True, verbose_name=_("chat"), related_name="request"
    )
    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    version = models.PositiveIntegerField(_("version of the wish"))
    lane = models.PositiveSmallIntegerField(_("lane"), choices=Lane, default=Lane.CHANGE)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.DUE)
    not_before = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    reason = models.TextField(_("reason"), blank=True)
    failures = models.PositiveSmallIntegerField(_("answers in a row that said nothing"), default=0)
    trouble = models.CharField(_("trouble"), max_length=12, choices=Trouble, blank=True, default=Trouble.NONE)
    troubled_at = models.DateTimeField(_("in this trouble since"), null=True, blank=True)
    is_approved = models.BooleanField(_("within the limit or approved"), default=False)
    approved_from = models.DateTimeField(_("approved is the change of"), null=True, blank=True)
    lease_until = models.DateTimeField(_("in work until"), null=True, blank=True)
    lease_owner = models.UUIDField(_("in work by"), null=True, blank=True)
    marked_at = models.DateTimeField(_("marked at"))

    class Meta:
        verbose_name = _("queued chat")
        verbose_name_plural = _("queue")
        indexes = [
            models.Index(fields=["region", "lane", "not_before"], name="request_queue"),
            models.Index(fields=["region", "state"], name="request_by_state"),
            models.Index(fields=["lane", "not_before", "-chat"], name="request_by_turn"),  # the list of all regions
            models.Index(
                fields=["region", "trouble", "troubled_at"], condition=~Q(trouble=""), name="request_in_trouble"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lease_until__isnull=True, lease_owner__isnull=True)
                | Q(lease_until__isnull=False, lease_owner__isnull=False),
                name="lease_has_owner_and_end",
            ),
        ]
        triggers = [
            dated(
                *("region", "version", "lane", "state", "not_before", "attempts", "reason"),
                *("is_approved", "marked_at"),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())


class MessengerCallQuerySet(models.QuerySet["MessengerCall"]):
    def unsettled(self) -> Self:
        """Calls of which nobody knows whether they were carried out."""
        return self.filter(outcome__in=[CallOutcome.STARTED, CallOutcome.UNKNOWN], looked_at__isnull=True)

    def appointed(self, chat_ids: Iterable[int]) -> "QuerySet[MessengerCall, tuple[Any, ...]]":
        """Chat and messenger id of everybody whom the portal made administrator, or may have: the answer was lost."""
        grants = self.filter(chat__in=chat_ids, step=journal.APPOINTS).exclude(outcome=CallOutcome.REFUSED)
        return grants.order_by().values_list("chat", journal.ACCOUNT_PATH).distinct()


class MessengerCall(models.Model):
    """The journal: one line a writing call, committed before it is sent and completed after its answer."""

    chat = models.ForeignKey("supervision.Chat", models.PROTECT, verbose_name=_("chat"), related_name="calls")
    region = models.ForeignKey(
        "supervision.Region", models.PROTECT, db_index=False, verbose_name=_("region"), related_name="+"
    )  # the chat's: the newest of one region would be sought among those of all others
    step = models.CharField(_("step"), max_length=30)
    cause = models.CharField(_("cause"), max_length=10, choices=CallCause, default=CallCause.WISH)
    detail = models.JSONField(_("detail"), default=dict, help_text=_("What was asked for, as the step prints itself."))
    started_at = models.DateTimeField(_("sent at"), default=timezone.now)  # the executor gives the database's time
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=CallOutcome, default=CallOutcome.STARTED)
    answer = models.TextField(_("answer"), blank=True)
    looked_at = models.DateTimeField(
        _("looked afterwards at"), null=True, blank=True, help_text=_("When an observation settled a lost answer.")
    )

    objects = MessengerCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call to the messenger")
        verbose_name_plural = _("calls to the messenger")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["chat"],
                condition=Q(outcome__in=[CallOutcome.STARTED, CallOutcome.UNKNOWN], looked_at__isnull=True),
                name="call_unsettled",
            ),
            models.Index(fields=["region", "id"], name="call_by_region"),
            # rows are only added, in the order of time: a few pages of it find the last day of years of calls
            BrinIndex(fields=["started_at"], name="call_by_time", autosummarize=True),
            models.Index(fields=["outcome", "id"], condition=~Q(outcome="done"), name="call_not_done"),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())
