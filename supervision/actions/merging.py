"""Two records of one building become one: periods, chat, aliases and facts go to the record that stays.

The other is kept as merged, without a chat of its own; its GUID is an alias of the house that stays, so that files,
searches and the interface find that one by it. Where both had a chat in the messenger, the second one stays with the
merged record as surplus: its owner gets an order to close it, for no API can. docs/adr/0071.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import BigIntegerField, Case, Value, When
from django.utils.translation import gettext as _

from supervision import audit, house_facts
from supervision.actions import chats
from supervision.actions.management_periods import hold
from supervision.enums import BotState, HouseState, RefusalKind
from supervision.errors import Refused
from supervision.models import Chat, House, HouseAlias, HouseSubstitute, ManagementPeriod
from supervision.queue import outbox
from supervision.registry.joined_timelines import Joined, KeptPeriod, join

FILLED = ("municipality_id", *(name for name in house_facts.NOTHING if name != "municipality"))
BESIDE = ("inspector_id", "imported_organisation_id")
NOTHING = {"municipality_id": None, **house_facts.NOTHING}
# a house is never without a word on this one: what no file has said is stored as "no"
UNSAID = {"is_emergency": (None, False)}


@dataclass(frozen=True, slots=True)
class TwoChats:
    """`serves` becomes or stays the chat of the house that stays; `surplus` exists in the messenger and is too many."""

    serves: Chat | None
    other: Chat | None

    @property
    def surplus(self) -> Chat | None:
        return self.other if self.other and self.other.messenger_id is not None else None


@dataclass(frozen=True, slots=True)
class Merger:
    """What would become of two records, as they are stored now. `filled` are facts that the house that stays lacks."""

    stays: House
    goes: House
    periods: Joined
    chats: TwoChats
    filled: dict[str, Any]
    aliases: tuple[HouseAlias, ...]


def merger_of(stays: House, goes: House, *, chat_of: House | None = None) -> Merger:
    """Reads both records anew. `chat_of` says whose chat serves the house where both have one in the messenger; None:
    that of the record that stays. Raises Refused where the two cannot be merged."""
    rows = House.objects.select_related("region").in_bulk([stays.pk, goes.pk])
    kept, other = rows[stays.pk], rows[goes.pk]
    _refuse_unlike(kept, other)
    return Merger(
        kept,
        other,
        join(_periods(kept), _periods(other)),
        _chats(kept, other, chat_of or kept),
        _missing_facts(kept, other),
        tuple(other.aliases.order_by("pk")),
    )


def merge(*, stays: House, goes: House, by: User, reason: str, chat_of: House | None = None) -> None:
    """All in one transaction; raises Refused as `merger_of` does, and without a reason."""
    if not reason.strip():
        words = _("Say how it is known that both records are of one building.")
        raise Refused(words, kind=RefusalKind.REASON_MISSING)
    with transaction.atomic():
        hold([stays, goes])
        found = merger_of(stays, goes, chat_of=chat_of)
        with audit.event("house.merged", by=by, reason=reason, region=found.stays.region, details=_details(found)):
            _move_periods(found)
            _move_chats(found)
            _move_numbers(found)
            _mark(found)
            chats.open_missing(found.stays.region, only=found.stays)


def _refuse_unlike(stays: House, goes: House) -> None:
    if stays.pk == goes.pk:
        raise Refused(_("This is the same record. Name the other one."))
    if stays.region_id != goes.region_id:
        raise Refused(
            _("The records are of different regions: a house stands in one."), kind=RefusalKind.SEVERAL_REGIONS
        )
    for house in (stays, goes):
        if house.state != HouseState.STANDING:
            words = _("%(house)s: %(state)s. Only records of houses in use are merged.")
            raise Refused(words % {"house": house, "state": house.get_state_display()})


def _periods(house: House) -> list[KeptPeriod]:
    rows = house.periods.order_by("since").values_list("pk", "organisation", "since", "until")
    return [KeptPeriod(*row) for row in rows]


# --- chats ---


def _chats(stays: House, goes: House, chat_of: House) -> TwoChats:
    found = {chat.house_id: chat for chat in Chat.objects.filter(house__in=[stays, goes])}
    own, others = found.get(stays.pk), found.get(goes.pk)
    created = [chat for chat in (own, others) if chat and chat.messenger_id is not None]
    if len(created) == 2:
        for chat, house in ((own, stays), (others, goes)):
            _refuse_untold(chat, house)
        serves: Chat | None = found[chat_of.pk]
    else:
        serves = next(iter(created), None) or own or others
    return TwoChats(serves, next((chat for chat in (own, others) if chat and chat is not serves), None))


def _refuse_untold(chat: Chat | None, house: House) -> None:
    """Where the portal may not touch or cannot see a chat, nobody knows which of the two it is, or whose."""
    if chat is None:
        return
    if chat.frozen_reason:
        words = _("%(house)s: its chat is frozen (%(reason)s). Thaw it first.")
        raise Refused(words % {"house": house, "reason": chat.frozen_reason})
    if chat.observed_at is None or chat.bot_state != BotState.IN_PLACE:
        words = _(
            "%(house)s: the bot does not see its chat, so nobody can tell the two chats apart. Bring the bot back into "
            "it, or unlink it if it is gone."
        )
        raise Refused(words % {"house": house})


def _move_chats(found: Merger) -> None:
    """One statement, because no house may have two."""
    serves, other = found.chats.serves, found.chats.other
    if serves is None or serves.house_id == found.stays.pk:
        return
    places = [When(pk=serves.pk, then=Value(found.stays.pk))]
    if other is not None:
        places.append(When(pk=other.pk, then=Value(found.goes.pk)))
    moved = [chat.pk for chat in (serves, other) if chat]
    Chat.objects.filter(pk__in=moved).update(house_id=Case(*places, output_field=BigIntegerField()))


# --- who managed it, and what it is known by ---


def _move_periods(found: Merger) -> None:
    """The days are free in the timeline of the house that stays, so periods never overlap on the way."""
    copied = {period.id: ManagementPeriod.objects.get(pk=period.id) for period in found.periods.copied}
    for pk, period in found.periods.moved.items():
        rows = ManagementPeriod.objects.filter(pk=pk)
        rows.update(house=found.stays, since=period.since, until=period.until)
    for period in found.periods.copied:
        row = copied[period.id]
        row.pk, row.house, row.since, row.until = None, found.stays, period.since, period.until
        row._state.adding = True
        row.save(force_insert=True)
    for pk, period in found.periods.widened.items():
        ManagementPeriod.objects.filter(pk=pk).update(since=period.since, until=period.until)


def _missing_facts(stays: House, goes: House) -> dict[str, Any]:
    found = {name: getattr(goes, name) for name in FILLED if _is_said(goes, name) and not _is_said(stays, name)}
    for name in BESIDE:
        if getattr(stays, name) is None and getattr(goes, name) is not None:
            found[name] = getattr(goes, name)
    return found


def _is_said(house: House, name: str) -> bool:
    return getattr(house, name) not in UNSAID.get(name, (NOTHING[name],))


def _move_numbers(found: Merger) -> None:
    """The merged record keeps its own GUID, which leads to the house that stays; a ГИС ЖКХ GUID is of one house."""
    House.objects.filter(pk=found.goes.pk).update(state=HouseState.MERGED, gis_guid=None)
    if found.filled:
        House.objects.filter(pk=found.stays.pk).update(**found.filled)
    HouseAlias.objects.filter(house=found.goes).update(house=found.stays)
    HouseAlias.objects.create(house=found.stays, fias_guid=found.goes.fias_guid)
    dealt_out = list(HouseSubstitute.objects.filter(house=found.stays).values_list("absence", flat=True))
    HouseSubstitute.objects.filter(house=found.goes).exclude(absence__in=dealt_out).update(house=found.stays)


def _mark(found: Merger) -> None:
    """Both chats, and those of the addresses: titles tell houses of one address apart."""
    keys = {found.stays.address_key, found.goes.address_key} - {""}
    region = found.stays.region
    near = Chat.objects.filter(region=region, house__region=region, house__address_key__in=keys)
    both = [chat.pk for chat in (found.chats.serves, found.chats.other) if chat]
    outbox.mark(sorted({*both, *near.values_list("pk", flat=True)}))


# --- what the record keeps ---


def _details(found: Merger) -> dict[str, Any]:
    """Before and after, so that nothing of the merged record has to be guessed later."""
    joined = found.periods
    return {
        "house": found.stays.pk,
        "merged": found.goes.pk,
        "before": {
            "address": found.goes.address,
            "guid": str(found.goes.fias_guid),
            "gis_guid": str(found.goes.gis_guid or ""),
            "aliases": [str(alias.fias_guid) for alias in found.aliases],
            "periods_kept": _said(_periods(found.stays)),
            "periods_merged": _said(_periods(found.goes)),
            "chat": found.chats.serves.pk if found.chats.serves else None,
        },
        "now": {
            "periods_moved": _said(joined.moved.values()),
            "periods_copied": _said(joined.copied),
            "periods_widened": _said(joined.widened.values()),
            "periods_left": _said(joined.left),
            "filled": {name: audit.plain(value) for name, value in found.filled.items()},
            "surplus": found.chats.surplus.pk if found.chats.surplus else None,
        },
    }


def _said(periods: Iterable[KeptPeriod]) -> list[str]:
    return [f"№ {each.id}: {each.since}–{each.until or ''}" for each in periods]
