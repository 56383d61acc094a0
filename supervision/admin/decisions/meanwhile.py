"""Two people decide about one house: the second is told what the first changed, and decides nothing unseen.

A page carries, signed, what it showed of the house's management or of its chat. When it comes back, that is compared
with what is stored; the difference is told in words, with who made it. Whoever asks must see people's names: these
pages are for those who supervise the region.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from supervision import access, history
from supervision.access import Login
from supervision.admin.decisions.signed_values import cannot_tell, changed, read_back, signed
from supervision.errors import Refused
from supervision.models import Chat, House, ManagementPeriod

SALT = "meanwhile"
Periods = dict[str, list[Any]]
PERIOD = ("organisation_id", "since", "until", "excluded_on")
OF_CHAT = ("frozen_reason", "messenger_id", "told_apart")


# --- who manages a house ---


def seal_periods(house: House, user: Login) -> str:
    return signed({"house": house.pk, "periods": _periods(house, user)}, about=SALT)


def told_of_periods(house: House, user: Login, signed_text: str) -> list[str]:
    """A sentence for each period that is another one than the page showed; none where nothing changed.

    A page that cannot tell what it showed is told nothing: its preview's digest still keeps it from deciding blindly.
    """
    loaded = read_back(signed_text, about=SALT)
    if loaded is None or loaded.get("house") != house.pk:
        return []
    before, now = loaded["periods"], _periods(house, user)
    numbers = sorted((number for number in before | now if before.get(number) != now.get(number)), key=int)
    # where somebody comes or goes, the period before it ends or goes on: that follows and is not told
    told = [number for number in numbers if number not in before or number not in now] or numbers
    rows = {number: _row(house, number, now.get(number) or before[number]) for number in told}
    named = access.organisations(user).in_bulk([row.organisation_id for row in rows.values() if row.organisation_id])
    for row in rows.values():
        row.organisation = named.get(row.organisation_id)
    return [_sentence(row, is_gone=number not in now) for number, row in rows.items()]


def _periods(house: House, user: Login) -> Periods:
    """As they come back out of JSON."""
    rows = access.periods(user).filter(house=house).order_by().values_list("pk", *PERIOD)
    return {str(pk): [str(each) if isinstance(each, date) else each for each in values] for pk, *values in rows}


def _row(house: House, number: str, values: list[Any]) -> ManagementPeriod:
    """The period as it was or is; it may be gone from the database."""
    organisation, since, until, excluded = values
    return ManagementPeriod(
        pk=int(number),
        house=house,
        organisation_id=organisation,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
        excluded_on=date.fromisoformat(excluded) if excluded else None,
    )


def _sentence(period: ManagementPeriod, *, is_gone: bool) -> str:
    changes = history.changes([period])  # newest first
    words = _("%(who)s took back meanwhile: %(period)s.") if is_gone else _("%(who)s entered meanwhile: %(period)s.")
    return words % {"who": changes[0].who if changes else _("Somebody"), "period": _said(period)}


def _said(period: ManagementPeriod) -> str:
    values = {
        "company": period.organisation or _("direct management by the owners"),
        "since": f"{period.since:%d.%m.%Y}",
        "last": f"{period.last_day:%d.%m.%Y}" if period.last_day else "",
        "excluded": f"{period.excluded_on:%d.%m.%Y}" if period.excluded_on else "",
    }
    said = _("%(company)s from %(since)s to %(last)s") if period.last_day else _("%(company)s from %(since)s")
    if period.excluded_on:
        said = _("%(period)s, excluded from the register on %(excluded)s") % {"period": said, **values}
    return said % values


# --- the chat of a house ---


def seal_chat(chat: Chat) -> str:
    shown = {name: getattr(chat, name) for name in OF_CHAT}
    return signed({"chat": chat.pk, "at": timezone.now().isoformat(), **shown}, about=SALT)


def refuse_other_chat(chat: Chat, user: Login, signed_text: str, names: tuple[str, ...]) -> None:
    """Raises Refused, with who did what, where one of these is not as the page showed it. `chat` is as stored now."""
    loaded = read_back(signed_text, about=SALT)
    if loaded is None or loaded.get("chat") != chat.pk:
        raise Refused(cannot_tell())
    if others := changed(loaded, {name: getattr(chat, name) for name in names}):
        words = _("Nothing was done: the chat was changed since you opened the page.")
        since = datetime.fromisoformat(loaded["at"])
        raise Refused(words, tuple(_told_of_chat(chat, user, others, since)))


def _told_of_chat(chat: Chat, user: Login, others: list[str], since: datetime) -> Iterator[str]:
    if "frozen_reason" in others:
        if chat.frozen_reason:
            words = _("%(who)s froze the chat meanwhile: %(reason)s.")
            yield words % {"who": _who(chat, user, "chat.frozen", since), "reason": chat.frozen_reason}
        else:
            yield _("%(who)s thawed the chat meanwhile.") % {"who": _who(chat, user, "chat.thawed", since)}
    if "told_apart" in others:
        values = {"who": _who(chat, user, "chat.told_apart", since), "words": chat.told_apart or "—"}
        yield _("%(who)s told the house apart meanwhile: %(words)s.") % values
    if "messenger_id" in others:
        if chat.messenger_id:
            linked = {"who": _who(chat, user, "chat.linked", since), "id": chat.messenger_id, "link": chat.link}
            yield _("%(who)s linked the house meanwhile: chat %(id)s %(link)s.") % linked
        else:
            yield _("%(who)s unlinked the chat from the house meanwhile.") % {
                "who": _who(chat, user, "chat.unlinked", since)
            }


def _who(chat: Chat, user: Login, name: str, since: datetime) -> str:
    """Author of the newest such event; the portal links chats by itself too, and then names no one chat."""
    events = access.events(user).filter(at__gte=since, name=name, details__chat=chat.pk)
    event = events.select_related("by").order_by("-at", "-pk").first()
    if event is None or event.by is None:
        return _("The portal")
    return event.by.get_full_name() or event.by.username
