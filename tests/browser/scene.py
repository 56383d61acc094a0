"""What the demo region lacks of a working day, said through the portal's own actions. Read by `manage.py shell`.

The last line printed is JSON: passwords of further logins and the houses that the tests ask for.
"""

import itertools
import json
import time
from collections.abc import Callable
from uuid import UUID

import httpx
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.test import Client
from django.utils.crypto import get_random_string

from supervision import access, audit
from supervision.actions import chats
from supervision.enums import HandChanges, HouseKind, Provisioning, RequestState, Role
from supervision.models import (
    Chat,
    House,
    Inspector,
    MessengerAccount,
    Municipality,
    Organisation,
    Region,
    WorkOrder,
)

SECONDS = 1500
region = Region.objects.get(pk="71")


def wait_until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        if time.monotonic() > end:
            raise SystemExit(f"The worker did not come to this in {SECONDS} s: {what}")
        time.sleep(0.5)


def new_house(number: int) -> House:
    return House.objects.create(
        region=region,
        municipality=Municipality.objects.get(region=region, name="г. Тула"),
        fias_guid=UUID(int=number),
        address=f"г. Тула, ул. Новая, д. {number}",
        address_key=f"г. тула, ул. новая, д. {number}",
        kind=HouseKind.APARTMENT,
    )


# The rate that the messenger allows would only make everybody wait for the scene.
httpx.post(f"{settings.MESSENGER_URL}/_emulator/switch", json={"rate": 1000}).raise_for_status()
MessengerAccount.objects.filter(region=region).update(rate_per_second=900)

accounts = MessengerAccount.objects.filter(region=region)
# twins of one address wait for a person, who says what tells them apart
behind = Chat.objects.filter(region=region).exclude(request__state=RequestState.PARKED).out_of_step()
wait_until(lambda: not behind.exists(), "every chat is as it should be")
wait_until(lambda: accounts.exclude(webhook_checked_at=None).exists(), "the messenger tells the portal what happens")

# An inspector of another region; one who has yet to set up a second factor; a head who signed in long ago.
passwords = {name: get_random_string(14) for name in ("stranger", "newcomer", "veteran")}
for name, role, code in (("stranger", "inspector", "62"), ("newcomer", "inspector", "71"), ("veteran", "head", "71")):
    user = User.objects.create_user(name, password=passwords[name])
    access.assign_role(user, Role(role), Region.objects.get(pk=code))
long_ago = Client()
long_ago.force_login(user, settings.AUTHENTICATION_BACKENDS[0])

# What residents change by hand is shown before it is set right.
Region.objects.filter(pk=region.pk).update(hand_changes=HandChanges.REPORT)

# From now on chats of the region are created by people. A worker that is at it still creates the first ones itself.
MessengerAccount.objects.filter(region=region).update(provisioning=Provisioning.MANUAL)
new = []
for number in itertools.count(1):
    house = new_house(number)
    with audit.event("limit.approved", cause="scene by root", region=region):
        chats.open_missing(region)
    orders = WorkOrder.objects.filter(chat__house=house)
    made = Chat.objects.filter(house=house, messenger_id__isnull=False)

    def has_either(orders: QuerySet[WorkOrder] = orders, made: QuerySet[Chat] = made) -> bool:
        return orders.exists() or made.exists()

    wait_until(has_either, f"a chat or an order for {house}")
    new += [house] if orders.exists() else []
    if len(new) == 3:
        break

MessengerAccount.objects.filter(region=region).update(rate_per_second=30)

managed = House.objects.filter(region=region, chat__messenger_id__isnull=False).order_by("pk")
print(  # noqa: T201 - the answer
    json.dumps(
        {
            "passwords": passwords,
            "veterans_session": long_ago.session.session_key,
            "new": [
                {"house": house.pk, "chat": house.chat.pk, "address": house.address, "guid": str(house.fias_guid)}
                for house in new
            ],
            "today": f"{region.today():%d.%m.%Y}",
            "organisations": dict(Organisation.objects.filter(region=region).values_list("name", "pk")),
            "inns": dict(Organisation.objects.filter(region=region).values_list("name", "inn")),
            "inspectors": dict(Inspector.objects.filter(region=region).values_list("full_name", "pk")),
            "managed": [
                {
                    **{"house": house.pk, "chat": house.chat.pk, "address": house.address},
                    **{"in_max": house.chat.messenger_id, "guid": str(house.fias_guid)},
                }
                for house in managed.select_related("chat")[:20]
            ],
        }
    )
)
