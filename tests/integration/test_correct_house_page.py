"""The page «Исправить дом»: who may correct what, what is shown before, and what the second of two is told."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from supervision.enums import HouseKind, HouseState, Role
from supervision.models import Chat, Event, House, Inspector, Region
from tests.browsing import entered, signed_in
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def inspector(world: World) -> Client:
    return signed_in(world, "Анна", Role.INSPECTOR)


@pytest.fixture
def head(world: World) -> Client:
    return signed_in(world, "Борис", Role.HEAD)


@pytest.fixture
def house(world: World) -> House:
    """Its chat is in the messenger; the company has an administrator in it, Иванова owns it by zone."""
    company = world.company("ООО «Старая»")
    world.inspector("Иванова")
    house = world.house("г. Омск, ул. Мира, д. 1", company, flats=60)
    world.push()
    world.representative(company, "Петров", joined=house)
    world.push()
    return house


def url(house: House) -> str:
    return reverse("admin:supervision_house_correct", args=[house.pk])


def opened(client: Client, house: House, **own: object) -> dict[str, Any]:
    """What a browser sends back of the page, with the person's own input."""
    form = client.get(url(house)).context["form"]
    shown = {name: form[name].value() for name in form.fields} | {"reason": "Акт осмотра 3"} | own
    return {name: "" if value is None else value for name, value in shown.items()}


def previewed(client: Client, house: House, form: dict[str, Any]) -> dict[str, Any]:
    shown = client.post(url(house), form).context["shown"]
    return form | {"seen": shown.digest, "confirm": "1"}


def correct(client: Client, house: House, **own: object) -> HttpResponse:
    return client.post(url(house), previewed(client, house, opened(client, house, **own)))


def said(answer: HttpResponse) -> str:
    return " ".join(answer.context["form"].non_field_errors())


# --- each field alone ---


@pytest.mark.parametrize(
    ("own", "stored", "event"),
    [
        ({"flats": 58}, {"flats": 58}, "house.corrected"),
        ({"flats": ""}, {"flats": None}, "house.corrected"),
        ({"kind": "blocked"}, {"kind": HouseKind.BLOCKED}, "house.corrected"),
        ({"state": "demolished"}, {"state": HouseState.DEMOLISHED}, "house.demolished"),
    ],
    ids=["flats", "flats unknown", "kind", "state"],
)
def test_an_inspector_corrects_one_thing(
    inspector: Client, house: House, own: dict[str, object], stored: dict[str, object], event: str
) -> None:
    before = House.objects.filter(pk=house.pk).values().get()
    assert correct(inspector, house, **own).status_code == 302
    assert House.objects.filter(pk=house.pk).values().get() == before | stored
    last = Event.objects.order_by("pk").last()
    assert (last.name, last.by.username, last.reason) == (event, "Анна", "Акт осмотра 3")


def test_the_head_gives_the_house_an_inspector_and_the_chat_follows(world: World, head: Client, house: House) -> None:
    other = world.inspector("Сидорова", zone=False)
    world.join(house, other)
    form = opened(head, house, inspector=other.pk)
    shown = head.post(url(house), form).context["shown"]
    assert (shown.chat, shown.owner, shown.new_owner) == ("", "Иванова", "Сидорова")
    assert correct(head, house, inspector=other.pk).status_code == 302
    world.push()
    assert world.owner(house) == "Сидорова"


# --- what is shown before ---


def test_the_preview_of_a_demolition_names_who_loses_rights_and_writes_nothing(inspector: Client, house: House) -> None:
    shown = inspector.post(url(house), opened(inspector, house, state="demolished")).context["shown"]
    assert shown.chat and shown.plan
    assert (shown.loses, shown.owner, shown.new_owner) == (("Петров",), "Иванова", "Иванова")
    assert House.objects.get(pk=house.pk).state == HouseState.STANDING
    assert not Event.objects.filter(name="house.demolished").exists()


def test_a_demolition_is_followed_in_the_messenger(world: World, inspector: Client, house: House) -> None:
    correct(inspector, house, state="demolished")
    world.push()
    assert (world.administrators(house), world.owner(house)) == (set(), "Иванова")
    world.assert_second_pass_plans_nothing()


def test_flats_alone_leave_the_chat_as_it_is(inspector: Client, house: House) -> None:
    shown = inspector.post(url(house), opened(inspector, house, flats=58)).context["shown"]
    assert [(before, after) for _label, before, after in shown.changes] == [("60", "58")]
    assert (shown.chat, shown.loses, shown.plan, shown.owner) == ("", (), (), shown.new_owner)


def test_a_chat_that_is_not_created_yet_is_said_to_be_asked_for_no_more(world: World, inspector: Client) -> None:
    new = world.house("г. Омск, ул. Мира, д. 2")
    shown = inspector.post(url(new), opened(inspector, new, kind="specialised")).context["shown"]
    assert shown.chat and shown.new_owner == ""


def test_a_chat_that_exists_stays_though_the_policy_would_ask_for_none(inspector: Client, house: House) -> None:
    shown = inspector.post(url(house), opened(inspector, house, kind="blocked")).context["shown"]
    assert shown.chat and (shown.owner, shown.new_owner) == ("Иванова", "Иванова")


