"""The demo: its logins are kept beside its data for nobody else and told again, and it has a month behind it."""

import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.utils import timezone

from supervision.enums import BotState, ChatState, HandChanges, Provisioning, RequestState, WorkOrderKind
from supervision.management.commands.load_demo import LOGINS, logins_of_demo
from supervision.management.demo_history import NIGHTS
from supervision.messenger.emulator import Emulator
from supervision.messenger.emulator.store import Store
from supervision.models import Chat, DailySnapshot, Region, SyncRequest, Target, WorkOrder
from supervision.worklists import state_of

pytestmark = pytest.mark.django_db


def test_what_is_printed_is_kept_and_opens_the_portal(settings: Any, tmp_path: Path) -> None:
    settings.LOCAL, settings.LOCAL_DIR = True, tmp_path / "local"
    quiet, first, second = StringIO(), StringIO(), StringIO()
    call_command("load_demo", quiet_logins=True, stdout=quiet)
    nights = DailySnapshot.objects.filter(region="71", municipality=None).order_by("day")
    assert nights.count() == NIGHTS
    shares = [night.with_chat / night.in_scope for night in nights]
    assert shares == sorted(shares) and nights.last().day == nights.last().region.today() - timedelta(days=1)
    assert Target.objects.count() == 2
    for out in (first, second):
        call_command("load_demo", stdout=out)
    kept = tmp_path / "local" / "logins.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    told = dict(line.split() for line in logins_of_demo().splitlines())
    assert set(told) == set(LOGINS)
    assert all(authenticate(None, username=name, password=word) for name, word in told.items())
    assert told["admin"] not in quiet.getvalue()
    assert (nights.count(), Target.objects.count()) == (NIGHTS, 2)
    assert first.getvalue() == second.getvalue() and told["admin"] in first.getvalue()


def test_two_regions_of_different_days_have_a_month_behind_them(settings: Any, tmp_path: Path) -> None:
    """Snapshots and targets of both; of the one whose chats people make: orders done and waiting for weeks, changes by
    hand that stand, and what the queue complains of."""
    settings.LOCAL, settings.LOCAL_DIR = True, tmp_path / "local"
    state, out = tmp_path / "local" / "emulator.json", StringIO()
    call_command("load_demo", quiet_logins=True, emulator_state=state, stdout=out)
    here, there = Region.objects.get(pk="71"), Region.objects.get(pk="54")
    assert (here.time_zone, there.time_zone) == ("Europe/Moscow", "Asia/Novosibirsk")
    assert (here.account.provisioning, there.account.provisioning) == (Provisioning.DEFAULT, Provisioning.MANUAL)
    for region in (here, there):
        nights = DailySnapshot.objects.filter(region=region, municipality=None)
        assert nights.count() == NIGHTS and all(night.out_of_step and night.work_orders for night in nights)
        assert Target.objects.filter(region=region).count() == 1
    chats = Chat.objects.filter(region=there)
    made = chats.linked().count()
    assert chats.count() > made > 20, out.getvalue()
    last = DailySnapshot.objects.filter(region=there, municipality=None).latest("day")
    assert made - last.with_chat in (0, 1), "as it stood on the morning before"

    orders = WorkOrder.objects.filter(chat__region=there)
    done = orders.exclude(closed_at=None).filter(kind=WorkOrderKind.CREATE_CHAT)
    assert done.count() == made and all(order.closed_at > order.opened_at for order in done)
    days = {(timezone.now() - order.opened_at).days for order in orders}
    assert max(days) >= 28 and len(days) > 20
    waiting = orders.filter(closed_at=None)
    assert set(waiting.values_list("kind", flat=True)) == {WorkOrderKind.CREATE_CHAT, WorkOrderKind.ADD_BOT}

    assert there.hand_changes == HandChanges.REPORT
    changed = chats.exclude(differs_since=None)
    assert {each["what"] for chat in changed for each in chat.differences} >= {"Название", "Описание"}
    assert changed.order_by("differs_since").first().differs_since < timezone.now() - timedelta(days=6)
    complaints = SyncRequest.objects.filter(region=there, state=RequestState.PARKED).exclude(reason="")
    assert complaints.count() >= 2 and len(set(complaints.values_list("reason", flat=True))) >= 2
    assert chats.filter(bot_state=BotState.REMOVED).count() == 1
    stands = {state_of(chat)[0] for chat in chats.select_related("region__account", "request")}
    assert stands >= {
        *(ChatState.SETTLED.value, ChatState.ORDERED.value, ChatState.WAITING.value, ChatState.BY_HAND.value),
        *(ChatState.PARKED.value, ChatState.NOBODY.value),
    }

    kept = Emulator()
    Store(state, kept.state)
    assert {chat.messenger_id for chat in chats.linked()} == set(kept.state.chats)
    call_command("load_demo", quiet_logins=True, emulator_state=state, stdout=out)
    assert (chats.linked().count(), orders.count()) == (made, waiting.count() + orders.exclude(closed_at=None).count())
