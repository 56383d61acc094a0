"""The page of a chat and its buttons; the policy of a region."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from supervision.actions import management_periods
from supervision.admin.decisions import meanwhile
from supervision.admin.regions.regions import PolicyForm
from supervision.enums import RightsPreset, Role
from supervision.models import Event, House, Region
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «Старая»"))
    world.push()
    return house


@pytest.fixture
def inspector(world: World) -> Client:
    return entered(world.by, Role.INSPECTOR)


def page(client: Client, world: World, house: House) -> dict[str, object]:
    return client.get(reverse("admin:supervision_chat_change", args=[world.chat(house).pk])).context["page"]


def press(client: Client, world: World, house: House, button: str, **form: str) -> int:
    """As the page of the moment would send it."""
    chat = world.chat(house)
    form = {"loaded": meanwhile.seal_chat(chat), **form}
    return client.post(reverse("admin:supervision_chat_press", args=[chat.pk, button]), form).status_code


def test_a_chat_as_wished_shows_no_difference_and_no_plan(world: World, house: House, inspector: Client) -> None:
    shown = page(inspector, world, house)
    assert [line.label for line in shown["compared"] if line.differs] == []
    assert shown["plan"] == []
    assert shown["journal"][0].what == "создать чат «г. Омск, ул. Мира, д. 1», владелец: Инспектор 1"
    assert shown["journal"][0].at == "20.11.2026 09:00 МСК+3"


def test_differences_are_marked_and_the_plan_is_told_in_words(world: World, house: House, inspector: Client) -> None:
    management_periods.replace(
        houses=[house], organisation=world.company("ООО «Новая»"), since=world.today, by=world.by
    )
    shown = page(inspector, world, house)
    assert [line.label for line in shown["compared"] if line.differs] == ["Описание", "Объявление"]
    assert shown["plan"][-1] == "закрепить объявление"


def test_a_representative_who_has_not_joined_is_named_with_the_reason(
    world: World, house: House, inspector: Client
) -> None:
    world.representative(house.periods.get().organisation, "Представитель")
    world.push()
    shown = page(inspector, world, house)
    assert [(line.label, line.seen) for line in shown["people"] if line.differs] == [
        ("Представитель", "ещё не вступил в чат")
    ]
    assert world.chat(house).link in shown["state"]["reason"]


def test_rights_stand_in_words(world: World, house: House, inspector: Client) -> None:
    world.representative(house.periods.get().organisation, "Представитель", joined=house)
    world.push()
    person = next(line for line in page(inspector, world, house)["people"] if line.label == "Представитель")
    assert person.wished == person.seen
    assert "удаляет чужие сообщения" in person.seen


def test_a_frozen_chat_says_why_and_is_left_alone_until_thawed(world: World, house: House, inspector: Client) -> None:
    press(inspector, world, house, "freeze", reason="Спор о праве")
    assert world.chat(house).frozen_reason == "Спор о праве"
    management_periods.replace(
        houses=[house], organisation=world.company("ООО «Новая»"), since=world.today, by=world.by
    )
    world.push()
    assert world.messages(house) == []
    press(inspector, world, house, "thaw")
    world.push()
    assert len(world.messages(house)) == 1


def test_freezing_without_a_reason_is_refused_in_words(world: World, house: House, inspector: Client) -> None:
    url = reverse("admin:supervision_chat_press", args=[world.chat(house).pk, "freeze"])
    form = {"reason": " ", "loaded": meanwhile.seal_chat(world.chat(house))}
    assert "почему чат заморожен" in inspector.post(url, form, follow=True).content.decode()
    assert world.chat(house).frozen_reason == ""


def test_looking_now_shows_what_somebody_changed_by_hand(world: World, house: House, inspector: Client) -> None:
    world.emulator.people.name(777, "Сосед")
    world.emulator.people.appoint(world.chat(house).messenger_id, 777)
    assert press(inspector, world, house, "look") == 302
    world.push()
    assert [(line.label, line.wished) for line in page(inspector, world, house)["people"] if line.differs] == [
        ("Сосед", "назначен не порталом")
    ]


def test_buttons_are_for_those_who_supervise_and_only_by_post(world: World, house: House, inspector: Client) -> None:
    analyst = entered(User.objects.create_user("analyst"), Role.ANALYST)
    assert press(analyst, world, house, "look") == 403
    assert (
        "Проверить сейчас"
        not in analyst.get(reverse("admin:supervision_chat_change", args=[world.chat(house).pk])).content.decode()
    )
    url = reverse("admin:supervision_chat_press", args=[world.chat(house).pk, "look"])
    assert inspector.get(url).status_code == 405
    assert press(inspector, world, house, "delete") == 405


# --- the policy of a region ---


def policy(world: World, **changed: object) -> dict[str, object]:
    region = Region.objects.get(pk=world.region.pk)
    names = ("min_flats", "title_template", "description_template", "announcement_template", "rights_preset")
    names += (
        "unknown_admins",
        "hand_changes",
        "handover_days",
        "change_limit_percent",
        "missing_limit_percent",
        "poster_text",
        "bound_by",
        "body_name",
    )
    form = {name: getattr(region, name) for name in names} | {"loaded": PolicyForm(instance=region).initial["loaded"]}
    return form | {"scope_kinds": region.scope_kinds, "default_inspector": "", "reason": "Приказ 1"} | changed


def saved(client: Client, world: World, **changed: object) -> HttpResponse:
    """Shown what would happen, and sent once more."""
    url, form = reverse("admin:supervision_region_change", args=["55"]), policy(world, **changed)
    shown = client.post(url, form).context["adminform"].form
    assert shown.foreseen is not None
    return client.post(url, form | {"seen": shown["seen"].value()})


def test_the_head_changes_the_policy_and_every_chat_follows(world: World, house: House) -> None:
    world.representative(house.periods.get().organisation, "Представитель", joined=house)
    world.push()
    head = entered(world.by, Role.HEAD)
    answer = saved(head, world, title_template="Дом: {address}", rights_preset=RightsPreset.HERALD)
    assert answer.status_code == 302
    world.push()
    assert world.seen(house)["title"] == "Дом: г. Омск, ул. Мира, д. 1"
    event = Event.objects.get(name="region.policy_changed")
    assert set(event.details) == {"title_template", "rights_preset"}
    assert event.reason == "Приказ 1"
    world.assert_second_pass_plans_nothing()


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{дом}", "Неизвестное слово в фигурных скобках: дом"),
        ("{address:>99999999}", "В фигурных скобках пишется только само слово"),
        ("{address!r}", "В фигурных скобках пишется только само слово"),
    ],
)
def test_a_template_with_anything_but_a_known_word_is_refused(
    world: World, house: House, template: str, words: str
) -> None:
    head = entered(world.by, Role.HEAD)
    answer = head.post(reverse("admin:supervision_region_change", args=["55"]), policy(world, title_template=template))
    assert words in answer.content.decode()
    assert Region.objects.get(pk="55").title_template == "{address}"


def test_an_inspector_reads_the_policy_and_cannot_change_it(world: World, inspector: Client) -> None:
    url = reverse("admin:supervision_region_change", args=["55"])
    assert inspector.get(url).status_code == 200
    assert inspector.post(url, policy(world, min_flats=10)).status_code == 403
    assert inspector.get(reverse("admin:supervision_region_change", args=["25"])).status_code == 404


def test_a_wider_scope_opens_the_missing_chats(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 9", since=date(2025, 1, 1), flats=4)
    assert not world.region.chats.filter(messenger_id__isnull=False).exists()
    Region.objects.filter(pk="55").update(min_flats=10)
    world.chat(house).request.delete()
    world.chat(house).delete()
    head = entered(world.by, Role.HEAD)
    assert saved(head, world, min_flats=2).status_code == 302
    assert world.chat(house).request.lane == 30
