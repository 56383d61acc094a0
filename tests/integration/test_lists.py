"""Every list: chips name what narrows it and take it away, narrowings are kept by name, it is sorted by what it offers.

Generated over the lists that there are: a new one is judged by the same rules.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from supervision.admin.lists.base import ScopedAdmin
from supervision.enums import Role
from supervision.models import HiddenColumns, SavedFilter
from tests.browsing import entered, of_root
from tests.everything import populate
from tests.world import World

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.walk]

LISTS = {
    str(model._meta.model_name): shown
    for model, shown in admin.site._registry.items()
    if isinstance(shown, ScopedAdmin)
}


@pytest.fixture
def root(world: World) -> Client:
    """Who sees every list."""
    populate(world, range(1, 3))
    return of_root()


@pytest.fixture
def head(world: World) -> Client:
    populate(world, range(1, 3))
    return entered("another_head", Role.HEAD, "55")


def url(model: str) -> str:
    return reverse(f"admin:supervision_{model}_changelist")


def choices(page: Any) -> Iterator[str]:
    """Addresses of the list narrowed by one choice of each of its filters that offers any."""
    shown = page.context["cl"]
    for spec in shown.filter_specs:
        offered = list(getattr(spec, "options", ()) or getattr(spec, "lookup_choices", ()) or ())
        named = [str(pair[0]) for pair in offered if pair and str(pair[0])]
        if named and getattr(spec, "parameter_name", ""):
            yield f"?{spec.parameter_name}={named[0]}"
        elif not getattr(spec, "parameter_name", ""):
            yield from [str(each["query_string"]) for each in list(spec.choices(shown))[1:2] if "query_string" in each]


def test_each_filter_of_each_list_is_a_chip_and_goes_with_it(root: Client) -> None:
    wrong = []
    for model in LISTS:
        page = root.get(url(model))
        assert page.status_code == 200, model
        for query in choices(page):
            narrowed = root.get(f"{url(model)}{query}")
            chips = narrowed.context["cl"].chips
            if len(chips) != 1 or not chips[0].value:
                wrong.append((model, query, chips))
                continue
            without = root.get(f"{url(model)}{chips[0].without or '?'}")
            if without.context["cl"].chips:
                wrong.append((model, query, "the cross leaves it"))
    assert wrong == []


def test_a_search_is_a_chip_too_and_keeps_the_other_filters(root: Client) -> None:
    page = root.get(url("house"), {"q": "мира", "kind__exact": "apartment", "o": "1", "p": "0"})
    chips = page.context["cl"].chips
    assert [chip.words for chip in chips] == ["«мира»", "Вид: Многоквартирный дом"]
    assert "kind__exact=apartment" in chips[0].without and "q=" not in chips[0].without
    assert "q=" in chips[1].without and "kind__exact" not in chips[1].without


def test_every_column_that_is_offered_for_sorting_sorts_both_ways(root: Client) -> None:
    """In one region, where long lists offer it."""
    wrong = []
    for model in LISTS:
        narrowed = {"region": "55"} if "region" in _parameters(root, model) else {}
        page = root.get(url(model), narrowed)
        offered = page.context["cl"].sortable_by
        for place, name in enumerate(page.context["cl"].list_display):
            if name not in offered or not page.context["cl"].get_ordering_field(name):
                continue
            there = _keys(root.get(url(model), {**narrowed, "o": str(place)}))
            back = _keys(root.get(url(model), {**narrowed, "o": f"-{place}"}))
            if len(there) < page.context["cl"].list_per_page and set(there) != set(back):
                wrong.append((model, name))
    assert wrong == []


def _parameters(client: Client, model: str) -> set[str]:
    specs = client.get(url(model)).context["cl"].filter_specs
    return {str(getattr(spec, "parameter_name", "")) for spec in specs}


def _keys(page: Any) -> list[Any]:
    assert page.status_code == 200
    return [row.pk for row in page.context["cl"].result_list]


@pytest.mark.parametrize("model", ["house", "chat", "managementperiod", "syncrequest", "messengercall", "workorder"])
def test_a_long_list_of_the_whole_country_is_sorted_by_nothing_but_its_own_order(root: Client, model: str) -> None:
    assert list(root.get(url(model)).context["cl"].sortable_by) == []


def test_addresses_stand_in_the_order_of_their_numbers(world: World, root: Client) -> None:
    for number in ("10", "2", "1", "2а", "100"):
        world.house(f"г. Омск, ул. Ёлочная, д. {number}")
    page = root.get(url("house"), {"region": "55", "q": "елочная"})
    numbers = [house.address.rpartition("д. ")[2] for house in page.context["cl"].result_list]
    assert numbers == ["1", "2", "2а", "10", "100"]


def test_a_narrowing_is_kept_by_name_and_removed_in_every_list(root: Client) -> None:
    wrong = []
    for model in LISTS:
        kept = root.post(f"{url(model)}keep-filter/?q=мира&o=1&p=3", {"name": " Мои   любимые "})
        row = SavedFilter.objects.filter(list_name=model).first()
        if kept.status_code != 302 or row is None or row.name != "Мои любимые" or "p=" in row.query:
            wrong.append((model, kept.status_code, row and row.query))
            continue
        page = root.get(f"{url(model)}?{row.query}")
        if "Мои любимые" not in page.content.decode():
            wrong.append((model, "not shown", row.query))
        root.post(f"{url(model)}remove-filter/{row.pk}/")
        if SavedFilter.objects.filter(list_name=model).exists():
            wrong.append((model, "not removed", ""))
    assert wrong == []


def test_a_kept_order_stays_when_columns_are_left_out(head: Client) -> None:
    columns = list(head.get(url("house")).context["cl"].list_display)
    flats = columns.index("flats")
    head.post(f"{url('house')}keep-filter/?kind__exact=apartment&o=-{flats}", {"name": "Крупные"})
    head.post(f"{url('house')}choose-columns/", {"shown": ["flats", "state"]})
    page = head.get(f"{url('house')}?{SavedFilter.objects.get().query}")
    shown = page.context["cl"]
    assert [name for name in shown.list_display if name != "action_checkbox"] == ["shown_address", "flats", "state"]
    assert shown.get_ordering_field_columns() == {shown.list_display.index("flats"): "desc"}


def test_columns_are_remembered_for_each_person_alone(world: World, head: Client) -> None:
    for model in LISTS:
        if head.get(url(model)).status_code != 200:
            continue
        first = head.get(url(model)).context["cl"].tools["columns"]
        answer = head.post(f"{url(model)}choose-columns/?q=", {"shown": [column.name for column in first[1:]]})
        assert answer.status_code == 302, model
        now = head.get(url(model)).context["cl"].tools["columns"]
        assert [column.is_shown for column in now] == [False, *[True] * (len(first) - 1)] or not first, model
    other = entered("colleague", Role.INSPECTOR, "55")
    assert all(column.is_shown for column in other.get(url("house")).context["cl"].tools["columns"])
    head.post(f"{url('house')}choose-columns/", {"shown": [c.name for c in _columns(head)]})
    assert not HiddenColumns.objects.filter(list_name="house").exists()


def _columns(client: Client) -> list[Any]:
    found: list[Any] = client.get(url("house")).context["cl"].tools["columns"]
    return found


def test_a_filter_is_shared_within_the_region_and_nowhere_else(world: World, head: Client) -> None:
    head.post(f"{url('chat')}keep-filter/?state=parked", {"name": "К разбору", "shared": "1"})
    shared = SavedFilter.objects.get()
    assert shared.region_id == "55"
    colleague, stranger = entered("colleague", Role.INSPECTOR, "55"), entered("stranger", Role.HEAD, "25")
    analyst = entered("analyst", Role.ANALYST)
    assert "К разбору" in colleague.get(url("chat")).content.decode()
    for other in (stranger, analyst):
        assert "К разбору" not in other.get(url("chat")).content.decode()
        assert other.post(f"{url('chat')}remove-filter/{shared.pk}/").status_code == 404
    colleague.post(f"{url('chat')}keep-filter/?state=standing", {"name": "К разбору", "shared": "1"})
    shared.refresh_from_db()
    assert (shared.query, shared.user.username) == ("state=parked", "another_head")  # nor is it taken over
    boss = entered("boss", Role.HEAD, "55")
    boss.post(f"{url('chat')}keep-filter/?state=standing", {"name": "К разбору", "shared": "1"})
    shared.refresh_from_db()
    assert (shared.query, shared.user.username) == ("state=standing", "another_head")  # changed, and whose it was
    colleague.post(f"{url('chat')}remove-filter/{shared.pk}/")
    assert SavedFilter.objects.filter(pk=shared.pk).exists()  # whoever shared it, or the head
    analyst.post(f"{url('chat')}keep-filter/?state=parked", {"name": "Свой", "shared": "1"})
    assert SavedFilter.objects.get(name="Свой").region is None
    head.post(f"{url('chat')}remove-filter/{shared.pk}/")
    assert not SavedFilter.objects.filter(pk=shared.pk).exists()


def test_what_narrows_nothing_is_not_kept(head: Client) -> None:
    head.post(f"{url('house')}keep-filter/?p=2", {"name": "Пусто"})
    head.post(f"{url('house')}keep-filter/?q=мира", {"name": "  "})
    assert not SavedFilter.objects.exists()
    assert head.get(f"{url('house')}keep-filter/").status_code == 405


def test_a_company_and_a_municipality_are_chosen_in_every_list_of_houses(world: World, head: Client) -> None:
    """Each list whose rows have a house offers both, and shows the rows of the chosen one only."""
    for model in ("house", "chat", "managementperiod", "syncrequest", "messengercall", "workorder"):
        page = head.get(url(model))
        specs = {getattr(spec, "parameter_name", ""): spec for spec in page.context["cl"].filter_specs}
        assert specs["municipality"].options, model
        assert "select" in specs["organisation"].widget, model
        assert "in_region=55" in unescape(specs["organisation"].widget), model
        company = world.company(f"ООО «Пустая {model}»")
        assert head.get(url(model), {"organisation": company.pk}).context["cl"].result_count == 0, model
        assert head.get(url(model), {"municipality": "none"}).context["cl"].result_count == 0, model


def test_the_company_list_counts_the_houses_of_today(world: World, head: Client) -> None:
    page = head.get(url("organisation"), {"q": "УК 1"}).content.decode()
    assert re.search(r"/house/\?organisation=\d+\">1</a>", page)


def test_no_list_or_page_has_a_bar_where_nothing_can_be_saved(world: World) -> None:
    objects = populate(world, (1,))
    client = entered("inspector", Role.INSPECTOR, "55")
    for model in LISTS:
        if (
            objects.get(model)
            and (page := client.get(reverse(f"admin:supervision_{model}_change", args=[objects[model]]))).status_code
            == 200
        ):
            assert 'id="submit-row"' not in page.content.decode(), model
