"""What the page of one house shows: its identifiers, who managed it when, its chat, and whose it is by which rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.admin import words
from supervision.models import Chat, House, ManagementPeriod
from supervision.ownership import Owners, Rule

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


def page_of(house: House) -> dict[str, Any]:
    """The template's values for a house with its region, municipality, chat and prefetched periods."""
    today = house.region.today()
    periods = list(house.periods.all())
    acting = next((period for period in periods if period.covers(today)), None)
    chat: Chat | None = getattr(house, "chat", None)
    return {
        "chat": chat,
        "chat_state": _chat_state(chat) if chat else "",
        "looked_at": words.local(chat.observed_at, house.region) if chat and chat.observed_at else "",
        "owner": owner_of(house, acting),
        "identifiers": list(_identifiers(house)),
        "periods": [period_line(period, house) for period in periods],
        "acting": acting,
    }


def owner_of(house: House, acting: ManagementPeriod | None) -> Owner:
    owners, today = Owners.of(house.region), house.region.today()
    person, why_not, _changes = owners.find(house, acting, today)
    found = owners.rule_for(house, acting, today)
    if person is None or found is None:
        return Owner("", why_not)
    rule, named = found
    said = RULES[rule]
    values = {
        "inspector": named.full_name,
        "company": acting.organisation if acting else "",
        "zones": _zones(house, named.pk) if rule is Rule.ZONE else "",
    }
    stands_in_for = named.full_name if named.messenger_id != person.user_id else ""
    return Owner(person.name, str(said) % values, stands_in_for)


def _zones(house: House, inspector: int) -> str:
    if house.municipality is None:
        return ""
    return ", ".join(str(zone) for zone in house.municipality.zones.filter(inspectors=inspector))


def _identifiers(house: House) -> Iterator[tuple[str, str]]:
    yield _("ФИАС GUID"), str(house.fias_guid)
    if house.gis_guid:
        yield _("ГИС ЖКХ GUID"), str(house.gis_guid)
    if house.cadastral_number:
        yield _("Cadastral number"), house.cadastral_number
    if house.frt_id:
        yield _("Number in the ФРТ register"), str(house.frt_id)
    for alias in house.aliases.all():
        yield _("Also known under"), str(alias.fias_guid)


def _chat_state(chat: Chat) -> str:
    if chat.frozen_reason:
        return _("Frozen: %(reason)s") % {"reason": chat.frozen_reason}
    if chat.messenger_id is None:
        return _("not created yet")
    if chat.synced_version != chat.spec_version:
        request = getattr(chat, "request", None)
        return request.reason or request.get_state_display() if request else _("In the queue")
    return _("as wished") if chat.settled_at else _("created")


def period_line(period: ManagementPeriod, house: House) -> dict[str, Any]:
    """A period of the house's timeline: who, from when to when, and how it stands today in the region."""
    today = house.region.today()
    return {
        "period": period,
        "who": period.organisation or period.get_kind_display(),
        "link": words.change_url(period.organisation) if period.organisation else "",
        "acting": period.covers(today),
        "planned": period.since > today,
        "excluded": period.is_excluded_but_acting,
        "registered": words.local(period.registered_at, house.region) if period.registered_at else "",
        "source": period.get_source_display(),
    }
