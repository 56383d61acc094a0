"""STAGE 3: facts and a date -> what each chat should be. Derived, never stored.

Rules, and what keeps them:
- one official chat a house (unique house), in scope by the region's policy (`House.objects.in_scope`);
- title from the region's template, at most 200 characters, unique in the region: of houses with equal addresses the
  first opened keeps the plain title, the others are told apart by words (`titles.py`) or wait for a person;
- owner: `Owners.find`;
- administrators: active representatives of the organisation acting on the date (no overlapping periods: constraint);
- whoever was appointed here is dismissed here: people of every organisation that ever managed the house, and everybody
  whom the journal names, for a period corrected on its first day forgets its first organisation;
- a change of organisation is announced once: the chat remembers the period that it announced last.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from supervision.desired.ownership import Owners, OwnershipFacts
from supervision.desired.state import (
    Announcement,
    Appointment,
    DesiredChat,
    Existence,
    OfficialChat,
    Person,
    digest,
)
from supervision.desired.titles import SameAddress, title_of
from supervision.enums import HandChanges, HouseState, RightsPreset
from supervision.messenger.port import Right
from supervision.models import Chat, House, HouseAlias, ManagementPeriod, MessengerCall, Region, Representative
from supervision.stored_language import in_portal_language

LONGEST_ALIAS = 64  # no limit is published; residents read no more on a phone

RIGHTS: dict[str, frozenset[Right]] = {
    # `write` is, in a group, the right to edit and delete messages of others (dev.max.ru, read 2026-09-24)
    RightsPreset.MODERATOR: frozenset(
        {Right.READ_ALL_MESSAGES, Right.ADD_REMOVE_MEMBERS, Right.PIN_MESSAGE, Right.WRITE}
    ),
    RightsPreset.HERALD: frozenset({Right.READ_ALL_MESSAGES, Right.ADD_REMOVE_MEMBERS, Right.PIN_MESSAGE}),
}


@dataclass(slots=True)
class Facts:
    """Everything the wishes of a batch of chats rest on, read in a constant number of queries."""

    chats: list[Chat]
    in_scope: set[int]
    periods: dict[int, list[ManagementPeriod]] = field(default_factory=lambda: defaultdict(list))
    representatives: dict[int, list[Representative]] = field(default_factory=lambda: defaultdict(list))
    appointed: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    at_address: dict[tuple[str, str], dict[int, SameAddress]] = field(default_factory=lambda: defaultdict(dict))
    official: dict[int, OfficialChat] = field(default_factory=dict)  # by the house that was merged into another
    owners: dict[str, Owners] = field(default_factory=dict)


def desired_chats(chat_ids: Iterable[int], *, on: date | None = None) -> dict[int, DesiredChat]:
    """The wish for each chat on a date of its region (None: today there), in a constant number of queries."""
    facts = read_facts(list(chat_ids))
    today = {code: on or owners.region.today() for code, owners in facts.owners.items()}
    with in_portal_language():  # residents read it, and a wish is the same whoever looks at it
        return {chat.pk: _wish(chat, facts, today[chat.region_id]) for chat in facts.chats}


def desired_chat(chat_id: int, *, on: date | None = None) -> DesiredChat:
    return desired_chats([chat_id], on=on)[chat_id]


def read_facts(chat_ids: list[int]) -> Facts:
    """Six queries for the batch (chats, scope, periods, representatives, journal, addresses), five for each region; one
    more where houses of the batch were merged into others."""
    chats = list(Chat.objects.filter(pk__in=chat_ids).select_related("region__account", "house", "announced_period"))
    houses = [chat.house_id for chat in chats]
    facts = Facts(chats, set(House.objects.filter(pk__in=houses).in_scope().values_list("pk", flat=True)))
    for period in ManagementPeriod.objects.filter(house__in=houses).select_related("organisation").order_by("since"):
        facts.periods[period.house_id].append(period)
    organisations = {period.organisation_id for periods in facts.periods.values() for period in periods}
    for person in Representative.objects.filter(organisation__in=organisations - {None}).order_by("messenger_id"):
        facts.representatives[person.organisation_id].append(person)
    for chat_id, user_id in MessengerCall.objects.appointed(chat_ids):
        facts.appointed[chat_id].add(user_id)
    for address, house_id, described in _at_addresses(chats):
        known = facts.at_address[address]
        known[house_id] = replace(described, is_first=not known)
    facts.official = _official_chats([chat.house for chat in chats if chat.house.state == HouseState.MERGED])
    regions: dict[str, Region] = {chat.region_id: chat.region for chat in chats}
    facts.owners = {code: Owners.of(region) for code, region in regions.items()}
    return facts


def _official_chats(merged: list[House]) -> dict[int, OfficialChat]:
    """By merged house: the chat of the house that stays, of which the merged one's GUID is an alias."""
    by_guid = {house.fias_guid: house.pk for house in merged}
    if not by_guid:
        return {}
    rows = HouseAlias.objects.filter(fias_guid__in=by_guid).select_related("house__chat", "house__region")
    found = {}
    for alias in rows:
        chat: Chat | None = getattr(alias.house, "chat", None)
        title = chat.observed_title if chat else ""
        title = title or fill(alias.house.region.title_template, alias.house, None)
        found[by_guid[alias.fias_guid]] = OfficialChat(title, chat.link if chat else "")
    return found


