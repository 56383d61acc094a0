"""Two heads have the policy of one region open. The second is told what the first changed, and overwrites nothing."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from supervision.enums import Role
from supervision.models import Region
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
POLICY = reverse("admin:supervision_region_change", args=["55"])


def head(world: World, name: str) -> Client:
    user = User.objects.create_user(name, first_name=name)
    return entered(user, Role.HEAD, world.region)


def form_on(page: Any) -> Any:
    return page.context["adminform"].form


def filled_in(page: Any, **own: object) -> dict[str, Any]:
    """What a browser sends back of the page, with the person's own input."""
    form = form_on(page)
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in (shown | {"reason": "Приказ"} | own).items()}


@pytest.fixture
def two_pages(world: World) -> tuple[Client, dict[str, Any], Client, Any]:
    """Both have opened the page; the first saves 4 flats, the second has not sent anything yet."""
    first, second = head(world, "Анна"), head(world, "Борис")
    opened = second.get(POLICY)
    sent = filled_in(first.get(POLICY), min_flats=4)
    assert first.post(POLICY, sent).status_code == 302
    return first, sent, second, opened


def test_the_second_is_told_who_changed_what_from_what_to_what(two_pages: Any) -> None:
    _first, _sent, second, opened = two_pages
    answer = second.post(POLICY, filled_in(opened, handover_days=3))
    said = " ".join(form_on(answer).non_field_errors())
    assert "Анна" in said
    assert str(Region._meta.get_field("min_flats").verbose_name) in said
    assert re.findall(r"\d+", said) == ["0", "4"]
    assert Region.objects.get(pk="55").handover_days != 3


def test_own_input_is_kept_and_what_was_not_touched_shows_the_new_value(two_pages: Any) -> None:
    _first, _sent, second, opened = two_pages
    form = form_on(second.post(POLICY, filled_in(opened, handover_days=3)))
    assert (str(form["handover_days"].value()), str(form["min_flats"].value())) == ("3", "4")
    assert isinstance(form.data, QueryDict)


def test_what_was_seen_is_saved_the_second_time(two_pages: Any) -> None:
    _first, _sent, second, opened = two_pages
    told = second.post(POLICY, filled_in(opened, handover_days=3))
    assert second.post(POLICY, filled_in(told)).status_code == 302
    region = Region.objects.get(pk="55")
    assert (region.min_flats, region.handover_days) == (4, 3)


def test_both_changed_the_same_field_and_the_second_decides_knowingly(two_pages: Any) -> None:
    _first, _sent, second, opened = two_pages
    told = second.post(POLICY, filled_in(opened, min_flats=9))
    assert (Region.objects.get(pk="55").min_flats, str(form_on(told)["min_flats"].value())) == (4, "9")
    assert second.post(POLICY, filled_in(told)).status_code == 302
    assert Region.objects.get(pk="55").min_flats == 9


def test_kinds_of_house_that_were_not_touched_are_taken_over(world: World) -> None:
    first, second = head(world, "Анна"), head(world, "Борис")
    opened = second.get(POLICY)
    first.post(POLICY, filled_in(first.get(POLICY), scope_kinds=["apartment", "unknown"]))
    told = second.post(POLICY, filled_in(opened, min_flats=4))
    assert second.post(POLICY, filled_in(told)).status_code == 302
    assert set(Region.objects.get(pk="55").scope_kinds) == {"apartment", "unknown"}


@pytest.mark.parametrize("loaded", ["", "forged"])
def test_a_page_that_cannot_tell_what_it_showed_saves_nothing(world: World, loaded: str) -> None:
    only = head(world, "Анна")
    answer = only.post(POLICY, filled_in(only.get(POLICY), min_flats=4, loaded=loaded))
    assert form_on(answer).non_field_errors()
    assert Region.objects.get(pk="55").min_flats == 0


def test_alone_one_saves_at_once(world: World) -> None:
    only = head(world, "Анна")
    assert only.post(POLICY, filled_in(only.get(POLICY), min_flats=4)).status_code == 302
    assert Region.objects.get(pk="55").min_flats == 4
