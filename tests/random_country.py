"""Two regions to which anything may have happened: written by a random source, so that a report can be reckoned anew.

Rows are written straight into the tables, without the portal's actions: a report has to be right about whatever stands
there. `at` is the instant that counts as now.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.contrib.auth.models import User

from supervision.enums import BotState, CallOutcome, HouseKind, HouseState, ManagementKind, RequestState, WorkOrderKind
from supervision.models import (
    Absence,
    Chat,
    ChatMember,
    House,
    HouseAlias,
    Inspector,
    ManagementPeriod,
    MessengerCall,
    Municipality,
    Organisation,
    Region,
    Representative,
    SyncRequest,
    WorkOrder,
    Zone,
)

CODES = ("25", "55")
HOUSES = 9
ADDRESSES = ("ул. мира, 1", "ул. мира, 2", "ул. мира, 3", "ул. новая, 1", "ул. новая, 2", "")
REASONS = ("Бот заблокирован", "Нет прав", "")
STEPS = ("GrantAdmin", "RevokeAdmin", "Rename")
STRANGER = 777


@dataclass
class RandomCountry:
    """`build` writes it; the same random source writes the same country.

    Where `is_on_edge`, most of its days are yesterday, today or tomorrow of Moscow: what holds changes by the hour.
    """

    random: Random
    at: datetime
    codes: tuple[str, ...] = CODES
    is_on_edge: bool = False
    numbers: int = 1000
    companies: dict[str, list[Organisation]] = field(default_factory=dict)
    inspectors: dict[str, list[Inspector]] = field(default_factory=dict)

    def build(self) -> None:
        for code in self.codes:
            region = Region.objects.get(pk=code)
            region.min_flats = self.random.choice([0, 0, 20])
            region.save()
            places = [Municipality.objects.create(region=region, name=f"Район {code}-{n}") for n in (1, 2)]
            self._people(region, places)
            self._companies(region)
            for number in range(self.random.randrange(HOUSES)):
                self._house(region, self.random.choice([*places, None]), number)
            looked_at = Chat.objects.filter(region=region).with_company_admin(region.today(self.at))
            Chat.objects.filter(pk__in=looked_at.values("pk")).update(has_company_admin=True)

    def number(self) -> int:
        self.numbers += 1
        return self.numbers

    def maybe(self, share: float = 0.5) -> bool:
        return self.random.random() < share

    def day(self, before: int = 100, after: int = 20) -> date:
        if self.is_on_edge and self.maybe(0.7):
            return self.at.date() + timedelta(days=self.random.randint(-1, 1))
        return self.at.date() + timedelta(days=self.random.randint(-before, after))

    def instant(self, days: int = 100) -> datetime:
        return self.at - timedelta(hours=self.random.randint(0, 24 * days), minutes=self.random.randint(1, 59))

    # --- the register ----------------------------------------------------------------------------------------------

    def _people(self, region: Region, places: list[Municipality]) -> None:
        people = []
        for number in range(4):
            login = (
                User.objects.create_user(f"{region.pk}-{number}", is_active=self.maybe()) if self.maybe(0.3) else None
            )
            people.append(
                Inspector.objects.create(
                    region=region,
                    full_name=f"Инспектор {region.pk}-{number}",
                    messenger_id=self.number() if self.maybe(0.8) else None,
                    dismissed_on=self.day(after=5) if self.maybe(0.3) else None,
                    user=login,
                )
            )
        for one in people[:2]:
            if self.maybe():
                substitute = self.random.choice([*people[2:], None])
                Absence.objects.create(inspector=one, substitute=substitute, since=self.day(20, 5), until=None)
        zone = Zone.objects.create(region=region, name="Зона", whole_region=False)
        zone.municipalities.add(places[0])
        zone.inspectors.add(*people[:2])
        self.inspectors[region.pk] = people

    def _companies(self, region: Region) -> None:
        self.companies[region.pk] = []
        for number in range(3):
            company = Organisation.objects.create(
                region=region,
                name=f"ООО «УК {region.pk}-{number}»",
                ogrn=f"{self.number():013}" if self.maybe(0.7) else "",
                ogrn_is_wrong=self.maybe(0.3),
                inspector=self.random.choice([*self.inspectors[region.pk], None, None]),
            )
            for _each in range(self.random.randrange(3)):
                until = self.day() if self.maybe(0.3) else None
                since = self.day(200, 0)
                Representative.objects.create(
                    organisation=company,
                    full_name="Представитель",
                    messenger_id=self.number(),
                    since=min(since, until) if until else since,
                    until=until,
                )
            self.companies[region.pk].append(company)

    def _house(self, region: Region, place: Municipality | None, number: int) -> None:
        house = House.objects.create(
            region=region,
            municipality=place,
            fias_guid=UUID(int=self.number()),
            gis_guid=UUID(int=self.number()) if self.maybe() else None,
            cadastral_number="55:36:1:1" if self.maybe() else "",
            address=f"{region.pk} {number}",
            address_key=self.random.choice(ADDRESSES),
            kind=self.random.choice([HouseKind.APARTMENT] * 4 + [HouseKind.UNKNOWN]),
            state=self.random.choice([HouseState.STANDING] * 5 + [HouseState.DEMOLISHED]),
            flats=self.random.choice([None, 0, 10, 20, 80]),
            inspector=self.random.choice([*self.inspectors[region.pk], None, None, None]),
        )
        if self.maybe(0.2):
            HouseAlias.objects.create(house=house, fias_guid=UUID(int=self.number()))
        self._periods(house)
        if self.maybe(0.8):
            self._chat(house)

    def _periods(self, house: House) -> None:
        """None, or one after the other, with or without a day between them."""
        days = sorted({self.day() for _each in range(self.random.randrange(4))})
        for since, following in zip(days, [*days[1:], None], strict=False):
            company = self.random.choice([*self.companies[house.region_id], None])
            until = following or (self.day(0, 40) + timedelta(days=21) if self.maybe(0.3) else None)
            if following and self.maybe(0.2) and following - since > timedelta(days=1):
                until = following - timedelta(days=1)
            ManagementPeriod.objects.create(
                house=house,
                organisation=company,
                kind=ManagementKind.ORGANISATION if company else ManagementKind.DIRECT,
                since=since,
                until=until,
                excluded_on=self.day() if self.maybe(0.2) else None,
            )

    # --- the messenger ---------------------------------------------------------------------------------------------

    def _owners(self, code: str) -> list[int | None]:
        known = [one.messenger_id for one in self.inspectors[code] if one.messenger_id]
        return [*known, *known, STRANGER, None]

    def _chat(self, house: House) -> None:
        is_linked = self.maybe(0.8)
        chat = Chat.objects.create(
            house=house,
            region=house.region,
            messenger_id=self.number() if is_linked else None,
            linked_at=self.instant() if is_linked else None,
            observed_owner_id=self.random.choice(self._owners(house.region_id)),
            participants_count=self.random.choice([None, 2, 4, 5, 60]),
            bot_state=BotState.IN_PLACE,
        )
        people = self._people_of(house)
        for user_id in people:
            if self.maybe(0.4):
                ChatMember.objects.create(chat=chat, user_id=user_id, is_admin=self.maybe(0.7))
        for _each in range(self.random.randrange(5)):
            self._call(chat, people)
        if self.maybe():
            self._request(chat)
        for kind in WorkOrderKind:
            if self.maybe(0.2):
                self._order(chat, kind)

    def _people_of(self, house: House) -> list[int]:
        companies = house.periods.exclude(organisation=None).values("organisation")
        people = Representative.objects.filter(organisation__in=companies).order_by("pk")
        return sorted({one.messenger_id for one in people if one.messenger_id is not None} | {STRANGER})

    def _call(self, chat: Chat, people: list[int]) -> None:
        outcome = self.random.choice([CallOutcome.DONE] * 3 + list(CallOutcome))
        step = self.random.choice(STEPS)
        person = {"user_id": self.random.choice(people), "name": "Кто-то"}
        call = MessengerCall.objects.create(
            chat=chat,
            region=chat.region,
            step=step,
            outcome=outcome,
            detail={"title": "Дом"} if step == "Rename" else {"person": person},
        )
        at = self.instant(self.random.choice([2, 100]))
        answered_at = None if outcome == CallOutcome.STARTED else at
        MessengerCall.objects.filter(pk=call.pk).update(started_at=at, answered_at=answered_at)

    def _request(self, chat: Chat) -> None:
        SyncRequest.objects.create(
            chat=chat,
            region=chat.region,
            version=1,
            state=self.random.choice(list(RequestState)),
            not_before=self.at + timedelta(hours=self.random.randint(-50, 20)),
            attempts=self.random.randrange(2),
            reason=self.random.choice(REASONS),
            marked_at=self.instant(9),
        )

    def _order(self, chat: Chat, kind: WorkOrderKind) -> None:
        order = WorkOrder.objects.create(chat=chat, kind=kind, closed_at=self.at if self.maybe(0.3) else None)
        WorkOrder.objects.filter(pk=order.pk).update(opened_at=self.instant(12))
