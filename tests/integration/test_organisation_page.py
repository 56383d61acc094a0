"""The page of a company says how many people answer for it, and how many of them the residents can reach."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision.admin import links
from supervision.enums import Role
from supervision.models import ChatMember, Event, Organisation, Representative
from supervision.reports.joining import Answering
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def company(world: World) -> Organisation:
    """Three people: one in the chat of its house, one invited, one who has left; another company has one too."""
    world.inspector("Инспектор 1")
    company, other = world.company("ООО «УК»"), world.company("ООО «Другая»")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    inside = world.representative(company, "Вошедший")
    world.representative(company, "Приглашённый")
    world.representative(company, "Ушедший")
    Representative.objects.filter(full_name="Ушедший").update(since=date(2026, 1, 1), until=date(2026, 11, 1))
    world.representative(other, "Чужой")
    world.push()
    ChatMember.objects.update_or_create(
        chat=world.chat(house), user_id=inside.messenger_id, defaults={"is_admin": True, "is_participant": True}
    )
    return company


def reader(world: World, role: Role) -> Client:
    user = User.objects.create_user(role)
    return entered(user, role, world.region)


def page_of(client: Client, company: Organisation) -> object:
    return client.get(reverse("admin:supervision_organisation_change", args=[company.pk]))


def test_those_who_answer_today_are_counted_and_the_link_leads_to_them(world: World, company: Organisation) -> None:
    inspector = reader(world, Role.INSPECTOR)
    answer = page_of(inspector, company)
    assert answer.context["answering"] == Answering(people=2, joined=1)
    link = answer.context["people_url"]
    assert link in answer.content.decode()
    listed = inspector.get(link).context["cl"].result_list
    assert {person.full_name for person in listed} == {"Вошедший", "Приглашённый", "Ушедший"}


def test_who_sees_people_as_counts_gets_the_counts_without_the_link(world: World, company: Organisation) -> None:
    answer = page_of(reader(world, Role.ANALYST), company)
    assert answer.context["answering"] == Answering(people=2, joined=1)
    assert answer.context["people_url"] not in answer.content.decode()


# --- entered by hand

UK = {"kind": "uk", "name": "ООО «Новая»", "full_name": "", "inn": "5503249258", "ogrn": "1145543013880"}
NEW = "/admin/supervision/organisation/new/55/"


def test_a_company_that_no_file_brought_is_entered_and_then_takes_over_a_house(world: World) -> None:
    """The form of the change of company leads to the page, and so does the list."""
    inspector, house = entered("Петрова", Role.INSPECTOR), world.house("г. Омск, ул. Мира, д. 1")
    change = reverse("admin:supervision_house_replace_company", args=[house.pk])
    for path in (change, reverse("admin:supervision_organisation_changelist")):
        assert f'href="{NEW}"' in inspector.get(path).content.decode(), path
    answer = inspector.post(NEW, UK)
    made = Organisation.objects.get()
    assert answer.headers["location"] == reverse("admin:supervision_organisation_change", args=[made.pk])
    assert (made.region_id, made.name, made.inn, made.ogrn) == ("55", UK["name"], UK["inn"], UK["ogrn"])
    asked = {"organisation": made.pk, "since": f"{world.today:%d.%m.%Y}", "reason": "Протокол 7"}
    assert inspector.post(change, asked).context["shown"].new == made.name


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"inn": "5503249259"}, "не ИНН"),
        ({"ogrn": "1145543013881"}, "не ОГРН"),
        ({"inn": "55 03249258"}, "не ИНН"),
        ({"name": " "}, "Обязательное поле"),
        ({"kind": "shop"}, "Выберите корректный вариант"),
    ],
)
def test_a_company_with_a_slip_is_not_entered(world: World, wrong: dict[str, str], words: str) -> None:
    assert words in entered("Петрова", Role.INSPECTOR).post(NEW, UK | wrong).content.decode()
    assert not Organisation.objects.exists()


def test_a_company_is_entered_once_and_by_those_who_work_in_the_region(world: World) -> None:
    inspector = entered("Петрова", Role.INSPECTOR)
    inspector.post(NEW, UK)
    again = inspector.post(NEW, UK).content.decode()
    assert "уже есть организация с этим ОГРН" in again and Organisation.objects.count() == 1
    assert entered("analyst", Role.ANALYST).post(NEW, UK).status_code == 403
    assert entered("stranger", Role.INSPECTOR, "25").post(NEW, UK).status_code == 404
    assert (
        'href="/admin/supervision/organisation/new/'
        not in entered("analyst 2", Role.ANALYST)
        .get(reverse("admin:supervision_organisation_changelist"))
        .content.decode()
    )


# --- corrected by hand


def correction(client: Client, company: Organisation) -> tuple[str, dict[str, Any]]:
    """The page's address, and its form as it is shown."""
    url = reverse("admin:supervision_organisation_correct", args=[company.pk])
    assert f'href="{url}"' in client.get(links.change_url(company)).content.decode()
    form = client.get(url).context["form"]
    return url, {name: form[name].value() or "" for name in form.fields}


def test_a_name_is_corrected_after_its_chats_were_shown(world: World) -> None:
    """Who corrects it is told what residents will read otherwise; then the chats follow."""
    world.inspector("Инспектор 1")
    company = world.company("ООО «Ую»")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    inspector = entered("Петрова", Role.INSPECTOR)
    url, form = correction(inspector, company)
    asked = form | {"name": "ООО «Уют»", "reason": "Описка в файле"}
    shown = inspector.post(url, asked).context["shown"]
    assert [(before, after) for _label, before, after in shown.changes] == [("ООО «Ую»", "ООО «Уют»")]
    assert shown.meaning.changing == 1 and "«Ую»" in world.seen(house)["description"]
    assert inspector.post(url, asked | {"seen": shown.digest, "confirm": "1"}).status_code == 302
    world.push()
    assert "«Уют»" in world.seen(house)["description"]
    event = Event.objects.get(name="organisation.changed")
    assert (event.reason, event.details["fields"]) == ("Описка в файле", ["name"])
    world.assert_second_pass_plans_nothing()


@pytest.mark.parametrize("wrong", [{"inn": "5503249259"}, {"name": ""}, {"name": "Новое", "reason": ""}, {}])
def test_a_correction_with_a_slip_or_of_nothing_changes_nothing(world: World, wrong: dict[str, str]) -> None:
    inspector, company = entered("Петрова", Role.INSPECTOR), world.company("ООО «Ую»")
    url, form = correction(inspector, company)
    assert "shown" not in inspector.post(url, form | {"reason": "Описка"} | wrong).context
    assert not Event.objects.filter(name="organisation.changed").exists()


def test_a_wrong_number_of_the_register_stays_while_something_else_is_corrected(world: World) -> None:
    inspector, company = entered("Петрова", Role.INSPECTOR), world.company("ООО «Ую»")
    Organisation.objects.update(inn="5503249259", inn_is_wrong=True)
    url, form = correction(inspector, company)
    asked = form | {"kind": "tszh", "reason": "Описка"}
    digest = inspector.post(url, asked).context["shown"].digest
    inspector.post(url, asked | {"seen": digest, "confirm": "1"})
    company.refresh_from_db()
    assert (company.kind, company.inn, company.inn_is_wrong) == ("tszh", "5503249259", True)
