"""Turns that wait -> acts and replies, through the account's rate. A turn is deleted when it was answered.

Acts are committed before the reply is sent, and doing them again changes nothing: a turn whose reply surely did not get
through is answered once more. Where nobody can say whether it did, nothing is written again: whoever hears nothing
presses once more, and nobody hears the same five times. That a person stopped the bot is a fact of the person, never
trouble of the account; where the account is refused, what is due stays due.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Q
from django.utils.crypto import salted_hmac

from supervision import keyring
from supervision.actions import handed_out, invitations, invited
from supervision.conversation import asked, scenes
from supervision.conversation.scenes import Reply
from supervision.dialogs import account_people, guessing, news_settings, turns
from supervision.errors import Refused
from supervision.messenger.errors import (
    AccountRejected,
    AnswerUnknown,
    MessengerError,
    NoRights,
    NotFound,
    RequestRejected,
    Temporary,
)
from supervision.messenger.port import DialogView, Messenger
from supervision.models import (
    Correspondent,
    DialogTurn,
    Inspector,
    Invitation,
    InvitationState,
    MessengerAccount,
    Region,
)
from supervision.queue import clock
from supervision.reconcile.account_troubles import weighing

logger = logging.getLogger(__name__)

Round = Callable[[MessengerAccount, Messenger], int]  # work of a region's dialogs; gives how much there was
MOST_AT_ONCE, MOST_TRIES = 50, 5
SHARE_OF_UNINVITED = 0.1  # of the account's rate, in a round of a second
RENEW_EVERY, TRY_AGAIN, TOLD_FOR = timedelta(seconds=10), timedelta(seconds=5), timedelta(days=1)
RENEW_UNHEARD = timedelta(minutes=10)  # a list whose renewal nobody answered: the same list once more harms nobody
MOST_PRESSES_OF_UNINVITED = 60  # an hour


def answer_some(account: MessengerAccount, messenger: Messenger) -> int:
    """One round: people first, then of the uninvited a tenth of the rate; gives how many turns were looked at."""
    now = clock.now()
    due = DialogTurn.objects.filter(region=account.pk, due_at__lte=now).order_by("pk")
    for_uninvited = max(1, int(account.rate_per_second * SHARE_OF_UNINVITED))
    waiting = [*due.filter(is_uninvited=False)[:MOST_AT_ONCE], *due.filter(is_uninvited=True)[:for_uninvited]]
    for turn in waiting:
        if not account.trouble:
            _answer(account, messenger, turn)
    if not account.trouble:
        renew_lists(account, messenger)
    return len(waiting)


def joined(region: Region, account_id: int) -> None:
    """A chat was joined or left: the list is renewed, at most once in ten seconds."""
    shown = Correspondent.objects.filter(region=region, account_id=account_id).exclude(list_message="").first()
    if shown is None or shown.list_due_at is not None:
        return
    soonest = (shown.list_shown_at or clock.now()) + RENEW_EVERY
    Correspondent.objects.filter(pk=shown.pk).update(list_due_at=max(clock.now(), soonest))


def renew_lists(account: MessengerAccount, messenger: Messenger) -> None:
    region, now = account.region, clock.now()
    due = Correspondent.objects.filter(region=region, list_due_at__lte=now, stopped_at=None)
    for one in due[:MOST_AT_ONCE]:
        who = account_people.people(region, one.account_id)
        Correspondent.objects.filter(pk=one.pk).update(list_due_at=None)
        if not who:
            continue
        scene = scenes.chats(account_people.chat_list(region, one.account_id, who), one.list_offset)
        try:
            _renew(account, messenger, one, scene, now)
        except Temporary:
            Correspondent.objects.filter(pk=one.pk).update(list_due_at=now + RENEW_EVERY)
        except AnswerUnknown:
            Correspondent.objects.filter(pk=one.pk).update(list_due_at=now + RENEW_UNHEARD)
        except AccountRejected:
            Correspondent.objects.filter(pk=one.pk).update(list_due_at=now)
            return
        except MessengerError as error:
            logger.warning("region %s: a list of chats was not renewed: %s", region.pk, type(error).__name__)


def _renew(account: MessengerAccount, messenger: Messenger, one: Correspondent, scene: Reply, now: datetime) -> None:
    """Where the message of the list is gone a new one is written. Raises the messenger's errors."""
    try:
        with weighing(account, messenger):
            messenger.rewrite(one.list_message, text=scene.text, keyboard=scene.keyboard)
    except (NotFound, RequestRejected):
        say(account, messenger, DialogView("", one.account_id, ""), scene, one.list_offset)
        return
    Correspondent.objects.filter(pk=one.pk).update(list_shown_at=now, left_to_join=scene.left_to_join)


