"""What the figures of snapshots count, what targets are set for, and why a figure changed: words with their labels."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class TargetFigure(TextChoices):
    """Shares for which a target can be set."""

    WITH_CHAT = "with_chat", _("Houses in scope that have a chat")
    WITH_COMPANY_ADMIN = "with_company_admin", _("Chats with an administrator of the company")
    WITH_RIGHT_OWNER = "with_right_owner", _("Chats with the owner wished")


class HouseFigure(IntegerChoices):
    """Frozen figures that are sets of houses, each a bit, with the words of its column in reports."""

    HOUSES = 1, _("Houses")
    IN_SCOPE = 2, _("In scope")
    WITH_CHAT = 4, _("Chats")
    WITH_COMPANY_ADMIN = 8, _("With an administrator of the company")
    WITH_RIGHT_OWNER = 16, _("With the owner wished")
    OUT_OF_STEP = 32, _("Out of step")


class DeltaCause(IntegerChoices):
    """Why a house entered a frozen figure or left it. Numbers are kept for ever: add, never reuse."""

    NEW_HOUSE = 1, _("New house in the register")
    DEMOLISHED = 2, _("House demolished")
    RESTORED = 3, _("House in use again")
    REMOVED_HOUSE = 4, _("House no longer of the region")
    MOVED = 5, _("House moved to another municipality")
    HOUSE_CHANGED = 6, _("Kind or number of flats of the house changed")
    POLICY_CHANGED = 7, _("Policy of the region changed")
    CHAT_CREATED = 8, _("Chat created")
    CHAT_REMOVED = 9, _("Chat removed")
    COMPANY_CHANGED = 10, _("Company of the house changed")
    REPRESENTATIVE_JOINED = 11, _("A representative became administrator")
    REPRESENTATIVE_LEFT = 12, _("A representative left the company")
    ADMIN_LOST = 13, _("The administrator was lost in the messenger")
    OWNER_BY_RULES_CHANGED = 14, _("Another owner by the rules")
    OWNER_CHANGED = 15, _("Another owner in the messenger")
    WISH_CHANGED = 16, _("The wish may have changed")
    WISH_FULFILLED = 17, _("The wish was seen fulfilled")
    MERGED = 18, _("Two records of one house merged")
