"""Addresses that nobody types on purpose: every list with every filter, and the other pages that read parameters."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from supervision.models import Event
from supervision.reports.catalogue import REPORTS
from tests.browsing import of_root
from tests.sampled import sampled
from tests.world import World

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.walk]
NUL = "a\0b"
ABSURD = ("", "ы", "-1", "99999999999", "99999999999999999999", "1,2", "2026-02-31")
OF_EVERY_LIST = ("q", "p", "o", "e", "all", "mine", "in_region")
LISTS = [model for model in admin.site._registry if model._meta.app_label == "supervision"]


@pytest.fixture
def root(world: World) -> Client:
    """The administrator of the portal, before whom no list is shut."""
    return of_root(raise_request_exception=False)


def parameters(model: type[Model]) -> Iterator[str]:
    yield from OF_EVERY_LIST
    request = RequestFactory().get("/")
    request.user = User.objects.get(username="root")
    for spec in admin.site.get_model_admin(model).get_changelist_instance(request).filter_specs:
        yield from (str(name) for name in spec.expected_parameters() if name)


@pytest.mark.parametrize("model", sampled(LISTS, 5), ids=lambda model: model._meta.model_name)
def test_no_filter_of_a_list_fails_at_an_absurd_value(root: Client, model: type[Model]) -> None:
    url = reverse(f"admin:supervision_{model._meta.model_name}_changelist")
    asked = [(name, value) for name in dict.fromkeys(parameters(model)) for value in ABSURD]
    broken = [each for each in asked if root.get(url, dict([each])).status_code >= 500]
    assert broken == []
    assert {root.get(url, {name: NUL}).status_code for name, _value in asked} == {400}


def test_a_name_of_a_parameter_holds_no_nul_either(root: Client) -> None:
    assert root.get(reverse("admin:supervision_house_changelist"), {NUL: "1"}).status_code == 400


def test_reports_and_the_search_say_what_is_wrong(root: Client) -> None:
    urls = [reverse("admin:index"), reverse("find"), *(reverse("report", args=[name]) for name in sampled(REPORTS, 3))]
    names = ("q", "region", "municipality", "organisation", "inspector", "day", "since", "until", "figure", "mine")
    for url in urls:
        assert {root.get(url, {name: NUL}).status_code for name in names} == {400}
        asked = [(url, name, value) for name in names for value in ABSURD]
        assert [each for each in asked if root.get(url, dict([each[1:]])).status_code >= 500] == []


def test_a_form_with_a_nul_is_refused_in_words_and_writes_nothing(world: World, root: Client) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    events = Event.objects.count()
    freeze = reverse("admin:supervision_chat_press", args=[world.chat(house).pk, "freeze"])
    change = reverse("admin:supervision_house_replace_company", args=[house.pk])
    for url in (freeze, change, reverse("admin:supervision_house_changelist")):
        answer = root.post(url, {"reason": NUL, "organisation": NUL, "action": NUL})
        assert (answer.status_code, answer.templates[0].name) == (400, "bad_text.html")
    assert Event.objects.count() == events


def test_an_ordinary_form_passes(world: World, root: Client) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    look = reverse("admin:supervision_chat_press", args=[world.chat(house).pk, "look"])
    assert root.post(look).status_code == 302
