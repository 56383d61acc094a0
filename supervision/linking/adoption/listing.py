"""From the file to stored lines: which house, which chat, and whether the two can belong together at all.

Asks the tables and never the messenger. A list of the same file that was not applied is taken up again within a day:
lines that fitted stay read, all others are judged anew, because people mend them one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils.translation import gettext as _

from supervision.enums import AdoptionState, AdoptionVerdict
from supervision.linking.linking import known_by_link
from supervision.models import Adoption, AdoptionLine, Chat, House, HouseAlias, Region
from supervision.queue import clock
from supervision.registry.sources import chat_lists
from supervision.registry.sources.chat_lists import ListedChat

LOT = 2000
FRESH_HOURS = 24
STILL_GOOD = (AdoptionVerdict.FITS, AdoptionVerdict.WAITING)

# Lines that agree on {key} and differ in {other}. Five lines are named: a column filled with one and the same chat
# would otherwise put the whole file into every message.
CONFLICT = """
    UPDATE supervision_adoptionline line
    SET verdict = 'problem', code = %(code)s, plan = '', message = replace(%(words)s, '{{lines}}', same.lines)
    FROM (
        SELECT {key} AS key, array_to_string((array_agg(line ORDER BY line))[1:5], ', ') AS lines
        FROM supervision_adoptionline WHERE adoption_id = %(adoption)s AND {key} IS NOT NULL
        GROUP BY {key} HAVING count(DISTINCT {other}) > 1
    ) same
    WHERE line.adoption_id = %(adoption)s AND line.{key} = same.key AND line.verdict IN ('fits', 'waiting')
"""
REPEATED = """
    UPDATE supervision_adoptionline line
    SET verdict = 'problem', code = 'repeated', plan = '', message = replace(%(words)s, '{lines}', same.first::text)
    FROM (
        SELECT chat_id, messenger_id, min(line) AS first FROM supervision_adoptionline
        WHERE adoption_id = %(adoption)s AND verdict IN ('fits', 'waiting') GROUP BY chat_id, messenger_id
    ) same
    WHERE line.adoption_id = %(adoption)s AND line.verdict IN ('fits', 'waiting') AND line.line > same.first
      AND line.chat_id = same.chat_id AND line.messenger_id = same.messenger_id
"""


@dataclass(frozen=True, slots=True)
class KnownLot:
    """What the portal knows of a lot's houses and chats."""

    houses: dict[UUID, int]
    in_scope: set[int]
    chats: dict[int, Chat]
    holders: dict[int, Chat]
    by_link: dict[str, int]


def start(path: Path, region: Region, *, by: User | None = None) -> Adoption:
    """Stores the file's lines, or takes up the list of the same file. Raises BadFile where it is no such list."""
    listed = chat_lists.read(path)
    with transaction.atomic():
        adoption = _list_of(region, listed.file.name, listed.file.sha256, by)
        adoption.lines.exclude(verdict__in=STILL_GOOD).delete()
        kept = set(adoption.lines.values_list("line", flat=True))
        todo = [line for line in listed.lines if line.line not in kept]
        for first in range(0, len(todo), LOT):
            AdoptionLine.objects.bulk_create(_judged(adoption, todo[first : first + LOT]))
        _find_conflicts(adoption)
    return adoption


def _list_of(region: Region, name: str, sha256: str, by: User | None) -> Adoption:
    open_lists = (AdoptionState.READING, AdoptionState.READ)
    same = Adoption.objects.filter(region=region, sha256=sha256, state__in=open_lists)
    oldest = clock.now() - timedelta(hours=FRESH_HOURS)
    same.filter(started_at__lte=oldest).update(state=AdoptionState.CANCELLED)
    taken_up = same.select_for_update(of=("self",)).first()
    if taken_up is None:
        return Adoption.objects.create(region=region, file_name=name[:300], sha256=sha256, by=by)
    taken_up.state = AdoptionState.READING
    taken_up.save(update_fields=["state"])
    return taken_up


