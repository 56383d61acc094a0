"""What a person wants to be told of, and by which ways the portal can reach them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.contrib.auth.models import User

from supervision.models import Inspector, Invitation, InvitationState, NoticeWish
from supervision.notice_kinds import NoticeChannel
from supervision.notices.paces import Wishes


def of_each(users: Iterable[int]) -> Mapping[int, Wishes]:
    """By login; a login that has said nothing is not there, and asking for it gives nothing said."""
    found: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    for wish in NoticeWish.objects.filter(user__in=list(users)):
        found[wish.user_id][wish.kind, wish.channel] = wish.pace
    return found


def of(user: User) -> Wishes:
    return of_each([user.pk])[user.pk]


def keep(user: User, wished: Wishes) -> None:
    """Stores what differs from what is stored; holds from the next notice on. `wished` is as `paces.chosen` gives it.

    A person's own matter and no fact of the register, so it is on no record.
    """
    for (kind, channel), pace in wished.items():
        NoticeWish.objects.update_or_create(user=user, kind=kind, channel=channel, defaults={"pace": pace})


def ways(user: User) -> tuple[NoticeChannel, ...]:
    """By which ways the person can be told at all."""
    has_mail = bool(settings.EMAIL_URL and user.email)
    in_messenger = Inspector.objects.filter(user=user, dismissed_on=None, messenger_id__isnull=False).exists()
    outside = {NoticeChannel.EMAIL: has_mail, NoticeChannel.MESSENGER: in_messenger}
    return (NoticeChannel.PORTAL, *(channel for channel, there in outside.items() if there))


def account_of(user: User) -> tuple[str, int] | None:
    """Region and messenger id under which the bot knows the person: seen by it, not typed; None where it does not."""
    person = Inspector.objects.filter(user=user, dismissed_on=None, messenger_id__isnull=False).first()
    if person is None or person.messenger_id is None:
        return None
    answered = Invitation.objects.filter(inspector=person, state=InvitationState.KNOWN, account_id=person.messenger_id)
    return (person.region_id, person.messenger_id) if answered.exists() else None
