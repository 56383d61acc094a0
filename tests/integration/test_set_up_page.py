"""The page on which a region is set up: the truth of each line, who may see it, what is confirmed there."""

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision.admin.regions.set_up_page import TITLES
from supervision.enums import Role
from supervision.models import Event, Inspector, SetUpMark, Zone
from supervision.reports import set_up
from supervision.worklists.set_up import steps_of, unfinished
from tests.browsing import entered
from tests.statements import assert_does_not_grow, statements
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def url(code: str = "55") -> str:
    return reverse("set_up_region", args=[code])


def facts(world: World) -> set_up.SetUpFacts:
    return set_up.facts_of(world.account(), has_bot=True)


def a_region_at_work(world: World, houses: int = 3) -> None:
    company = world.company("ООО «УК»")
    world.houses(houses, company)
    world.inspector("Иванова")
    world.push()
    world.representative(company, "Представитель")


def test_a_region_from_nothing_has_every_step_open_but_its_token(world: World, settings: Settings) -> None:
    settings.WEBHOOK_BASE_URL = "https://portal.example"
    lines = entered("head1", Role.HEAD).get(url()).context["lines"]
    tones = {line.title: line.tone for line in lines}
    assert len(tones) == 11
    assert set(tones.values()) == {"bad", "good", "note"}
    assert sum(tone == "bad" for tone in tones.values()) == 9


def test_what_is_loaded_is_counted(world: World) -> None:
    a_region_at_work(world)
    found = facts(world)
    assert (found.houses, found.in_scope, found.companies, found.acting, found.with_people) == (3, 3, 1, 1, 1)
    assert (found.inspectors, found.inspectors_known, found.ownerless, found.chats) == (1, 1, 0, 3)


def test_a_house_that_no_rule_gives_to_anybody_is_counted(world: World) -> None:
    a_region_at_work(world)
    Zone.objects.all().delete()
    assert facts(world).ownerless == 3
    person = Inspector.objects.get()
    world.house("г. Омск, ул. Мира, д. 1", inspector=person)
    assert facts(world).ownerless == 3
    Inspector.objects.update(messenger_id=None)
    assert facts(world).ownerless == 4
    assert facts(world).inspectors_known == 0


def test_who_was_dismissed_is_no_inspector(world: World) -> None:
    world.inspector("Иванова", dismissed_on=world.today)
    assert facts(world).inspectors == 0


def test_the_number_of_statements_does_not_grow_with_the_region(world: World) -> None:
    a_region_at_work(world, 1)
    few = statements(lambda: facts(world))
    world.houses(30, world.company("ООО «Вторая»"), street="ул. Мира")
    for number in range(5):
        world.inspector(f"Инспектор {number}")
    assert_does_not_grow(few, statements(lambda: facts(world)), at_most=16)


def test_a_head_confirms_what_only_a_person_knows_with_a_name(world: World) -> None:
    a_region_at_work(world)
    client = entered("head1", Role.HEAD)
    for step in ("policy", "push"):
        client.post(url(), {"step": step})
        client.post(url(), {"step": step})
    assert set(SetUpMark.objects.values_list("step", "by__username")) == {("policy", "head1"), ("push", "head1")}
    assert Event.objects.filter(name="region.set_up_confirmed", region=world.region).count() == 4
    assert facts(world).policy_seen
    assert facts(world).push_approved
    assert not {"policy", "push"} & {step.name for step in unfinished(steps_of(facts(world)))}


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.HEAD, "55", 200),
        (Role.INSPECTOR, "55", 403),
        (Role.ANALYST, None, 403),
        (Role.HEAD, "25", 404),
        (Role.ADMINISTRATOR, None, 200),
    ],
)
def test_it_is_for_who_manages_the_region(world: World, role: Role, code: str | None, status: int) -> None:
    client = entered("somebody", role, code)
    assert client.get(url()).status_code == status
    if status != 200:
        assert client.post(url(), {"step": "policy"}).status_code == status
        assert not SetUpMark.objects.exists()


def test_no_other_step_can_be_confirmed(world: World) -> None:
    assert entered("head1", Role.HEAD).post(url(), {"step": "token"}).status_code == 403


def test_an_administrator_chooses_among_all_regions_and_a_head_has_one(world: World) -> None:
    assert entered("head1", Role.HEAD).get(reverse("set_up")).headers["Location"] == url()
    everywhere = entered("root", Role.ADMINISTRATOR).get(reverse("set_up"))
    assert len(everywhere.context["lines"]) > 80
    assert entered("reader", Role.ANALYST, None).get(reverse("set_up")).status_code == 403


def test_the_desk_leads_there_while_something_is_missing(world: World) -> None:
    client = entered("head1", Role.HEAD)
    banner = client.get("/admin/").context["set_up"]
    assert banner.url == url()
    assert banner.missing
    for step in ("policy", "push"):
        client.post(url(), {"step": step})
    assert client.get("/admin/").context["set_up"] is None
    assert entered("i1", Role.INSPECTOR).get("/admin/").context["set_up"] is None


def test_a_region_that_lost_its_bot_is_said_at_once(world: World, settings: Settings) -> None:
    settings.LOCAL, settings.MESSENGER_TOKENS = False, {}
    client = entered("head1", Role.HEAD)
    for step in ("policy", "push"):
        client.post(url(), {"step": step})
    assert client.get("/admin/").context["set_up"].url == url()
    assert str(world.region) in entered("root", Role.ADMINISTRATOR).get("/admin/").context["set_up"].missing
    shown = {line.title: line.tone for line in client.get(url()).context["lines"]}
    assert next(iter(shown.values())) == "bad"
    assert shown[str(TITLES["push"])] == "bad"
