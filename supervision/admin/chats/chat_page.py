"""What the page of one chat shows: wish and observation side by side, the plan, the journal, the orders.

Reads what is stored; asks nothing of the messenger.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from supervision import access, local_time, worklists
from supervision.access import Login
from supervision.admin import links
from supervision.admin.chats import journal
from supervision.admin.lists.state_shades import TONES_OF_STATES
from supervision.desired.state import Appointment, Existence, SeenMember
from supervision.enums import BotState, ChatState
from supervision.models import Chat, ChatMember, ManagementPeriod, MessengerCall
from supervision.planning.rights import in_words
from supervision.planning.steps import AskPerson, Step
from supervision.previews.changeover import presence
from supervision.previews.outlooks import ChatOutlook, standing
from supervision.qr_codes import qr

JOURNAL_LINES = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison. `differs` is None where there is nothing to compare with."""

    label: str
    wished: str
    seen: str
    differs: bool | None
    wished_more: str = ""
    seen_more: str = ""
    is_odd: bool = False  # nobody wished for it


@dataclass(frozen=True, slots=True)
class JournalLine:
    at: str
    what: str
    outcome: str
    tone: str
    answer: str
    why: str = ""


TONES = {"done": "good", "refused": "bad", "failed": "warn", "unknown": "warn", "started": "warn"}


def page_of(chat: Chat, reader: Login) -> dict[str, Any]:
    """The template's values for one chat with its house and region, as it is stored (not emptied for the reader)."""
    names_people = access.sees_people(reader, chat.region_id)
    now = standing(chat, names_people=names_people)
    members = {member.user_id: member for member in chat.members.all()}
    owner = _owner(now, members) if names_people else _nameless_owner(now)
    calls, orders = chat.calls.all()[:JOURNAL_LINES], chat.work_orders.filter(closed_at=None)
    people = list(_people(now, members))
    return {
        "acting": acting_of(chat, reader),
        "owner": owner,
        "in_place": [line.label for line in people if line.differs is False and not line.is_odd],
        "not_yet": [(line.label, line.seen) for line in people if line.differs and not line.is_odd],
        "odd": [line.label for line in people if line.differs and line.is_odd],
        "compared": list(_compared(chat, now, owner)),
        "people": people,
        "plan": [_step(step, names_people=names_people) for step in now.plan.steps],
        "shares_address": bool(chat.told_apart or now.desired.title_trouble) or _shares_address(chat, reader),
        "unwanted": now.desired.existence is Existence.UNWANTED,
        "retired": now.desired.existence is Existence.RETIRED,
        "surplus": now.desired.official if now.desired.existence is Existence.SURPLUS else None,
        "valid_until": now.desired.valid_until,
        "state": _state(chat, reader),
        "journal": [_journal_line(access.discreet(reader, call), chat) for call in calls],
        "orders": [
            {
                "url": links.change_url(order),
                "what": order.get_kind_display(),
                "instruction": order.instruction,
                "remark": order.remark,
                "at": _at(order.opened_at, chat),
            }
            for order in (access.discreet(reader, order) for order in orders)
        ],
        "qr": qr(chat.link),
        "differs_since": _at(chat.differs_since, chat),
        "without_bot": chat.get_bot_state_display() if chat.bot_state != BotState.IN_PLACE else "",
        "looked_at": _at(chat.observed_at, chat),
        "settled_at": _at(chat.settled_at, chat),
        "zone": f"{local_time.zone(chat.region)}, {chat.region.time_zone}",
    }


def acting_of(chat: Chat, reader: Login) -> ManagementPeriod | None:
    """Who manages the house today."""
    periods = access.periods(reader).filter(house=chat.house_id).select_related("organisation")
    return periods.acting(chat.region.today()).first()


def _shares_address(chat: Chat, reader: Login) -> bool:
    """Whether another house of its region has a chat and the same address."""
    same = access.chats(reader).filter(region=chat.region, house__address_key=chat.house.address_key)
    return same.exclude(pk=chat.pk).exists()


def _at(at: Any, chat: Chat) -> str:
    return local_time.local(at, chat.region)


def _step(step: Step, *, names_people: bool) -> str:
    """The words of a work order tell accounts; its kind tells none."""
    if isinstance(step, AskPerson) and step.kind and not names_people:
        return str(step.kind.label)
    return str(step.describe())


