"""Every list and page of the admin, as three people see it."""

import pytest
from django.test import Client
from django.urls import reverse

from supervision import audit
from supervision.enums import Role
from supervision.models import (
    Chat,
    House,
)
from tests.browsing import entered
from tests.everything import populate
from tests.statements import assert_does_not_grow, statements
from tests.world import World

# static files are collected for a server, not for tests
pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

LISTS = [
    *("house", "organisation", "managementperiod", "chat", "importrun", "importissue", "syncrequest", "messengercall"),
    *("workorder", "inspector", "absence", "zone", "representative", "event"),
    *("foundchat", "adoption", "adoptionline", "operation"),
]

OF_PEOPLE = {"inspector", "absence", "representative", "adoption", "adoptionline"}  # not for an analyst


@pytest.fixture
def inspector(world: World) -> Client:
    return entered("inspector", Role.INSPECTOR, "55")


@pytest.fixture
def stranger(world: World) -> Client:
    return entered("stranger", Role.INSPECTOR, "25")


@pytest.fixture
def analyst(world: World) -> Client:
    return entered("analyst", Role.ANALYST)


@pytest.fixture
def house(world: World) -> House:
    populate(world, range(1, 2))
    return House.objects.get()


@pytest.mark.walk
def test_a_list_shows_rows_of_the_own_region_and_none_to_a_stranger(
    world: World, house: House, inspector: Client, stranger: Client, analyst: Client
) -> None:
    for model in LISTS:
        url = reverse(f"admin:supervision_{model}_changelist")
        assert inspector.get(url).context["cl"].result_count > 0, model
        assert stranger.get(url).context["cl"].result_count == 0, model
        seen_by_analyst = analyst.get(url)
        if model in OF_PEOPLE:
            assert seen_by_analyst.status_code == 403, model
        else:
            assert seen_by_analyst.context["cl"].result_count > 0, model


@pytest.mark.walk
def test_the_number_of_queries_of_a_list_does_not_grow_with_its_rows(
    world: World, analyst: Client, inspector: Client
) -> None:
    def asked(model: str, rows: int) -> list[str]:
        url, reader = reverse(f"admin:supervision_{model}_changelist"), inspector if model in OF_PEOPLE else analyst
        assert reader.get(url).context["cl"].result_count >= rows, model
        return statements(lambda: reader.get(url))

    populate(world, range(1, 3))
    few = {model: asked(model, 2) for model in LISTS}
    populate(world, range(3, 9))
    for model in LISTS:
        assert_does_not_grow(few[model], asked(model, 8), at_most=18)


@pytest.mark.walk
def test_an_object_of_another_region_does_not_exist(
    world: World, house: House, inspector: Client, stranger: Client
) -> None:
    for model in LISTS:
        cl = inspector.get(reverse(f"admin:supervision_{model}_changelist")).context["cl"]
        url = reverse(f"admin:supervision_{model}_change", args=[cl.result_list[0].pk])
        assert inspector.get(url).status_code == 200, model
        assert stranger.get(url).status_code == 404, model


def test_nothing_can_be_added_changed_or_deleted_past_the_actions(
    world: World, house: House, inspector: Client
) -> None:
    for model in LISTS:
        page = f"admin:supervision_{model}"
        pk = inspector.get(reverse(f"{page}_changelist")).context["cl"].result_list[0].pk
        assert inspector.get(reverse(f"{page}_add")).status_code == 403, model
        assert inspector.post(reverse(f"{page}_change", args=[pk]), {}).status_code == 403, model
        assert inspector.post(reverse(f"{page}_delete", args=[pk]), {"post": "yes"}).status_code == 403, model


def test_a_house_is_found_by_its_guid_and_by_its_address(world: World, house: House, inspector: Client) -> None:
    url = reverse("admin:supervision_house_changelist")
    for words, found in [(str(house.fias_guid), 1), ("мира", 1), ("нет такой", 0)]:
        assert inspector.get(url, {"q": words}).context["cl"].result_count == found


def test_organisations_are_offered_of_the_own_region_only(world: World, house: House, analyst: Client) -> None:
    field = {"app_label": "supervision", "model_name": "managementperiod", "field_name": "organisation", "term": "УК"}
    offered = entered("ours", Role.INSPECTOR, "55").get(reverse("admin:autocomplete"), field).json()["results"]
    assert [row["text"] for row in offered] == ["ООО «УК 1»"]
    assert entered("theirs", Role.INSPECTOR, "25").get(reverse("admin:autocomplete"), field).json()["results"] == []
    elsewhere = analyst.get(reverse("admin:autocomplete"), {**field, "in_region": "25"}).json()["results"]
    assert elsewhere == []


def test_trouble_with_an_account_stands_on_the_starting_page(world: World, inspector: Client, stranger: Client) -> None:
    world.account().__class__.objects.filter(pk="55").update(trouble="Токен отозван")
    assert "Токен отозван" in inspector.get(reverse("admin:index")).content.decode()
    assert "Токен отозван" not in stranger.get(reverse("admin:index")).content.decode()


def test_no_page_writes_when_it_is_looked_at(world: World, house: House, inspector: Client) -> None:
    chat = Chat.objects.get()
    urls = [reverse("admin:index"), *(reverse(f"admin:supervision_{model}_changelist") for model in LISTS)]
    urls += [reverse("admin:supervision_chat_change", args=[chat.pk])]
    urls += [reverse("admin:supervision_house_change", args=[house.pk])]
    urls += [reverse("admin:supervision_house_replace_company", args=[house.pk])]
    urls += [reverse("admin:supervision_chat_press", args=[chat.pk, button]) for button in ("look", "freeze", "thaw")]
    asked = [sql for url in urls for sql in statements(lambda url=url: inspector.get(url))]
    assert [sql for sql in asked if sql.split()[0] in {"INSERT", "UPDATE", "DELETE", "WITH"}] == []


def test_events_of_the_installation_are_for_those_who_see_everything(
    world: World, inspector: Client, analyst: Client
) -> None:
    with audit.event("installation.restored", cause="setup by root"):
        pass
    url = reverse("admin:supervision_event_changelist")
    assert inspector.get(url).context["cl"].result_count == 0
    assert analyst.get(url).context["cl"].result_count == 1
