"""How comments, orders in the hands of people and filters of lists are put on record; part of tests/deeds.py."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from supervision.actions import chats, comments, list_habits, orders
from supervision.models import Chat
from tests.deed_scenes import WHY, chat, comment, house, order, shared_filter
from tests.world import World


def frozen(w: World) -> list[Chat]:
    w.freeze(house(w), WHY)
    return list(Chat.objects.all())


OF_PEOPLE_AT_WORK: dict[str, Callable[[World, Path], Callable[[], object]]] = {
    "actions.chats.freeze_many": lambda w, folder: partial(chats.freeze_many, [chat(w)], reason=WHY, by=w.by),
    "actions.chats.thaw_many": lambda w, folder: partial(chats.thaw_many, frozen(w), by=w.by),
    "actions.comments.write": lambda w, folder: partial(comments.write, house=house(w), text="Посмотреть", by=w.by),
    "actions.comments.take_back": lambda w, folder: partial(comments.take_back, comment(w), by=w.by),
    "actions.list_habits.keep": lambda w, folder: lambda: shared_filter(w),
    "actions.list_habits.remove": lambda w, folder: partial(list_habits.remove, shared_filter(w), by=w.by),
    "actions.orders.say_done": lambda w, folder: partial(orders.say_done, orders=[order(w)], by=w.by),
    "actions.orders.hand": lambda w, folder: partial(
        orders.hand, orders=[order(w)], inspector=w.inspector("Петрова"), by=w.by
    ),
}
