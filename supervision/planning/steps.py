"""The steps a plan is made of: frozen values that print themselves for a person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from supervision.desired.state import Person
from supervision.enums import WorkOrderKind
from supervision.messenger.port import Right


@dataclass(frozen=True, slots=True)
class Step:
    """`calls` is the number of writing requests that the step takes; steps with none wait for somebody."""

    calls: ClassVar[int] = 1

    @property
    def name(self) -> str:
        return type(self).__name__

    def as_json(self) -> dict[str, Any]:
        """For the journal: plain values, sets sorted."""
        return asdict(self, dict_factory=_plain)

    def describe(self) -> str:
        raise NotImplementedError


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in pairs}


@dataclass(frozen=True, slots=True)
class CreateChat(Step):
    external_id: str
    title: str
    description: str
    owner: Person
    period_id: int | None

    def describe(self) -> str:
        return _("create the chat “%(title)s”, owner %(owner)s") % {"title": self.title, "owner": self.owner.name}


@dataclass(frozen=True, slots=True)
class TransferOwner(Step):
    owner: Person

    def describe(self) -> str:
        return _("hand the chat over to %(owner)s") % {"owner": self.owner.name}


@dataclass(frozen=True, slots=True)
class Rename(Step):
    title: str

    def describe(self) -> str:
        return _("rename to “%(title)s”") % {"title": self.title}


@dataclass(frozen=True, slots=True)
class SetDescription(Step):
    description: str

    def describe(self) -> str:
        return _("set the description “%(text)s”") % {"text": self.description}


@dataclass(frozen=True, slots=True)
class GrantAdmin(Step):
    person: Person
    rights: frozenset[Right]
    alias: str

    def describe(self) -> str:
        return _("make %(name)s administrator (%(alias)s)") % {"name": self.person.name, "alias": self.alias}


@dataclass(frozen=True, slots=True)
class SetRights(GrantAdmin):
    def describe(self) -> str:
        return _("set the rights of %(name)s (%(alias)s)") % {"name": self.person.name, "alias": self.alias}


@dataclass(frozen=True, slots=True)
class RevokeAdmin(Step):
    person: Person

    def describe(self) -> str:
        return _("take the rights of administrator from %(name)s") % {"name": self.person.name}


@dataclass(frozen=True, slots=True)
class Announce(Step):
    period_id: int
    text: str

    def describe(self) -> str:
        return _("tell the residents: “%(text)s”") % {"text": self.text}


@dataclass(frozen=True, slots=True)
class PinAnnouncement(Step):
    """Follows `Announce`; `message_id` is None in a plan in which the announcement is still to be sent."""

    message_id: str | None

    def describe(self) -> str:
        return _("pin the announcement")


@dataclass(frozen=True, slots=True)
class WaitFor(Step):
    """Nothing is to be done until somebody outside acts."""

    calls: ClassVar[int] = 0
    reason: str

    def describe(self) -> str:
        return _("wait: %(reason)s") % {"reason": self.reason}


@dataclass(frozen=True, slots=True)
class AskPerson(Step):
    """A person has to act. With a `kind` it becomes a work order, without one the chat is parked with the words.

    `title`, `link` and `account` are what the order is about, to be copied; `assignee` is the messenger id of the
    inspector who can do it, `owner_seen` the owner at the time of asking.
    """

    calls: ClassVar[int] = 0
    instruction: str
    kind: WorkOrderKind | None = None
    title: str = ""
    link: str = ""
    account: str = ""
    assignee: int | None = None
    owner_seen: int | None = None

    @property
    def is_about_owner(self) -> bool:
        return self.kind == WorkOrderKind.HAND_OVER

    def describe(self) -> str:
        return _("ask a person: %(instruction)s") % {"instruction": self.instruction}


# those that are asked of the messenger, and so stand in the journal
JOURNALLED: dict[str, type[Step]] = {
    kind.__name__: kind
    for kind in (
        CreateChat,
        TransferOwner,
        Rename,
        SetDescription,
        GrantAdmin,
        SetRights,
        RevokeAdmin,
        Announce,
        PinAnnouncement,
    )
}


def from_journal(name: str, detail: Mapping[str, Any]) -> Step | None:
    """The step of a line of the journal (`as_json`); None where another version wrote it, which had other steps or
    needed other fields. What the step does not know is skipped."""
    kind = JOURNALLED.get(name)
    if kind is None:
        return None
    known = {field.name for field in fields(kind)}
    try:
        return kind(**{key: _revived(key, value) for key, value in detail.items() if key in known})
    except (TypeError, ValueError):
        return None


def _revived(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return Person(**value)
    return frozenset(Right(right) for right in value) if key == "rights" else value
