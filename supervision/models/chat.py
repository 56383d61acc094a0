"""The official chat of a house: which wish it follows, and what was last seen of it."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import BotState, ChangeKind
from supervision.models.change import watched
from supervision.models.invite_link import InviteAddressField
from supervision.models.region_days import Day, judged
from supervision.models.spans import holds

# a chat with fewer participants is one that residents do not use yet
FEW_MEMBERS = 5
# what other systems are shown of a chat; that somebody looked at it is no change
SHOWN_COLUMNS = (
    *(
        "region_id",
        "messenger_id",
        "link",
        "spec_version",
        "synced_version",
        "frozen_reason",
        "bot_state",
        "differences",
    ),
    *("observed_title", "observed_description", "observed_owner_id", "observed_status", "participants_count"),
)


class ChatQuerySet(models.QuerySet["Chat"]):
    def out_of_step(self) -> Self:
        """Chats whose wish may have changed since it was last seen fulfilled."""
        return self.exclude(synced_version=F("spec_version"))

    def linked(self) -> Self:
        return self.filter(messenger_id__isnull=False)

    def awaiting_members(self) -> Self:
        """Chats of which somebody whom the wish names was looked for and had not joined."""
        return self.filter(pk__in=ChatMember.objects.filter(is_participant=False).values("chat"))

    def with_company_admin(self, on: Day) -> Self:
        """Linked chats in which a representative of the company acting on `on` was seen as administrator."""
        acting, people = "house__periods", "house__periods__organisation__representatives"
        # one filter: every condition is on the same period and the same person; narrowed first, for PostgreSQL's sake
        found = self.order_by().filter(
            judged(on, lambda day: holds(day, f"{acting}__") & holds(day, f"{people}__"), "region"),
            members__is_admin=True,
            members__user_id=F(f"{people}__messenger_id"),
        )
        return self.linked().filter(pk__in=found.values("pk"))


class Chat(models.Model):
    """One official chat a house. What it should be is derived (`desired/chats.py`), never stored here.

    `spec_version` grows with every mark; `synced_version` follows it when an observation needed no step.
    `reconcile.linked` writes `messenger_id` and `link`, `reconcile.execute` the announcement, `reconcile.observe` what
    was seen.
    """

    house = models.OneToOneField("supervision.House", models.PROTECT, verbose_name=_("house"), related_name="chat")
    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="chats")
    messenger_id = models.BigIntegerField(_("chat id"), null=True, blank=True, unique=True)
    link = InviteAddressField(_("invite link"), max_length=500, blank=True)
    linked_at = models.DateTimeField(_("linked at"), null=True, blank=True)
    spec_version = models.PositiveIntegerField(_("version of the wish"), default=0)
    synced_version = models.PositiveIntegerField(_("version seen fulfilled"), default=0)
    settled_at = models.DateTimeField(_("seen as wished at"), null=True, blank=True)
    frozen_reason = models.CharField(
        _("frozen because"), max_length=300, blank=True, help_text=_("A frozen chat is not touched.")
    )

    told_apart = models.CharField(
        _("told apart by"),
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text=_("Words in the title by which residents know the house from another one with the same address."),
    )

    bot_state = models.CharField(_("bot"), max_length=10, choices=BotState, default=BotState.IN_PLACE)
    settled_wish = models.CharField(
        _("digest of the wish seen fulfilled"),
        max_length=64,
        blank=True,
        help_text=_("While the wish is the same, a difference was made in the messenger by hand."),
    )
    differences = models.JSONField(_("messenger says, portal wants"), default=list, blank=True)
    differs_since = models.DateTimeField(_("changed by hand, seen at"), null=True, blank=True)

    announced_period = models.ForeignKey(
        "supervision.ManagementPeriod",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("period announced to the residents"),
        related_name="+",
    )
    announcement_id = models.CharField(_("announcement"), max_length=100, blank=True)
    announcement_pinned = models.BooleanField(_("announcement pinned"), default=True)

    observed_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    observed_title = models.CharField(_("title seen"), max_length=200, blank=True)
    observed_description = models.TextField(_("description seen"), blank=True)
    observed_owner_id = models.BigIntegerField(_("owner seen"), null=True, blank=True)
    observed_status = models.CharField(_("status seen"), max_length=20, blank=True)
    has_company_admin = models.BooleanField(
        _("with an administrator of the company"), default=False, db_default=False, help_text=_("As last seen.")
    )
    participants_count = models.PositiveIntegerField(_("participants"), null=True, blank=True)

    objects = ChatQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat")
        verbose_name_plural = _("chats")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["region", "observed_at"], name="chat_by_last_look"),
            models.Index(fields=["region", "id"], name="chat_by_region"),
            models.Index(fields=["region", "participants_count"], name="chat_by_participants"),
            # what the filters of the list look for is rare: the better things stand, the longer a search without these
            models.Index(
                fields=["region", "id"], condition=~Q(synced_version=F("spec_version")), name="chat_out_of_step"
            ),
            models.Index(fields=["region", "id"], condition=Q(messenger_id__isnull=True), name="chat_not_created"),
            models.Index(fields=["region", "id"], condition=~Q(frozen_reason=""), name="chat_frozen"),
            models.Index(fields=["region"], condition=~Q(bot_state="in_place"), name="chat_without_bot"),
            models.Index(fields=["region"], condition=Q(differs_since__isnull=False), name="chat_changed_by_hand"),
            models.Index(
                fields=["region", "id"],
                condition=Q(has_company_admin=False, messenger_id__isnull=False),
                name="chat_without_company_admin",
            ),
            models.Index(
                fields=["region", "id"],
                condition=Q(messenger_id__isnull=False, participants_count__lt=FEW_MEMBERS),
                name="chat_of_few",
            ),
            # with the messenger's id, so that owners of a whole country are compared without its chats being read
            models.Index(fields=["region", "observed_owner_id"], include=["messenger_id"], name="chat_by_owner"),
            models.Index(fields=["region", "id"], condition=Q(observed_owner_id=None), name="chat_owner_unseen"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(messenger_id__isnull=True, linked_at__isnull=True)
                | Q(messenger_id__isnull=False, linked_at__isnull=False),
                name="chat_id_and_time_of_linking_together",
            ),
            models.CheckConstraint(
                condition=Q(synced_version__lte=F("spec_version")), name="chat_is_not_ahead_of_its_wish"
            ),
        ]
        triggers = watched(ChangeKind.CHAT, region="r.region_id", columns=SHOWN_COLUMNS)

    def __str__(self) -> str:
        return str(self.house)


class ChatMember(models.Model):
    """Owner, administrators and those we looked for, as last seen. Not a list of residents."""

    chat = models.ForeignKey(Chat, models.CASCADE, verbose_name=_("chat"), related_name="members")
    user_id = models.BigIntegerField(_("messenger id"))
    name = models.CharField(_("name"), max_length=300, blank=True)
    alias = models.CharField(_("shown as"), max_length=300, blank=True)
    is_owner = models.BooleanField(_("owner"), default=False)
    is_admin = models.BooleanField(_("administrator"), default=False)
    is_bot = models.BooleanField(_("bot"), default=False)
    is_participant = models.BooleanField(_("has joined"), default=True)
    rights = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("rights"))

    class Meta:
        verbose_name = _("member seen")
        verbose_name_plural = _("members seen")
        indexes = [models.Index(fields=["chat"], condition=Q(is_participant=False), name="member_not_joined")]
        constraints = [models.UniqueConstraint("chat", "user_id", name="member_once_in_chat")]

    def __str__(self) -> str:
        return self.name or str(self.user_id)
