"""Wish and observation of a chat without names: for readers who may know how many people a chat has and not who.

Accounts keep their ids, so that the two still compare; whoever shows them shows no id. Pure.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from supervision.desired.state import Appointment, DesiredChat, ObservedChat, Person, SeenMember


def nameless_wish(desired: DesiredChat) -> DesiredChat:
    owner = Person(desired.owner.user_id, _("inspector")) if desired.owner else None
    return replace(desired, owner=owner, administrators=tuple(map(_appointment, desired.administrators)))


def nameless_look(observed: ObservedChat, desired: DesiredChat) -> ObservedChat:
    """A badge that the portal wished for is a company's name; any other may be a person's."""
    badges = {wish.alias for wish in desired.administrators}
    seen: Mapping[int, SeenMember] = {
        user_id: _member(member, badges) for user_id, member in observed.administrators.items()
    }
    return replace(observed, administrators=seen)


def _appointment(wish: Appointment) -> Appointment:
    return replace(wish, person=Person(wish.person.user_id, _("representative of the company")))


def _member(member: SeenMember, badges: set[str]) -> SeenMember:
    name = member.name if member.is_bot else _("participant")
    return replace(member, name=name, alias=member.alias if member.alias in badges else "")
