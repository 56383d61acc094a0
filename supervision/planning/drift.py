"""What somebody changed in the messenger by hand, in words: the messenger says, the portal wants. Pure.

A difference counts as made by hand while the wish is the one that was seen fulfilled before (its digest).
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from supervision.desired.state import ObservedChat
from supervision.planning.plan import Plan
from supervision.planning.rights import in_words
from supervision.planning.steps import (
    AskPerson,
    GrantAdmin,
    Rename,
    RevokeAdmin,
    SetDescription,
    SetRights,
    Step,
    TransferOwner,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, for people: what the messenger says and what the portal wants."""

    what: str
    says: str
    wants: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def differences(plan: Plan, observed: ObservedChat, *, by_hand: bool) -> list[Difference]:
    """What the chat's page shows. Administrators whom nobody appointed are named always, the rest while `by_hand`."""
    found = list(_changes((*plan.steps, *plan.left), observed)) if by_hand else []
    dismissed = {step.person.user_id for step in plan.steps if isinstance(step, RevokeAdmin)}
    for person in plan.unknown_admins:
        if not (by_hand and person.user_id in dismissed):
            found.append(Difference(person.name, _("administrator"), _("nobody here appointed this administrator")))
    return found


def _changes(steps: Iterable[Step], observed: ObservedChat) -> Iterator[Difference]:
    for step in steps:
        match step:
            case TransferOwner(owner=owner):
                yield Difference(_("Owner"), _name(observed, observed.owner_id), owner.name)
            case AskPerson(owner_seen=seen, account=wanted) if seen is not None and step.is_about_owner:
                yield Difference(_("Owner"), _name(observed, seen), wanted)
            case Rename(title=title):
                yield Difference(_("Title"), observed.title, title)
            case SetDescription(description=description):
                yield Difference(_("Description"), observed.description, description)
            case SetRights(person=person, rights=rights, alias=alias):
                seen_member = observed.administrators[person.user_id]
                has = f"{in_words(seen_member.rights)} ({seen_member.alias})"
                yield Difference(person.name, has, f"{in_words(rights)} ({alias})")
            case GrantAdmin(person=person, rights=rights):
                yield Difference(person.name, _("no administrator"), in_words(rights))
            case RevokeAdmin(person=person):
                yield Difference(person.name, _("administrator"), _("no administrator"))


def _name(observed: ObservedChat, user_id: int | None) -> str:
    seen = observed.administrators.get(user_id or 0)
    return f"{seen.name} (ID {user_id})" if seen else f"ID {user_id}"
