"""How a person becomes known in the messenger: an invitation that only they can answer, and their dialog."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.models.dated import Dated, dated


class InvitationState(models.TextChoices):
    """How far a person's invitation has come. That it is over by time is read off its days."""

    SENT = "sent", _("invited")
    OPENED = "opened", _("opened, not answered yet")
    ANSWERED = "answered", _("answered, waits for an inspector")
    DECLINED = "declined", _("answered: not me")
    KNOWN = "known", _("known in MAX")
    REVOKED = "revoked", _("revoked")
    UNDONE = "undone", _("undone")


class Invitation(Dated):
    """One person's link and short code, each of one use. `state` says how far it has come; that it is over by time is
    not written but read off `until`.

    The secret and the code stand here sealed, for the page that shows them, and hashed, to be found by. `account_id`
    and `account_name` are those of the account that opened or answered it, as the messenger calls it. A person is
    known who has an invitation of state KNOWN with the very messenger id that they have: what was typed or imported
    since is not confirmed. `by` made it, None for a company by its `link`: it holds while they may.
    """

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    inspector = models.ForeignKey(
        "supervision.Inspector",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("inspector"),
        related_name="invitations",
    )
    representative = models.ForeignKey(
        "supervision.Representative",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("representative"),
        related_name="invitations",
    )
    nomination = models.ForeignKey(
        "supervision.Nomination",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("name given by a company"),
        related_name="invitations",
    )
    link = models.ForeignKey(
        "supervision.CompanyLink",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("link of a company"),
        related_name="invitations",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("by"), related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.SENT)
    sealed = models.TextField(_("sealed secret"), blank=True)
    secret_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    code_hash = models.CharField(_("hash of the code"), max_length=64)
    made_at = models.DateTimeField(_("made at"))
    until = models.DateTimeField(_("the link holds until"))
    code_until = models.DateTimeField(_("the code holds until"))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    account_id = models.BigIntegerField(_("messenger id that answered"), null=True, blank=True)
    account_name = models.CharField(_("name that answered"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(inspector=None, nomination=None, representative__isnull=False)
                | Q(inspector=None, nomination__isnull=False, representative=None)
                | Q(inspector__isnull=False, nomination=None, representative=None),
                name="invitation_is_for_one_person",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "code_hash"], name="invitation_by_code"),
            models.Index(fields=["region", "account_id"], name="invitation_by_account"),
            models.Index(fields=["region"], condition=Q(state=InvitationState.ANSWERED), name="invitation_that_waits"),
        ]
        triggers = [
            dated(
                *("region", "representative", "state", "made_at", "until", "code_until"),
                *("opened_at", "answered_at"),
            )
        ]

    def __str__(self) -> str:
        return str(self.inspector or self.representative or self.nomination)

    @property
    def context(self) -> str:
        """What the secret is sealed for: it opens for no other invitation."""
        return f"invitation:{self.secret_hash}"

    @property
    def seen(self) -> str:
        """Which account answered which invitation, for the form of a page that shows it; "" where no answer waits."""
        return f"{self.secret_hash[:16]}-{self.account_id}" if self.state == InvitationState.ANSWERED else ""

    def is_open(self, now: datetime) -> bool:
        """Whether nobody has answered it and its time is not over."""
        return self.state in (InvitationState.SENT, InvitationState.OPENED) and now < self.until


class DialogTurn(models.Model):
    """Something that a person did in the dialog, kept sealed until it is answered and deleted then."""

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    account_id = models.BigIntegerField(_("messenger id"))
    is_uninvited = models.BooleanField(_("of somebody uninvited"))
    content = models.TextField(_("sealed content"))
    received_at = models.DateTimeField(_("received at"))
    due_at = models.DateTimeField(_("to be answered at"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)

    class Meta:
        verbose_name = _("turn of a dialog")
        verbose_name_plural = _("turns of dialogs")
        ordering = ["pk"]
        indexes = [models.Index(fields=["region", "due_at"], name="dialog_turn_by_due")]

    def __str__(self) -> str:
        return str(self.account_id)

    @property
    def context(self) -> str:
        return f"dialog_turn:{self.region_id}:{self.account_id}"


class CodeTry(models.Model):
    """A wrong code, for the bounds on guessing; forgotten after a day."""

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    account_id = models.BigIntegerField(_("messenger id"))
    turn = models.BigIntegerField(_("turn"), unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("wrong code")
        verbose_name_plural = _("wrong codes")
        indexes = [models.Index(fields=["region", "at"], name="code_try_by_age")]

    def __str__(self) -> str:
        return str(self.account_id)


class Correspondent(models.Model):
    """A person whom the bot knows: whether it may write to them, the message in which their chats are listed, and how
    often they were reminded. `left_to_join` is what they were told last; `look_at` when they are looked at again.
    """

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    account_id = models.BigIntegerField(_("messenger id"))
    stopped_at = models.DateTimeField(_("stopped the bot at"), null=True, blank=True)
    list_message = models.CharField(_("message with the list of chats"), max_length=100, blank=True)
    list_offset = models.PositiveIntegerField(_("the list begins after"), default=0)
    list_due_at = models.DateTimeField(_("the list is to be renewed at"), null=True, blank=True)
    list_shown_at = models.DateTimeField(_("the list was shown at"), null=True, blank=True)
    wants_reminders = models.BooleanField(_("wants reminders"), default=True)
    reminders = models.PositiveSmallIntegerField(_("reminders so far"), default=0)
    reminded_at = models.DateTimeField(_("told last at"), null=True, blank=True)
    left_to_join = models.PositiveIntegerField(_("chats left when told last"), default=0)
    look_at = models.DateTimeField(_("looked at again at"), null=True, blank=True)

    class Meta:
        verbose_name = _("correspondent")
        verbose_name_plural = _("correspondents")
        constraints = [models.UniqueConstraint("region", "account_id", name="correspondent_once_in_region")]
        indexes = [
            models.Index(fields=["list_due_at"], condition=Q(list_due_at__isnull=False), name="correspondent_by_due")
        ]

    def __str__(self) -> str:
        return str(self.account_id)