def _judged(adoption: Adoption, lot: Sequence[ListedChat]) -> Iterator[AdoptionLine]:
    known = _known(adoption.region, lot)
    for listed in lot:
        chat = known.chats.get(known.houses.get(listed.house, 0)) if listed.house else None
        number = known.by_link.get(listed.chat) if isinstance(listed.chat, str) else listed.chat
        verdict, code, message = _verdict(listed, chat, number, known, adoption.region)
        yield AdoptionLine(
            adoption=adoption,
            line=listed.line,
            house_named=str(listed.house or listed.house_typed),
            chat_named=str(listed.chat or listed.chat_typed),
            chat=chat,
            messenger_id=number,
            verdict=verdict,
            code=code,
            message=message,
        )


def _known(region: Region, lot: Sequence[ListedChat]) -> KnownLot:
    guids = {line.house for line in lot if line.house}
    links = sorted({line.chat for line in lot if isinstance(line.chat, str)})
    aliases = HouseAlias.objects.filter(fias_guid__in=guids, house__region=region)
    own = House.objects.filter(fias_guid__in=guids, region=region)
    houses = {**dict(own.values_list("fias_guid", "pk")), **dict(aliases.values_list("fias_guid", "house"))}
    by_link = known_by_link(links, region)
    numbers = {line.chat for line in lot if isinstance(line.chat, int)} | set(by_link.values())
    holders = Chat.objects.filter(messenger_id__in=numbers).select_related("house")
    return KnownLot(
        houses=houses,
        in_scope=set(House.objects.filter(pk__in=houses.values()).in_scope().values_list("pk", flat=True)),
        chats={chat.house_id: chat for chat in Chat.objects.filter(house__in=houses.values())},
        holders={chat.messenger_id: chat for chat in holders if chat.messenger_id is not None},
        by_link=by_link,
    )


def _verdict(
    listed: ListedChat, chat: Chat | None, number: int | None, known: KnownLot, region: Region
) -> tuple[AdoptionVerdict, str, str]:
    """Verdict, code and words of a line, as far as the tables tell."""
    problem = AdoptionVerdict.PROBLEM
    if listed.problem or listed.house is None:
        return problem, "bad_line", listed.problem
    if listed.house not in known.houses:
        return problem, "unknown_house", _("The register of the region has no house with this GUID.")
    if chat is None or known.houses[listed.house] not in known.in_scope:
        return problem, "out_of_scope", _("The policy of the region asks for no chat for this house.")
    if number is None:
        words = _("The portal does not know this link. Add the region's bot to the chat, or name the chat by its id.")
        return problem, "unknown_link", words
    if chat.messenger_id == number:
        return AdoptionVerdict.ALREADY, "", ""
    if chat.messenger_id is not None:
        return problem, "house_has_chat", _("The house has another chat: %(id)s.") % {"id": chat.messenger_id}
    if holder := known.holders.get(number):
        ours = holder.region_id == region.pk
        house = str(holder.house) if ours else _("a house of another region")
        return problem, "chat_taken", _("The chat belongs to %(house)s already.") % {"house": house}
    return AdoptionVerdict.WAITING, "", ""


def _find_conflicts(adoption: Adoption) -> None:
    """Where two lines contradict each other, neither is linked. Of exact repetitions the first stays."""
    house = "coalesce(chat_id::text, house_named)"
    named = "coalesce(messenger_id::text, chat_named)"
    same_house = _("The list gives this house several chats, see the lines: {lines}.")
    same_chat = _("The list gives this chat to several houses, see the lines: {lines}.")
    values = {"adoption": adoption.pk}
    with connection.cursor() as cursor:
        # the planner thinks the list empty until autovacuum has looked, and would compare every line with every other
        cursor.execute("ANALYZE supervision_adoptionline")
        cursor.execute(REPEATED, {**values, "words": _("Repeats the line {lines}.")})
        for key, other, code, words in (
            ("chat_id", named, "house_twice", same_house),
            ("messenger_id", house, "chat_twice", same_chat),
        ):
            cursor.execute(CONFLICT.format(key=key, other=other), {**values, "code": code, "words": words})
