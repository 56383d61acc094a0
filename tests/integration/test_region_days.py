"""Every row is judged by its region's own day, whoever reads it beside rows of other regions.

Shown without saying which rows are right: who sees two regions sees exactly what two readers see who see one each, for
these have one day only. Asked of every list, filter, file, report and worklist there is, at instants at which Kamchatka
has begun a day, and a month, that Kaliningrad has not.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from supervision import access, audit
from supervision.admin.desk.dashboard import dashboard
from supervision.admin.lists.base import ScopedAdmin
from supervision.api.filtering import Filters
from supervision.api.urls import RESOURCES
from supervision.enums import Role
from supervision.models import Inspector, Municipality, Organisation, Region
from supervision.reports import snapshot
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import NarrowedBy, Narrowing, Report, ReportTable
from tests.figures import ask, disagreements
from tests.random_country import RandomCountry

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
WEST, EAST = CODES = ("39", "41")  # Kaliningrad, two hours before UTC, and Kamchatka, twelve
EMPTY = "25"  # a region without a house, before them in every list of regions
MOMENTS = {
    "Moscow and Kaliningrad have one day": datetime(2026, 11, 30, 18, tzinfo=UTC),
    "Moscow and Kamchatka have one day": datetime(2026, 11, 30, 21, 30, tzinfo=UTC),
}


@dataclass(frozen=True)
class Readers:
    both: User
    alone: dict[str, User]  # by region


def head(name: str, *codes: str) -> User:
    user = User.objects.create_user(name)
    for code in codes:
        access.assign_role(user, Role.HEAD, Region.objects.get(pk=code))
    return user


@contextmanager
def country(seed: int, at: datetime) -> Iterator[Readers]:
    with time_machine.travel(at, tick=False), transaction.atomic():
        RandomCountry(Random(seed), timezone.now(), codes=CODES, is_on_edge=True).build()  # noqa: S311
        for code in CODES:
            region = Region.objects.get(pk=code)
            snapshot.take(region)
        found = Readers(head("both", EMPTY, *CODES), {code: head(code, code) for code in (EMPTY, *CODES)})
        for code, reader in found.alone.items():
            with audit.event("list.exported", by=reader, region=Region.objects.get(pk=code)):
                pass
        yield found
        transaction.set_rollback(True)


@pytest.fixture(params=MOMENTS)
def readers(request: pytest.FixtureRequest) -> Iterator[Readers]:
    with country(list(MOMENTS).index(request.param), MOMENTS[request.param]) as found:
        yield found


# --- what a filter may be asked that offers no choice of its own -----------------------------------------------------


def numbers(rows: Any) -> list[str]:
    return [str(number) for number in rows.order_by("pk").values_list("pk", flat=True)]


def inspectors() -> list[str]:
    return numbers(Inspector.objects.filter(region__in=CODES))


def companies() -> list[str]:
    return numbers(Organisation.objects.filter(region__in=CODES))


def municipalities() -> list[str]:
    return ["none", *numbers(Municipality.objects.filter(region__in=CODES))]


def days() -> list[str]:
    return ["2026-11-30", "2026-12-01"]


ASKED_OF_LISTS: dict[str, Callable[[], list[str]]] = {
    **dict.fromkeys(("inspector", "owner_seen", "owner_wished", "owner_away"), inspectors),
    "municipality": municipalities,
    "organisation": companies,
    "reason": lambda: ["Бот заблокирован"],
    "step": lambda: ["GrantAdmin"],
    **dict.fromkeys(("author", "endpoint"), list),  # nobody's day
    "at": lambda: ["30.11.2026", "01.12.2026"],
}
NOTHING: list[str] = []  # a column or a number, compared with what is asked: no day comes into it
ASKED_OF_RESOURCES: dict[str, Callable[[], list[str]]] = {
    "region": lambda: list(CODES),
    **dict.fromkeys(("inspector", "owner_seen", "owner_wished"), inspectors),
    **dict.fromkeys(("organisation", "company"), companies),
    "municipality": lambda: numbers(Municipality.objects.filter(region__in=CODES)),
    **dict.fromkeys(("day", "acting_on", "since_from", "since_to"), days),
    **dict.fromkeys(("at_from", "at_to"), lambda: ["2026-11-30T20:00:00Z"]),
    **dict.fromkeys(("house", "chat", "fias_guid", "gis_guid", "cadastral_number", "messenger_id"), lambda: NOTHING),
    **dict.fromkeys(("inn", "ogrn", "number", "sha256", "name", "by", "words", "representative"), lambda: NOTHING),
}


# --- the portal's lists ----------------------------------------------------------------------------------------------

LISTS = [model for model in admin.site._registry if isinstance(admin.site._registry[model], ScopedAdmin)]


def listed(user: User, model: Any, asked: dict[str, str]) -> Counter[Any]:
    """Keys of the rows, whatever page they are on."""
    return Counter(changelist(user, model, asked).queryset.order_by().values_list("pk", flat=True))


def knows(user: User, asked: dict[str, str]) -> bool:
    """A filter by somebody whom the reader does not see narrows nothing: it is no choice of that list."""
    of_one_region: dict[Any, Any] = {inspectors: access.inspectors, companies: access.organisations}
    of_one_region[municipalities] = access.municipalities
    (name, value), *_rest = [*asked.items()] or [("", "")]
    rows = of_one_region.get(ASKED_OF_LISTS.get(name))
    return rows is None or value == "none" or rows(user).filter(pk=value).exists()


def changelist(user: User, model: Any, asked: dict[str, str]) -> Any:
    request = RequestFactory().get("/", asked)
    request.user = user
    return admin.site.get_model_admin(model).get_changelist_instance(request)


def choices_of_list(user: User, model: Any) -> Iterator[dict[str, str]]:
    """Each filter with each of its choices, one at a time."""
    request = RequestFactory().get("/")
    request.user = user
    found = admin.site.get_model_admin(model)
    for one in found.get_list_filter(request):
        if isinstance(one, str):
            field: Any = model._meta.get_field(one)
            values = [value for value, _words in field.flatchoices] or ["1", "0"]
            yield from ({f"{one}__exact": str(value)} for value in values)
        elif isinstance(one, tuple):
            yield from ({f"{one[0]}_from": day, f"{one[0]}_to": day} for day in ASKED_OF_LISTS[one[0]]())
        elif one.parameter_name in ASKED_OF_LISTS:
            yield from ({one.parameter_name: value} for value in ASKED_OF_LISTS[one.parameter_name]())
        else:
            spec: Any = one(request, {}, model, found)
            assert spec.lookup_choices, f"{one.parameter_name} offers nothing: give it a row in ASKED_OF_LISTS"
            if one.parameter_name != "region":
                yield from ({one.parameter_name: str(value)} for value, _words in spec.lookup_choices)


def readable(user: User) -> Iterator[Any]:
    for model in LISTS:
        request = RequestFactory().get("/")
        request.user = user
        if admin.site.get_model_admin(model).has_view_permission(request):
            yield model


def test_every_list_and_filter_shows_each_region_by_its_own_day(readers: Readers) -> None:
    for model in readable(readers.both):
        for asked in ({}, *choices_of_list(readers.both, model)):
            alone = [listed(one, model, asked) for one in readers.alone.values() if knows(one, asked)]
            assert listed(readers.both, model, asked) == sum(alone, Counter()), (model.__name__, asked)


def cells(user: User, model: Any) -> Counter[Any]:
    shown = changelist(user, model, {})
    found, request = shown.model_admin, RequestFactory().get("/")
    request.user = user
    columns = found.columns_to_export(request)
    rows = found.rows_to_export(request, shown.queryset)
    return Counter(tuple(str(column.value(row)) for column in columns) for row in rows)


def test_every_list_taken_along_is_of_each_regions_own_day(readers: Readers) -> None:
    for model in readable(readers.both):
        alone = [cells(one, model) for one in readers.alone.values()]
        assert cells(readers.both, model) == sum(alone, Counter()), model.__name__


# --- the interface ---------------------------------------------------------------------------------------------------

FILTERED = {name: view for name, view in RESOURCES.items() if getattr(view, "filterset_class", None)}


def choices_of_resource(filters: type[Filters]) -> Iterator[dict[str, str]]:
    derived = {f"{name}__in" for name in filters.several}
    derived |= {f"{name}__{bound}" for name in filters.spans for bound in ("gte", "lte")}
    for name, one in filters.base_filters.items():
        choices = one.extra.get("choices")
        if name in derived:  # compares a column with what is asked
            continue
        values = [str(value) for value, _words in choices] if choices else ASKED_OF_RESOURCES[name]()
        yield from ({name: value} for value in values)


def answered(user: User, view: Any, asked: dict[str, str]) -> Counter[Any]:
    bound = view.filterset_class(asked, queryset=view.rows(user), request=SimpleNamespace(user=user))
    assert bound.is_valid(), (asked, bound.errors)
    return Counter(bound.qs.order_by().values_list("pk", flat=True))


def test_every_filter_of_the_interface_takes_each_regions_own_day(readers: Readers) -> None:
    for name, view in FILTERED.items():
        for asked in choices_of_resource(view.filterset_class):
            alone = [answered(one, view, asked) for one in readers.alone.values()]
            assert answered(readers.both, view, asked) == sum(alone, Counter()), (name, asked)


# --- reports and the desk --------------------------------------------------------------------------------------------


def shown(table: ReportTable) -> Any:
    total = dict(table.total.values) if table.total else None
    return [dict(row.values) for row in table.rows], total, [str(note) for note in table.notes], table.day


def figures_of(report: Report) -> list[str]:
    return list(report.figures) or [""]


def test_every_report_of_one_region_is_the_same_for_who_sees_another_too(readers: Readers) -> None:
    for report in (one for one in REPORTS.values() if NarrowedBy.REGION in one.narrowed):
        for figure in figures_of(report):
            for code, alone in readers.alone.items():
                asked = Narrowing(region=code, figure=figure)
                found = shown(report.answer(readers.both, asked))
                assert found == shown(report.answer(alone, asked)), (report.name, figure)


OF_REGIONS = {  # whose row of a region says what the total of that region's own report says: (of it, there)
    "ownership": {"chats": "seen"},
    "queue": {name: name for name in ("due", "planned", "waiting", "parked", "calls", "not_done", "orders", "oldest")},
    "register_quality": {
        name: name
        for name in ("houses", "no_gis_guid", "several_guids", "duplicates", "without_company", "direct", "excluded")
    },
    # frozen: of the regions' own snapshots, which test_report_agreement reckons anew
    **{name: {} for name in ("coverage", "without_admin", "country", "region", "companies", "changes")},
    **{name: {} for name in ("why_changed", "houses_of_day")},
    "joining": {},  # of one region alone
}


FROZEN = ("country", "region", "companies")


def test_every_report_has_said_what_its_row_of_a_region_is() -> None:
    assert OF_REGIONS.keys() == REPORTS.keys()


def test_the_row_of_a_region_is_the_total_of_its_own_report(readers: Readers) -> None:
    for name, columns in ((name, columns) for name, columns in OF_REGIONS.items() if columns):
        rows = {row.values["place"]: row for row in REPORTS[name].answer(readers.both, Narrowing()).rows}
        for code, alone in readers.alone.items():
            total = REPORTS[name].answer(alone, Narrowing(region=code)).total
            row = rows.get(Region.objects.get(pk=code).name)
            assert total is not None
            expected = {key: total.values.get(there) for key, there in columns.items()}
            assert row and {key: row.values.get(key) for key in columns} == expected, (name, code)


@pytest.mark.walk
def test_behind_every_figure_are_as_many_rows(readers: Readers) -> None:
    for name, report in REPORTS.items():
        for region in (None, *CODES):
            for figure in report.figures or [""]:
                if OF_REGIONS[name] or (region and name not in FROZEN):
                    assert disagreements(readers.both, ask(readers.both, report, region=region, figure=figure)) == []


def test_what_waits_on_the_desk_is_the_same_beside_another_region(readers: Readers) -> None:
    def waits(user: User) -> Counter[str]:
        request = RequestFactory().get("/")
        request.user = user
        return Counter({card.label: card.value for card in dashboard(request, {})["cards"]})

    assert waits(readers.both) == sum((waits(one) for one in readers.alone.values()), Counter())
