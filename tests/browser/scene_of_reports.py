"""A month of daily snapshots of the country, and a program whose webhook gave a message up. Read by `manage.py shell`.

Figures of past days cannot be taken later, so they are written here as a month would have left them: regions rise, some
faster, a few know nothing yet, and one day is missing. Today's figures of the demo region are taken by the portal.
"""

import json
import math
import socket
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from supervision.actions import programs
from supervision.enums import ApiScope, DeliveryState, HeardEvent
from supervision.models import Chat, DailySnapshot, House, Municipality, Region, WebhookDelivery
from supervision.outgoing import endpoints as webhooks
from supervision.reports import snapshot

DAYS, MISSED = 30, 12  # so many days ago nothing was taken
UNKNOWN = {"93", "94", "90", "95", "87"}  # regions without figures
demo = Region.objects.get(pk="71")
regions = list(Region.objects.exclude(pk__in=UNKNOWN))
begun = min(region.today() for region in Region.objects.all())
places = {region: [None] for region in regions} | {demo: [None, *Municipality.objects.filter(region=demo)]}
many = {demo: House.objects.filter(region=demo).in_scope().count()}


def row_of(region: Region, place: Municipality | None, day: date, age: int) -> DailySnapshot:
    # the same figures on every machine; the demo region is among the best, as today's figures will say
    chance = 1.0 if region == demo else (math.sin(int(region.pk) * 12.9898) + 1) / 2
    size = many.get(region) or 400 + int(chance * 9000)
    if place is not None:
        size = House.objects.filter(municipality=place).in_scope().count()
    share = min(0.97, 0.35 + 0.5 * chance + 0.012 * (DAYS - age) * (1 - chance / 2))
    made = int(size * share)
    return DailySnapshot(
        **{"region": region, "municipality": place, "day": day, "taken_at": region.midnight(day)},
        **{"houses": size + size // 20, "in_scope": size, "with_chat": made, "with_right_owner": int(made * 0.97)},
        **{"with_company_admin": int(made * (0.6 + 0.3 * share)), "out_of_step": made // 60, "work_orders": made // 90},
        **{"participants": made * (20 + int(40 * chance)), "change_hours": 4 + 9 * chance},
        **{"changes_due": made // 80, "changes_in_time": made // 100, "changes_late": made // 400},
    )


DailySnapshot.objects.bulk_create(
    [
        row_of(region, place, begun - timedelta(days=age), age)
        for age in range(DAYS)
        if age != MISSED
        for region in regions
        for place in places[region]
        if (region, age) != (demo, 0)
    ],
    ignore_conflicts=True,  # what the portal has taken meanwhile stands
)
snapshot.take(demo)

# A receiver that was away for days, and is back by the time that somebody presses the button: a test stands there.
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    receiver = probe.getsockname()[1]
admin = User.objects.get(username="admin")
program, _secret = programs.create(
    name="Региональная система ЖКХ", regions=[demo], scopes=list(ApiScope), requests_per_minute=600, by=admin
)
url = f"http://127.0.0.1:{receiver}/chats"
endpoint, _secret = webhooks.add(user=program.user, url=url, events=[HeardEvent.CHAT_CHANGED], by=admin)
chat = Chat.objects.filter(region=demo).linked()[:1].get()
lost = WebhookDelivery.objects.create(
    **{"endpoint": endpoint, "message_id": "msg_lost", "event": HeardEvent.CHAT_CHANGED, "object_id": chat.pk},
    **{"region": demo, "payload": {"type": "chat.changed", "data": {"id": chat.pk}}, "state": DeliveryState.DEAD},
    **{"attempts": 10, "not_before": timezone.now(), "last_error": "Connection refused"},
)
print(json.dumps({"receiver": receiver, "lost": lost.pk, "figures_of": f"{begun:%d.%m.%Y}"}))  # noqa: T201
