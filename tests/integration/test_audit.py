"""The record: what happened to an object, who decided it and why; and that nobody rewrites it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from supervision import access, audit, history
from supervision.actions import absences, dismissals, inspectors, management_periods, regions
from supervision.actions.absences import Leave
from supervision.admin.audit.history_page import WithHistory
from supervision.enums import Role
from supervision.models import Event, House
from tests.browsing import browser_of, entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
PAGES_OF_OBJECTS = [page for page in admin.site._registry.values() if type(page).__module__.startswith("supervision.")]


def login(world: World, role: Role = Role.INSPECTOR) -> Client:
    user = User.objects.create_user(f"{role}_of_55", first_name="Анна", last_name="Петрова")
    return entered(user, role)


def said(client: Client, model: str, pk: object) -> str:
    return client.get(reverse(f"admin:supervision_{model}_history", args=[pk])).content.decode()


# --- on the object ---


def test_the_history_of_a_house_tells_who_passed_it_to_whom_and_why(world: World) -> None:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «Старая»"))
    by, new = User.objects.create_user("petrova", last_name="Петрова"), world.company("ООО «Новая»")
    access.assign_role(by, Role.INSPECTOR, world.region)
    management_periods.replace(houses=[house], organisation=new, since=world.today, by=by, reason="Протокол 4")
    newest = history.changes([house], list(house.periods.all()))
    replaced = [change for change in newest if change.name == "period.replaced"]
    assert {(change.who, change.reason) for change in replaced} == {("Петрова", "Протокол 4")}
    page = said(login(world), "house", house.pk)
    for words in ("Петрова", "Протокол 4", "ООО «Новая»", "20.11.2026"):
        assert words in page


def test_a_change_is_shown_before_and_after(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1", flats=10)
    with audit.event("house.corrected", by=world.by, reason="Обмер", region=world.region):
        House.objects.filter(pk=house.pk).update(flats=12)
    difference = history.changes([house])[0].differences
    assert [(each.before, each.after) for each in difference] == [("10", "12")]


def test_a_version_that_says_the_same_is_no_change(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    before = len(history.changes([house]))
    House.objects.filter(pk=house.pk).update(address=house.address)
    assert len(history.changes([house])) == before


def test_a_change_past_the_portal_is_seen_and_says_so(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE supervision_house SET flats = 99 WHERE id = %s", [house.pk])
    newest = history.changes([house])[0]
    assert (newest.event, newest.differences[0].after) == (None, "99")
    assert newest.who in said(login(world), "house", house.pk)


def test_regions_organisations_and_people_have_a_history_too(world: World) -> None:
    company, inspector = world.company("ООО «Старая»"), world.inspector("Инспектор 1")
    person = world.representative(company, "Представитель 1")
    inspectors.dismiss(inspector=inspector, on=date(2026, 12, 31), by=world.by, reason="По заявлению")
    regions.change_policy(world.region, {"handover_days": 9}, by=world.by, reason="Приказ 8")
    client = login(world)
    assert "31.12.2026" in said(client, "inspector", inspector.pk)
    assert "Приказ 8" in said(client, "region", "55")
    assert "ООО «Старая»" in said(client, "organisation", company.pk)
    assert "Представитель 1" in said(client, "representative", person.pk)


def test_a_cancelled_absence_is_read_in_the_history_of_both_people(world: World) -> None:
    away, substitute = world.inspector("Иванова"), world.inspector("Петров")
    absence = absences.substitute(
        inspector=away, substitute=substitute, since=date(2026, 12, 1), until=None, by=world.by,
        leave=Leave(substitute, reason="Отпуск по приказу"),
    )  # fmt: skip
    assert "01.12.2026" in said(login(world), "absence", absence.pk)
    absences.end(absence=absence, by=world.by, reason="Раздумала")
    client = browser_of(User.objects.get(username="inspector_of_55"))
    for person in (away, substitute):
        page = said(client, "inspector", person.pk)
        for words in ("Отпуск по приказу", "Раздумала", "01.12.2026", "Петров"):
            assert words in page


def test_the_record_names_who_leaves_and_who_stands_in(world: World) -> None:
    away, substitute = world.inspector("Иванова"), world.inspector("Петров")
    leave = Leave(substitute, reason="Увольнение", ends_in_dismissal=True)
    dismissals.leave_for_good(inspector=away, since=date(2026, 12, 1), leave=leave, by=world.by)
    absences.change(absence=away.absences.get(), leave=leave, until=None, by=world.by)
    absences.end(absence=away.absences.get(), by=world.by, reason="Остаётся")
    client, told = login(world), Event.objects.filter(region="55")
    assert told.count() == 4
    for event in told:
        page = client.get(reverse("admin:supervision_event_change", args=[event.pk])).content.decode()
        assert "Иванова" in page, event.name
        assert "Петров" in page, event.name


@pytest.mark.parametrize("closes", [True, False])
def test_the_record_says_whether_a_leave_closes_the_login(world: World, closes: bool) -> None:
    away, leave = world.inspector("Иванова"), Leave(reason="Увольнение", ends_in_dismissal=True, closes_login=closes)
    day = date(2026, 12, 1)
    dismissals.leave_for_good(inspector=away, since=day, leave=replace(leave, closes_login=not closes), by=world.by)
    absences.change(absence=away.absences.get(), leave=leave, until=None, by=world.by)
    absences.end(absence=away.absences.get(), by=world.by, reason="Остаётся")
    told = dict(Event.objects.filter(region="55").values_list("name", "details__closes_login"))
    begun = ("inspector.leaves", "inspector.absent")
    assert told == dict.fromkeys(begun, not closes) | dict.fromkeys(("absence.changed", "absence.cancelled"), closes)


def test_a_dismissal_names_whom_it_dismisses(world: World) -> None:
    inspector = world.inspector("Иванова")
    inspectors.dismiss(inspector=inspector, on=world.today, by=world.by, reason="По заявлению")
    assert Event.objects.get(name="inspector.dismissed").details["inspector"] == inspector.pk


@pytest.mark.parametrize("page", PAGES_OF_OBJECTS, ids=lambda page: type(page).__name__)
def test_a_page_has_the_history_that_is_kept_or_none(page: Any) -> None:
    """Django's own says of every object that nothing ever changed."""
    own = [url for url in page.get_urls() if (url.name or "").endswith("_history")]
    assert bool(own) == isinstance(page, WithHistory) == hasattr(page.model, "history")


