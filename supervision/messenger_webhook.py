"""Face: where the messenger posts what happened. Checks the secret, keeps, marks, answers; a handful of statements.

Asks the messenger nothing and wakes no worker: beat does so within a second. The messenger repeats whatever is not
answered with 200 ten times and drops the subscription after eight hours of that, so a refusal is for those only
who are not the messenger, and 503 for a database that is away.
"""

import json
import logging

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from supervision.linking import inbox, subscriptions
from supervision.messenger import wire
from supervision.models import MessengerAccount

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Max-Bot-Api-Secret"  # noqa: S105 - a header's name
MOST_BYTES = 256 * 1024


@csrf_exempt
@require_POST
def receive(request: HttpRequest, region_code: str) -> HttpResponse:
    """The secret of a region that there is not is as unguessable as any: whoever does not know it gets the same 403."""
    if not constant_time_compare(request.headers.get(SECRET_HEADER, ""), subscriptions.secret_of(region_code)):
        return HttpResponse(status=403)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    account = MessengerAccount.objects.select_related("region").filter(pk=region_code).first()
    if account is None:
        return HttpResponse(status=403)
    try:
        told = json.loads(body)
        update, said = wire.update(told), wire.dialog(told)
    except (ValueError, RecursionError) as error:
        # Taken all the same: it would be as unreadable ten times more. What it told of is found by looking.
        logger.warning("region %s: a webhook cannot be read: %s", region_code, type(error).__name__)
        return HttpResponse(status=200)
    if said is not None:
        inbox.receive_dialog(account, said, update, body)
    elif update.type not in inbox.WORDS:
        inbox.receive(account, update, body)
    return HttpResponse(status=200)
