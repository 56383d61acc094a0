"""The page of a company's representatives: pasted, changed, removed, and the links for those who have to join."""

from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from supervision.actions import invitations, representatives
from supervision.enums import Role
from supervision.models import Event, House, Invitation, Organisation, Representative
from tests.browsing import entered, sign_in
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    return house


@pytest.fixture
def url(house: House) -> str:
    return reverse("admin:supervision_organisation_people", args=[Organisation.objects.get().pk])


@pytest.fixture
def inspector(world: World) -> Client:
    return entered(world.by, Role.INSPECTOR, world.region)


def pasted(*lines: str) -> dict[str, str]:
    return {"people": "\n".join(lines), "since": "20.11.2026"}


def test_several_are_pasted_at_once(inspector: Client, url: str) -> None:
    assert inspector.post(url, pasted("Петров П. П.; 5001", "", "Сидорова\t5002")).status_code == 302
    assert sorted(Representative.objects.values_list("full_name", "messenger_id")) == [
        ("Петров П. П.", 5001),
        ("Сидорова", 5002),
    ]


def test_bad_lines_are_named_and_nobody_is_added(inspector: Client, url: str) -> None:
    form = pasted("Петров; 5001", "Сидорова 5002", "Ким; 12a", "Ли; 5001", "Ан; 99999999999999999999")
    errors = inspector.post(url, form).context["form"].errors["people"]
    assert [number for number in "12345" if any(f" {number}:" in line for line in errors)] == ["2", "3", "4", "5"]
    assert not Representative.objects.exists()


def test_who_is_known_already_is_named_by_the_line(inspector: Client, url: str) -> None:
    inspector.post(url, pasted("Петров; 5001"))
    refusal = inspector.post(url, pasted("Новый; 5009", "Снова; 5001")).context["refusal"]
    assert len(refusal.blockers) == 1
    assert "2" in refusal.blockers[0] and "5001" in refusal.blockers[0]
    assert Representative.objects.count() == 1


def test_another_messenger_account_takes_over_from_today(
    world: World, house: House, inspector: Client, url: str
) -> None:
    person = world.representative(Organisation.objects.get(), "Петров", joined=house)
    world.push()
    world.wait(days=1)
    sign_in(inspector, world.by)
    inspector.post(url, {"act": "account", "person": person.pk, "messenger_id": "6001"})
    world.emulator.people.name(6001, "Петров новый")
    world.emulator.people.join(world.chat(house).messenger_id, 6001)
    world.push()
    assert world.administrators(house) == {"Петров новый"}
    world.assert_second_pass_plans_nothing()


def test_a_representative_is_removed_from_a_day(world: World, house: House, inspector: Client, url: str) -> None:
    person = world.representative(Organisation.objects.get(), "Петров", joined=house)
    world.push()
    inspector.post(url, {"act": "remove", "person": person.pk, "on": "01.12.2026"})
    person.refresh_from_db()
    assert f"{person.until:%d.%m.%Y}" == "01.12.2026"


@pytest.mark.parametrize(
    "wrong", [{"on": "19.11.2026"}, {"on": "32.13.2026"}, {"act": "account", "messenger_id": "-5"}]
)
def test_what_cannot_be_is_refused_in_words(
    world: World, house: House, inspector: Client, url: str, wrong: dict[str, str]
) -> None:
    person = world.representative(Organisation.objects.get(), "Петров")
    answer = inspector.post(url, {"act": "remove", "person": person.pk} | wrong, follow=True)
    assert "error" in [message.level_tag for message in answer.context["messages"]]
    assert Representative.objects.get().until is None


def test_the_links_of_who_has_not_joined_are_shown_and_taken_along(
    world: World, house: House, inspector: Client, url: str
) -> None:
    world.representative(Organisation.objects.get(), "Петров", joined=house)
    world.representative(Organisation.objects.get(), "Сидорова")
    world.push()
    assert [one.missing for one, _url in inspector.get(url).context["lacking"]] == [("Сидорова",)]
    answer = inspector.post(url, {"act": "links"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    assert [row[2:] for row in sheet.to_python()][1:] == [[world.chat(house).link, "Сидорова"]]
    assert Event.objects.get(name="invites.exported").details["rows"] == 1


def test_a_person_of_another_company_is_not_there(world: World, house: House, inspector: Client, url: str) -> None:
    other = world.representative(world.company("ООО «Чужая»"), "Чужой")
    assert inspector.post(url, {"act": "remove", "person": other.pk}).status_code == 404


@pytest.mark.parametrize(
    ("role", "code", "status"), [(Role.INSPECTOR, "25", 404), (Role.ANALYST, None, 403), (Role.INSPECTOR, "55", 200)]
)
def test_those_who_supervise_see_the_page(house: House, url: str, role: Role, code: str | None, status: int) -> None:
    user = User.objects.create_user("somebody")
    client = entered(user, role, code)
    assert client.get(url).status_code == status
    assert client.post(url, pasted("5001")).status_code == status


def test_many_are_invited_printed_and_taken_along(world: World, house: House, inspector: Client, url: str) -> None:
    """Whoever is known, or has an invitation that holds, is left alone."""
    company = Organisation.objects.get()
    for number in range(3):
        representatives.add(
            organisation=company, full_name=f"Новый {number}", messenger_id=None, since=world.today, by=world.by
        )
    known = world.representative(company, "Известный")
    inspector.post(url, {"act": "invite_all"})
    inspector.post(url, {"act": "invite_all"})
    assert sorted(str(one) for one in Invitation.objects.all()) == ["Новый 0", "Новый 1", "Новый 2"]
    printed = inspector.post(url, {"act": "slips"})
    assert (
        printed.content.decode().count('<section class="slip">') == 3
        and known.full_name not in printed.content.decode()
    )
    file = inspector.post(url, {"act": "slips_file"})
    rows = CalamineWorkbook.from_filelike(BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    shown = invitations.shown(Invitation.objects.earliest("pk"), world.account())
    assert any(shown.code in row for row in rows)
    assert [event.details["form"] for event in Event.objects.filter(name="invitations.exported")] == ["print", "xlsx"]


def test_with_nothing_to_hand_over_there_is_no_sheet(inspector: Client, url: str) -> None:
    assert inspector.post(url, {"act": "slips"}).status_code == 302
    assert inspector.post(url, {"act": "slips_file"}).status_code == 302
    assert not Event.objects.filter(name="invitations.exported").exists()
