"""Subscriptions of a bot to webhooks: https on port 443 only, as MAX asks since 25 May 2026."""

import re

import httpx

from supervision.messenger.emulator import updates
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.refusals import NO_SUBSCRIPTION, Declined, malformed
from supervision.messenger.emulator.rules import Call
from supervision.messenger.emulator.state import Subscription, now_ms

SECRET = re.compile(r"[\w-]{5,256}", re.ASCII)


def subscriptions(call: Call) -> Json:
    """The secrets are not shown."""
    kept = call.state.subscriptions.get(call.bot_id, {}).values()
    return {"subscriptions": [_shown(one) for one in kept]}


def subscribe(call: Call) -> Json:
    """The same address once more replaces the subscription."""
    url = call.text("url", shortest=1, longest=2048)
    secret = call.text("secret", shortest=5, longest=256)
    wanted = call.unique_texts("update_types")
    if url is None or not is_allowed(url, any_address=call.switches.allow_http_webhooks):
        raise malformed("url: https on port 443 expected")
    if secret is not None and not SECRET.fullmatch(secret):
        raise malformed("secret: 5 to 256 of letters, digits, _ and - expected")
    if unknown := set(wanted or ()) - updates.TYPES:
        raise malformed(f"update_types: {', '.join(sorted(unknown))} is unknown")
    mine = call.state.subscriptions.setdefault(call.bot_id, {})
    mine[url] = Subscription(url, now_ms(), secret, wanted)
    call.state.shared_changed = True
    return {"success": True}


def unsubscribe(call: Call) -> Json:
    url = call.single("url")
    if not url:
        raise malformed("url: expected")
    if call.state.subscriptions.get(call.bot_id, {}).pop(url, None) is None:
        raise Declined(f"There is no subscription to {url}", NO_SUBSCRIPTION)
    call.state.shared_changed = True
    return {"success": True}


def is_allowed(url: str, *, any_address: bool) -> bool:
    """Read by the library that will post to it, so that nothing is taken which cannot be posted to."""
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    if not parts.host:
        return False
    return parts.scheme in ("http", "https") if any_address else parts.scheme == "https" and parts.port in (None, 443)


def _shown(one: Subscription) -> Json:
    data: Json = {"url": one.url, "time": one.made_at}
    return data if one.update_types is None else data | {"update_types": one.update_types}
