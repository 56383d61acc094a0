"""A month of work orders that the demo region without an interface for chats never had, played in the emulator.

People make chats by their orders, add the bot, join and change things by hand; the portal's own worker orders, links,
looks and appoints. Only the days on which all that happened are written afterwards. For a region that was loaded a
moment ago on one's own machine, while no emulator runs on the state.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User

from supervision.actions import regions
from supervision.enums import HandChanges, Lane, Provisioning, WorkOrderKind
from supervision.linking import found_chats
from supervision.messenger.connect import connect
from supervision.messenger.emulator import Emulator, EmulatorTransport
from supervision.messenger.provisioning import AccountMessenger
from supervision.messenger.throttle import Unpaced
from supervision.models import Chat, FoundChat, Inspector, Region, Representative, WorkOrder
from supervision.models.spans import holds
from supervision.queue import clock, outbox
from supervision.reconcile import dispatch, observe
from supervision.reconcile.accounts import account_of, token_of

DAYS = 30
LEFT_OPEN, UNJOINED = 5, 4  # every fifth chat is not made yet, to every fourth nobody of the company came
MOST_ADMINISTRATORS = 48  # with owner and bot all that the messenger allows
FIRST_RESIDENT = 20_000_000
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class DemoMonth:
    region: Region
    emulator: Emulator
    messenger: AccountMessenger

    def work(self, *chats: Chat) -> None:
        """The portal looks at these chats, and does whatever is due."""
        observe.forget(*chats)
        outbox.mark([chat.pk for chat in chats], lane=Lane.PERSON)
        dispatch.Drain(account_of(self.region.pk), self.messenger).work()

    def chats(self) -> list[Chat]:
        linked = Chat.objects.filter(region=self.region).linked()
        return list(linked.select_related("house", "region__account").order_by("pk"))

    def name_people(self) -> None:
        inspectors = Inspector.objects.filter(region=self.region)
        representatives = Representative.objects.filter(organisation__region=self.region)
        for people in (inspectors, representatives):
            for account, name in people.values_list("messenger_id", "full_name"):
                if account is not None:
                    self.emulator.people.name(account, name)

    def make_chats(self) -> None:
        """Inspectors do most of their orders, and add the bot; the portal finds whose chats these are."""
        orders = WorkOrder.objects.filter(chat__region=self.region, kind=WorkOrderKind.CREATE_CHAT, closed_at=None)
        for number, order in enumerate(orders.select_related("inspector").order_by("pk")):
            if number % LEFT_OPEN == 0 or order.inspector is None or order.inspector.messenger_id is None:
                continue
            made = self.emulator.people.create_chat(owner_id=order.inspector.messenger_id, title=order.title)
            self.emulator.people.add_bot(made.chat_id, token_of(self.region))
            FoundChat.objects.create(region=self.region, messenger_id=made.chat_id, found_at=clock.now())
        for _round in range(ROUNDS):
            found_chats.match_found(account_of(self.region.pk), self.messenger)

    def come(self, chats: list[Chat]) -> None:
        """Residents join, and the people of most companies."""
        today = self.region.today()
        for number, chat in enumerate(chats):
            where = chat.messenger_id or 0
            for resident in range(2 + number % 11):
                self.emulator.people.join(where, FIRST_RESIDENT + number * 100 + resident)
            acting = chat.house.periods.acting(today).values("organisation")
            people = Representative.objects.filter(holds(today), organisation__in=acting)
            for person in people if number % UNJOINED else ():
                self.emulator.people.join(where, person.messenger_id or 0)

    def meddle(self, chats: list[Chat]) -> None:
        """What the portal is to complain of: changes by hand, a bot that was thrown out, a chat that is full."""
        renamed, described, dismissed, shut_out = (chat.messenger_id or 0 for chat in chats[:4])
        self.emulator.people.rename_chat(renamed, "Наш дом")
        self.emulator.people.describe_chat(described, "Объявления жильцов")
        appointed = [each for each in self.emulator.state.chats[dismissed].admins() if self._is_theirs(each.user_id)]
        for member in appointed:
            self.emulator.people.dismiss(dismissed, member.user_id)
        self.emulator.people.remove_bot(shut_out, token_of(self.region))

    def fill(self, chat: Chat) -> None:
        """Its owner appoints so many that nobody else can be."""
        for number in range(MOST_ADMINISTRATORS):
            self.emulator.people.appoint(chat.messenger_id or 0, FIRST_RESIDENT + 90_000 + number)

    def _is_theirs(self, user_id: int) -> bool:
        return Representative.objects.filter(organisation__region=self.region, messenger_id=user_id).exists()


def was_played(region: Region) -> bool:
    return Chat.objects.filter(region=region).linked().exists()


def play(region: Region, emulator: Emulator, by: User) -> int:
    """Gives the chats made."""
    words = {"hand_changes": HandChanges.REPORT}
    regions.change_policy(region, words, by=by, reason="Демонстрация: изменённое вручную показывается")
    way = EmulatorTransport(emulator)
    opened = connect(
        url="http://emulator",
        token=token_of(region),
        provisioning=Provisioning.MANUAL.value,
        pace=Unpaced(),
        transport=way,
    )
    with closing(opened) as messenger:
        month = DemoMonth(region, emulator, messenger)
        month.name_people()
        month.work()
        month.make_chats()
        month.work()
        chats = month.chats()
        month.fill(chats[1])  # whose people come
        month.come(chats)
        month.work(*chats)
        month.meddle([chats[number] for number in range(5, len(chats)) if number % UNJOINED])
        month.work(*month.chats())
    _date_back(region)
    return len(chats)


def _date_back(region: Region) -> None:
    """As if a chat or two had been made a day, and what waits had waited for days."""
    now = clock.now()
    orders = list(WorkOrder.objects.filter(chat__region=region).select_related("chat").order_by("pk"))
    for number, order in enumerate(orders):
        opened = now - timedelta(days=DAYS - number * DAYS / len(orders), hours=6)
        if order.closed_at is None:
            WorkOrder.objects.filter(pk=order.pk).update(opened_at=opened)
            continue
        done = min(opened + timedelta(hours=4 + 7 * (number % 9)), now - timedelta(hours=1))
        WorkOrder.objects.filter(pk=order.pk).update(opened_at=opened, closed_at=done, looked_at=done)
        Chat.objects.filter(pk=order.chat_id, linked_at__isnull=False).update(linked_at=done)
    changed = Chat.objects.filter(region=region, differs_since__isnull=False).order_by("pk")
    for number, chat in enumerate(changed):
        Chat.objects.filter(pk=chat.pk).update(differs_since=now - timedelta(days=1 + 6 * number))
