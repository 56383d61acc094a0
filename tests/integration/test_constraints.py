"""The invariants that the database itself keeps, each broken once."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from supervision.enums import (
    ChangeKind,
    LicenceStatus,
    ManagementKind,
    OperationKind,
    Role,
    SetUpWord,
    WorkOrderKind,
)
from supervision.figures import TargetFigure
from supervision.models import (
    Absence,
    Adoption,
    AdoptionLine,
    Change,
    Chat,
    ChatMember,
    ClaimedRole,
    ClaimRule,
    CompanyLink,
    Correspondent,
    DailySnapshot,
    Event,
    FrozenHouse,
    HiddenColumns,
    House,
    HouseSubstitute,
    IdempotentAnswer,
    Inspector,
    Invitation,
    Licence,
    LoginLink,
    ManagementPeriod,
    MessengerUpdate,
    Municipality,
    Nomination,
    Notice,
    NoticeSending,
    NoticeWish,
    Operation,
    OperationHouse,
    Organisation,
    Representative,
    SavedFilter,
    SetUpMark,
    SyncRequest,
    Target,
    UnprovenCount,
    WebhookEndpoint,
    WorkOrder,
    Zone,
)
from tests.world import World

DAY = date(2026, 11, 20)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
REGION = {"region_id": "55"}


@pytest.fixture
def house(world: World) -> House:
    """One of everything."""
    company = world.company("ООО «УК»")
    Organisation.objects.update(frt_id=7, ogrn="1025500000000")
    world.inspector("Инспектор 1")
    world.inspector("Инспектор 2", zone=False)
    house = world.house("г. Омск, ул. Мира, д. 1", company, since=DAY)
    world.representative(company, "Представитель")
    Licence.objects.create(organisation=company, number="055-1")
    return house


def company() -> Organisation:
    return Organisation.objects.get()


def chat() -> Chat:
    return Chat.objects.get()


def person(number: int) -> Inspector:
    return Inspector.objects.get(full_name=f"Инспектор {number}")


def absence(since: date, until: date | None, substitute: int = 2) -> Absence:
    return Absence.objects.create(inspector=person(1), substitute=person(substitute), since=since, until=until)


def representative(since: date, until: date | None) -> Representative:
    known = Representative.objects.get()
    return Representative.objects.create(
        organisation=known.organisation, messenger_id=known.messenger_id, full_name="Он же", since=since, until=until
    )


def represented_by_whom_nobody_confirmed() -> None:
    now = {"made_at": timezone.now(), "until": timezone.now()}
    link = CompanyLink.objects.create(organisation=company(), token_hash="1", **now)
    named = {"organisation": company(), "full_name": "Представитель", "named_at": timezone.now()}
    Nomination.objects.create(link=link, representative=Representative.objects.get(), **named)


def period(**facts: object) -> ManagementPeriod:
    return ManagementPeriod.objects.create(house=House.objects.get(), **facts)


def operation() -> Operation:
    known = Operation.objects.first()
    return known or Operation.objects.create(
        kind=OperationKind.REPLACE_COMPANY, by=User.objects.get(), acts_at=timezone.now(), **REGION
    )


def twice(make: Callable[[], object]) -> None:
    make()
    make()


def target() -> Target:
    return Target.objects.create(figure=TargetFigure.WITH_CHAT, day=DAY, percent=90, entered_by=login())


def open_link() -> LoginLink:
    token = hex(LoginLink.objects.count())
    return LoginLink.objects.create(login=login(), by=login(), token_hash=token, expires_at=timezone.now())


def invitation_of_nobody() -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(secret_hash="a", code_hash="b", made_at=now, until=now, code_until=now, **REGION)


def login() -> User:
    return User.objects.get_or_create(username="somebody")[0]


def notice() -> Notice:
    return Notice.objects.create(
        user=login(), kind="order", subject="1", occasion="1", made_at=timezone.now(), **REGION
    )


def twice_by_mail() -> object:
    about = notice()
    return twice(lambda: NoticeSending.objects.create(notice=about, channel="email", due_at=timezone.now()))


BREAKERS: dict[str, Callable[[], object]] = {
    "chat_id_and_time_of_linking_together": lambda: Chat.objects.update(messenger_id=-1),
    "chat_is_not_ahead_of_its_wish": lambda: Chat.objects.update(synced_version=9, spec_version=8),
    "member_once_in_chat": lambda: twice(lambda: ChatMember.objects.create(chat=chat(), user_id=1)),
    "event_has_author_or_cause": lambda: Event.objects.create(name="period.replaced"),
    "period_ends_after_start": lambda: ManagementPeriod.objects.update(until=DAY),
    "only_direct_management_has_no_organisation": lambda: ManagementPeriod.objects.update(organisation=None),
    "periods_of_a_house_do_not_overlap": lambda: period(since=AFTER, kind=ManagementKind.DIRECT),
    "organisation_frt_id_once_in_region": lambda: Organisation.objects.create(name="Б", frt_id=7, **REGION),
    "organisation_ogrn_once_in_region": lambda: Organisation.objects.create(name="Б", ogrn="1025500000000", **REGION),
    "licence_number_once": lambda: Licence.objects.create(organisation=company(), number="055-1"),
    "licence_end_has_date": lambda: Licence.objects.update(status=LicenceStatus.ENDED),
    "inspector_messenger_id_once_in_region": lambda: Inspector.objects.create(
        full_name="Двойник", messenger_id=person(1).messenger_id, **REGION
    ),
    "absence_ends_after_start": lambda: absence(DAY, BEFORE),
    "absence_substitute_is_another": lambda: absence(DAY, None, substitute=1),
    "absences_do_not_overlap": lambda: twice(lambda: absence(DAY, None)),
    "representative_ends_after_start": lambda: Representative.objects.update(until=BEFORE),
    "representative_periods_do_not_overlap": lambda: representative(AFTER, None),
    "lease_has_owner_and_end": lambda: SyncRequest.objects.update(lease_owner=uuid4()),
    "one_open_order_of_a_kind_a_chat": lambda: twice(
        lambda: WorkOrder.objects.create(chat=chat(), kind=WorkOrderKind.HAND_OVER, instruction="x")
    ),
    "change_once_a_row": lambda: Change.objects.create(
        kind=ChangeKind.CHAT, object_id=chat().pk, transaction=1, at=timezone.now(), **REGION
    ),
    "idempotency_key_once": lambda: twice(lambda: IdempotentAnswer.objects.create(user=login(), key="a", digest="b")),
    "webhook_address_once": lambda: twice(
        lambda: WebhookEndpoint.objects.create(user=login(), url="https://gis.example/hook", events=[])
    ),
    "one_open_link_of_a_login": lambda: twice(open_link),
    "strangers_counted_once_an_hour": lambda: twice(
        lambda: UnprovenCount.objects.create(hour=timezone.now().replace(minute=0, second=0, microsecond=0), status=401)
    ),
    "target_once_a_day": lambda: twice(target),
    "target_is_a_share": lambda: (target(), Target.objects.update(percent=101)),
    "update_once_in_region": lambda: twice(
        lambda: MessengerUpdate.objects.create(key="k", update_type="bot_added", **REGION)
    ),
    "adoption_line_once": lambda: twice(
        lambda: AdoptionLine.objects.create(adoption=Adoption.objects.get_or_create(**REGION)[0], line=2)
    ),
    "house_once_in_operation": lambda: twice(
        lambda: OperationHouse.objects.create(operation=operation(), house=House.objects.get())
    ),
    "nobody_is_back_after_dismissal": lambda: Absence.objects.filter(pk=absence(DAY, AFTER).pk).update(
        ends_in_dismissal=True
    ),
    "house_once_in_absence": lambda: twice(
        lambda: HouseSubstitute.objects.create(
            absence=Absence.objects.first() or absence(DAY, None), house=House.objects.get(), substitute=person(2)
        )
    ),
    "frozen_house_once_in_region": lambda: twice(
        lambda: FrozenHouse.objects.create(house=House.objects.get(), figures=0, **REGION)
    ),
    "snapshot_once_a_day": lambda: twice(
        lambda: DailySnapshot.objects.create(day=DAY, taken_at=timezone.now(), **REGION)
    ),
    "municipality_name_once_in_region": lambda: Municipality.objects.create(name="г. Омск", **REGION),
    "invitation_is_for_one_person": invitation_of_nobody,
    "correspondent_once_in_region": lambda: twice(lambda: Correspondent.objects.create(account_id=1, **REGION)),
    "notice_of_a_row_once": lambda: twice(notice),
    "notice_once_by_each_way": twice_by_mail,
    "wish_once_of_a_kind_and_way": lambda: twice(
        lambda: NoticeWish.objects.create(user=login(), kind="order", channel="email", pace="never")
    ),
    "own_filter_once_by_its_name": lambda: twice(
        lambda: SavedFilter.objects.create(user=login(), list_name="house", name="Мои", query="state=standing")
    ),
    "shared_filter_once_by_its_name": lambda: twice(
        lambda: SavedFilter.objects.create(user=login(), list_name="house", name="Наши", query="q=1", **REGION)
    ),
    "columns_once_of_a_list": lambda: twice(
        lambda: HiddenColumns.objects.create(user=login(), list_name="house", names=["flats"])
    ),
    "only_the_confirmed_represent": represented_by_whom_nobody_confirmed,
    "zone_name_once_in_region": lambda: twice(lambda: Zone.objects.create(name="Север", **REGION)),
    "one_zone_covers_whole_region": lambda: Zone.objects.create(name="Ещё", whole_region=True, **REGION),
    "set_up_word_once_in_region": lambda: twice(
        lambda: SetUpMark.objects.create(step=SetUpWord.POLICY, by=login(), **REGION)
    ),
    "one_role_of_a_value_at_a_place": lambda: twice(lambda: ClaimRule.objects.create(value="a", role=Role.ANALYST)),
    "a_claim_makes_no_program": lambda: ClaimRule.objects.create(value="a", role=Role.API_CLIENT, **REGION),
    "role_of_a_claim_has_its_place": lambda: ClaimRule.objects.create(value="a", role=Role.HEAD),
    "one_claimed_role_at_a_place": lambda: twice(lambda: ClaimedRole.objects.create(login=login(), value="a")),
}


@pytest.mark.parametrize("name", sorted(BREAKERS))
def test_the_database_refuses_what_cannot_be(world: World, house: House, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BREAKERS[name]()


def test_every_named_constraint_is_broken_once() -> None:
    models = apps.get_app_config("supervision").get_models()
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == set(BREAKERS)


def test_what_only_looks_alike_is_allowed(world: World, house: House) -> None:
    """Half-open days: the end of one is the start of the next. No number is no double."""
    absence(DAY, AFTER)
    absence(AFTER, None)
    Representative.objects.update(until=AFTER)
    representative(AFTER, None)
    Organisation.objects.create(name="Без номеров", **REGION)
    Organisation.objects.create(name="Тоже без номеров", **REGION)
    Organisation.objects.create(name="ООО «УК»", frt_id=7, ogrn="1025500000000", region_id="77")
    WorkOrder.objects.create(chat=chat(), kind=WorkOrderKind.HAND_OVER, instruction="x", closed_at=timezone.now())
    WorkOrder.objects.create(chat=chat(), kind=WorkOrderKind.HAND_OVER, instruction="x")
    assert Organisation.objects.count() == 4
