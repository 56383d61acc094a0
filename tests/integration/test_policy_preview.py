"""A region's policy changes with a preview, and through the same limits as files and changes of company."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.actions import regions
from supervision.admin.regions.regions import PolicyForm
from supervision.enums import HouseKind, RightsPreset, Role
from supervision.errors import Refused
from supervision.models import Chat, Event, House, Region
from supervision.previews.policy import foresee
from tests.browsing import entered
from tests.statements import assert_does_not_grow, statements
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
POLICY = reverse("admin:supervision_region_change", args=["55"])


@pytest.fixture
def houses(world: World) -> list[House]:
    """Twenty with chats, ten flats each; the first has an administrator of the company."""
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    houses = world.houses(20, company)
    House.objects.update(flats=10)
    world.push()
    world.representative(company, "Представитель", joined=houses[0])
    world.push()
    return houses


@pytest.fixture
def head(world: World) -> Client:
    return entered(world.by, Role.HEAD)


def sent(**changed: object) -> dict[str, Any]:
    region = Region.objects.get(pk="55")
    form = PolicyForm(instance=region)
    shown = {name: form[name].value() for name in form.fields} | {"reason": "Приказ", "approved": ""}
    return {name: "" if value is None else value for name, value in (shown | changed).items()}


def form_on(page: Any) -> Any:
    return page.context["adminform"].form


def test_the_preview_counts_and_writes_nothing(world: World, houses: list[House], head: Client) -> None:
    chat_marks = list(Chat.objects.values_list("pk", "spec_version").order_by("pk"))
    page = head.post(POLICY, sent(title_template="Дом: {address}", rights_preset=RightsPreset.HERALD))
    shown = form_on(page).foreseen
    assert [len(each) for each in (shown.renamed, shown.described, shown.rights, shown.owners)] == [20, 0, 20, 0]
    assert shown.meaning.calls > 20 and shown.meaning.minutes == 1
    assert Region.objects.get(pk="55").title_template == "{address}"
    assert list(Chat.objects.values_list("pk", "spec_version").order_by("pk")) == chat_marks
    assert not Event.objects.filter(name="region.policy_changed").exists()


def test_what_was_seen_is_saved_and_what_was_not_is_shown_anew(world: World, houses: list[House], head: Client) -> None:
    first = sent(title_template="Дом: {address}")
    seen = form_on(head.post(POLICY, first))["seen"].value()
    world.house("г. Омск, ул. Новая, д. 1", None)
    world.push()
    again = head.post(POLICY, first | {"seen": seen})
    assert len(form_on(again).foreseen.renamed) == 21, "one more house came meanwhile"
    assert head.post(POLICY, first | {"seen": form_on(again)["seen"].value()}).status_code == 302
    assert Region.objects.get(pk="55").title_template == "Дом: {address}"


@pytest.mark.parametrize(
    ("shown", "other"),
    [
        ({"title_template": "Дом: {address}"}, {"title_template": "Чат: {address}"}),
        ({"rights_preset": RightsPreset.HERALD}, {"rights_preset": RightsPreset.HERALD, "hand_changes": "report"}),
        ({"unknown_admins": "revoke"}, {"unknown_admins": "revoke", "title_template": "Дом: {address}"}),
    ],
)
def test_another_policy_than_the_one_shown_is_shown_first_though_the_same_chats_change(
    world: World, houses: list[House], head: Client, shown: dict[str, Any], other: dict[str, Any]
) -> None:
    seen = form_on(head.post(POLICY, sent(**shown)))["seen"].value()
    page = head.post(POLICY, sent(**other) | {"seen": seen})
    assert form_on(page).foreseen is not None
    assert not Event.objects.filter(name="region.policy_changed").exists()


def test_whom_no_wish_names_is_asked_about_in_every_chat(world: World, houses: list[House], head: Client) -> None:
    """Another word about unknown administrators changes no wish and takes rights away."""
    stranger = 909_001
    world.emulator.people.name(stranger, "Неизвестный")
    world.emulator.people.appoint(world.chat(houses[1]).messenger_id, stranger)
    Chat.objects.update(observed_at=None)
    world.mark(houses[1])
    world.push()
    page = head.post(POLICY, sent(unknown_admins="revoke"))
    assert form_on(page).foreseen.meaning.calls > 0
    assert Region.objects.get(pk="55").unknown_admins != "revoke"


def test_most_houses_leave_the_scope_only_with_an_approval(world: World, houses: list[House], head: Client) -> None:
    """One click dropped two thirds of a region once."""
    form = sent(min_flats=12)
    page = head.post(POLICY, form)
    shown = form_on(page).foreseen
    assert (len(shown.left_behind), shown.in_scope) == (20, 0)
    assert "20" in shown.missing_limit
    seen = {"seen": form_on(page)["seen"].value()}
    assert head.post(POLICY, form | seen).status_code == 200
    assert Region.objects.get(pk="55").min_flats == 0
    assert head.post(POLICY, form | seen | {"approved": "on"}).status_code == 302
    assert Region.objects.get(pk="55").min_flats == 12


def test_whichever_face_asks_the_action_refuses_it(world: World, houses: list[House]) -> None:
    with pytest.raises(Refused):
        regions.change_policy(world.region, {"min_flats": 12}, by=world.by, reason="Приказ")
    assert Region.objects.get(pk="55").min_flats == 0
    assert regions.change_policy(world.region, {"min_flats": 12}, by=world.by, reason="Приказ", approved=True)


def test_houses_that_get_a_chat_are_counted(world: World, houses: list[House], head: Client) -> None:
    House.objects.filter(pk__in=[house.pk for house in houses[:3]]).update(kind=HouseKind.BLOCKED)
    Chat.objects.filter(house__in=houses[:3]).update(messenger_id=None, linked_at=None)
    shown = form_on(head.post(POLICY, sent(scope_kinds=[HouseKind.APARTMENT, HouseKind.BLOCKED]))).foreseen
    assert (len(shown.appearing), shown.in_scope) == (3, 20)


def test_what_no_chat_shows_is_saved_at_once(world: World, houses: list[House], head: Client) -> None:
    assert head.post(POLICY, sent(change_limit_percent=20)).status_code == 302
    assert Region.objects.get(pk="55").change_limit_percent == 20


def test_beyond_the_limit_the_chats_wait(world: World, head: Client) -> None:
    world.inspector("Инспектор 1")
    world.houses(60)
    world.push()
    form = sent(title_template="Дом: {address}")
    page = head.post(POLICY, form)
    assert "60" in form_on(page).foreseen.meaning.limit
    head.post(POLICY, form | {"seen": form_on(page)["seen"].value()})
    assert world.push().verdicts == {}
    assert "60" in world.account().held_reason


def test_more_chats_take_no_more_queries(world: World, houses: list[House]) -> None:
    few = statements(lambda: foresee(world.region, {"title_template": "Дом {address}"}, by=world.by))
    world.houses(20, street="ул. Новая")
    world.push()
    many = statements(lambda: foresee(world.region, {"title_template": "Дом {address}"}, by=world.by))
    assert_does_not_grow(few, many, at_most=80)
