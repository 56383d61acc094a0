"""What the page of one house shows: its identifiers, who managed it when, its chat, and whose it is by which rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access, local_time, worklists
from supervision.access import Login
from supervision.admin import links
from supervision.admin.lists.state_shades import TONES_OF_STATES
from supervision.desired.ownership import Owners, OwnershipFacts, Rule
from supervision.enums import HouseState
from supervision.house_facts import CAPTIONS, NUMBERS
from supervision.models import Chat, House, ManagementPeriod, WorkOrder

RULES = {
    Rule.HOUSE: gettext_lazy("the house is given to %(inspector)s by name"),
    Rule.COMPANY: gettext_lazy("the company %(company)s is given to %(inspector)s"),
    Rule.ZONE: gettext_lazy("by zone: %(zones)s"),
    Rule.WHOLE_REGION: gettext_lazy("by the zone of the whole region"),
    Rule.DEFAULT: gettext_lazy("by default of the region: no other rule finds anybody"),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who should own the chat today and why; `name` is "" where nobody can, and `rule` says so then."""

    name: str
    rule: str
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True)
class ShownState:
    words: str
    tone: str
    reason: str


def page_of(house: House, reader: Login) -> dict[str, Any]:
    """The template's values for a house with its region, municipality and prefetched periods."""
    names_people = access.sees_people(reader, house.region)
    today = house.region.today()
    periods = list(house.periods.all())
    acting = next((period for period in periods if period.covers(today)), None)
    # with the request, whose reason may name people: `discreet` empties only what was read with the row
    chats = access.chats(reader).filter(house=house)
    chat = chats.select_related("house", "region__account", "request").first()
    chat = access.discreet(reader, chat) if chat else None
    return {
        "administrators": _administrators(chat, names_people=names_people) if chat else [],
        "waits": [(str(order.get_kind_display()), links.change_url(order)) for order in _orders(chat, reader)],
        "planned": [_planned(period) for period in reversed(periods) if period.since > today],
        "chat": chat,
        "chat_state": _chat_state(chat) if chat else None,
        "looked_at": local_time.local(chat.observed_at, house.region) if chat and chat.observed_at else "",
        "owner": owner_of(house, acting) if names_people else owner_of(*_whole(house, reader), names_people=False),
        "merged_into": _merged_into(house, reader),
        "identifiers": list(_identifiers(house)),
        "periods": [period_line(period, house) for period in periods],
        "acting": acting,
    }


def _administrators(chat: Chat, *, names_people: bool) -> list[str]:
    """As last seen, without the owner and the bot."""
    seen = chat.members.filter(is_admin=True, is_owner=False, is_bot=False).exclude(user_id=chat.observed_owner_id or 0)
    names = [member.name or str(member.user_id) for member in seen.order_by("name", "pk")]
    return names if names_people else [_("a representative of the company") for _name in names]


def _orders(chat: Chat | None, reader: Login) -> Iterable[WorkOrder]:
    return access.work_orders(reader).filter(chat=chat, closed_at=None).order_by("pk") if chat else ()


def _planned(period: ManagementPeriod) -> str:
    values = {"day": f"{period.since:%d.%m.%Y}", "who": period.organisation or period.get_kind_display()}
    return _("from %(day)s %(who)s") % values


def _merged_into(house: House, reader: Login) -> House | None:
    if house.state != HouseState.MERGED:
        return None
    alias = access.aliases(reader).filter(fias_guid=house.fias_guid).select_related("house").first()
    return alias.house if alias else None


def _whole(house: House, reader: Login) -> tuple[House, ManagementPeriod | None]:
    """House and acting period once more: what was emptied for a reader's eyes would be judged by wrong rules."""
    read = access.houses(reader).select_related("region").get(pk=house.pk)
    periods = access.periods(reader).filter(house=house).select_related("organisation")
    return read, periods.acting(read.region.today()).first()


def owner_of(house: House, acting: ManagementPeriod | None, *, names_people: bool = True) -> Owner:
    owners, today = Owners.of(house.region), house.region.today()
    asked = OwnershipFacts.of(house, acting)
    person, why_not, _changes = owners.find(asked, today)
    found = owners.rule_for(asked, today)
    if person is None or found is None:
        return Owner("", why_not)
    rule, named = found
    said = RULES[rule]
    values = {
        "inspector": named.full_name if names_people else _("an inspector"),
        "company": acting.organisation if acting else "",
        "zones": _zones(house, named.pk) if rule is Rule.ZONE else "",
    }
    is_substitute = named.messenger_id != person.user_id
    if not names_people:
        return Owner(_("a substitute") if is_substitute else _("an inspector"), str(said) % values)
    return Owner(person.name, str(said) % values, named.full_name if is_substitute else "")


def _zones(house: House, inspector: int) -> str:
    if house.municipality is None:
        return ""
    return ", ".join(str(zone) for zone in house.municipality.zones.filter(inspectors=inspector))


def _identifiers(house: House) -> Iterator[tuple[str, str]]:
    yield _("ФИАС GUID"), str(house.fias_guid)
    for name in NUMBERS:
        if number := getattr(house, name):
            yield capfirst(CAPTIONS[name]), str(number)
    for alias in house.aliases.all():
        yield _("Also known under"), str(alias.fias_guid)


def _chat_state(chat: Chat) -> ShownState:
    name, words = worklists.state_of(chat)
    return ShownState(words, TONES_OF_STATES[name], worklists.reason_of(chat))


def period_line(period: ManagementPeriod, house: House) -> dict[str, Any]:
    """A period of the house's timeline: who, from when to when, and how it stands today in the region."""
    today = house.region.today()
    return {
        "period": period,
        "who": period.organisation or period.get_kind_display(),
        "link": links.change_url(period.organisation) if period.organisation else "",
        "acting": period.covers(today),
        "planned": period.since > today,
        "excluded": period.is_excluded_but_acting(today),
        "registered": local_time.local(period.registered_at, house.region) if period.registered_at else "",
        "source": period.get_source_display(),
    }
