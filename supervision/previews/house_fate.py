"""What a correction of a house would mean for its chat, in words: asked of the action itself, then taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.confirmed import Confirmable
from supervision.desired.state import Existence
from supervision.models import Chat, House
from supervision.previews import outlooks
from supervision.previews.changed_fields import ChangedField, changed_fields
from supervision.previews.consequences import ChatChange, Consequences, weigh
from supervision.previews.outlooks import ChatOutlook


@dataclass(frozen=True, slots=True)
class HouseFate(Confirmable):
    """`chat` says what becomes of the chat, "" where it stays as it is.

    `meaning` is None where no chat is wished for; `is_first`: none was wished for before either.
    """

    changes: tuple[ChangedField, ...]
    chat: str = ""
    is_first: bool = False
    meaning: Consequences | None = None

    def decided(self) -> object:
        """All that is shown. A chat that the change itself opens has another number each time it is foreseen."""
        return self.changes, self.chat, self.is_first, self.plan, self.meaning.decision if self.meaning else None

    @property
    def owner(self) -> str:
        return "" if self.is_first else "".join(chat.owner.name for chat in self._chats)

    @property
    def new_owner(self) -> str:
        return "".join(chat.new_owner.name for chat in self._chats)

    @property
    def loses(self) -> tuple[str, ...]:
        """Those whose rights are taken away."""
        return tuple(person.name for chat in self._chats for person in chat.revoked)

    @property
    def plan(self) -> tuple[str, ...]:
        return tuple(str(step.describe()) for chat in self._chats for step in chat.plan.steps)

    @property
    def _chats(self) -> tuple[ChatChange, ...]:
        return self.meaning.chats if self.meaning else ()


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the house's chat stands; `chat` and `now` are None where the house has none."""

    chat: Chat | None
    now: ChatOutlook | None
    in_scope: bool

    @property
    def is_created(self) -> bool:
        return bool(self.chat and self.chat.messenger_id)

    @property
    def existence(self) -> Existence:
        return self.now.desired.existence if self.now else Existence.UNWANTED


def foresee(stored: House, values: Mapping[str, Any], change: Callable[[], object], *, reader: Login) -> HouseFate:
    """`values` are those that differ from the house as it is stored. Writes nothing that stays; raises Refused where
    the change would be refused."""
    before = _standing(stored, reader)
    after = outlooks.as_if(change, lambda: _standing(stored, reader))
    shown = HouseFate(changed_fields(stored, values), chat=_fate(before, after))
    if after.chat is None or after.now is None or after.existence is Existence.UNWANTED:
        return shown
    is_first = before.existence is Existence.UNWANTED
    known = {after.chat.pk: before.now} if before.now else {}
    meaning = weigh(stored.region, [stored.pk], known, [(after.chat, after.now)])
    return replace(shown, is_first=is_first, meaning=meaning)


def _standing(house: House, reader: Login) -> _Standing:
    chat = access.chats(reader).filter(house=house).first()
    in_scope = access.houses(reader).filter(pk=house.pk).in_scope().exists()
    return _Standing(chat, outlooks.standing(chat) if chat else None, in_scope)


def _fate(before: _Standing, after: _Standing) -> str:
    if after.existence is Existence.WANTED and before.existence is not Existence.WANTED:
        if after.is_created:
            return _("The chat is kept in step again: the company's representatives get their rights back.")
        return _("The house gets an official chat.")
    if after.existence is not Existence.WANTED and before.existence is Existence.WANTED:
        if after.is_created:
            return _("The chat keeps its owner and its history, the company's representatives lose their rights in it.")
        return _("No chat is asked for any more: it was not created yet, and will not be.")
    if after.is_created and before.in_scope and not after.in_scope:
        return _("The policy of the region would ask for no chat here any more. The chat exists, so it stays.")
    return ""