def _compared(chat: Chat, now: ChatOutlook, owner: Compared) -> Iterator[Compared]:
    wish, seen = now.desired, now.observed
    exists = seen.messenger_id is not None
    yield Compared(_("Title"), wish.title, seen.title, exists and wish.title != seen.title)
    yield Compared(
        _("Description"), wish.description, seen.description, exists and wish.description != seen.description
    )
    yield owner
    yield _announcement(chat, now, exists)


def _owner(now: ChatOutlook, members: dict[int, ChatMember]) -> Compared:
    wish, seen = now.desired, now.observed
    owner = members.get(seen.owner_id or 0)
    return Compared(
        _("Owner"),
        wish.owner.name if wish.owner else wish.owner_reason,
        (owner.name if owner else str(seen.owner_id or "—")) if seen.messenger_id is not None else "",
        _has_another_owner(now),
        wished_more=str(wish.owner.user_id) if wish.owner else "",
        seen_more=str(seen.owner_id or ""),
    )


def _nameless_owner(now: ChatOutlook) -> Compared:
    """For a reader who may know whether the owner is right, and not who it is."""
    wish, seen = now.desired, now.observed
    wished = wish.owner.name if wish.owner else wish.owner_reason
    differs = _has_another_owner(now)
    found = _("somebody else") if differs else _("the inspector wished for")
    return Compared(_("Owner"), wished, found if seen.owner_id else "", differs)


def _has_another_owner(now: ChatOutlook) -> bool:
    wish, seen = now.desired, now.observed
    return seen.messenger_id is not None and (wish.owner is None or wish.owner.user_id != seen.owner_id)


def _announcement(chat: Chat, now: ChatOutlook, exists: bool) -> Compared:
    wish = now.desired.announcement
    if not exists:
        said = ""
    elif chat.announcement_id:
        said = _("Told: %(period)s") % {"period": chat.announced_period}
        said += ", " + (_("pinned") if chat.announcement_pinned else _("not pinned yet"))
    else:
        said = _("Nothing was announced")
    wished = wish.text if wish and exists else _("Nothing new to tell")
    return Compared(_("Announcement"), wished, said, exists and (wish is not None or not chat.announcement_pinned))


def _people(now: ChatOutlook, members: dict[int, ChatMember]) -> Iterator[Compared]:
    """Administrators: everybody wished for, then those seen whom nobody wished for (owner and bot apart)."""
    seen = now.observed.administrators
    wished = {wish.person.user_id: wish for wish in now.desired.administrators}
    for user_id, wish in wished.items():
        yield _person(wish, seen.get(user_id), members.get(user_id))
    for user_id, member in sorted(seen.items(), key=lambda pair: (pair[1].is_bot, pair[1].name)):
        if user_id not in wished and not member.is_owner and user_id != now.observed.owner_id:
            label = _("bot of the region") if member.is_bot else _("not appointed any more")
            if not member.is_bot and user_id not in now.desired.former:
                label = _("appointed by somebody else")
            yield Compared(member.name or str(user_id), label, in_words(member.rights), not member.is_bot, is_odd=True)


def _person(wish: Appointment, seen: SeenMember | None, member: ChatMember | None) -> Compared:
    wished = in_words(wish.rights)
    if seen is not None:
        same = (seen.rights, seen.alias) == (wish.rights, wish.alias)
        return Compared(wish.person.name, wished, in_words(seen.rights), not same, wish.alias, seen.alias)
    return Compared(wish.person.name, wished, presence(member), True, wish.alias)


def _state(chat: Chat, reader: Login) -> dict[str, str]:
    """The same words as in the list, why it is so, and when the queue comes to the chat again."""
    request = getattr(chat, "request", None)
    if request is not None:
        access.discreet(reader, request)
    name, words = worklists.state_of(chat)
    return {
        "words": words,
        "tone": TONES_OF_STATES[name],
        "reason": worklists.reason_of(chat),
        "next": _at(request.not_before, chat) if request else "",
        "is_parked": "yes" if name == ChatState.PARKED else "",
    }


def _journal_line(call: MessengerCall, chat: Chat) -> JournalLine:
    return JournalLine(
        at=_at(call.started_at, chat),
        what=journal.journal_line(call),
        outcome=call.get_outcome_display(),
        tone=TONES[call.outcome],
        answer=call.answer,
        why=call.get_cause_display(),
    )
