"""Programs of every kind, and houses that stand as wished. Read by `manage.py shell`.

The last line printed is JSON: id and secret of each program, the token of the one that was shut out afterwards, and the
houses, companies and inspectors that the tests ask for.
"""

import json
import time

import httpx
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from supervision.actions import programs
from supervision.enums import ApiScope, RequestState
from supervision.models import Chat, Inspector, MessengerAccount, Organisation, Region

SECONDS = 1500
OFTEN = 1_000_000  # requests a minute: how a program is held back is tested elsewhere
EVERYTHING = list(ApiScope)
home, elsewhere = Region.objects.get(pk="71"), Region.objects.get(pk="62")

# The rate that the messenger allows would only make everybody wait for the scene.
httpx.post(f"{settings.MESSENGER_URL}/_emulator/switch", json={"rate": 1000}).raise_for_status()
MessengerAccount.objects.filter(region=home).update(rate_per_second=900)

end = time.monotonic() + SECONDS
# twins of one address wait for a person, who says what tells them apart
behind = Chat.objects.filter(region=home).exclude(request__state=RequestState.PARKED).out_of_step()
while behind.exists():
    if time.monotonic() > end:
        raise SystemExit(f"The worker did not bring every chat in step in {SECONDS} s.")
    time.sleep(0.5)

kinds: dict[str, tuple[Region, list[ApiScope]]] = {
    "everything": (home, EVERYTHING),
    "reader": (home, [ApiScope.READ]),
    "nameless": (home, [scope for scope in EVERYTHING if scope != ApiScope.PEOPLE]),
    "stranger": (elsewhere, EVERYTHING),
    "revoked": (home, EVERYTHING),
    "integrator": (home, EVERYTHING),
}
administrator = User.objects.get(username="admin")
made = {
    name: programs.create(name=name, regions=[region], scopes=scopes, requests_per_minute=OFTEN, by=administrator)
    for name, (region, scopes) in kinds.items()
}

revoked, secret = made["revoked"]
form = {"grant_type": "client_credentials", "client_id": revoked.client_id, "client_secret": secret}
token_of_revoked = Client(headers={"Host": "localhost"}).post("/api/token/", form).json()["access_token"]
programs.revoke(revoked, by=administrator)

managed = Chat.objects.filter(region=home, messenger_id__isnull=False).select_related("house").order_by("pk")
print(  # noqa: T201 - the answer
    json.dumps(
        {
            "programs": {name: [client.client_id, secret] for name, (client, secret) in made.items()},
            "token_of_revoked": token_of_revoked,
            "today": f"{home.today()}",
            "organisations": dict(Organisation.objects.filter(region=home).values_list("name", "pk")),
            "inspectors": dict(Inspector.objects.filter(region=home).values_list("full_name", "pk")),
            "managed": [
                {
                    "house": chat.house_id,
                    "chat": chat.pk,
                    "in_max": chat.messenger_id,
                    "guid": str(chat.house.fias_guid),
                }
                for chat in managed[:20]
            ],
        }
    )
)
