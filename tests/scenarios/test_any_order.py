"""Anything may happen to a region in any order: changes in the register, hands in the messenger, faults, lost marks.

After two quiet days every chat is as wished, or the portal says in words what stands in the way. The default plays a
few stories, always the same; SOAK_EXAMPLES in the environment asks for so many new ones (`make soak`).
"""

import os
from contextlib import ExitStack
from datetime import datetime

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from supervision.messenger.emulator.faults import FaultKind
from supervision.messenger.emulator.routes import ROUTES
from supervision.messenger.emulator.stand_ins import NAMED
from tests.peace import complaints
from tests.town import Town
from tests.world import FIRST_DAY, OMSK, World

SOAK = int(os.environ.get("SOAK_EXAMPLES", "0"))
EXAMPLES, STEPS = SOAK or 6, int(os.environ.get("STEPS", "30"))
number = st.integers(0, 7)
days = st.integers(-3, 2)
FAULTS = [*(kind for kind in FaultKind if kind is not FaultKind.STAND_IN), *NAMED]
OPERATIONS = [
    "*", "chat", "admins", "members", "messages", "create_chat", "transfer_owner", "edit_chat", "grant_admin",
    "revoke_admin", "send_message", "pin_message",
]  # fmt: skip


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.exits = ExitStack()
        self.exits.enter_context(transaction.atomic())
        self.exits.callback(transaction.set_rollback, True)
        nine = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 9, tzinfo=OMSK)
        clock = self.exits.enter_context(time_machine.travel(nine, tick=False))
        self.town = Town(World(clock))
        self.is_whole = True

    def teardown(self) -> None:
        with self.exits:
            if self.is_whole:
                self.rest()

    # --- the register

    @rule(house=number, company=number, day=days)
    def the_company_changes(self, house: int, company: int, day: int) -> None:
        self.town.pass_on(house, company, day)

    @rule(house=number, day=days)
    def powers_end(self, house: int, day: int) -> None:
        self.town.end_powers(house, day)

    @rule(house=number)
    def a_planned_change_is_called_off(self, house: int) -> None:
        self.town.call_off(house)

    @rule(house=number)
    def a_house_is_demolished_or_that_is_taken_back(self, house: int) -> None:
        self.town.demolish_or_restore(house)

    @rule(house=number, street=number)
    def a_street_is_renamed(self, house: int, street: int) -> None:
        self.town.rename_street(house, street)

    @rule(company=number)
    def a_house_is_built(self, company: int) -> None:
        self.town.build(company)

    @rule(company=number)
    def a_representative_comes(self, company: int) -> None:
        self.town.hire(company)

    @rule(person=number, day=st.integers(0, 2))
    def a_representative_goes(self, person: int, day: int) -> None:
        self.town.let_go(person, day)

    @rule(inspector=number, other=number, since=st.integers(0, 2), length=st.integers(0, 3))
    def an_inspector_is_away(self, inspector: int, other: int, since: int, length: int) -> None:
        self.town.send_away(inspector, other, since, length)

    @rule(inspector=number)
    def an_inspector_is_dismissed(self, inspector: int) -> None:
        self.town.dismiss(inspector)

    @rule(house=number, inspector=number)
    def a_house_gets_its_own_inspector(self, house: int, inspector: int) -> None:
        self.town.assign(house, inspector)

    @rule(
        rights=st.sampled_from(["moderator", "herald"]),
        strangers=st.sampled_from(["report", "revoke"]),
        by_hand=st.sampled_from(["correct", "report"]),
    )
    def the_policy_changes(self, rights: str, strangers: str, by_hand: str) -> None:
        self.town.change_policy(rights_preset=rights, unknown_admins=strangers, hand_changes=by_hand)

    @rule(house=number)
    def a_chat_is_frozen_or_thawed(self, house: int) -> None:
        self.town.freeze_or_thaw(house)

    # --- the messenger

    @rule(chat=number, person=number)
    def somebody_joins(self, chat: int, person: int) -> None:
        self.town.join(chat, person)

    @rule(chat=number, person=number)
    def somebody_leaves(self, chat: int, person: int) -> None:
        self.town.leave(chat, person)

    @rule(chat=number, person=number)
    def somebody_is_appointed_by_hand(self, chat: int, person: int) -> None:
        self.town.appoint(chat, person)

    @rule(chat=number, person=number)
    def somebody_is_deposed_by_hand(self, chat: int, person: int) -> None:
        self.town.depose(chat, person)

    @rule(chat=number, person=number)
    def somebody_takes_the_chat_over(self, chat: int, person: int) -> None:
        self.town.take_over(chat, person)

    @rule(chat=number, description=st.booleans())
    def a_chat_is_renamed_or_described(self, chat: int, description: bool) -> None:
        self.town.describe(chat) if description else self.town.retitle(chat)

    @rule(chat=number)
    def the_bot_is_removed(self, chat: int) -> None:
        self.town.remove_bot(chat)

    @rule(chat=number, rights=number)
    def the_bot_is_added_or_loses_rights(self, chat: int, rights: int) -> None:
        self.town.add_bot(chat, rights)

    # --- what fails

    @rule(kind=st.sampled_from(FAULTS), operation=st.sampled_from(OPERATIONS), times=st.integers(1, 3))
    def calls_will_fail(self, kind: str, operation: str, times: int) -> None:
        self.town.emulator.faults.add(kind, operation=operation, times=times)

    @rule(house=number)
    def a_mark_is_lost(self, house: int) -> None:
        self.town.lose_mark(house)

    @rule(at=st.integers(1, 9), after=st.booleans())
    def a_worker_will_be_killed(self, at: int, after: bool) -> None:
        self.town.mortal.kill(at_request=at, after=after)

    # --- time and work

    @rule(hours=st.sampled_from([1, 14, 24, 8 * 24]))
    def time_passes(self, hours: int) -> None:
        self.town.world.wait(hours=hours)

    @rule(seconds=st.sampled_from([0, 5, 60]))
    def workers_work(self, seconds: int) -> None:
        self.town.world.wait(seconds=seconds)
        self.town.work()

    @rule()
    def workers_work_now(self) -> None:
        self.town.work()

    @rule()
    def rest(self) -> None:
        self.is_whole = False
        self.town.rest()
        assert complaints(self.town) == []
        self.is_whole = True


@pytest.mark.walk
def test_whatever_happens_every_chat_is_as_wished_or_the_portal_says_why(db: None) -> None:
    profile = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        derandomize=not SOAK,
        print_blob=bool(SOAK),
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnyOrder, settings=profile)


def test_faults_are_played_on_operations_that_exist() -> None:
    assert set(OPERATIONS) - {"*"} <= {name for name, _handler in ROUTES.values()}
