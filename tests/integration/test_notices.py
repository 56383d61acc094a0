"""What is noted by which act, for whom, once; what the bell and the page of notices show of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from supervision import access
from supervision.actions import absences, accounts, management_periods, operations
from supervision.enums import LicenceStatus, Role
from supervision.models import (
    Comment,
    House,
    Inspector,
    Licence,
    MessengerAccount,
    Notice,
    Region,
    SyncRequest,
    Upload,
    WorkOrder,
)
from supervision.notice_kinds import NoticeChannel, NoticeKind, NoticePace
from supervision.notices import keeping, marking, of_the_day, wishes
from tests.browsing import browser_of, entered
from tests.news import kinds, order, told_of_orders, with_login
from tests.terms import carry_out
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

Person = tuple[Inspector, User]


@pytest.fixture
def petrova(world: World) -> Person:
    return with_login(world, "Петрова")


@pytest.fixture
def house(world: World, petrova: Person) -> House:
    """Hers, as everything in the region."""
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «Старая»"))
    world.push()
    return house


def park(world: World, house: House, letter: str) -> None:
    """The messenger refuses the chat's new title."""
    House.objects.filter(pk=house.pk).update(address=f"{house.address}{letter}")
    world.mark(house)
    again(world)


def again(world: World) -> None:
    world.emulator.faults.add("refuse", operation="edit_chat", times=2)
    assert world.push().verdicts == {"parked": 1}


# --- who is told by which act ---------------------------------------------------------------------------------------


def test_an_order_is_told_to_whom_it_is_for_and_once(world: World, petrova: Person) -> None:
    """Every look sees the order again, and says nothing new."""
    world.connect(world.transport, mode="manual")
    world.house("г. Омск, ул. Мира, д. 1")
    world.push()
    told = Notice.objects.get(user=petrova[1])
    assert (told.kind, told.subject) == (NoticeKind.ORDER, str(WorkOrder.objects.get().pk))
    keeping.read(petrova[1])
    world.wait(hours=7)
    world.push()
    assert keeping.unread(petrova[1]) == 0


def test_a_chat_is_told_to_be_parked_when_it_turns_so_and_not_each_day(
    world: World, petrova: Person, house: House
) -> None:
    _other, stranger = with_login(world, "Другой", zone=False)
    park(world, house, "а")
    assert (kinds(petrova[1]), kinds(stranger)) == ([NoticeKind.PARKED], [])
    keeping.read(petrova[1])
    world.wait(days=1)
    again(world)
    assert keeping.unread(petrova[1]) == 0, "it is the same trouble as yesterday"
    park(world, house, "б")
    assert keeping.unread(petrova[1]) == 1, "a new wish, and a new refusal"


def test_heads_are_asked_for_an_approval_and_authors_hear_of_it(world: World, petrova: Person) -> None:
    houses = world.houses(60, world.company("ООО «Старая»"))
    world.push()
    operation = operations.replace_company(
        houses=houses, organisation=world.company("ООО «Новая»"), since=world.today, by=petrova[1], reason="Протокол"
    )
    assert world.push().verdicts == {}
    assert (kinds(world.by), kinds(petrova[1])) == ([NoticeKind.APPROVAL], [])
    accounts.approve(world.account(), by=world.by, reason="Верно")
    told = Notice.objects.get(user=petrova[1])
    assert (told.kind, told.subject) == (NoticeKind.DECIDED, str(operation.pk))
    keeping.read_settled(timezone.now())
    assert keeping.unread(world.by) == 0, "what is approved needs nobody any more"


def test_who_decided_hears_that_somebody_took_it_back_and_not_that_they_did(
    world: World, petrova: Person, house: House
) -> None:
    december = world.today + timedelta(days=10)
    for by in (petrova[1], world.by):
        change = operations.replace_company(
            houses=[house], organisation=world.company(by.username), since=december, by=by, reason="Протокол"
        )
        operations.undo(operation=change, by=world.by, reason="Рано")
    assert (kinds(petrova[1]), kinds(world.by)) == ([NoticeKind.DECIDED], [])


