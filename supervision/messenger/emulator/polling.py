"""`GET /updates`: long polling, refused while a webhook is active."""

from collections.abc import Callable

from supervision.messenger.emulator import updates
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.refusals import Refusal, malformed
from supervision.messenger.emulator.rules import Call


class NothingYet(Exception):
    """Nothing to tell: ask `again` for so many seconds; what it gives then is the answer, empty or not."""

    def __init__(self, seconds: float, again: Callable[[], Json]) -> None:
        super().__init__("nothing to tell yet")
        self.seconds, self.again = seconds, again


def get_updates(call: Call) -> Json:
    limit = call.number("limit", default=100, least=1, most=1000) or 100
    seconds = call.number("timeout", default=30, least=0, most=90) or 0
    marker, types = call.number("marker"), frozenset(call.many("types"))
    if unknown := types - updates.TYPES:
        raise malformed(f"types: {', '.join(sorted(unknown))} is unknown")
    if call.state.subscriptions.get(call.bot_id):
        raise Refusal(405, "method.not.allowed", "Long polling is not available while a webhook is active")

    def ask() -> Json:
        return call.polls.ask(call.bot_id, marker, limit=limit, types=types)

    answer = ask()
    if answer["updates"] or not seconds:
        return answer
    raise NothingYet(seconds, ask)