def test_a_house_without_a_chat_is_said_to_get_one(world: World, inspector: Client, house: House) -> None:
    blocked = world.house("г. Омск, ул. Мира, д. 2")
    Chat.objects.filter(house=blocked).delete()
    House.objects.filter(pk=blocked.pk).update(kind=HouseKind.BLOCKED)
    shown = inspector.post(url(blocked), opened(inspector, blocked, kind="apartment")).context["shown"]
    assert (bool(shown.chat), shown.new_owner) == (True, "Иванова")
    assert not Chat.objects.filter(house=blocked).exists()
    correct(inspector, blocked, kind="apartment")
    world.push()
    assert world.owner(blocked) == "Иванова"


# --- refused ---


def test_where_nothing_was_changed_it_is_said_and_nothing_written(inspector: Client, house: House) -> None:
    before = Event.objects.count()
    answer = inspector.post(url(house), opened(inspector, house))
    assert answer.context["refusal"].message
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"kind": "castle"}, {"state": ""}, {"flats": -1}, {"flats": "много"}, {"flats": 10**12}]
)
def test_what_does_not_fit_is_said_beside_its_field(inspector: Client, house: House, wrong: dict[str, object]) -> None:
    answer = inspector.post(url(house), opened(inspector, house) | {"flats": 58} | wrong)
    assert answer.context["form"].errors.keys() == wrong.keys()
    assert House.objects.get(pk=house.pk).flats == 60


def test_an_inspector_of_another_region_or_out_of_office_is_not_offered(
    world: World, head: Client, house: House
) -> None:
    foreign, left = world.inspector("Чужой", zone=False), world.inspector("Ушёл", zone=False)
    Inspector.objects.filter(pk=foreign.pk).update(region=Region.objects.get(pk="25"))
    Inspector.objects.filter(pk=left.pk).update(dismissed_on=world.today)
    for one in (foreign, left):
        answer = head.post(url(house), opened(head, house, inspector=one.pk))
        assert "inspector" in answer.context["form"].errors
    assert House.objects.get(pk=house.pk).inspector is None


def test_whoever_has_the_house_now_is_not_taken_from_it_by_another_correction(
    world: World, head: Client, house: House
) -> None:
    left = world.inspector("Ушёл", zone=False)
    House.objects.filter(pk=house.pk).update(inspector=left)
    Inspector.objects.filter(pk=left.pk).update(dismissed_on=world.today)
    assert correct(head, house, flats=58).status_code == 302
    assert House.objects.get(pk=house.pk).inspector == left


def test_an_inspector_is_not_asked_whose_the_house_is_and_cannot_say_it(
    world: World, inspector: Client, house: House
) -> None:
    other = world.inspector("Сидорова", zone=False)
    form = opened(inspector, house, flats=58)
    assert "inspector" not in form
    form |= {"inspector": other.pk}
    inspector.post(url(house), previewed(inspector, house, form))
    corrected = House.objects.get(pk=house.pk)
    assert (corrected.flats, corrected.inspector) == (58, None)


def test_who_only_reads_is_offered_no_correction(world: World, inspector: Client, house: House) -> None:
    analyst = User.objects.create_user("Вера")
    reader = entered(analyst, Role.ANALYST)
    page = reverse("admin:supervision_house_change", args=[house.pk])
    assert url(house) in inspector.get(page).content.decode()
    assert url(house) not in reader.get(page).content.decode()
    assert reader.post(url(house), {}).status_code == 403


# --- two at one house ---


def test_the_second_is_told_who_changed_what_and_writes_nothing(inspector: Client, head: Client, house: House) -> None:
    ready = previewed(head, house, opened(head, house, flats=55))
    correct(inspector, house, kind="blocked")
    told = said(head.post(url(house), ready))
    assert "Анна" in told
    assert str(HouseKind.APARTMENT.label) in told and str(HouseKind.BLOCKED.label) in told
    assert House.objects.get(pk=house.pk).flats == 60


def test_what_was_told_can_then_be_decided_and_keeps_what_the_first_did(
    inspector: Client, head: Client, house: House
) -> None:
    form = opened(head, house, flats=55)
    correct(inspector, house, kind="blocked")
    told = head.post(url(house), form).context["form"]
    again = {name: told[name].value() or "" for name in told.fields}
    assert (again["kind"], str(again["flats"])) == ("blocked", "55")
    assert head.post(url(house), previewed(head, house, again)).status_code == 302
    corrected = House.objects.get(pk=house.pk)
    assert (corrected.kind, corrected.flats) == (HouseKind.BLOCKED, 55)


@pytest.mark.parametrize("loaded", ["", "forged"])
def test_a_page_that_cannot_tell_what_it_showed_writes_nothing(inspector: Client, house: House, loaded: str) -> None:
    assert said(inspector.post(url(house), opened(inspector, house, flats=58, loaded=loaded)))
    assert House.objects.get(pk=house.pk).flats == 60


def test_a_chat_created_since_the_preview_is_shown_anew(world: World, inspector: Client) -> None:
    world.inspector("Иванова")
    new = world.house("г. Омск, ул. Мира, д. 2")
    ready = previewed(inspector, new, opened(inspector, new, kind="blocked"))
    world.push()
    answer = inspector.post(url(new), ready)
    assert (answer.status_code, answer.context["shown"].new_owner) == (200, "Иванова")
    assert House.objects.get(pk=new.pk).kind == HouseKind.APARTMENT