def test_a_stranger_reads_no_history(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    user = User.objects.create_user("stranger")
    client = entered(user, Role.INSPECTOR, access.regions(User.objects.create_superuser("root")).get(pk="25"))
    assert client.get(reverse("admin:supervision_house_history", args=[house.pk])).status_code == 404


def test_names_in_a_history_are_text(world: World) -> None:
    company = world.company("<script>alert(1)</script>")
    assert "<script>alert" not in said(login(world), "organisation", company.pk)


# --- as a list ---


def found(client: Client, **filters: object) -> list[str]:
    cl = client.get(reverse("admin:supervision_event_changelist"), filters).context["cl"]
    return sorted(event.name for event in cl.result_list)


def test_the_list_is_narrowed_by_event_person_and_day(world: World) -> None:
    other = User.objects.create_user("other")
    access.assign_role(other, Role.INSPECTOR, world.region)
    with audit.event("house.demolished", by=world.by, region=world.region):
        pass
    world.go_to(date(2026, 11, 22), hour=1)  # the day before by Greenwich
    with audit.event("house.restored", by=other, region=world.region):
        pass
    client = login(world)
    assert found(client) == ["house.demolished", "house.restored"]
    assert found(client, name="house.restored") == ["house.restored"]
    assert found(client, author=world.by.pk) == ["house.demolished"]
    assert found(client, at_from="22.11.2026") == ["house.restored"]
    assert found(client, at_to="21.11.2026") == ["house.demolished"]
    assert found(client, at_from="20.11.2026", at_to="22.11.2026") == ["house.demolished", "house.restored"]


def test_only_authors_whose_events_one_may_read_are_offered(world: World) -> None:
    with audit.event("house.demolished", by=world.by, region=world.region):
        pass
    elsewhere = User.objects.create_user("elsewhere")
    access.assign_role(elsewhere, Role.INSPECTOR, access.regions(User.objects.create_superuser("root")).get(pk="25"))
    assert list(access.authors(elsewhere)) == []
    login(world)
    assert list(access.authors(User.objects.get(username="inspector_of_55"))) == [world.by]


# --- for ever ---


@pytest.mark.parametrize("statement", ["UPDATE supervision_event SET reason = 'x'", "DELETE FROM supervision_event"])
def test_the_database_lets_nobody_rewrite_events(statement: str, world: World) -> None:
    audit.record("list.exported", by=world.by, details={"rows": 5})
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.get(name="list.exported").details == {"rows": 5}


def test_the_database_lets_nobody_empty_the_record(world: World) -> None:
    audit.record("list.exported", by=world.by)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="record of events is not emptied"), transaction.atomic():
            cursor.execute("TRUNCATE supervision_event")
    assert Event.objects.filter(name="list.exported").exists()


@pytest.mark.parametrize("verb", ["UPDATE supervision_houseevent SET flats = 1", "DELETE FROM supervision_houseevent"])
def test_the_database_lets_nobody_rewrite_history(verb: str, world: World) -> None:
    world.house("г. Омск, ул. Мира, д. 1")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(verb)
