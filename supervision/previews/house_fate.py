"""What a correction of a house would mean for its chat, in words: asked of the action itself, then taken back."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.desired.state import Existence
from supervision.models import House
from supervision.previews import preview
from supervision.previews.changeover import losing, owner_of
from supervision.previews.preview import ChatOutlook


@dataclass(frozen=True, slots=True)
class HouseFate:
    """`changes` are label, before and after. `chat` says what becomes of the chat, "" where it stays as it is.

    `new_owner` is "" where no chat is wished for; `loses` are those whose rights are taken away.
    """

    changes: tuple[tuple[str, str, str], ...]
    chat: str = ""
    owner: str = ""
    new_owner: str = ""
    loses: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Changes whenever anything shown changes, so that what is confirmed is what was seen."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the house's chat stands; `now` is None where the house has none."""

    now: ChatOutlook | None
    is_created: bool
    in_scope: bool

    @property
    def existence(self) -> Existence:
        return self.now.desired.existence if self.now else Existence.UNWANTED


def foresee(stored: House, values: Mapping[str, Any], change: Callable[[], object], *, reader: Login) -> HouseFate:
    """`values` are those that differ from the house as it is stored. Writes nothing that stays; raises Refused where
    the change would be refused."""
    before = _standing(stored, reader)
    after = preview.as_if(change, lambda: _standing(stored, reader))
    shown = HouseFate(
        tuple((_label(name), _said(name, getattr(stored, name)), _said(name, new)) for name, new in values.items()),
        chat=_fate(before, after),
    )
    if after.now is None or after.existence is Existence.UNWANTED:
        return shown
    return replace(
        shown,
        owner=owner_of(before.now) if before.now and before.existence is not Existence.UNWANTED else "",
        new_owner=owner_of(after.now),
        loses=tuple(losing(before.now, after.now).values()) if before.now else (),
        plan=tuple(str(step.describe()) for step in after.now.plan.steps),
    )


def _standing(house: House, reader: Login) -> _Standing:
    chat = access.chats(reader).filter(house=house).first()
    in_scope = access.houses(reader).filter(pk=house.pk).in_scope().exists()
    return _Standing(preview.standing(chat) if chat else None, bool(chat and chat.messenger_id), in_scope)


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


def _label(name: str) -> str:
    field: Any = House._meta.get_field(name)
    return str(capfirst(field.verbose_name))


def _said(name: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    choices: Any = getattr(House._meta.get_field(name), "flatchoices", ())
    return str(dict(choices).get(value, value))