def test_changes_of_tomorrow_are_told_at_seven_of_the_region(world: World, petrova: Person, house: House) -> None:
    _other, stranger = with_login(world, "Другой", zone=False)
    tomorrow = world.today + timedelta(days=1)
    management_periods.replace(houses=[house], organisation=world.company("ООО «Новая»"), since=tomorrow, by=world.by)
    world.go_to(world.today, hour=6)
    assert of_the_day.tell_all() == 0
    world.go_to(world.today, hour=7)
    assert of_the_day.tell_all() == 2
    assert of_the_day.tell_all() == 0, "once a day"
    assert kinds(petrova[1]) == kinds(world.by) == [NoticeKind.TOMORROW]
    assert kinds(stranger) == []
    (shown,) = browser_of(petrova[1]).get(reverse("notices")).context["groups"][0].lines
    assert f"{tomorrow:%d.%m.%Y}" in shown.title and " 1," in shown.title


def test_a_substitute_hears_of_it_on_the_first_day(world: World, petrova: Person) -> None:
    away = world.inspector("Отпускник")
    monday = world.today + timedelta(days=3)
    absences.substitute(inspector=away, substitute=petrova[0], since=monday, until=None, by=world.by)
    assert of_the_day.tell_all() == 0
    world.go_to(monday)
    assert of_the_day.tell_all() == 1
    assert of_the_day.tell_all() == 0
    assert kinds(petrova[1]) == [NoticeKind.SUBSTITUTE]


# --- rights ---------------------------------------------------------------------------------------------------------

PEOPLE: dict[str, tuple[Role | None, str | None, bool]] = {
    "inspector": (Role.INSPECTOR, "55", True),
    "head": (Role.HEAD, "55", True),
    "administrator": (Role.ADMINISTRATOR, None, True),
    "inspector elsewhere": (Role.INSPECTOR, "25", False),
    "head elsewhere": (Role.HEAD, "25", False),
    "analyst": (Role.ANALYST, None, False),
    "program": (Role.API_CLIENT, "55", False),
    "nobody": (None, None, False),
}


@pytest.fixture
def rows(world: World, petrova: Person, house: House) -> dict[str, object]:
    """A row of each kind of notice."""
    away = world.inspector("Отпускник")
    absence = absences.substitute(inspector=away, substitute=petrova[0], since=world.today, until=None, by=world.by)
    december = world.today + timedelta(days=1)
    change = operations.replace_company(
        houses=[house], organisation=world.company("ООО"), since=december, by=world.by, reason="Протокол"
    )
    MessengerAccount.objects.filter(pk="55").update(held_reason="Слишком много")
    SyncRequest.objects.filter(chat=world.chat(house)).update(state="parked")
    company = house.periods.earliest("since").organisation
    Licence.objects.create(organisation=company, number="1", status=LicenceStatus.ENDED, ended_on=world.today)
    comment = Comment.objects.create(house=house, by=world.by, text="Посмотрите")
    return {
        NoticeKind.MENTION: comment.pk,
        NoticeKind.APPROVAL: "55", NoticeKind.TOMORROW: "55", NoticeKind.ORDER: order(world, house, petrova[0]).pk,
        NoticeKind.PARKED: world.chat(house).pk, NoticeKind.LICENCE: company.pk,
        NoticeKind.SUBSTITUTE: absence.pk, NoticeKind.DECIDED: change.pk, NoticeKind.IMPORT: upload(world).pk,
    }  # fmt: skip


def upload(world: World) -> Upload:
    return Upload.objects.create(region=world.region, by=world.by, file="x.csv", file_name="x.csv", state="read")


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_nobody_is_told_of_a_row_that_they_may_not_see(world: World, rows: dict[str, object], kind: NoticeKind) -> None:
    """Whoever the act names: who may not see it is not noted, and who lost the right is shown nothing."""
    occasions = {NoticeKind.TOMORROW: world.today + timedelta(days=1), NoticeKind.IMPORT: "read"}
    for name, (role, region, hears) in PEOPLE.items():
        user = User.objects.create_user(f"{name} {kind}")
        if role:
            access.assign_role(user, role, Region.objects.get(pk=region) if region else None)
        user = User.objects.get(pk=user.pk)
        marking.tell(kind, world.region, rows[kind], occasions.get(kind, "now"), [user])
        assert (name, Notice.objects.filter(user=user).exists()) == (name, hears)
        if not hears or role is Role.ADMINISTRATOR:
            continue
        assert browser_of(user).get(reverse("notices")).context["groups"]
        access.withdraw_role(user, Region.objects.get(pk=region))
        access.assign_role(user, Role.INSPECTOR, Region.objects.get(pk="25"))
        page = browser_of(user).get(reverse("notices")).context
        assert (name, page["groups"], page["bell"]()) == (name, [], 0)


