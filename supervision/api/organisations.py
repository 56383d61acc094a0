"""Companies, their licences, and which houses they manage when."""

from datetime import date
from typing import Any

from django.db.models import Max, Min
from django_filters import rest_framework as filters
from rest_framework import serializers

from supervision import access, worklists
from supervision.api.filtering import DayFilter, Filters, Flag, Mine, NumberFilter, Words, choices_of
from supervision.api.resource import Resource, ShownRow
from supervision.enums import LicenceStatus, ManagementKind, OrganisationKind, PeriodSource
from supervision.models import Licence, ManagementPeriod, Organisation


class OrganisationShown(ShownRow):
    class Meta:
        model = Organisation
        fields = (
            *("id", "region", "frt_id", "kind", "name", "full_name", "inn", "ogrn"),
            *("inn_is_wrong", "ogrn_is_wrong", "inspector"),
        )
        read_only_fields = fields


class OrganisationFilters(Filters):
    region = filters.CharFilter()
    kind = filters.ChoiceFilter(choices=OrganisationKind.choices)
    inn = filters.CharFilter()
    ogrn = filters.CharFilter()
    inn_is_wrong = Flag(lambda rows, wrong: rows.filter(inn_is_wrong=wrong), help_text="Fails its check digits.")
    number = filters.ChoiceFilter(
        choices=choices_of(worklists.COMPANY_FAULTS),
        method="with_fault",
        help_text="ОГРН: missing or wrong.",
    )
    inspector = NumberFilter()
    words = Words(help_text="Words of the name.")

    class Meta:
        model = Organisation
        fields = ()

    def with_fault(self, organisations: Any, name: str, value: str) -> Any:
        return worklists.COMPANY_FAULTS[value](organisations)


class Organisations(Resource):
    """УК, ТСЖ and ЖСК as they stand in a region's register; the same ИНН may stand in several regions."""

    rows = staticmethod(access.organisations)
    serializer_class = OrganisationShown
    filterset_class = OrganisationFilters


class LicenceShown(ShownRow):
    region = serializers.CharField(source="organisation.region_id", read_only=True)
    columns = {"region": ("organisation__region",)}

    class Meta:
        model = Licence
        fields = ("id", "region", "organisation", "number", "status", "issued_on", "ended_on")
        read_only_fields = fields


class LicenceFilters(Filters):
    region = filters.CharFilter(field_name="organisation__region")
    organisation = NumberFilter()
    status = filters.ChoiceFilter(choices=LicenceStatus.choices)
    number = filters.CharFilter()

    class Meta:
        model = Licence
        fields = ()


class Licences(Resource):
    """Licences to manage apartment buildings."""

    rows = staticmethod(access.licences)
    serializer_class = LicenceShown
    filterset_class = LicenceFilters


class PeriodShown(ShownRow):
    region = serializers.CharField(source="house.region_id", read_only=True)
    columns = {"region": ("house__region",)}

    class Meta:
        model = ManagementPeriod
        fields = (
            *("id", "region", "house", "organisation", "kind", "since", "until", "registered_at", "excluded_on"),
            *("basis", "document_number", "source"),
        )
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


class Periods(Resource):
    """Who manages a house from `since` (start of powers) up to but not including `until`."""

    rows = staticmethod(access.periods)
    serializer_class = PeriodShown
    # by house, whose index starts with the region: by number they would be sought among those of all other regions
    orders = {"house": ("house_id", "since"), "-house": ("-house_id", "-since")}
    filterset_class = PeriodFilters
