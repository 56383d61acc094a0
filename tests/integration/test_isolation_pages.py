"""A stranger's row does not exist on the pages of the portal either: lists, their filters, orders, searches and files,
what is offered while one types, the one field for everything, reports.

A value of the stranger's gives what a value gives that nobody has. Single objects: `test_access_table`.
"""

import gc
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import ForeignKey
from django.test import Client
from django.urls import NoReverseMatch, reverse

from supervision.enums import Role
from supervision.models import Region
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import NarrowedBy
from tests.browsing import entered
from tests.integration.test_analyst_sees_no_people import said
from tests.sampled import sampled
from tests.strangers import Strangers
from tests.world import World

pytestmark = [
    pytest.mark.walk,
    pytest.mark.filterwarnings("ignore:No directory at"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # nobody reads what is downloaded
]


@pytest.fixture(autouse=True)
def nothing_is_left_to_others() -> Iterator[None]:
    """What was not read is thrown away here, and no other test is told of it."""
    yield
    gc.collect()


ORDERS = range(1, 5)
SEARCHED = 6  # marks that each list is searched for
MODELS = [model for model in apps.get_app_config("supervision").get_models() if model in admin.site._registry]


def settled(*codes: str) -> list[Strangers]:
    return [Strangers(Region.objects.get(pk=code)).settle() for code in codes]


def head_of(code: str) -> Client:
    user = User.objects.create_user("chief")
    return entered(user, Role.HEAD, Region.objects.get(pk=code))


def marks_of(model: Any, theirs: Strangers) -> list[str]:
    """Marks of the rows of the list, and of what lies nearest to them."""
    row = theirs.rows.get(model._meta.model_name)
    own = [f"{getattr(row, each.attname)}" for each in model._meta.concrete_fields] if row else []
    found = [each for each in own if theirs.marks.fullmatch(each)]
    near = [theirs.rows["house"].address, theirs.rows["organisation"].name, theirs.rows["inspector"].full_name]  # type: ignore[attr-defined]
    return [*near, *found][:SEARCHED]


def filters_of(client: Client, url: str) -> set[str]:
    """Parameters that the list's own filters heed."""
    changelist = client.get(url).context["cl"]
    return {name for spec in changelist.filter_specs for name in spec.expected_parameters()} | {
        "region",
        "municipality",
    }


def narrowed(model: Any, client: Client, url: str, theirs: Strangers) -> Iterator[dict[str, str]]:
    yield from ({"q": mark} for mark in marks_of(model, theirs))
    for name in sorted(filters_of(client, url)):
        kind = name.split("__")[0]
        row = theirs.rows.get({"company": "organisation", "by": "user", "author": "user"}.get(kind, kind))
        yield {name: str(row.pk if row else theirs.rows["inspector"].pk)}
    for each in model._meta.concrete_fields:
        if isinstance(each, ForeignKey) and (row := theirs.rows.get(each.related_model._meta.model_name)):
            yield {f"{each.name}__id__exact": str(row.pk)}


def shown(client: Client, url: str, given: dict[str, str]) -> tuple[int, int | None, str]:
    answer = client.get(url, given)
    count = answer.context["cl"].result_count if answer.status_code == 200 and "cl" in (answer.context or {}) else None
    return answer.status_code, count, said(answer)


def without(text: str, value: str) -> str:
    return text.replace(value, "").replace(value.lower(), "")


@pytest.mark.parametrize("model", sampled(MODELS, 4), ids=lambda model: model.__name__)
def test_no_list_tells_of_strangers(world: World, model: Any) -> None:
    _own, theirs = settled("25", "55")
    client, url = head_of("25"), reverse(f"admin:supervision_{model._meta.model_name}_changelist")
    if client.get(url).status_code == 403:
        return  # the administrator's
    for given in ({}, *({"o": f"{sign}{place}"} for place in ORDERS for sign in ("", "-"))):
        assert theirs.marks.findall(said(client.get(url, given))) == []
    for given in narrowed(model, client, url, theirs):
        ((name, value),) = given.items()
        status, count, text = shown(client, url, given)
        assert theirs.marks.findall(without(text, value)) == [], given
        assert (status, count) == shown(client, url, {name: theirs.nobody_s(value)})[:2], given


@pytest.mark.parametrize("model", sampled(MODELS, 4, 2), ids=lambda model: model.__name__)
def test_no_file_of_a_list_tells_of_strangers(world: World, model: Any) -> None:
    _own, theirs = settled("25", "55")
    client, name = head_of("25"), model._meta.model_name
    for form in ("csv", "xlsx"):
        try:
            url = reverse(f"admin:supervision_{name}_listfile", args=[form])
        except NoReverseMatch:
            return  # a list that is not taken along
        for query in ("", "?region=55", f"?q={theirs.rows['house'].address}"):  # type: ignore[attr-defined]
            told = without(said(client.post(url + query)), theirs.rows["house"].address)  # type: ignore[attr-defined]
            assert theirs.marks.findall(told) == []


def test_what_is_offered_while_one_types_is_of_the_own_region(world: World) -> None:
    _own, theirs = settled("25", "55")
    client, url = head_of("25"), reverse("admin:autocomplete")
    relations = [(model, each) for model in MODELS for each in model._meta.concrete_fields if each.is_relation]
    for model, each in sampled(relations, 3):
        asked = {"app_label": "supervision", "model_name": model._meta.model_name, "field_name": each.name}
        for more in ({"term": ""}, {"term": "Metka"}, {"term": "Metka", "in_region": "55"}):
            answer = client.get(url, asked | more)
            assert theirs.marks.findall(said(answer)) == [], asked
            assert answer.status_code != 200 or "Metka55" not in said(answer)


def test_the_field_for_everything_finds_no_stranger(world: World) -> None:
    _own, theirs = settled("25", "55")
    client = head_of("25")
    for value in theirs.values():
        text = without(said(client.get("/find/", {"q": value})), value)
        nobody = theirs.nobody_s(value)
        assert theirs.marks.findall(text) == [], value
        assert bool(client.get("/find/", {"q": value}).context["found"]) == bool(
            client.get("/find/", {"q": nobody}).context["found"]
        ), value


@pytest.mark.parametrize("name", sampled(REPORTS, 3))
def test_no_report_tells_of_strangers(world: World, name: str) -> None:
    _own, theirs = settled("25", "55")
    client, report = head_of("25"), REPORTS[name]
    asked: list[dict[str, str]] = [{}, *({"figure": figure} for figure in report.figures)]
    for part in (NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.ORGANISATION, NarrowedBy.INSPECTOR):
        if part in report.narrowed:
            asked.append({part.value: str(theirs.rows[part.value].pk)})
    for given in asked:
        for path in ("", "print/"):
            assert theirs.marks.findall(said(client.get(f"/admin/reports/{name}/{path}", given))) == [], given
        assert theirs.marks.findall(said(client.post(f"/admin/reports/{name}/export/csv/?{urlencode(given)}"))) == []


def test_the_lists_would_tell_of_rows_that_one_may_see(world: World) -> None:
    """Else they would pass whatever the pages show."""
    (theirs,) = settled("55")
    client = head_of("55")
    urls = {model: reverse(f"admin:supervision_{model._meta.model_name}_changelist") for model in MODELS}
    silent = {model.__name__ for model, url in urls.items() if not theirs.marks.findall(said(client.get(url)))}
    assert silent <= {"ApiClient", "WebhookEndpoint", "WebhookDelivery", "Region", "MessengerAccount"}
    house: Any = theirs.rows["house"]
    assert client.get("/find/", {"q": house.address}).context["found"]
