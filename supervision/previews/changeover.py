"""What passing a house to another company would mean, for people: asked of the action itself, then taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision.confirmed import Confirmable
from supervision.models import ChatMember
from supervision.previews import outlooks
from supervision.previews.company_request import CompanyRequest, who
from supervision.previews.consequences import ChatChange, Consequences, weigh
from supervision.previews.outlooks import ChatOutlook


@dataclass(frozen=True, slots=True)
class Changeover(Confirmable):
    """The preview. `gains` are those who become administrators, with what is known of them; `meaning` is None for a
    house that has no chat."""

    old: str
    new: str
    acts: str
    replaced: str = ""  # whose change was planned for that day
    gains: tuple[tuple[str, str], ...] = ()
    stays: str = ""
    announcement: str = ""
    meaning: Consequences | None = None

    def decided(self) -> object:
        """All that is shown; what the page leaves out of `meaning` (how many chats the region has) may change."""
        said = (self.old, self.new, self.acts, self.replaced, self.gains, self.stays, self.announcement, self.plan)
        return said, self.meaning.decision if self.meaning else None

    @property
    def has_chat(self) -> bool:
        return self.meaning is not None

    @property
    def loses(self) -> tuple[str, ...]:
        return tuple(person.name for chat in self._chats for person in chat.revoked)

    @property
    def owner(self) -> str:
        return "".join(chat.owner.name for chat in self._chats)

    @property
    def new_owner(self) -> str:
        return "".join(chat.new_owner.name for chat in self._chats)

    @property
    def plan(self) -> tuple[str, ...]:
        return tuple(str(step.describe()) for chat in self._chats for step in chat.plan.steps)

    @property
    def _chats(self) -> tuple[ChatChange, ...]:
        return self.meaning.chats if self.meaning else ()


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
        return outlooks.as_if(lambda: request.carry_out(by), lambda: shown)
    before = outlooks.standing(chat, on=last_of_old if replaced else request.day_of_new)
    after = outlooks.what_if(chat, lambda: request.carry_out(by), on=request.day_of_new)
    names = {member.user_id: member for member in chat.members.all()}
    announcement = after.desired.announcement
    return replace(
        shown,
        gains=_gains(after, names),
        stays=_stays(after),
        announcement=announcement.text if announcement and chat.messenger_id else "",
        meaning=weigh(request.region, [house.pk], {chat.pk: before}, [(chat, after)]),
    )


def _gains(after: ChatOutlook, members: Mapping[int, ChatMember]) -> tuple[tuple[str, str], ...]:
    already = _("is administrator already")
    people = [wish.person for wish in after.desired.administrators]
    seen = after.observed.administrators
    return tuple((one.name, already if one.user_id in seen else presence(members.get(one.user_id))) for one in people)


def _stays(after: ChatOutlook) -> str:
    """Why the old company may keep its rights for a while after the date."""
    last = after.desired.handover_until
    if last is None or not after.desired.administrators:
        return ""
    return _("They keep their rights until somebody of the new company has joined, but not after %(day)s.") % {
        "day": f"{last:%d.%m.%Y}"
    }


def presence(member: ChatMember | None) -> str:
    """Whether somebody who is no administrator yet is in the chat, as far as was seen."""
    if member is None:
        return _("no administrator; whether in the chat, the appointment will show")
    return _("in the chat, no administrator") if member.is_participant else _("has not joined the chat yet")
