"""What passing a house to another company would mean, for people: asked of the action itself, then taken back."""

import hashlib
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision.models import ChatMember
from supervision.previews import preview
from supervision.previews.company_request import CompanyRequest, who
from supervision.previews.preview import ChatOutlook


@dataclass(frozen=True, slots=True)
class Changeover:
    """The preview. `gains` and `loses` are names with what is known of them; `has_chat` is False out of scope."""

    old: str
    new: str
    acts: str
    replaced: str = ""  # whose change was planned for that day
    gains: tuple[tuple[str, str], ...] = ()
    loses: tuple[str, ...] = ()
    stays: str = ""
    announcement: str = ""
    owner: str = ""
    new_owner: str = ""
    plan: tuple[str, ...] = ()
    has_chat: bool = False

    @property
    def digest(self) -> str:
        """Changes whenever anything shown changes, so that what is confirmed is what was seen."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()


def foresee(request: CompanyRequest, by: User) -> Changeover:
    """For a request about one house. Writes nothing that stays; raises Refused where the change would be refused."""
    house = request.houses[0]
    replaced = request.replaced(by).get(house.pk, "")
    # who is only planned has no rights that could be lost
    last_of_old = request.eve if replaced else request.day_of_old
    old = house.periods.acting(last_of_old).select_related("organisation")
    shown = Changeover(old=who(old.first()), new=request.successor, acts=request.acts, replaced=replaced)
    chat = getattr(house, "chat", None)
    if chat is None:
        return preview.as_if(lambda: request.carry_out(by), lambda: shown)
    before = preview.standing(chat, on=last_of_old if replaced else request.day_of_new)
    after = preview.what_if(chat, lambda: request.carry_out(by), on=request.day_of_new)
    names = {member.user_id: member for member in chat.members.all()}
    announcement = after.desired.announcement
    return replace(
        shown,
        gains=tuple(_gains(after, names)),
        loses=tuple(losing(before, after).values()),
        stays=_stays(after),
        announcement=announcement.text if announcement and chat.messenger_id else "",
        owner=owner_of(before),
        new_owner=owner_of(after),
        plan=tuple(str(step.describe()) for step in after.plan.steps),
        has_chat=True,
    )


def _gains(after: ChatOutlook, members: dict[int, ChatMember]) -> Iterator[tuple[str, str]]:
    for wish in after.desired.administrators:
        user_id = wish.person.user_id
        if user_id in after.observed.administrators:
            yield wish.person.name, _("is administrator already")
        else:
            yield wish.person.name, presence(members.get(user_id))


def losing(before: ChatOutlook, after: ChatOutlook) -> dict[int, str]:
    """Those wished for before and not after, and those seen with rights whom the plan would take them from."""
    kept = {wish.person.user_id for wish in after.desired.administrators}
    names = {wish.person.user_id: wish.person.name for wish in before.desired.administrators}
    names |= {
        member.user_id: names.get(member.user_id) or member.name
        for member in after.observed.administrators.values()
        if member.user_id in after.desired.former
    }
    return {user_id: name for user_id, name in sorted(names.items()) if user_id not in kept}


def _stays(after: ChatOutlook) -> str:
    """Why the old company may keep its rights for a while after the date."""
    last = after.desired.handover_until
    if last is None or not after.desired.administrators:
        return ""
    return _("They keep their rights until somebody of the new company has joined, but not after %(day)s.") % {
        "day": f"{last:%d.%m.%Y}"
    }


def owner_of(now: ChatOutlook) -> str:
    return now.desired.owner.name if now.desired.owner else now.desired.owner_reason


def presence(member: ChatMember | None) -> str:
    """Whether somebody who is no administrator yet is in the chat, as far as was seen."""
    if member is None:
        return _("no administrator; whether in the chat, the appointment will show")
    return _("in the chat, no administrator") if member.is_participant else _("has not joined the chat yet")
