"""What a person did in the dialog, kept until it is answered. Floods end here in silence, before anything is kept."""

import json
from dataclasses import asdict
from datetime import datetime

from supervision import keyring
from supervision.actions import handed_out, invited
from supervision.conversation.asked import secret_of
from supervision.dialogs import account_people
from supervision.messenger.port import DialogView
from supervision.models import DialogTurn, MessengerAccount
from supervision.queue import clock

MOST_OF_ONE, MOST_OF_UNINVITED = 10, 100  # that wait at the same time


def keep(account: MessengerAccount, said: DialogView) -> bool:
    """False where the person, or the uninvited together, have as much waiting as is answered at all."""
    waiting = DialogTurn.objects.filter(region=account.pk)
    if waiting.filter(account_id=said.user_id).count() >= MOST_OF_ONE:
        return False
    is_uninvited = not (_is_invited(account, said) or account_people.people(account.region, said.user_id))
    if is_uninvited and waiting.filter(is_uninvited=True).count() >= MOST_OF_UNINVITED:
        return False
    now = clock.now()
    turn = DialogTurn(
        region=account.region, account_id=said.user_id, is_uninvited=is_uninvited, received_at=now, due_at=now
    )
    turn.content = keyring.seal(json.dumps(asdict(said)), turn.context)
    turn.save()
    return True


def content_of(turn: DialogTurn) -> DialogView:
    """Raises keyring.CannotOpen."""
    return DialogView(**json.loads(keyring.open_sealed(turn.content, turn.context)))


def regions_with_work(now: datetime) -> list[str]:
    """Whose account speaks at all: one that is stopped answers nobody."""
    speaking = MessengerAccount.objects.filter(is_enabled=True, trouble="")
    due = DialogTurn.objects.filter(due_at__lte=now, region__account__in=speaking)
    return sorted({*due.values_list("region", flat=True), *account_people.regions_with_lists(now, speaking)})


def _is_invited(account: MessengerAccount, said: DialogView) -> bool:
    secret = secret_of(said)
    found = invited.by_secret(account.region, secret) if secret else None
    return found is not None and handed_out.invitation_holds(found, clock.now())