def sign(invitation: str, account_id: int) -> str:
    """What makes a button of a question the account's own. `invitation` is the hash of its secret: a row's number may
    be given out again after a restore, and an old button would then name somebody else."""
    return salted_hmac("supervision.dialog", f"{invitation}:{account_id}", algorithm="sha256").hexdigest()[:32]


def _answer(account: MessengerAccount, messenger: Messenger, turn: DialogTurn) -> None:
    region = account.region
    try:
        said = turns.content_of(turn)
        wanted = asked.read(said, sign)
        scene = _carry_out(region, turn, said, wanted)
        offset = wanted.offset if isinstance(wanted, asked.ToSeeChats) else 0
        if scene is not None and say(account, messenger, said, scene, offset) and scene.is_once_a_day:
            cache.set(_told_today(region, said), 1, TOLD_FOR.total_seconds())
    except keyring.CannotOpen:
        logger.warning("region %s: a turn of a dialog was sealed with a key that is gone", region.pk)
    except AccountRejected:
        return  # it stays due until the account works again
    except MessengerError as error:
        if isinstance(error, Temporary) and turn.tries + 1 < MOST_TRIES:
            again = clock.now() + TRY_AGAIN
            DialogTurn.objects.filter(pk=turn.pk).update(due_at=again, tries=turn.tries + 1)
            return
        logger.warning("region %s: a turn of a dialog was not answered: %s", region.pk, type(error).__name__)
    DialogTurn.objects.filter(pk=turn.pk).delete()


def say(account: MessengerAccount, messenger: Messenger, said: DialogView, scene: Reply, offset: int) -> bool:
    """Changes the message that was pressed; where that is refused, or nothing was pressed, writes a new one.

    False where the person does not get it, because they stopped the bot.
    """
    who, message_id = Correspondent.objects.filter(region=account.region, account_id=said.user_id), said.message_id
    try:
        with weighing(account, messenger):
            if not (said.callback_id and _answered_press(messenger, said, scene)):
                message_id = messenger.write_to(said.user_id, text=scene.text, keyboard=scene.keyboard).message_id
    except NoRights:
        who.update(stopped_at=clock.now(), list_due_at=None)
        return False
    except AnswerUnknown:
        return True
    who.update(stopped_at=None)
    if scene.lists_chats:
        now = clock.now()
        who.update(list_message=message_id, list_offset=offset, list_shown_at=now, list_due_at=None)
        who.update(left_to_join=scene.left_to_join, reminded_at=now)
    return True


def _answered_press(messenger: Messenger, said: DialogView, scene: Reply) -> bool:
    try:
        messenger.answer_press(said.callback_id, text=scene.text, keyboard=scene.keyboard)
    except (NotFound, RequestRejected):
        return False  # too old a press, or its message is gone
    return True


def _carry_out(region: Region, turn: DialogTurn, said: DialogView, wanted: asked.Asked) -> Reply | None:
    """None is silence."""
    if isinstance(wanted, asked.Stopped):
        now = clock.now()
        Correspondent.objects.filter(region=region, account_id=said.user_id).update(stopped_at=now, list_due_at=None)
        return None
    if isinstance(wanted, asked.LinkOpened):
        return _question(region, invited.by_secret(region, wanted.secret), said) or _uninvited(region, said)
    if isinstance(wanted, asked.WhoTheyAre):
        return _answered(region, wanted, said)
    who = account_people.people(region, said.user_id)
    if isinstance(wanted, asked.Typing | asked.Code):
        return _code(region, turn, wanted, said, is_known=bool(who))
    if not who:
        return _of_nobody(region, wanted, said)
    if isinstance(wanted, asked.Hello):
        return scenes.chats(account_people.chat_list(region, said.user_id, who))
    if isinstance(wanted, asked.ToSeeChats):
        return scenes.chats(account_people.chat_list(region, said.user_id, who), wanted.offset)
    if isinstance(wanted, asked.Reminders):
        of_person = Correspondent.objects.filter(region=region, account_id=said.user_id)
        of_person.update(wants_reminders=wanted.wanted, reminders=0)
        return scenes.reminders(wanted=wanted.wanted)
    if isinstance(wanted, asked.HelpAsked):
        return scenes.help_asked(region.name)
    if isinstance(wanted, asked.NoticesAsked):
        return news_settings.settings(account_people.login_of(who), wanted.kind)
    return _leave(region, wanted, who, said) if isinstance(wanted, asked.ToLeave) else None


