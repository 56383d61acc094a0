"""The pages on which people go away, come back and leave: shown first, done after, refused in words."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from supervision.actions import absences, dismissals
from supervision.actions.absences import Leave
from supervision.enums import OperationKind, Role
from supervision.models import Absence, Chat, Event, House, Inspector, Operation, Region
from tests.browsing import entered, sign_in
from tests.statements import assert_does_not_grow, statements
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def head(world: World) -> Client:
    return entered(world.by, Role.HEAD, world.region)


@pytest.fixture
def leaver(world: World) -> Inspector:
    """Owns three chats by name; a colleague stands by."""
    person = world.inspector("Иванова", zone=False)
    world.inspector("Петров")
    for house in world.houses(3):
        House.objects.filter(pk=house.pk).update(inspector=person)
    world.push()
    return person


@pytest.fixture
def colleague(world: World, leaver: Inspector) -> Inspector:
    return world.inspector("Сидорова", zone=False)


def page(name: str, pk: object) -> str:
    return reverse(f"admin:supervision_{name}", args=[pk])


def filled(since: date = DECEMBER, **more: object) -> dict[str, object]:
    return {"since": f"{since:%d.%m.%Y}", "reason": "Приказ 7", **more}


def confirm(client: Client, url: str, form: dict[str, object]) -> HttpResponse:
    shown = client.post(url, form).context["shown"]
    return client.post(url, form | {"seen": shown.digest, "confirm": "1"})


def test_the_preview_says_where_the_chats_go_and_writes_nothing(
    head: Client, leaver: Inspector, colleague: Inspector
) -> None:
    first = House.objects.first()
    form = filled(house=[first.pk], give="1", give_to=colleague.pk)
    answer = head.post(page("inspector_dismiss", leaver.pk), form)
    shown = answer.context["shown"]
    assert {(to, count) for to, _pk, count in shown.groups} == {("Петров", 2), ("Сидорова", 1)}
    assert (shown.calls > 0, shown.minutes, shown.orders) == (True, 1, 0)
    assert answer.context["given"] == f"{first.pk}:{colleague.pk}"
    assert not Absence.objects.exists()


def test_houses_are_sorted_and_marked_by_buttons(head: Client, leaver: Inspector, colleague: Inspector) -> None:
    last = House.objects.last()
    form = filled(given=f"{last.pk}:{colleague.pk}", sort="to", pick=colleague.pk)
    lines = head.post(page("inspector_dismiss", leaver.pk), form).context["lines"]
    assert [line["move"].to for line in lines] == ["Петров", "Петров", "Сидорова"]
    assert [(line["by_hand"], line["checked"]) for line in lines] == [(False, False), (False, False), (True, True)]


def test_a_choice_is_taken_back_to_the_rules(head: Client, leaver: Inspector, colleague: Inspector) -> None:
    first = House.objects.first()
    form = filled(given=f"{first.pk}:{colleague.pk}", house=[first.pk], give="1", give_to="")
    assert head.post(page("inspector_dismiss", leaver.pk), form).context["given"] == ""


def test_a_substitute_who_goes_away_meanwhile_is_named_with_the_day(
    world: World, head: Client, leaver: Inspector, colleague: Inspector
) -> None:
    absences.substitute(inspector=colleague, since=date(2026, 12, 10), until=date(2026, 12, 20), by=world.by)
    url, form = page("inspector_absence", leaver.pk), filled(substitute=colleague.pk)
    answer = head.post(url, form | {"until": "11.01.2027"})
    (line,) = answer.context["shown"].not_all_the_time
    assert "Сидорова" in line
    assert "10.12.2026" in line
    assert line in answer.content.decode()
    assert head.post(url, form | {"until": "05.12.2026"}).context["shown"].not_all_the_time == ()


def test_whom_the_rules_find_and_who_leaves_meanwhile_is_named_too(
    world: World, head: Client, leaver: Inspector
) -> None:
    petrov, url = Inspector.objects.get(full_name="Петров"), page("inspector_absence", leaver.pk)
    leave = Leave(ends_in_dismissal=True)
    dismissals.leave_for_good(inspector=petrov, since=date(2027, 2, 1), leave=leave, by=world.by)
    (line,) = head.post(url, filled()).context["shown"].not_all_the_time
    assert "01.02.2027" in line
    Absence.objects.all().delete()
    Inspector.objects.filter(pk=petrov.pk).update(dismissed_on=date(2027, 3, 1))
    (line,) = head.post(url, filled()).context["shown"].not_all_the_time
    assert "01.03.2027" in line


def test_an_absence_is_kept_as_it_was_shown(head: Client, leaver: Inspector, colleague: Inspector) -> None:
    form = filled(until="11.01.2027", substitute=colleague.pk)
    assert confirm(head, page("inspector_absence", leaver.pk), form).status_code == 302
    absence = Absence.objects.get()
    assert (absence.since, absence.until, absence.substitute) == (DECEMBER, date(2027, 1, 11), colleague)
    assert Event.objects.get(name="inspector.absent").reason == "Приказ 7"


def test_overlapping_absences_are_refused_in_words(head: Client, leaver: Inspector, colleague: Inspector) -> None:
    url, form = page("inspector_absence", leaver.pk), filled(substitute=colleague.pk)
    confirm(head, url, form)
    refusal = head.post(url, form).context["refusal"]
    assert "01.12.2026" in refusal.blockers[0]
    assert Absence.objects.count() == 1


def test_what_changed_since_the_preview_is_shown_anew(
    world: World, head: Client, leaver: Inspector, colleague: Inspector
) -> None:
    url, form = page("inspector_dismiss", leaver.pk), filled()
    shown = head.post(url, form).context["shown"]
    world.inspector("Новенький")
    House.objects.filter(pk=House.objects.first().pk).update(inspector=colleague)
    answer = head.post(url, form | {"seen": shown.digest, "confirm": "1"})
    assert len(answer.context["shown"].moves) != len(shown.moves) or answer.context["shown"].digest != shown.digest
    assert not Absence.objects.exists()


def test_chats_that_nobody_would_own_are_named_and_nothing_is_done(
    head: Client, leaver: Inspector, colleague: Inspector
) -> None:
    Inspector.objects.get(full_name="Петров").zones.clear()
    answer = confirm(head, page("inspector_dismiss", leaver.pk), filled())
    assert len(answer.context["refusal"].blockers) == 3
    assert not Absence.objects.exists()


def test_a_substitute_is_changed_and_the_absence_ended_early(
    world: World, head: Client, leaver: Inspector, colleague: Inspector
) -> None:
    petrov = Inspector.objects.get(full_name="Петров")
    absence = absences.substitute(inspector=leaver, substitute=petrov, since=world.today, until=None, by=world.by)
    form = filled(until="11.01.2027", substitute=colleague.pk)
    assert confirm(head, page("absence_other", absence.pk), form).status_code == 302
    absence.refresh_from_db()
    assert (absence.since, absence.until, absence.substitute) == (world.today, date(2027, 1, 11), colleague)

    world.go_to(DECEMBER)
    sign_in(head, world.by)  # nobody stays signed in for days
    head.post(reverse("admin:supervision_absence_press", args=[absence.pk, "end"]), {"reason": "Вышла"})
    absence.refresh_from_db()
    assert absence.until == DECEMBER


def test_a_planned_absence_that_is_ended_never_was(world: World, head: Client, leaver: Inspector) -> None:
    absence = absences.substitute(inspector=leaver, since=DECEMBER, until=None, by=world.by)
    answer = head.post(reverse("admin:supervision_absence_press", args=[absence.pk, "end"]), {"reason": "Раздумала"})
    assert answer.url == page("inspector_change", leaver.pk)
    assert not Absence.objects.exists()


def test_a_dismissal_that_is_cancelled_before_its_day_ends_as_taken_back(
    world: World, head: Client, leaver: Inspector
) -> None:
    confirm(head, page("inspector_dismiss", leaver.pk), filled())
    operation = Operation.objects.get(kind=OperationKind.DISMISSAL)
    ended = reverse("admin:supervision_absence_press", args=[operation.absence_id, "end"])
    assert (
        page("absence_change", operation.absence_id)
        in head.get(page("operation_change", operation.pk)).content.decode()
    )
    said = head.post(ended, {"reason": "Остаётся"}, follow=True).content.decode()
    assert "Увольнение отменено" in said or "The dismissal is cancelled" in said
    answer = head.get(page("operation_change", operation.pk))
    assert [(str(figure["fate"]), figure["count"]) for figure in answer.context["figures"]] == [("taken_back", 3)]
    operation.refresh_from_db()
    assert (operation.undone_by, operation.undone_reason) == (world.by, "Остаётся")
    assert "Остаётся" in answer.content.decode()
    assert Event.objects.filter(name="absence.cancelled").exists()


def test_an_absence_that_has_begun_ends_and_its_record_stays(world: World, head: Client, leaver: Inspector) -> None:
    confirm(head, page("inspector_absence", leaver.pk), filled())
    absence = Absence.objects.get()
    world.go_to(DECEMBER + timedelta(days=2))
    assert absences.end(absence=absence, by=world.by, reason="Вышла") is True
    assert Operation.objects.get().undone_at is None


def test_a_dismissal_in_the_place_of_a_planned_absence_takes_its_mass_change_back(
    world: World, head: Client, leaver: Inspector
) -> None:
    confirm(head, page("inspector_absence", leaver.pk), filled(DECEMBER + timedelta(days=9)))
    confirm(head, page("inspector_dismiss", leaver.pk), filled())
    told = {operation.kind: operation.undone_at is not None for operation in Operation.objects.all()}
    assert told == {OperationKind.ABSENCE: True, OperationKind.DISMISSAL: False}


def test_an_inspector_without_chats_is_dismissed_at_once_and_the_login_closed(
    world: World, head: Client, colleague: Inspector
) -> None:
    colleague.user = User.objects.create_user("sidorova")
    colleague.save()
    confirm(head, page("inspector_dismiss", colleague.pk), filled(world.today, closes_login="on"))
    colleague.refresh_from_db()
    assert (colleague.dismissed_on, colleague.user.is_active) == (world.today, False)


def test_nobody_closes_their_own_login(world: World, head: Client, colleague: Inspector) -> None:
    colleague.user = world.by
    colleague.save()
    answer = head.post(page("inspector_dismiss", colleague.pk), filled(world.today, closes_login="on"))
    assert answer.context["refusal"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "19.11.2026"},
        {"since": "31.12.9999"},
        {"given": "1:999999"},
        {"given": "abc"},
        {"substitute": "999999"},
        {"reason": ""},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(head: Client, leaver: Inspector, wrong: dict[str, str]) -> None:
    answer = head.post(page("inspector_absence", leaver.pk), filled() | wrong)
    assert set(answer.context["form"].errors) == set(wrong)
    assert "shown" not in answer.context


@pytest.mark.parametrize("name", ["inspector_absence", "inspector_dismiss", "absence_other"])
def test_only_a_head_decides_about_people(world: World, leaver: Inspector, name: str) -> None:
    absence = absences.substitute(inspector=leaver, since=DECEMBER, until=None, by=world.by)
    pk = absence.pk if name == "absence_other" else leaver.pk
    users = {name: User.objects.create_user(name) for name in ("stranger", "analyst", "inspector", "chief")}
    expected = (
        (entered(users["stranger"], Role.HEAD, Region.objects.get(pk="25")), 404),
        (entered(users["analyst"], Role.ANALYST, None), 404),
        (entered(users["inspector"], Role.INSPECTOR, world.region), 403),
        (entered(users["chief"], Role.HEAD, world.region), 200),
    )
    for client, status in expected:
        assert client.get(page(name, pk)).status_code == status
        assert client.post(page(name, pk), filled()).status_code == status


def test_the_page_of_who_leaves_says_what_is_left(world: World, head: Client, leaver: Inspector) -> None:
    confirm(head, page("inspector_dismiss", leaver.pk), filled(world.today))
    assert head.get(page("inspector_change", leaver.pk)).context["leaving"]["count"] == 3
    world.push()
    assert head.get(page("inspector_change", leaver.pk)).context["leaving"]["count"] == 0
    assert dismissals.complete() == 1
    assert head.get(page("inspector_change", leaver.pk)).context["leaving"] == {}


def test_the_load_of_everybody_is_counted_sorted_and_linked(
    world: World, head: Client, leaver: Inspector, colleague: Inspector
) -> None:
    absences.substitute(inspector=leaver, substitute=colleague, since=world.today, until=None, by=world.by)
    answer = head.get(reverse("admin:supervision_inspector_load"), {"region": "55", "sort": "-wished"})
    figures = {
        line["inspector"].full_name: [value for value, _url in line["figures"]] for line in answer.context["lines"]
    }
    assert figures == {"Сидорова": [3, 0, 0, 0, 0], "Иванова": [0, 3, 3, 0, 3], "Петров": [0, 0, 0, 0, 0]}
    assert answer.context["lines"][0]["inspector"] == colleague
    for line in answer.context["lines"]:
        for value, url in line["figures"]:
            assert not url or head.get(url).context["cl"].result_count == value


def test_the_load_takes_the_same_queries_for_many_as_for_few(world: World, head: Client, leaver: Inspector) -> None:
    url = reverse("admin:supervision_inspector_load")
    head.get(url)
    few = statements(lambda: head.get(url))
    for number in range(5):
        world.inspector(f"Ещё {number}")
    world.houses(9, street="ул. Дальняя")
    assert_does_not_grow(few, statements(lambda: head.get(url)), at_most=20)


def test_a_preview_takes_the_same_queries_for_many_houses_as_for_few(
    world: World, head: Client, leaver: Inspector
) -> None:
    url = page("inspector_dismiss", leaver.pk)
    head.post(url, filled())
    few = statements(lambda: head.post(url, filled()))
    for house in world.houses(9, street="ул. Дальняя"):
        House.objects.filter(pk=house.pk).update(inspector=leaver)
    world.push()
    many = statements(lambda: head.post(url, filled()))
    assert len(head.post(url, filled()).context["shown"].moves) == 12
    assert_does_not_grow(few, many, at_most=115)


def test_a_stranger_has_no_load_to_see(world: World) -> None:
    stranger = entered(User.objects.create_user("stranger"), Role.HEAD, Region.objects.get(pk="25"))
    assert stranger.get(reverse("admin:supervision_inspector_load"), {"region": "55"}).status_code == 404


def test_an_absence_that_is_over_is_not_changed(world: World, head: Client, leaver: Inspector) -> None:
    absence = absences.substitute(inspector=leaver, since=world.today, until=DECEMBER, by=world.by)
    world.go_to(DECEMBER + timedelta(days=1))
    sign_in(head, world.by)  # nobody stays signed in for days
    assert head.post(page("absence_other", absence.pk), filled()).context["refusal"]


# --- a name that was entered wrongly


def test_a_head_corrects_the_name_and_nothing_else_changes(world: World, head: Client, leaver: Inspector) -> None:
    url = page("inspector_correct", leaver.pk)
    assert f'href="{url}"' in head.get(page("inspector_change", leaver.pk)).content.decode()
    marks = dict(Chat.objects.values_list("pk", "spec_version"))
    form = {"full_name": "Иванова Анна", "position": "главный инспектор"}
    assert head.post(url, form).status_code == 302
    leaver.refresh_from_db()
    assert (leaver.full_name, leaver.position) == ("Иванова Анна", "главный инспектор")
    told = Event.objects.get(name="inspector.corrected").details
    assert told == {"inspector": leaver.pk, "fields": ["full_name", "position"]}
    assert dict(Chat.objects.values_list("pk", "spec_version")) == marks
    head.post(url, form)
    head.post(url, {"full_name": " ", "position": ""})
    leaver.refresh_from_db()
    assert leaver.full_name == "Иванова Анна"
    assert Event.objects.filter(name="inspector.corrected").count() == 1, "what is the same is no event"
    assert entered("Петрова", Role.INSPECTOR).post(url, form).status_code == 403


def test_who_is_dismissed_keeps_the_name_of_the_record(world: World, head: Client, leaver: Inspector) -> None:
    Inspector.objects.filter(pk=leaver.pk).update(dismissed_on=world.today)
    answer = head.post(page("inspector_correct", leaver.pk), {"full_name": "Другая", "position": ""})
    assert (
        "увольнение уже записано" in answer.content.decode()
        and Inspector.objects.get(pk=leaver.pk).full_name == "Иванова"
    )
