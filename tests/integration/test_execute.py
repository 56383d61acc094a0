"""Acting: every request is in the journal, and whatever is lost on the way is done once."""

from datetime import date

import pytest

from supervision.actions import management_periods
from supervision.enums import CallOutcome
from supervision.models import Chat, House, MessengerCall
from supervision.queue import leases, outbox
from tests.hooked_transport import HookedTransport, Killed, die
from tests.world import World

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    old = world.company("ООО «Старая»")
    house = world.house("г. Омск, ул. Мира, д. 1", old)
    world.push()
    world.representative(old, "Представитель старой", joined=house)
    world.push()
    MessengerCall.objects.all().delete()
    return house


def replace_company(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    world.representative(new, "Представитель новой", joined=house)
    management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)


def outcomes(house: House) -> list[tuple[str, str]]:
    return list(MessengerCall.objects.filter(chat__house=house).order_by("pk").values_list("step", "outcome"))


def assert_company_was_replaced_once(world: World, house: House) -> None:
    assert world.administrators(house) == {"Представитель новой"}
    assert len(world.messages(house)) == 1
    assert world.seen(house)["pinned"] is not None
    assert not MessengerCall.objects.unsettled().exists()
    world.assert_second_pass_plans_nothing()


def test_every_request_is_in_the_journal_in_the_order_of_the_plan(world: World, house: House) -> None:
    replace_company(world, house)
    world.push()
    assert outcomes(house) == [
        ("SetDescription", CallOutcome.DONE),
        ("GrantAdmin", CallOutcome.DONE),
        ("RevokeAdmin", CallOutcome.DONE),
        ("Announce", CallOutcome.DONE),
        ("PinAnnouncement", CallOutcome.DONE),
    ]


def test_a_line_of_the_journal_stands_before_its_request_is_sent(world: World, house: House) -> None:
    seen: list[tuple[str, str]] = []
    before = lambda: seen.extend(outcomes(house))  # noqa: E731
    world.connect(HookedTransport(world.emulator, method="PATCH", path="", before=before))
    replace_company(world, house)
    world.push()
    assert seen == [("SetDescription", CallOutcome.STARTED)]


STEPS = [
    ("PATCH", ""),
    ("POST", "/members/admins"),
    ("DELETE", ""),
    ("POST", "/messages"),
    ("PUT", "/pin"),
]


@pytest.mark.parametrize(("method", "path"), STEPS)
def test_a_worker_killed_after_the_messenger_acted_loses_and_doubles_nothing(
    world: World, house: House, method: str, path: str
) -> None:
    replace_company(world, house)
    world.connect(HookedTransport(world.emulator, method=method, path=path, after=die))
    with pytest.raises(Killed):
        world.push()
    assert outcomes(house)[-1][1] == CallOutcome.STARTED

    world.wait(seconds=leases.LEASE_SECONDS + 1)
    assert world.push().verdicts == {"settled": 1}
    assert_company_was_replaced_once(world, house)


@pytest.mark.parametrize(("method", "path"), STEPS)
def test_a_worker_killed_before_its_request_was_sent_loses_nothing(
    world: World, house: House, method: str, path: str
) -> None:
    replace_company(world, house)
    world.connect(HookedTransport(world.emulator, method=method, path=path, before=die))
    with pytest.raises(Killed):
        world.push()
    world.wait(seconds=leases.LEASE_SECONDS + 1)
    world.push()
    assert_company_was_replaced_once(world, house)


@pytest.mark.parametrize("operation", ["edit_chat", "grant_admin", "revoke_admin", "send_message", "pin_message"])
def test_after_a_lost_answer_the_next_pass_looks_before_it_acts(world: World, house: House, operation: str) -> None:
    replace_company(world, house)
    world.emulator.faults.add("lose_answer", operation=operation)
    assert world.push().verdicts == {"retried": 1}
    assert outcomes(house)[-1][1] == CallOutcome.UNKNOWN

    world.wait(seconds=11)
    assert world.push().verdicts == {"settled": 1}
    assert_company_was_replaced_once(world, house)


def test_the_owner_is_handed_over_once_though_the_answer_was_lost(world: World, house: House) -> None:
    House.objects.update(inspector=world.inspector("Инспектор 2", zone=False))
    outbox.mark_houses([house.pk])
    world.emulator.faults.add("lose_answer", operation="transfer_owner")
    world.push()
    world.wait(seconds=11)
    world.push()
    assert world.owner(house) == "Инспектор 2"
    assert [step for step, _ in outcomes(house)] == ["TransferOwner"]


