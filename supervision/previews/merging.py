"""What merging two records of one building would mean, in words: asked of the action itself, then taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision.actions import merging
from supervision.actions.merging import Merger
from supervision.confirmed import Confirmable
from supervision.models import Chat, House, Organisation
from supervision.previews import outlooks
from supervision.previews.changed_fields import label
from supervision.previews.consequences import Consequences, weigh
from supervision.previews.outlooks import ChatOutlook
from supervision.registry.joined_timelines import KeptPeriod


@dataclass(frozen=True, slots=True)
class Merging(Confirmable):
    """`periods` are who, which days, and what becomes of it; `facts` what the house that stays is told by the other.

    `serves` is the chat that the house has then and `surplus` the one too many, "" where there is none; `meaning`
    is about both.
    """

    stays: str
    goes: str
    numbers: tuple[int, int]
    periods: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]
    serves: str
    surplus: str
    meaning: Consequences

    def decided(self) -> object:
        """All that is shown. A chat that the merging itself opens has another number each time it is foreseen."""
        said = self.stays, self.goes, self.numbers, self.periods, self.facts, self.aliases, self.serves, self.surplus
        return said, self.plan, self.meaning.decision

    @property
    def plan(self) -> tuple[str, ...]:
        return tuple(str(step.describe()) for chat in self.meaning.chats for step in chat.plan.steps)


def foresee(stays: House, goes: House, *, chat_of: House | None, by: User, reason: str) -> Merging:
    """Writes nothing that stays; raises Refused where the records cannot be merged."""
    found = merging.merger_of(stays, goes, chat_of=chat_of)
    before = {chat.pk: now for chat, now in _standings(found)}
    after = outlooks.as_if(
        lambda: merging.merge(stays=stays, goes=goes, chat_of=chat_of, by=by, reason=reason),
        lambda: _standings(found),
    )
    return Merging(
        stays=str(found.stays),
        goes=str(found.goes),
        numbers=(found.stays.pk, found.goes.pk),
        periods=tuple(_periods(found)),
        facts=tuple((label(House, name.removesuffix("_id")), _value(found.goes, name)) for name in found.filled),
        aliases=(str(found.goes.fias_guid), *(str(alias.fias_guid) for alias in found.aliases)),
        serves=_chat(found.chats.serves),
        surplus=_chat(found.chats.surplus),
        meaning=weigh(found.stays.region, (found.stays.pk, found.goes.pk), before, after),
    )


def _standings(found: Merger) -> list[tuple[Chat, ChatOutlook]]:
    chats = Chat.objects.filter(house__in=[found.stays, found.goes]).order_by("pk")
    return list(outlooks.standings(found.stays.region.account, list(chats.values_list("pk", flat=True))))


def _periods(found: Merger) -> Iterator[tuple[str, str, str]]:
    joined = found.periods
    own = {period.pk: period for period in found.stays.periods.select_related("organisation").order_by("since")}
    others = {period.pk: period for period in found.goes.periods.select_related("organisation").order_by("since")}
    for pk, row in own.items():
        after = joined.widened.get(pk)
        fate = _("stays, for more days: %(days)s") % {"days": _days(after)} if after else _("stays")
        yield _who(row.organisation), _days(KeptPeriod(pk, None, row.since, row.until)), fate
    for pk, row in others.items():
        before = KeptPeriod(pk, row.organisation_id, row.since, row.until)
        yield _who(row.organisation), _days(before), _fate(found, before)


def _fate(found: Merger, before: KeptPeriod) -> str:
    joined = found.periods
    after = joined.moved.get(before.id)
    if after is None:
        return _("stays with the merged record: the other one tells these days itself")
    parts = [after, *(each for each in joined.copied if each.id == before.id)]
    if parts == [before]:
        return _("passes to the record that stays")
    return _("passes for the days that the other one does not tell: %(days)s") % {"days": "; ".join(map(_days, parts))}


def _who(organisation: Organisation | None) -> str:
    return str(organisation) if organisation else _("direct management by the owners")


def _days(period: KeptPeriod) -> str:
    if period.until is None:
        return _("from %(day)s") % {"day": f"{period.since:%d.%m.%Y}"}
    values = {"since": f"{period.since:%d.%m.%Y}", "last": f"{period.until - timedelta(days=1):%d.%m.%Y}"}
    return _("%(since)s to %(last)s") % values


def _value(house: House, name: str) -> str:
    shown = getattr(house, f"get_{name}_display", None)
    return str(shown() if shown else getattr(house, name.removesuffix("_id")))


def _chat(chat: Chat | None) -> str:
    if chat is None:
        return ""
    if chat.messenger_id is None:
        return _("not created yet")
    words = _("“%(title)s”, %(link)s, participants: %(count)s")
    count = "—" if chat.participants_count is None else chat.participants_count
    return words % {"title": chat.observed_title, "link": chat.link or chat.messenger_id, "count": count}
