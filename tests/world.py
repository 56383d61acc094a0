"""A small world to tell scenarios in: one region, its houses and people, a messenger of our own, and a clock.

The messenger is the emulator in the same process, spoken to through the real client. The worker's loop runs in the
test's own thread, so that it sees the test's transaction.
"""

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import time_machine
from django.contrib.auth.models import User

from supervision import access
from supervision.actions import chats, representatives
from supervision.enums import HouseKind, Lane, ManagementKind, OrganisationKind, Role
from supervision.messenger.connect import connect
from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.transport import EmulatorTransport
from supervision.messenger.repetition import Repetition
from supervision.messenger.throttle import Unpaced
from supervision.models import (
    Chat,
    House,
    Inspector,
    ManagementPeriod,
    MessengerAccount,
    Municipality,
    Organisation,
    Region,
    Representative,
    Zone,
)
from supervision.previews import outlooks
from supervision.queue import outbox
from supervision.reconcile import accounts, dispatch

OMSK = ZoneInfo("Asia/Omsk")
FIRST_DAY = date(2026, 11, 20)
TOKEN = "emulator-55"


@dataclass
class World:
    clock: time_machine.Traveller
    region: Region = field(init=False)
    emulator: Emulator = field(default_factory=lambda: Emulator(message_rate=None))
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1001))
    patience_seconds: float = 20.0
    by: User = field(init=False)

    def __post_init__(self) -> None:
        self.region = Region.objects.get(pk="55")
        self.by = User.objects.create_user("head")
        access.assign_role(self.by, Role.HEAD, self.region)
        access.may("zones.drawn", self.by, self.region)  # what is known of a login is asked once, and not
        access.may("house.corrected", self.by, self.region)  # in the midst of what a test counts
        self.transport = EmulatorTransport(self.emulator)
        self.connect(self.transport)

    def connect(self, transport: httpx.BaseTransport | None, *, token: str = TOKEN, mode: str = "api") -> None:
        """From now on the portal speaks through this transport; None is a server that nobody started."""
        self.messenger = connect(
            url="http://emulator" if transport else "http://127.0.0.1:9",
            token=token,
            provisioning=mode,
            pace=Unpaced(),
            transport=transport,
            read_seconds=self.patience_seconds,
            repetition=Repetition(first_pause_seconds=0),
        )

    # --- the clock -------------------------------------------------------------------------------------------------

    def go_to(self, day: date, hour: int = 9) -> None:
        self.clock.move_to(datetime(day.year, day.month, day.day, hour, tzinfo=OMSK))

    def wait(self, **span: float) -> None:
        self.clock.shift(timedelta(**span))

    @property
    def today(self) -> date:
        return self.region.today()

    # --- the register ----------------------------------------------------------------------------------------------

    def city(self, name: str = "г. Омск") -> Municipality:
        return Municipality.objects.get_or_create(region=self.region, name=name)[0]

    def company(self, name: str, kind: OrganisationKind = OrganisationKind.COMPANY) -> Organisation:
        return Organisation.objects.create(region=self.region, name=name, kind=kind)

    def house(
        self, address: str, company: Organisation | None = None, *, since: date = date(2025, 1, 1), **facts: object
    ) -> House:
        """A house in scope with its chat wished for; a `company` manages it since long ago."""
        house = House.objects.create(
            region=self.region,
            municipality=self.city(),
            fias_guid=UUID(int=next(self.numbers)),
            address=address,
            address_key=address.lower(),
            kind=HouseKind.APARTMENT,
            **facts,
        )
        if company:
            self.period(house, company, since)
        chats.open_missing(self.region)
        return house

    def houses(self, count: int, company: Organisation | None = None, *, street: str = "ул. Садовая") -> list[House]:
        """Many at once, with their chats wished for."""
        addresses = [f"г. Омск, {street}, д. {number}" for number in range(1, count + 1)]
        houses = House.objects.bulk_create(
            House(
                region=self.region,
                municipality=self.city(),
                fias_guid=UUID(int=next(self.numbers)),
                address=address,
                address_key=address.lower(),
                kind=HouseKind.APARTMENT,
            )
            for address in addresses
        )
        if company:
            since = date(2025, 1, 1)
            ManagementPeriod.objects.bulk_create(
                ManagementPeriod(house=house, organisation=company, since=since) for house in houses
            )
        chats.open_missing(self.region)
        return houses

    def period(self, house: House, company: Organisation | None, since: date) -> ManagementPeriod:
        kind = ManagementKind.ORGANISATION if company else ManagementKind.DIRECT
        return ManagementPeriod.objects.create(house=house, organisation=company, kind=kind, since=since)

    # --- people ----------------------------------------------------------------------------------------------------

    def inspector(self, name: str, *, zone: bool = True, **facts: object) -> Inspector:
        """In office; by default the zone of the whole region is theirs too."""
        person = Inspector.objects.create(region=self.region, full_name=name, messenger_id=next(self.numbers), **facts)
        self.emulator.people.name(account_of(person), name)
        if zone:
            everywhere, _ = Zone.objects.get_or_create(region=self.region, name="Весь регион", whole_region=True)
            everywhere.inspectors.add(person)
        return person

    def representative(self, company: Organisation, name: str, *, joined: House | None = None) -> Representative:
        person = representatives.add(
            organisation=company, full_name=name, messenger_id=next(self.numbers), since=self.today, by=self.by
        )
        self.emulator.people.name(account_of(person), name)
        if joined:
            self.join(joined, person)
        return person

    def join(self, house: House, person: Representative | Inspector) -> None:
        self.emulator.people.join(account_of(self.chat(house)), account_of(person))

    # --- the portal at work ----------------------------------------------------------------------------------------

    def chat(self, house: House) -> Chat:
        return Chat.objects.get(house=house)

    def account(self) -> MessengerAccount:
        return accounts.account_of(self.region.pk)

    def mark(self, *houses: House) -> None:
        outbox.mark_houses([house.pk for house in houses], lane=Lane.PERSON)

    def freeze(self, house: House, reason: str) -> None:
        chats.freeze(self.chat(house), reason=reason, by=self.by)

    def push(self) -> dispatch.SliceTally:
        """One run of the worker's loop over what is due."""
        run = dispatch.Drain(self.account(), self.messenger)
        run.work()
        return run.tally

    def writes(self) -> int:
        return self.messenger.calls.write

    # --- the messenger as residents see it ---------------------------------------------------------------------------

    def seen(self, house: House) -> dict[str, Any]:
        return next(chat for chat in self.emulator.world() if chat["external_id"] == str(house.fias_guid))

    def owner(self, house: House) -> str:
        return self.name(self.seen(house)["owner_id"])

    def administrators(self, house: House) -> set[str]:
        return {self.name(int(user_id)) for user_id in self.seen(house)["admins"]}

    def messages(self, house: House) -> list[str]:
        return self.messages_of(account_of(self.chat(house)))

    def messages_of(self, messenger_id: int) -> list[str]:
        return [message.text for message in self.emulator.state.chats[messenger_id].messages]

    def name(self, user_id: int) -> str:
        return " ".join(part for part in self.emulator.state.name_of(user_id) if part)

    # --- judgement -------------------------------------------------------------------------------------------------

    def assert_second_pass_plans_nothing(self) -> None:
        """Every chat is looked at afresh and needs no step; nothing is written."""
        assert list(outlooks.out_of_step(self.account())) == []
        Chat.objects.update(observed_at=None)
        outbox.mark(list(Chat.objects.values_list("pk", flat=True)), lane=Lane.PERSON)
        before = self.writes()
        tally = self.push()
        assert self.writes() == before
        assert set(tally.verdicts) <= {"settled"}


def account_of(row: Chat | Inspector | Representative) -> int:
    """Its id in the messenger, which it has."""
    assert row.messenger_id is not None, row
    return row.messenger_id
