"""Who manages a house: passing it on, ending, excluding, and taking back what has not begun."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Max, Min
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access, worklists
from supervision.actions import management_periods as actions
from supervision.actions import operations
from supervision.api.bounded_fields import AskedDay, Grounds, Reason
from supervision.api.bulk import Bulk, refuse_faults, told_by_place
from supervision.api.changes_asked import ChangeAsked, understand
from supervision.api.export import Exported
from supervision.api.filtering import DayFilter, Filters, Mine, NumberFilter
from supervision.api.idempotency import written
from supervision.api.resource import UPDATED, FollowedRow, Resource
from supervision.enums import ApiScope, ChangeKind, ManagementKind, PeriodSource
from supervision.models import ManagementPeriod, Organisation
from supervision.outgoing.payloads import FORMS


class PeriodShown(FollowedRow):
    region = serializers.CharField(source="house.region_id", read_only=True)
    columns = {"region": ("house__region",)}

    class Meta:
        model = ManagementPeriod
        fields = (*FORMS[ChangeKind.PERIOD].shared, UPDATED)
        read_only_fields = fields


class PeriodFilters(Filters):
    region = filters.CharFilter(field_name="house__region")
    municipality = NumberFilter(field_name="house__municipality")
    house = NumberFilter()
    organisation = NumberFilter()
    mine = Mine(path="house")
    kind = filters.ChoiceFilter(choices=ManagementKind.choices)
    source = filters.ChoiceFilter(choices=PeriodSource.choices)
    acting_on = DayFilter(method="acting", help_text="Whose powers hold on the day.")
    since_from = DayFilter(field_name="since", lookup_expr="gte")
    since_to = DayFilter(field_name="since", lookup_expr="lte")
    several = ("region", "municipality", "house", "organisation", "kind", "source")
    spans = ("since", "until", "excluded_on", "registered_at")
    start = filters.ChoiceFilter(
        choices=[("soon", "soon")], method="due", help_text="Powers start in the next 14 days."
    )
    excluded = filters.ChoiceFilter(
        choices=[("1", "1")], method="excluded_but_acting", help_text="Excluded from the licence register but acting."
    )

    class Meta:
        model = ManagementPeriod
        fields = ()

    def filter_queryset(self, queryset: Any) -> Any:
        """Between the first and the last house that can be meant: without these bounds the first page of one region
        would be looked for from the first house of the country."""
        houses, region = access.houses(self.user), self.form.cleaned_data["region"]
        seen = (houses.filter(region=region) if region else houses).order_by()
        ends = seen.aggregate(first=Min("pk"), last=Max("pk"))
        rows = super().filter_queryset(queryset)
        return rows.filter(house__gte=ends["first"] or 0, house__lte=ends["last"] or 0)

    def acting(self, periods: Any, name: str, value: date) -> Any:
        return periods.acting(value)

    def due(self, periods: Any, name: str, value: str) -> Any:
        return worklists.changes_due(periods, self.today)

    def excluded_but_acting(self, periods: Any, name: str, value: str) -> Any:
        return worklists.excluded_but_acting(periods, self.today)


class PeriodAsked(ChangeAsked):
    reason = Reason(required=False, default="")


class EndAsked(serializers.Serializer):
    until = AskedDay(help_text="First day without powers.")
    reason = Reason()


class ExclusionAsked(serializers.Serializer):
    on = AskedDay(help_text="Day of the exclusion from the licence register.")
    reason = Reason()


EXAMPLE = OpenApiExample(
    "change of company",
    {
        "house": "b58b0a5c-7b5f-4c5e-9c3f-0b8b7a1f0a11",
        "organisation": "5503249258",
        "since": "2026-12-01",
        "basis": "Протокол общего собрания",
        "document_number": "4",
        "registered_at": "2026-11-19T09:00:00Z",
    },
    request_only=True,
)


class Periods(Exported, Bulk, Resource):
    """Who manages a house from `since` (start of powers) up to but not including `until`."""

    rows = staticmethod(access.periods)
    serializer_class = PeriodShown
    # by house, whose index starts with the region: by number they would be sought among those of all other regions
    orders = {
        **{"house": ("house_id", "since"), "-house": ("-house_id", "-since")},
        **{"since": ("since", "id"), "-since": ("-since", "-id")},
    }
    filterset_class = PeriodFilters
    kind = ChangeKind.PERIOD
    write_scope = ApiScope.REGISTER

    @extend_schema(request=PeriodAsked, responses={201: PeriodShown}, examples=[EXAMPLE])
    @written
    def create(self, request: Request) -> Response:
        """Passes a house to an organisation, or to direct management, from a day on.

        409 where it has that company already, where a later change is planned, and where another period starts on the
        very day, unless `replaces` names that one.
        """
        asked = self.content_of(PeriodAsked)
        item = {name: value for name, value in request.data.items() if name != "reason"}
        found = understand(request.user, [item], place="")
        if found.region:
            self.need_region(found.region)
        refuse_faults(found)
        (house,), (change,) = found.houses, found.changes
        company = self._company(change.organisation_id)
        with told_by_place(found):
            operations.replace_company(
                houses=[house],
                organisation=company,
                since=change.since,
                by=request.user,
                reason=asked["reason"],
                papers=change.papers,
                replaces=change.replaces,
                shown=False,
            )
        period = access.periods(request.user).get(house=house, since=change.since)
        return self.written_row(period, status=201)

    @extend_schema(request=EndAsked, responses=PeriodShown)
    @action(detail=True, methods=["post"])
    @written
    def end(self, request: Request, **named: Any) -> Response:
        """The powers end and nobody takes over: the chat's owner answers alone."""
        return self._decided(EndAsked, lambda period, asked: actions.end(period=period, by=request.user, **asked))

    @extend_schema(request=ExclusionAsked, responses=PeriodShown)
    @action(detail=True, methods=["post"])
    @written
    def exclude(self, request: Request, **named: Any) -> Response:
        """Excluded from the licence register; goes on until a successor starts."""
        return self._decided(
            ExclusionAsked, lambda period, asked: actions.exclude(periods=[period], by=request.user, **asked)
        )

    @extend_schema(request=Grounds, responses={204: None})
    @action(detail=True, methods=["post"])
    @written
    def cancel(self, request: Request, **named: Any) -> Response:
        """Takes a planned change back before its start of powers; the company before it goes on."""
        period = self._period()
        actions.cancel_planned(period=period, by=request.user, **self.content_of(Grounds))
        return Response(status=204)

    def _decided(self, form: type[serializers.Serializer], decide: Callable[[Any, Any], None]) -> Response:
        period = self._period()
        decide(period, self.content_of(form))
        return self.written_row(period)

    def _period(self) -> ManagementPeriod:
        """Its house is held first, as by every change of company: the other way round two would wait for each other."""
        known = get_object_or_404(self.get_queryset().select_related("house__region"), pk=self.kwargs["pk"])
        self.need_region(known.house.region)
        actions.hold([known.house])
        period: ManagementPeriod = self.row_to_write(lambda row: row.house.region)
        return period

    def _company(self, number: int | None) -> Organisation | None:
        return access.organisations(self.request.user).get(pk=number) if number else None