class TestCreation:
    @pytest.fixture
    def wished(self, world: World) -> House:
        world.inspector("Инспектор 1")
        return world.house("г. Омск, ул. Мира, д. 2")

    def assert_one_chat(self, world: World, house: House) -> None:
        assert [chat["external_id"] for chat in world.emulator.world()] == [str(house.fias_guid)]
        assert world.chat(house).messenger_id == world.seen(house)["chat_id"]
        world.assert_second_pass_plans_nothing()

    def test_a_lost_answer_makes_no_second_chat(self, world: World, wished: House) -> None:
        world.emulator.faults.add("lose_answer", operation="create_chat")
        assert world.push().verdicts == {"retried": 1}
        assert world.chat(wished).messenger_id is None
        world.wait(seconds=11)
        world.push()
        self.assert_one_chat(world, wished)

    def test_a_killed_worker_makes_no_second_chat(self, world: World, wished: House) -> None:
        world.connect(HookedTransport(world.emulator, method="POST", path="/house-chats", after=die))
        with pytest.raises(Killed):
            world.push()
        world.wait(seconds=leases.LEASE_SECONDS + 1)
        world.push()
        self.assert_one_chat(world, wished)

    def test_a_house_that_was_renamed_while_the_answer_was_lost_gets_its_new_title(
        self, world: World, wished: House
    ) -> None:
        world.emulator.faults.add("lose_answer", operation="create_chat")
        world.push()
        House.objects.update(address="г. Омск, ул. Победы, д. 2", address_key="победы 2")
        world.wait(seconds=11)
        world.push()
        assert world.seen(wished)["title"] == "г. Омск, ул. Победы, д. 2"
        self.assert_one_chat(world, wished)


def test_whoever_lost_the_lease_writes_no_more(world: World, house: House) -> None:
    """While one worker hangs in a request, its lease ends and another does the whole of the work."""
    replace_company(world, house)
    slow = HookedTransport(world.emulator, method="PATCH", path="", after=lambda: another_takes_over(world))
    world.connect(slow)
    assert world.push().verdicts == {"lost": 1}
    assert_company_was_replaced_once(world, house)
    assert [step for step, _ in outcomes(house)].count("GrantAdmin") == 1


def another_takes_over(world: World) -> None:
    world.wait(seconds=leases.LEASE_SECONDS + 1)
    world.connect(world.transport)
    assert world.push().verdicts == {"settled": 1}


def test_a_fact_changed_during_a_pass_is_taken_up_by_the_next_one(world: World, house: House) -> None:
    def renamed_meanwhile() -> None:
        House.objects.update(address="г. Омск, ул. Победы, д. 1", address_key="победы 1")
        outbox.mark_houses([house.pk])

    replace_company(world, house)
    world.connect(HookedTransport(world.emulator, method="POST", path="/messages", after=renamed_meanwhile))
    assert world.push().verdicts == {"marked again": 1, "settled": 1}
    assert world.seen(house)["title"] == "г. Омск, ул. Победы, д. 1"
    world.assert_second_pass_plans_nothing()


def test_a_person_who_is_refused_though_in_the_chat_is_for_a_person_to_look_at(world: World, house: House) -> None:
    replace_company(world, house)
    world.emulator.faults.add("refuse", operation="grant_admin", times=5)
    assert world.push().verdicts == {"parked": 1}
    assert "Insufficient access rights" in world.chat(house).request.reason
    assert world.administrators(house) == {"Представитель старой"}


def test_refused_rights_of_an_administrator_are_parked_with_the_messengers_words(world: World, house: House) -> None:
    world.region.rights_preset = "herald"
    world.region.save()
    outbox.mark_houses([house.pk])
    world.emulator.faults.add("refuse", operation="grant_admin", times=9)
    assert world.push().verdicts == {"parked": 1}
    assert "Insufficient access rights" in world.chat(house).request.reason


def test_a_pin_that_was_seen_is_remembered_and_another_one_later_is_respected(world: World, house: House) -> None:
    replace_company(world, house)
    world.emulator.faults.add("lose_answer", operation="pin_message")
    world.push()
    world.wait(seconds=11)
    world.push()
    assert Chat.objects.get(house=house).announcement_pinned
    world.emulator.state.chats[world.chat(house).messenger_id].pinned = None
    world.assert_second_pass_plans_nothing()


def test_a_change_of_company_costs_five_writing_requests_and_one_look(world: World, house: House) -> None:
    """docs/adr/0008: the pass starts from the last look and ends with a fresh one of two requests."""
    world.wait(seconds=1)
    world.push()
    replace_company(world, house)
    before = world.messenger.calls.read, world.writes()
    world.push()
    assert (world.messenger.calls.read - before[0], world.writes() - before[1]) == (2, 5)


def test_a_mark_that_changes_nothing_costs_one_look(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    before = world.messenger.calls.read, world.writes()
    world.push()
    assert (world.messenger.calls.read - before[0], world.writes() - before[1]) == (2, 0)
