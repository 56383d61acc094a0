"""From wish and observation to ordered steps. Pure: values in, values out.

Order (docs/adr/0006): the chat exists, its owner is right, its name and description are right, the new company's people
are granted before the old one's are revoked, the residents are told. What the account's channel cannot do is asked of a
person. A plan from a fresh observation that is empty means: settled.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from supervision.desired.state import Appointment, DesiredChat, Existence, ObservedChat, Person
from supervision.enums import BotState, UnknownAdmins
from supervision.messenger.port import Capabilities
from supervision.planning import asks
from supervision.planning.alike import same_text
from supervision.planning.steps import (
    Announce,
    AskPerson,
    CreateChat,
    GrantAdmin,
    PinAnnouncement,
    Rename,
    RevokeAdmin,
    SetDescription,
    SetRights,
    Step,
    TransferOwner,
    WaitFor,
)

# dev.max.ru, POST members/admins, read 2026-09-24; owner and bot take two
MOST_ADMINISTRATORS = 50
MOST_REPRESENTATIVES = MOST_ADMINISTRATORS - 2
# SetRights is a GrantAdmin; the owner and the announcement are no matter of taste
UNDOING = (Rename, SetDescription, GrantAdmin, RevokeAdmin)


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order in which they must be taken. `unknown_admins` are those whom nobody appointed here.

    `left` are steps that would undo what somebody did by hand, where the region only wants to know of it.
    """

    chat_id: int
    steps: tuple[Step, ...]
    unknown_admins: tuple[Person, ...] = ()
    left: tuple[Step, ...] = ()

    @property
    def actions(self) -> tuple[Step, ...]:
        """Steps that the portal takes itself."""
        return tuple(step for step in self.steps if step.calls)

    @property
    def waits(self) -> tuple[WaitFor, ...]:
        return tuple(step for step in self.steps if isinstance(step, WaitFor))

    @property
    def asks(self) -> tuple[AskPerson, ...]:
        return tuple(step for step in self.steps if isinstance(step, AskPerson))

    @property
    def calls(self) -> int:
        return sum(step.calls for step in self.steps)

    def describe(self) -> str:
        return "; ".join(step.describe() for step in self.steps)


def make_plan(desired: DesiredChat, observed: ObservedChat, can: Capabilities) -> Plan:
    """The steps that turn what was observed into what is desired; none if they agree."""
    if observed.messenger_id is None:
        return Plan(desired.chat_id, tuple(_creation(desired, can)))
    if desired.existence is Existence.SURPLUS:
        return Plan(desired.chat_id, tuple(_surplus(desired, observed)))
    if observed.bot is BotState.REMOVED:
        return Plan(desired.chat_id, (asks.add_bot(desired, observed),))
    if observed.bot is BotState.NO_ADMIN:
        return Plan(desired.chat_id, (asks.make_bot_admin(desired, observed),))
    steps = (*_owner(desired, observed, can), *_looks(desired, observed), *_people(desired, observed))
    left = tuple(step for step in steps if desired.leave_changes and isinstance(step, UNDOING))
    steps = (*(step for step in steps if step not in left), *_announcement(desired, observed))
    return Plan(desired.chat_id, steps, tuple(_unknown_admins(desired, observed)), left)


def _creation(desired: DesiredChat, can: Capabilities) -> Iterator[Step]:
    if desired.existence is not Existence.WANTED:
        return
    if desired.owner is None:
        yield AskPerson(desired.owner_reason)
    elif desired.title_trouble:
        yield AskPerson(desired.title_trouble)
    elif not can.create_chat:
        yield asks.create_chat(desired, desired.owner)
    else:
        yield CreateChat(desired.external_id, desired.title, desired.description, desired.owner, desired.period_id)
        for wish in desired.administrators:
            yield GrantAdmin(wish.person, wish.rights, wish.alias)


def _surplus(desired: DesiredChat, observed: ObservedChat) -> Iterator[Step]:
    """No API closes a chat: its owner does. The company's people have their rights in the chat that stays."""
    if observed.bot is BotState.IN_PLACE:
        yield from _dismissals(desired, observed)
    yield asks.close_surplus(desired, observed)


