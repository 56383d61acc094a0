"""A few houses, companies and inspectors to whom anything may happen, named by number so that any number is somebody.

Every method is one thing that happens. What the portal refuses to do has not happened, and that is all right.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

from supervision.actions import absences, chats, demolition, inspectors, management_periods, regions, representatives
from supervision.enums import HouseState
from supervision.errors import Refused
from supervision.messenger.emulator.state import GROUP_RIGHTS
from supervision.messenger.emulator.state import EmulatedChat as MessengerChat
from supervision.models import House, ManagementPeriod, Organisation, Region, Representative, SyncRequest
from supervision.reconcile import sweeping
from tests.hooked_transport import Killed, MortalTransport
from tests.watched_transport import WatchedTransport
from tests.world import TOKEN, World, account_of

Thing = TypeVar("Thing")
MOST_HOUSES = 4
STRANGERS = (777, 778)


class Town:
    def __init__(self, world: World) -> None:
        self.world, self.emulator = world, world.emulator
        self.mortal = MortalTransport(world.emulator)
        self.watch = WatchedTransport(world.emulator, self.mortal)
        world.patience_seconds = 0.01
        world.connect(self.watch)
        self.inspectors = [world.inspector(f"Инспектор {n}", zone=n < 3) for n in (1, 2, 3)]
        self.companies = [world.company(f"ООО «УК {n}»") for n in (1, 2, 3)]
        self.people = [account_of(world.representative(company, f"Из {company}")) for company in self.companies]
        self.houses = [self._house(company) for company in self.companies[:2]]
        self.told: Counter[tuple[int, str, str]] = Counter()  # house, company, first day: how often that may be told

    # --- the register ----------------------------------------------------------------------------------------------

    def _house(self, company: Organisation | None) -> House:
        return self.world.house(f"г. Омск, ул. Мира, д. {int(next(self.world.numbers))}", company)

    def build(self, company: int) -> None:
        if len(self.houses) < MOST_HOUSES:
            self.houses.append(self._house(one_of([*self.companies, None], company)))

    def pass_on(self, house: int, company: int, days: int) -> None:
        """To a company or to the owners themselves, from a day ahead or past."""
        to, since = one_of([*self.companies, None], company), self.world.today + timedelta(days=days)
        where = one_of(self.houses, house)
        with suppress(Refused):
            management_periods.replace(houses=[where], organisation=to, since=since, by=self.world.by)
            self.told[where.pk, to.name if to else "", f"{since:%d.%m.%Y}"] += 1

    def end_powers(self, house: int, days: int) -> None:
        period = ManagementPeriod.objects.filter(house=one_of(self.houses, house)).order_by("-since").first()
        until = self.world.today + timedelta(days=days)
        if period and (period.until is None or until < period.until):
            with suppress(Refused):
                management_periods.end(period=period, until=until, by=self.world.by, reason="проверка")

    def call_off(self, house: int) -> None:
        period = ManagementPeriod.objects.filter(house=one_of(self.houses, house)).order_by("-since").first()
        if period:
            with suppress(Refused):
                management_periods.cancel_planned(period=period, by=self.world.by, reason="проверка")

    def demolish_or_restore(self, house: int) -> None:
        where = House.objects.get(pk=one_of(self.houses, house).pk)
        act = demolition.demolish if where.state == HouseState.STANDING else demolition.restore
        act(house=where, by=self.world.by, reason="проверка")

    def rename_street(self, house: int, number: int) -> None:
        where = one_of(self.houses, house)
        address = f"г. Омск, ул. Новая, д. {where.pk}/{number}"
        House.objects.filter(pk=where.pk).update(address=address, address_key=address.lower())
        self.world.mark(where)

    def hire(self, company: int) -> None:
        to = one_of(self.companies, company)
        self.people.append(account_of(self.world.representative(to, f"Ещё из {to}")))

    def let_go(self, person: int, days: int) -> None:
        on = self.world.today + timedelta(days=days)
        who = one_of(list(Representative.objects.order_by("pk")), person)
        representatives.remove(person=who, on=on, by=self.world.by)

    def send_away(self, inspector: int, other: int, since: int, length: int) -> None:
        away, substitute = one_of(self.inspectors, inspector), one_of(self.inspectors, other)
        start = self.world.today + timedelta(days=since)
        until = start + timedelta(days=length) if length else None
        with suppress(Refused):
            absences.substitute(inspector=away, substitute=substitute, since=start, until=until, by=self.world.by)

    def dismiss(self, inspector: int) -> None:
        who = one_of(self.inspectors, inspector)
        with suppress(Refused):
            inspectors.dismiss(inspector=who, on=self.world.today, by=self.world.by, reason="проверка")

    def assign(self, house: int, inspector: int) -> None:
        to = one_of([*self.inspectors, None], inspector)
        inspectors.assign_houses(houses=[one_of(self.houses, house)], inspector=to, by=self.world.by)

    def change_policy(self, **values: object) -> None:
        region = Region.objects.get(pk=self.world.region.pk)
        regions.change_policy(region, values, by=self.world.by, reason="проверка")

    def freeze_or_thaw(self, house: int) -> None:
        chat = self.world.chat(one_of(self.houses, house))
        if chat.frozen_reason:
            chats.thaw(chat, by=self.world.by)
        else:
            chats.freeze(chat, reason="проверка", by=self.world.by)

    # --- people in the messenger -----------------------------------------------------------------------------------

    def in_messenger(self, chat: int, act: Callable[[MessengerChat], object]) -> None:
        """By hand, in one of the chats that exist."""
        if self.emulator.state.chats:
            act(one_of(list(self.emulator.state.chats.values()), chat))

    def anybody(self, number: int) -> int:
        return one_of([*self.people, *STRANGERS, *map(account_of, self.inspectors)], number)

    def join(self, chat: int, person: int) -> None:
        self.in_messenger(chat, lambda it: self.emulator.people.join(it.chat_id, self.anybody(person)))

    def leave(self, chat: int, person: int) -> None:
        with suppress(ValueError):  # an owner cannot
            self.in_messenger(chat, lambda it: self.emulator.people.leave(it.chat_id, self.anybody(person)))

    def appoint(self, chat: int, person: int) -> None:
        who = self.anybody(person)

        def act(it: MessengerChat) -> None:
            if who != it.owner_id:
                self.emulator.people.appoint(it.chat_id, who)

        self.in_messenger(chat, act)

    def depose(self, chat: int, person: int) -> None:
        def act(it: MessengerChat) -> None:
            if member := it.members.get(self.anybody(person)):
                member.rights = member.alias = None

        self.in_messenger(chat, act)

    def take_over(self, chat: int, person: int) -> None:
        self.in_messenger(chat, lambda it: self.emulator.people.change_owner(it.chat_id, self.anybody(person)))

    def retitle(self, chat: int) -> None:
        self.in_messenger(chat, lambda it: self.emulator.people.rename_chat(it.chat_id, "Наш двор"))

    def describe(self, chat: int) -> None:
        self.in_messenger(chat, lambda it: setattr(it, "description", "Шашлыки по субботам"))

    def remove_bot(self, chat: int) -> None:
        self.in_messenger(chat, lambda it: self.emulator.people.remove_bot(it.chat_id, TOKEN))

    def add_bot(self, chat: int, rights: int) -> None:
        """With all rights, with some, as a plain participant."""
        given = (GROUP_RIGHTS, GROUP_RIGHTS - {"add_admins"}, GROUP_RIGHTS - {"change_chat_info"}, None)

        def act(it: MessengerChat) -> None:
            self.emulator.people.add_bot(it.chat_id, TOKEN)
            it.members[self.emulator.state.bot_of(TOKEN)].rights = one_of(given, rights)

        self.in_messenger(chat, act)

    # --- the portal at work ----------------------------------------------------------------------------------------

    def lose_mark(self, house: int) -> None:
        SyncRequest.objects.filter(chat__house=one_of(self.houses, house)).delete()

    def work(self) -> None:
        sweeping.sweep()
        with suppress(Killed):
            self.world.push()

    def rest(self) -> None:
        """Nothing fails and nobody interferes for two days: a look at every chat, and whatever it shows."""
        self.emulator.faults.clear()
        self.mortal.spare()
        for span in ({"minutes": 1}, {"hours": 25}, {"hours": 25}):
            self.world.wait(**span)
            self.work()


def one_of(things: Sequence[Thing], number: int) -> Thing:
    return things[number % len(things)]
