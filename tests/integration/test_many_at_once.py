"""Whoever decides about many at once is asked for the right to, by the writer itself: no face can forget it.

A NEW WRITER that takes houses, chats, periods or orders? Give it a call about two of them in CALLS.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.contrib.auth.models import User

from supervision import access, actions, audit
from supervision.access import ACTS, Act, Needed
from supervision.actions import changes_by_program, chats, companies, inspectors, management_periods, operations, orders
from supervision.actions.period_changes import PeriodChange
from supervision.enums import ApiScope, Lane, WorkOrderKind
from supervision.errors import AskAgain, Forbidden
from supervision.models import Chat, Event, House, ManagementPeriod, SyncRequest, WorkOrder
from supervision.queue import outbox
from tests.programs import Caller
from tests.world import World

SELECTIONS = {kind[row] for kind in (Sequence, Iterable, list) for row in (House, Chat, ManagementPeriod, WorkOrder)}
NO_DECISION = {"operations.record"}  # the line of an operation in its own table, after its facts were written
DAY = date(2026, 12, 24)


def two(w: World) -> list[House]:
    """Houses of one company, with their chats in the messenger."""
    w.inspector("Инспектор 1")
    found = w.houses(2, w.company("ООО «Старая»"))
    w.push()
    return list(House.objects.filter(pk__in=[house.pk for house in found]).select_related("region").order_by("pk"))


def rooms(w: World) -> list[Chat]:
    return [Chat.objects.select_related("region").get(house=house) for house in two(w)]


def tasks(w: World) -> list[WorkOrder]:
    return [
        WorkOrder.objects.create(chat=chat, kind=WorkOrderKind.HAND_OVER, instruction="Передать чат")
        for chat in rooms(w)
    ]


def sent(w: World) -> dict[str, Any]:
    houses, new = two(w), w.company("ООО «Новая»")
    return {"houses": houses, "changes": [PeriodChange(house.pk, new.pk, DAY) for house in houses]}


def passing(w: World) -> dict[str, Any]:
    return {"houses": two(w), "organisation": w.company("ООО «Новая»"), "since": DAY, "reason": "Приказ"}


def ending(w: World) -> dict[str, Any]:
    return {"houses": two(w), "until": DAY, "reason": "Приказ"}


def acting(w: World) -> dict[str, Any]:
    return {"periods": [house.periods.get() for house in two(w)], "on": DAY, "reason": "Приказ"}


CALLS: dict[str, tuple[Callable[..., object], Callable[[World], dict[str, Any]]]] = {
    "changes_by_program.take": (changes_by_program.take, sent),
    "chats.attend": (chats.attend, lambda w: {"chats": rooms(w), "push": True}),
    "chats.freeze_many": (chats.freeze_many, lambda w: {"chats": rooms(w), "reason": "Суд"}),
    "chats.thaw_many": (chats.thaw_many, lambda w: {"chats": rooms(w)}),
    "inspectors.assign_houses": (inspectors.assign_houses, lambda w: {"houses": two(w), "inspector": w.inspector("И")}),
    "management_periods.end_all": (management_periods.end_all, ending),
    "management_periods.exclude": (management_periods.exclude, acting),
    "management_periods.replace": (management_periods.replace, passing),
    "management_periods.replace_as_sent": (management_periods.replace_as_sent, sent),
    "operations.end_management": (operations.end_management, ending),
    "operations.replace_company": (operations.replace_company, passing),
    "orders.hand": (orders.hand, lambda w: {"orders": tasks(w), "inspector": w.inspector("Петрова")}),
    "orders.remark": (orders.remark, lambda w: {"orders": tasks(w), "text": "Посмотреть"}),
    "orders.say_done": (orders.say_done, lambda w: {"orders": tasks(w)}),
}


def writers() -> set[str]:
    """What in actions/ takes a selection and an author, read off the signatures."""
    found = set()
    for module in pkgutil.iter_modules(actions.__path__):
        held = import_module(f"supervision.actions.{module.name}")
        for name, act in inspect.getmembers(held, inspect.isfunction):
            given = inspect.signature(act).parameters
            is_own = inspect.unwrap(act).__module__ == held.__name__ and not name.startswith("_")
            if is_own and "by" in given and SELECTIONS & {one.annotation for one in given.values()}:
                found.add(f"{module.name}.{name}")
    return found


def test_every_writer_of_a_selection_is_called_here() -> None:
    assert writers() - NO_DECISION == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_more_than_one_is_asked_about_before_anything_is_written(world: World, name: str) -> None:
    act, given = CALLS[name]
    values, events = given(world), Event.objects.count()
    with access.coming(access.Visit(proven=lambda: False)), pytest.raises(AskAgain) as asked:
        act(**values, by=world.by)
    assert (asked.value.act, Event.objects.count()) == (access.MANY_HOUSES, events)


def test_a_program_pushes_many_with_the_scope_for_many_and_in_the_queues_turn(world: World) -> None:
    numbers = [chat.pk for chat in rooms(world)]
    asked = {"chats": numbers, "mode": "push"}
    narrow = Caller.of(world.region, scopes=(ApiScope.READ, ApiScope.CHATS))
    refused = narrow.post("/sync-requests/", asked)
    assert (refused.status_code, refused.json()["scope"]) == (403, "mass")
    assert not SyncRequest.objects.exists()
    assert narrow.post("/sync-requests/", {**asked, "chats": numbers[:1]}).status_code == 202
    assert SyncRequest.objects.get().lane == Lane.PERSON
    SyncRequest.objects.all().delete()
    assert Caller.of(world.region).post("/sync-requests/", asked).status_code == 202
    assert {one.lane for one in SyncRequest.objects.all()} == {Lane.CHANGE}


def test_one_chat_is_nobodys_selection(world: World) -> None:
    chat = rooms(world)[0]
    with access.coming(access.Visit(proven=lambda: False)):
        chats.attend([chat], push=False, by=world.by)
    assert SyncRequest.objects.get().lane == Lane.PERSON


# acts that are not about a selection by what they take, and may turn out to concern many chats
PLAIN = [act for act in ACTS.values() if not act.dangerous and act.right in (Needed.SUPERVISE, Needed.MANAGE)]


@pytest.mark.parametrize("act", PLAIN, ids=lambda act: act.name)
def test_an_act_that_turns_out_to_mark_many_chats_is_asked_about_like_a_selection(world: World, act: Act) -> None:
    """Whoever comes by session is asked again, a program needs the scope for many beside the act's own."""
    numbers = [chat.pk for chat in rooms(world)]
    SyncRequest.objects.all().delete()
    with access.coming(access.Visit(proven=lambda: False)):
        marks(act, world, world.by, numbers[:1])
        with pytest.raises(AskAgain) as asked:
            marks(act, world, world.by, numbers)
    assert asked.value.act == access.MANY_HOUSES
    if act.scope is not None:
        narrow = Caller.of(world.region, scopes=(ApiScope.READ, act.scope)).client.user
        wide = Caller.of(world.region, scopes=(ApiScope.READ, act.scope, ApiScope.MASS)).client.user
        assert narrow and wide
        marks(act, world, narrow, numbers[:1])
        with pytest.raises(Forbidden) as refused:
            marks(act, world, narrow, numbers)
        assert refused.value.scope == ApiScope.MASS
        marks(act, world, wide, numbers)