def _owner(desired: DesiredChat, observed: ObservedChat, can: Capabilities) -> Iterator[Step]:
    if desired.owner is None:
        yield AskPerson(desired.owner_reason)
    elif desired.owner.user_id == observed.owner_id:
        return
    elif can.transfer_owner:
        yield TransferOwner(desired.owner)
    else:
        yield asks.hand_over(desired, observed, desired.owner)


def _looks(desired: DesiredChat, observed: ObservedChat) -> Iterator[Step]:
    if desired.title_trouble:
        yield AskPerson(desired.title_trouble)
    elif not same_text(desired.title, observed.title):
        yield Rename(desired.title)
    if not same_text(desired.description, observed.description):
        yield SetDescription(desired.description)


def _people(desired: DesiredChat, observed: ObservedChat) -> Iterator[Step]:
    wishes, left_out = _appointable(desired, observed)
    waits: list[Step] = [_no_room(left_out)] if left_out else []
    late: list[GrantAdmin] = []  # those for whom there is room only after the dismissals
    in_place, room = 0, MOST_ADMINISTRATORS - len(observed.administrators)
    for wish in wishes:
        seen = observed.administrators.get(wish.person.user_id)
        if seen is None and wish.person.user_id in observed.absent:
            waits.append(_not_joined(wish, observed))
            continue
        in_place += 1
        if seen is None:
            grant, room = GrantAdmin(wish.person, wish.rights, wish.alias), room - 1
            if room >= 0:
                yield grant
            else:
                late.append(grant)
        elif seen.rights != wish.rights or not same_text(wish.alias, seen.alias):
            yield SetRights(wish.person, wish.rights, wish.alias)
    somebody_comes = bool(wishes or desired.not_known)
    if in_place or not somebody_comes or desired.handover_until is None:
        yield from _dismissals(desired, observed)
    yield from late
    yield from waits
    if desired.not_known:
        yield WaitFor(_("Not known in MAX yet, invite them: %(names)s") % {"names": ", ".join(desired.not_known)})


def _appointable(desired: DesiredChat, observed: ObservedChat) -> tuple[list[Appointment], list[Appointment]]:
    """Whom rights can be given to, and for whom there is no room. An owner has them all and cannot be touched."""
    owners = {observed.owner_id, desired.owner.user_id if desired.owner else None}
    wishes = [wish for wish in desired.administrators if wish.person.user_id not in owners]
    return wishes[:MOST_REPRESENTATIVES], wishes[MOST_REPRESENTATIVES:]


def _no_room(left_out: list[Appointment]) -> AskPerson:
    words = _("The messenger allows a chat %(most)s administrators. Without rights: %(names)s. Shorten the list.")
    names = ", ".join(wish.person.name for wish in left_out)
    return AskPerson(words % {"most": MOST_ADMINISTRATORS, "names": names})


def _not_joined(wish: Appointment, observed: ObservedChat) -> WaitFor:
    return WaitFor(
        _("%(name)s (%(company)s) has not joined the chat yet. Invite link: %(link)s")
        % {"name": wish.person.name, "company": wish.alias, "link": observed.link}
    )


def _unwished(desired: DesiredChat, observed: ObservedChat) -> Iterator[Person]:
    wanted = {wish.person.user_id for wish in desired.administrators}
    for seen in observed.administrators.values():
        if not (seen.is_owner or seen.is_bot or seen.user_id in wanted or seen.user_id == observed.owner_id):
            yield Person(seen.user_id, seen.name)


def _dismissals(desired: DesiredChat, observed: ObservedChat) -> Iterator[Step]:
    for person in _unwished(desired, observed):
        if person.user_id in desired.former or desired.unknown_admins == UnknownAdmins.REVOKE:
            yield RevokeAdmin(person)


def _unknown_admins(desired: DesiredChat, observed: ObservedChat) -> Iterator[Person]:
    return (person for person in _unwished(desired, observed) if person.user_id not in desired.former)


def _announcement(desired: DesiredChat, observed: ObservedChat) -> Iterator[Step]:
    if desired.announcement and desired.announcement.period_id != observed.announced_period_id:
        yield Announce(desired.announcement.period_id, desired.announcement.text)
        yield PinAnnouncement(None)
    elif observed.announcement_id and not observed.announcement_pinned:
        yield PinAnnouncement(observed.announcement_id)