def _of_nobody(region: Region, wanted: asked.Asked, said: DialogView) -> Reply | None:
    """Somebody uninvited, or somebody whose answer waits for an inspector and who may take it back."""
    waiting = list(invited.answered_by(region, said.user_id).select_related("region"))
    if not waiting:
        return _uninvited(region, said) if isinstance(wanted, asked.Hello) else None
    if not isinstance(wanted, asked.ToLeave):
        return scenes.awaits()
    if not wanted.sure:
        return scenes.leave_sure()
    for one in waiting:
        invitations.decline(one, account_id=said.user_id, account_name=said.name)
    Correspondent.objects.filter(region=region, account_id=said.user_id).delete()
    return scenes.left()


def _uninvited(region: Region, said: DialogView) -> Reply | None:
    """One polite sentence a day that they got; the cache remembers to whom, not the database."""
    return None if cache.get(_told_today(region, said)) else scenes.uninvited(region.name)


def _told_today(region: Region, said: DialogView) -> str:
    return f"told:{region.pk}:{said.user_id}"


def _question(region: Region, invitation: Invitation | None, said: DialogView) -> Reply | None:
    """None where there never was such an invitation in this region: nothing is revealed."""
    if invitation is None:
        return None
    if invitation.state == InvitationState.KNOWN and invitation.account_id == said.user_id:
        return scenes.chats(account_people.chat_list(region, said.user_id, account_people.people(region, said.user_id)))
    if invitation.state == InvitationState.ANSWERED and invitation.account_id == said.user_id:
        return scenes.awaits()
    if not handed_out.invitation_holds(invitation, clock.now()):
        return scenes.gone()
    invitations.opened(invitation, account_id=said.user_id, account_name=said.name)
    person = invited.person_of(invitation)
    company = "" if isinstance(person, Inspector) else person.organisation.name
    mark = sign(invitation.secret_hash, said.user_id)
    return scenes.question(scenes.Invited(invitation.secret_hash, mark, region.name, person.full_name, company))


def _code(
    region: Region, turn: DialogTurn, wanted: asked.Typing | asked.Code, said: DialogView, *, is_known: bool
) -> Reply | None:
    if not is_known and _presses(region, said) > MOST_PRESSES_OF_UNINVITED:
        return None
    if isinstance(wanted, asked.Typing):
        return scenes.typing(wanted.digits)
    if not guessing.may_try(region, said.user_id):
        return scenes.rest()
    found = invited.by_code(region, wanted.digits, clock.now())
    if found is None:
        guessing.note_wrong(region, said.user_id, turn.pk)
        return scenes.wrong_code()
    return _question(region, found, said)


def _presses(region: Region, said: DialogView) -> int:
    key = f"presses:{region.pk}:{said.user_id}"
    cache.add(key, 0, 3600)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        return 1


def _answered(region: Region, wanted: asked.WhoTheyAre, said: DialogView) -> Reply:
    invitation = (
        Invitation.objects.filter(secret_hash=wanted.invitation, region=region).select_related("region").first()
    )
    if invitation is None:
        return scenes.gone()
    if invitation.state == InvitationState.ANSWERED and invitation.account_id == said.user_id:
        return scenes.awaits()
    answered_before = invitation.state == InvitationState.KNOWN and invitation.account_id == said.user_id
    if not answered_before:
        if not handed_out.invitation_holds(invitation, clock.now()):
            return scenes.gone()
        if not wanted.is_me:
            invitations.decline(invitation, account_id=said.user_id, account_name=said.name)
            return scenes.declined()
        try:
            accepted = invitations.accept(invitation.pk, account_id=said.user_id, account_name=said.name)
        except Refused:
            return scenes.taken()
        if accepted is None:
            return scenes.gone()
        if accepted.state == InvitationState.ANSWERED:
            Correspondent.objects.get_or_create(region=region, account_id=said.user_id)
            return scenes.awaits()
    Correspondent.objects.get_or_create(region=region, account_id=said.user_id)
    who = account_people.people(region, said.user_id)
    return scenes.chats(account_people.chat_list(region, said.user_id, who), welcome=not answered_before)


def _leave(region: Region, wanted: asked.ToLeave, who: list[account_people.Person], said: DialogView) -> Reply:
    if any(isinstance(one, Inspector) for one in who):
        return scenes.leave_owner()
    if not wanted.sure:
        return scenes.leave_sure()
    for one in who:
        invitations.unbind(person=one, cause=invitations.DIALOG)
    Correspondent.objects.filter(Q(region=region), account_id=said.user_id).delete()
    return scenes.left()