def test_a_row_of_somebody_elses_notice_is_not_read_by_another(world: World, petrova: Person) -> None:
    told_of_orders(world, *petrova, 1)
    number = Notice.objects.get().pk
    other = entered("Чужой", Role.INSPECTOR)
    other.post(reverse("notices"), {"notice": str(number)})
    assert Notice.objects.get().read_at is None
    browser_of(petrova[1]).post(reverse("notices"), {"notice": str(number)})
    assert Notice.objects.get().read_at is not None


@pytest.mark.parametrize("number", ["", "-1", "9" * 30, "²", "x"])
def test_an_absurd_number_reads_nothing_but_an_empty_one_all(world: World, petrova: Person, number: str) -> None:
    told_of_orders(world, *petrova, 2)
    assert browser_of(petrova[1]).post(reverse("notices"), {"notice": number}).status_code == 302
    assert keeping.unread(petrova[1]) == (2 if number else 0)


# --- the bell and the page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("orders", "bell", "lines"), [(1, 1, 1), (5, 5, 5), (6, 1, 0)])
def test_the_bell_counts_lines_and_more_than_five_are_one(
    world: World, petrova: Person, orders: int, bell: int, lines: int
) -> None:
    told_of_orders(world, *petrova, orders)
    page = browser_of(petrova[1]).get(reverse("notices"))
    assert f'<b aria-hidden="true">{bell}</b>' in page.content.decode()
    (group,) = page.context["groups"]
    assert (group.count, len(group.lines)) == (orders, lines)
    assert browser_of(petrova[1]).get(group.url).context["cl"].result_count == orders


def test_what_is_settled_rings_no_more(world: World, petrova: Person) -> None:
    first, _second = told_of_orders(world, *petrova, 2)
    WorkOrder.objects.filter(pk=first.pk).update(closed_at=timezone.now())
    assert keeping.read_settled(timezone.now()) == 1
    assert keeping.unread(petrova[1]) == 1


def test_a_get_reads_nothing(world: World, petrova: Person) -> None:
    told_of_orders(world, *petrova, 2)
    browser_of(petrova[1]).get(reverse("notices"))
    assert keeping.unread(petrova[1]) == 2


def test_who_wants_no_orders_shown_has_none_in_the_portal(world: World, petrova: Person) -> None:
    page = browser_of(petrova[1]).post(reverse("notice_wishes"), {"order.portal": "never", "order.email": "at_once"})
    assert page.status_code == 302
    assert wishes.of(petrova[1]) == {(NoticeKind.ORDER, NoticeChannel.PORTAL): NoticePace.NEVER}, "no way by mail here"
    told_of_orders(world, *petrova, 2)
    assert keeping.unread(petrova[1]) == 0


def test_the_same_occasion_is_noted_once_however_many_workers_do(world: World, petrova: Person) -> None:
    for _worker in range(3):
        marking.tell(NoticeKind.DECIDED, world.region, 1, "approved", [petrova[1], petrova[1]])
    assert Notice.objects.count() == 1


def test_old_notices_are_forgotten(world: World, petrova: Person) -> None:
    told_of_orders(world, *petrova, 2)
    keeping.read(petrova[1], [Notice.objects.first().pk])  # type: ignore[union-attr]
    assert carry_out() == {}
    world.wait(days=31)
    assert carry_out()["NOTICES_READ"] == 1
    world.wait(days=150)
    assert carry_out()["NOTICES"] == 1


def test_a_dismissed_inspector_is_told_of_nothing(world: World, petrova: Person, house: House) -> None:
    Inspector.objects.filter(pk=petrova[0].pk).update(dismissed_on=world.today)
    park(world, house, "а")
    assert kinds(petrova[1]) == []