def _at_addresses(chats: list[Chat]) -> Iterator[tuple[tuple[str, str], int, SameAddress]]:
    """For every address of the batch, the houses that have a chat, in the order in which the chats were opened."""
    keys = {chat.house.address_key for chat in chats}
    regions = {chat.region_id for chat in chats}
    same = Chat.objects.filter(region__in=regions, house__region__in=regions, house__address_key__in=keys)
    same = same.exclude(house__state=HouseState.MERGED)  # nobody is told it from the house that stays
    told = ("told_apart", "house__building", "house__block", "house__letter", "house__municipality__name")
    rows = same.order_by("pk").values_list("region_id", "house__address_key", "house_id", *told)
    for region, key, house, *words in rows:
        yield (region, key), house, SameAddress(False, *(word or "" for word in words))


def _wish(chat: Chat, facts: Facts, on: date) -> DesiredChat:
    house, region = chat.house, chat.region
    periods = facts.periods[house.pk]
    acting = next((period for period in periods if period.covers(on)), None)
    owner, owner_reason, owner_changes = facts.owners[region.pk].find(OwnershipFacts.of(house, acting), on)
    existence = _existence(chat, facts)
    wanted = existence is Existence.WANTED
    people = facts.representatives[acting.organisation_id] if acting and acting.organisation_id and wanted else []
    administrators = tuple(_appointments(people, acting, region, on))
    not_known = tuple(person.full_name for person in people if person.covers(on) and person.messenger_id is None)
    title, title_trouble = _title(house, region, facts)
    handover_ends = acting.since + timedelta(days=region.handover_days) if acting else date.min
    wish = DesiredChat(
        chat_id=chat.pk,
        external_id=str(house.fias_guid),
        existence=existence,
        title=title,
        title_trouble=title_trouble,
        description=fill(region.description_template, house, acting),
        owner=owner,
        owner_reason=owner_reason,
        administrators=administrators,
        former=frozenset(_ever_appointed(chat, facts)) - {wish.person.user_id for wish in administrators},
        unknown_admins=region.unknown_admins,
        bot=_bot(region),
        handover_until=handover_ends if wanted and on < handover_ends else None,
        period_id=acting.pk if acting else None,
        announcement=_announcement(chat, acting, region) if wanted else None,
        official=facts.official.get(house.pk),
        not_known=not_known,
        valid_until=min((day for day in (*_boundaries(periods, people), *owner_changes) if day > on), default=None),
    )
    reported = region.hand_changes == HandChanges.REPORT and digest(wish) == chat.settled_wish
    return replace(wish, leave_changes=reported)


def _bot(region: Region) -> Person | None:
    account = region.account
    return Person(account.bot_id, account.bot_name) if account.bot_id else None


def _existence(chat: Chat, facts: Facts) -> Existence:
    """A policy that became stricter takes no chat away: a chat that exists stays wished for."""
    if chat.house.state == HouseState.DEMOLISHED:
        return Existence.RETIRED
    if chat.house.state == HouseState.MERGED:
        return Existence.SURPLUS if chat.messenger_id is not None else Existence.UNWANTED
    exists = chat.house_id in facts.in_scope or chat.messenger_id is not None
    return Existence.WANTED if exists else Existence.UNWANTED


def _appointments(
    people: list[Representative], acting: ManagementPeriod | None, region: Region, on: date
) -> Iterator[Appointment]:
    for person in people:
        if acting and acting.organisation and person.covers(on) and person.messenger_id is not None:
            alias = acting.organisation.name[:LONGEST_ALIAS]
            yield Appointment(Person(person.messenger_id, person.full_name), RIGHTS[region.rights_preset], alias)


def _ever_appointed(chat: Chat, facts: Facts) -> Iterator[int]:
    yield from facts.appointed[chat.pk]
    for period in facts.periods[chat.house_id]:
        if period.organisation_id:
            people = facts.representatives[period.organisation_id]
            yield from (person.messenger_id for person in people if person.messenger_id is not None)


def _boundaries(periods: list[ManagementPeriod], people: list[Representative]) -> Iterator[date]:
    spans: list[ManagementPeriod | Representative] = [*periods, *people]
    for span in spans:
        yield span.since
        if span.until:
            yield span.until


def _title(house: House, region: Region, facts: Facts) -> tuple[str, str]:
    at_address = facts.at_address[(region.pk, house.address_key)]
    others = [other for pk, other in at_address.items() if pk != house.pk]
    title = fill(region.title_template, house, None)
    return title_of(title, at_address[house.pk], others) if house.pk in at_address else (title, "")


def _announcement(chat: Chat, acting: ManagementPeriod | None, region: Region) -> Announcement | None:
    if acting is None or not region.announcement_template:
        return None
    last = chat.announced_period
    if last and (last.pk == acting.pk or last.organisation_id == acting.organisation_id):
        return None
    return Announcement(acting.pk, fill(region.announcement_template, chat.house, acting))


def fill(template: str, house: House, acting: ManagementPeriod | None) -> str:
    """The region's template with the words of the house and of its acting period, for chats and for posters."""
    return template.format_map(
        {
            "address": house.address,
            "city": house.city,
            "street": house.street,
            "number": house.number,
            "company": _company(acting),
            "since": date_format(acting.since, "d.m.Y") if acting else "",
        }
    )


def _company(acting: ManagementPeriod | None) -> str:
    if acting is None:
        return _("not chosen")
    if acting.organisation is None:
        return _("the owners of the premises (direct management)")
    return acting.organisation.name
