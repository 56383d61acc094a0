"""What another policy of a region would mean for its chats: asked of the action itself, then taken back.

Which houses get a chat and which leave the scope, which chats get another title, description, owner or other rights,
what following it costs and whether the region's limit holds it. Two wishes a chat; steps only of those that differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from supervision.actions import regions
from supervision.confirmed import Confirmable
from supervision.desired.chats import desired_chats
from supervision.desired.state import DesiredChat, digest
from supervision.models import Chat, House, Region
from supervision.previews import outlooks
from supervision.previews.consequences import Consequences, weigh

BATCH = 2000
# what is done with those whom no wish names: every chat of the region may need steps where it changes
OF_UNKNOWN_PEOPLE = frozenset({"unknown_admins", "hand_changes"})
ASIDE = "preview"  # a reason that is written and taken back


@dataclass(frozen=True, slots=True)
class PolicyOutlook(Confirmable):
    """Houses by number: those that get a chat (`appearing`), those that leave the scope before one was made
    (`dropped`) and with a chat (`left_behind`: it stays as it is). Existing chats by number: what of them changes."""

    appearing: tuple[int, ...]
    dropped: tuple[int, ...]
    left_behind: tuple[int, ...]
    renamed: tuple[int, ...]
    described: tuple[int, ...]
    rights: tuple[int, ...]
    owners: tuple[int, ...]
    in_scope: int
    missing_limit: str
    meaning: Consequences
    values: tuple[tuple[str, str], ...]
    wished: tuple[str, ...]

    def decided(self) -> object:
        """Which values of the policy change to what (`values`), each house and chat, and what each of these chats is to
        be (`wished`, by digest). Not the steps: they follow from what residents do every minute."""
        scope = self.appearing, self.dropped, self.left_behind, self.missing_limit
        return self.values, scope, self.renamed, self.described, self.rights, self.owners, self.wished

    @property
    def is_empty(self) -> bool:
        """Whether no house or chat would change, nor what is done with unknown administrators."""
        acts = {name for name, _value in self.values} & OF_UNKNOWN_PEOPLE
        return not any((self.appearing, self.dropped, self.left_behind, acts)) and not self.changed

    @property
    def changed(self) -> frozenset[int]:
        return frozenset((*self.renamed, *self.described, *self.rights, *self.owners))


def foresee(region: Region, values: Mapping[str, Any], *, by: User) -> PolicyOutlook:
    """Writes nothing that stays; raises Refused where the action would refuse. A constant number of queries for each
    two thousand chats."""
    scope, before = _scope(region), _wishes(region)
    changed = {name: value for name, value in values.items() if value != getattr(region, name)}
    meets_everybody = bool(changed.keys() & OF_UNKNOWN_PEOPLE)

    def ask() -> tuple[set[int], dict[int, DesiredChat], Consequences]:
        wishes = _wishes(region)
        touched = sorted(
            chat
            for chat, wish in wishes.items()
            if meets_everybody or chat not in before or _differs(before[chat], wish)
        )
        after = list(outlooks.standings(region.account, touched))
        houses = (chat.house_id for chat, _then in after)
        return _scope(region), wishes, weigh(region, houses, {}, after)

    def change() -> None:
        regions.change_policy(region, values, by=by, reason=ASIDE, approved=True)

    then, wishes, meaning = outlooks.as_if(change, ask)
    chats = dict(Chat.objects.filter(region=region).linked().values_list("pk", "house"))
    with_chat, lost = set(chats.values()), scope - then
    pairs = [(chat, before[chat], wishes[chat]) for chat in sorted(before.keys() & wishes.keys() & chats.keys())]
    return PolicyOutlook(
        appearing=tuple(sorted(then - scope - with_chat)),
        dropped=tuple(sorted(lost - with_chat)),
        left_behind=tuple(sorted(lost & with_chat)),
        renamed=tuple(chat for chat, was, now in pairs if was.title != now.title),
        described=tuple(chat for chat, was, now in pairs if was.description != now.description),
        rights=tuple(chat for chat, was, now in pairs if set(was.administrators) != set(now.administrators)),
        owners=tuple(chat for chat, was, now in pairs if was.owner != now.owner),
        in_scope=len(then),
        missing_limit=regions.too_many_leave(region, len(lost), len(scope)),
        meaning=meaning,
        values=tuple(sorted((name, str(value)) for name, value in changed.items())),
        wished=tuple(digest(now) for _chat, was, now in pairs if _differs(was, now)),
    )


def _scope(region: Region) -> set[int]:
    return set(House.objects.filter(region=region).in_scope().values_list("pk", flat=True))


def _wishes(region: Region) -> dict[int, DesiredChat]:
    ids: Sequence[int] = list(Chat.objects.filter(region=region, frozen_reason="").values_list("pk", flat=True))
    found: dict[int, DesiredChat] = {}
    for start in range(0, len(ids), BATCH):
        found |= desired_chats(ids[start : start + BATCH])
    return found


def _differs(was: DesiredChat, now: DesiredChat) -> bool:
    return digest(was) != digest(now)
