"""People whose names occur nowhere else, put through everything that writes about people; and where they are found."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from supervision.actions import (
    absences,
    chats,
    comments,
    company_links,
    dismissals,
    inspectors,
    invitations,
    list_habits,
    logins,
    nominations,
    operations,
    orders,
    provider_logins,
    representatives,
    targets,
)
from supervision.actions.absences import Leave
from supervision.actions.provider_logins import Identity
from supervision.enums import OperationKind, Role, WorkOrderKind
from supervision.figures import TargetFigure
from supervision.models import (
    Adoption,
    AdoptionLine,
    Chat,
    FoundChat,
    House,
    Inspector,
    Nomination,
    Representative,
    SyncRequest,
    WorkOrder,
)
from tests.frt_files import written
from tests.uploading import Desk
from tests.world import World

INSPECTOR, COMPANY_S, LEFT_OUT = "Приметная Анна Ильинична", "Приметный Борис Ильич", "Приметная Вера Ильинична"
WAITING, CLERK = "Приметный Глеб Ильич", "Приметная Дарья"
ACCOUNTS = (770_100_001, 770_100_002, 770_100_003)
ISSUER = "https://id.example"
WORDS = (
    *("приметн", "primetn", "subject-of-anna", "subject-of-darya"),
    *(str(account) for account in ACCOUNTS),
)


def places() -> set[str]:
    """Every column of every table in which one of them is found: "inspector.full_name"."""
    found = set()
    with connection.cursor() as cursor:
        for table, column in _columns():
            cursor.execute(
                f'SELECT 1 FROM "{table}" WHERE "{column}"::text ILIKE ANY(%s) LIMIT 1',
                [[f"%{word}%" for word in WORDS]],
            )
            if cursor.fetchone():
                found.add(f"{table.removeprefix('supervision_')}.{column}")
    return found


def _columns() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            for field in model._meta.local_concrete_fields:
                yield model._meta.db_table, str(field.column)


def lived_through(world: World, folder: Path) -> None:
    """Everybody comes, works, is written about, and leaves; nobody is seen in a chat any more."""
    world.numbers = iter(ACCOUNTS)  # type: ignore[assignment]
    company = world.company("ООО «УК»")
    anna = world.inspector("Приметная Анна")
    boris = world.representative(company, COMPANY_S)
    world.numbers = iter(range(770_900_001, 770_900_999))  # type: ignore[assignment]
    house = world.house("г. Омск, ул. Мира, д. 1", company, inspector=anna)
    world.push()
    world.join(house, boris)
    chats.look_now(world.chat(house), by=world.by)
    world.push()
    login = with_login(world, anna)
    renamed(world, folder)
    by_name(world, company, boris)
    written_about(world, house, login)
    leave(world, house, anna, boris)
    of_messenger(world, house)
    clerk(world)


def with_login(world: World, anna: Inspector) -> User:
    login, token = logins.invite(
        name="primetnaya.a",
        last_name="Приметная",
        first_name="Анна",
        email="primetnaya@example.ru",
        role=Role.INSPECTOR,
        region=world.region,
        inspector=anna,
        by=world.by,
        reason=f"Новый инспектор {INSPECTOR}",
    )
    logins.accept(token, "долгий пароль о чём-то", address="127.0.0.1")
    EmailAddress.objects.create(user=login, email=login.email)
    provider_logins.join(login=login, who=Identity(ISSUER, "subject-of-anna"), by=world.by, reason="Приказ")
    Client().post("/accounts/login/", {"login": login.username, "password": "не тот"})
    LogEntry.objects.create(
        user=world.by, object_repr=login.username, action_flag=CHANGE, change_message="primetnaya.a"
    )
    return login


def renamed(world: World, folder: Path) -> None:
    """By a file, which keeps its lines and says on record who was called how before."""
    header = "ФИО;Должность;MAX ID;Муниципальные образования\n"
    path = written(folder / f"{INSPECTOR}.csv", f"{header}{INSPECTOR};Главный;{ACCOUNTS[0]};все\n{INSPECTOR};;x;все\n")
    desk = Desk(world.region, Role.HEAD)
    desk.apply(desk.read(path), reason=f"Приказ о {INSPECTOR}")
    assert Inspector.objects.filter(full_name=INSPECTOR).exists()


def by_name(world: World, company: object, boris: Representative) -> None:
    """Named by the company, refused, left waiting; invited, answered by a wrong account, bound to another."""
    link = company_links.issue(organisation=company, email="", by=world.by)  # type: ignore[arg-type]
    nominations.name(link=link, full_name=LEFT_OUT, position="Управляющая")
    nominations.refuse(nomination=Nomination.objects.get(full_name=LEFT_OUT), by=world.by)
    nominations.name(link=link, full_name=WAITING, position="Управляющий")
    waiting = invitations.invite(person=Nomination.objects.get(full_name=WAITING), by=None, link=link)
    invitations.accept(waiting.pk, account_id=ACCOUNTS[2], account_name="Приметный Г.")
    invited = invitations.invite(person=boris, by=world.by)
    invitations.opened(invited, account_id=ACCOUNTS[2], account_name="Приметный")
    invitations.decline(invited, account_id=ACCOUNTS[2], account_name="Приметный")
    again = invitations.invite(person=boris, by=world.by)
    invitations.accept(again.pk, account_id=ACCOUNTS[1], account_name="Приметный Б.")


def written_about(world: World, house: House, login: User) -> None:
    """In whatever field somebody writes in."""
    anna = Inspector.objects.get(user=login)
    chat, other = world.chat(house), world.inspector("Другой Инспектор", zone=False)
    comments.write(house=house, text=f"Спросить: {INSPECTOR}", by=world.by, mentioned=[login])
    absences.substitute(
        inspector=anna, since=world.today, until=None, by=world.by, leave=Leave(other, reason=f"{INSPECTOR} болеет")
    )
    inspectors.assign_houses(houses=[house], inspector=anna, by=world.by, reason=f"Дом ведёт {INSPECTOR}")
    order = WorkOrder.objects.create(
        chat=chat, kind=WorkOrderKind.HAND_OVER, instruction=f"Передать: {INSPECTOR} ({ACCOUNTS[0]})", inspector=anna,
        account=f"{INSPECTOR}, {ACCOUNTS[0]}", owner_seen=ACCOUNTS[0], addressed_because=f"{INSPECTOR} владеет чатом",
    )  # fmt: skip
    orders.hand(orders=[order], inspector=other, by=world.by, reason=f"Вместо: {INSPECTOR}")
    operations.record(
        kind=OperationKind.REASSIGNMENT,
        region=world.region,
        title=f"{INSPECTOR} → {other}",
        acts_at=timezone.now(),
        houses=[house],
        by=world.by,
        reason=f"{INSPECTOR} просит",
    )
    list_habits.keep(list_name="house", name=INSPECTOR, query=f"q={INSPECTOR}", by=world.by, region=world.region)
    root = User.objects.create_user("root", is_superuser=True)
    goal = targets.Goal(TargetFigure.values[0], date(2027, 1, 1), world.region, Decimal(90), f"Письмо, {INSPECTOR}")
    targets.set_target(goal, by=root)


def of_messenger(world: World, house: House) -> None:
    """What was seen, and what the worker noted of it."""
    chat = Chat.objects.filter(house=house)
    chats.freeze(chat.get(), reason=f"Просит {COMPANY_S}", by=world.by)
    chat.update(differences=[{"what": "Владелец", "seen": INSPECTOR, "wanted": "Другой"}])
    WorkOrder.objects.update(remark=f"Владелец всё ещё {INSPECTOR}", addressed_because=f"{INSPECTOR} владеет чатом")
    world.mark(house)
    SyncRequest.objects.update(reason=f"{COMPANY_S} не найден")
    found = timezone.now()
    FoundChat.objects.create(
        region=world.region, messenger_id=-5, found_at=found, owner_id=ACCOUNTS[0], remark=f"Владелец {INSPECTOR}"
    )
    listed = Adoption.objects.create(region=world.region, file_name=f"{INSPECTOR}.csv")
    AdoptionLine.objects.create(
        adoption=listed, line=9, house_named="?", chat_named="?", plan=f"Владелец {INSPECTOR}", message=COMPANY_S
    )


def leave(world: World, house: House, anna: Inspector, boris: Representative) -> None:
    representatives.remove(
        person=Representative.objects.get(pk=boris.pk), on=world.today, by=world.by, reason=COMPANY_S
    )
    absence = anna.absences.get()
    absences.end(absence=absence, by=world.by, reason=f"{INSPECTOR} вышла")
    dismissals.leave_for_good(
        inspector=Inspector.objects.get(pk=anna.pk),
        since=world.today,
        leave=Leave(Inspector.objects.get(full_name="Другой Инспектор"), reason=INSPECTOR, closes_login=True),
        by=world.by,
    )
    world.join(house, Inspector.objects.get(full_name="Другой Инспектор"))
    world.wait(days=1)
    Chat.objects.update(observed_at=None)
    world.mark(house)
    world.push()
    other = Inspector.objects.get(full_name="Другой Инспектор")
    inspectors.assign_houses(houses=[house], inspector=other, by=world.by)
    gone = Inspector.objects.get(pk=anna.pk)
    inspectors.dismiss(inspector=gone, on=world.today, by=world.by, reason=INSPECTOR, closes_login=True)
    world.push()
    assert Inspector.objects.get(pk=anna.pk).dismissed_on
    Chat.objects.filter(observed_owner_id=ACCOUNTS[0]).update(observed_owner_id=None)


def clerk(world: World) -> None:
    """A login of nobody's record, closed."""
    login, _token = logins.invite(
        name="primetnaya.d", last_name="Приметная", first_name="Дарья", email="primetnaya.d@example.ru",
        role=Role.HEAD, region=world.region, by=world.by, reason="Приказ",
    )  # fmt: skip
    SocialAccount.objects.create(user=login, provider=ISSUER, uid="subject-of-darya")
    logins.switch(login=login, on=False, by=world.by, reason=f"Уволена {CLERK}")