def marks(act: Act, world: World, by: User, numbers: Sequence[int]) -> None:
    """One by one, as a writer may do it that calls others."""
    details = audit.of_login(by) if act.of_login else {}
    with audit.event(act.name, by=by, region=world.region, details=details):
        for number in numbers:
            outbox.mark([number])


def test_the_name_of_a_company_of_many_houses_is_changed_with_the_scope_for_many(world: World) -> None:
    company, small = two(world)[0].periods.get().organisation, world.company("ООО «Малая»")
    narrow = Caller.of(world.region, scopes=(ApiScope.READ, ApiScope.REGISTER))
    refused = narrow.patch(f"/organisations/{company.pk}/", {"name": "ООО «Иная»", "reason": "ЕГРЮЛ"})
    assert (refused.status_code, refused.json()["scope"]) == (403, "mass")
    company.refresh_from_db()
    assert company.name == "ООО «Старая»"
    for path, said in (
        (company.pk, {"full_name": "Общество «Старая»", "reason": "ЕГРЮЛ"}),
        (small.pk, {"name": "ООО «Иная»", "reason": "ЕГРЮЛ"}),
    ):
        answer = narrow.patch(f"/organisations/{path}/", said)
        assert answer.status_code == 200, answer.content
    assert Caller.of(world.region).patch(f"/organisations/{company.pk}/", {"name": "ООО «Иная»"}).status_code == 200


def test_who_changes_the_name_of_a_company_of_many_houses_is_asked_again(world: World) -> None:
    company = two(world)[0].periods.get().organisation
    with access.coming(access.Visit(proven=lambda: False)), pytest.raises(AskAgain):
        companies.change(organisation=company, facts={"name": "ООО «Иная»"}, by=world.by)
    company.refresh_from_db()
    assert company.name == "ООО «Старая»"
