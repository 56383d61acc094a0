"""The page on which a head gives a company to an inspector: shown before, done after, told to the second of two."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.enums import Role
from supervision.models import Event, House, Inspector, Operation, Organisation, Region
from tests.browsing import signed_in
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def head(world: World) -> Client:
    return signed_in(world, "Борис", Role.HEAD)


@pytest.fixture
def company(world: World) -> Organisation:
    """Manages two houses, whose chats are Иванова's by zone; a third house is nobody's."""
    company = world.company("ООО «Уют»")
    world.inspector("Иванова")
    world.houses(2, company)
    world.house("г. Омск, ул. Мира, д. 9")
    world.push()
    return company


@pytest.fixture
def other(world: World, company: Organisation) -> Inspector:
    person = world.inspector("Сидорова", zone=False)
    for house in House.objects.all():
        world.join(house, person)
    return person


def url(company: Organisation) -> str:
    return reverse("admin:supervision_organisation_inspector", args=[company.pk])


def opened(client: Client, company: Organisation, to: Inspector | None) -> dict[str, Any]:
    form = client.get(url(company)).context["form"]
    return {"loaded": form["loaded"].value(), "inspector": to.pk if to else "", "reason": "Приказ 4"}


def previewed(client: Client, company: Organisation, form: dict[str, Any]) -> dict[str, Any]:
    shown = client.post(url(company), form).context["shown"]
    return form | {"seen": shown.digest, "confirm": "1"}


def test_the_preview_names_the_chats_that_pass_and_writes_nothing(
    head: Client, company: Organisation, other: Inspector
) -> None:
    shown = head.post(url(company), opened(head, company, other)).context["shown"]
    assert [(to, count) for to, _pk, count in shown.groups] == [("Сидорова", 2)]
    assert Organisation.objects.get(pk=company.pk).inspector is None


def test_confirmed_the_chats_of_its_houses_pass_and_can_be_watched(
    world: World, head: Client, company: Organisation, other: Inspector
) -> None:
    answer = head.post(url(company), previewed(head, company, opened(head, company, other)))
    assert answer.url == reverse("admin:supervision_operation_change", args=[Operation.objects.get().pk])
    world.push()
    assert [world.owner(house) for house in House.objects.order_by("pk")] == ["Сидорова", "Сидорова", "Иванова"]
    event = Event.objects.get(name="organisation.assigned")
    assert (event.reason, event.details) == ("Приказ 4", {"organisation": company.pk, "inspector": other.pk})


def test_a_company_is_taken_back_from_its_inspector(
    world: World, head: Client, company: Organisation, other: Inspector
) -> None:
    Organisation.objects.filter(pk=company.pk).update(inspector=other)
    head.post(url(company), previewed(head, company, opened(head, company, None)))
    assert Organisation.objects.get(pk=company.pk).inspector is None


def test_where_nothing_was_changed_it_is_said_and_nothing_written(head: Client, company: Organisation) -> None:
    assert head.post(url(company), opened(head, company, None)).context["refusal"].message
    assert not Event.objects.filter(name="organisation.assigned").exists()


def test_a_missing_reason_and_a_foreign_inspector_are_said_beside_their_fields(
    head: Client, company: Organisation, other: Inspector
) -> None:
    Inspector.objects.filter(pk=other.pk).update(region=Region.objects.get(pk="25"))
    answer = head.post(url(company), opened(head, company, other) | {"reason": ""})
    assert answer.context["form"].errors.keys() == {"inspector", "reason"}


def test_the_second_head_is_told_to_whom_the_first_gave_it(
    world: World, head: Client, company: Organisation, other: Inspector
) -> None:
    third, second = world.inspector("Третья", zone=False), signed_in(world, "Вера", Role.HEAD)
    ready = previewed(second, company, opened(second, company, third))
    head.post(url(company), previewed(head, company, opened(head, company, other)))
    told = " ".join(second.post(url(company), ready).context["form"].non_field_errors())
    assert "Борис" in told and "Сидорова" in told
    assert Organisation.objects.get(pk=company.pk).inspector == other


def test_only_the_head_is_offered_the_page(world: World, head: Client, company: Organisation) -> None:
    inspector = signed_in(world, "Анна", Role.INSPECTOR)
    page = reverse("admin:supervision_organisation_change", args=[company.pk])
    assert url(company) in head.get(page).content.decode()
    assert url(company) not in inspector.get(page).content.decode()
    assert inspector.get(url(company)).status_code == 403
