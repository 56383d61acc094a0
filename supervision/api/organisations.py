"""Companies: as they stand in a region's register; entered, corrected, and given to an inspector."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from stdnum.exceptions import ValidationError as NumberError
from stdnum.ru import inn, ogrn

from supervision import access, worklists
from supervision.actions import companies, inspectors
from supervision.actions.companies import FACTS, CompanyFacts
from supervision.api.bounded_fields import AskedNumber, Reason, anything
from supervision.api.export import Exported
from supervision.api.filtering import Filters, Flag, NumberFilter, Words, choices_of
from supervision.api.idempotency import written
from supervision.api.inspectors import inspector_of
from supervision.api.regions import region_of
from supervision.api.resource import UPDATED, FollowedRow, Resource
from supervision.api.writing import Writing
from supervision.enums import ApiScope, ChangeKind, OrganisationKind
from supervision.models import Organisation
from supervision.outgoing.payloads import FORMS


class OrganisationShown(FollowedRow):
    class Meta:
        model = Organisation
        fields = (*FORMS[ChangeKind.ORGANISATION].shared, UPDATED)
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
    several = ("region", "kind", "inn", "ogrn", "inspector")

    class Meta:
        model = Organisation
        fields = ()

    def with_fault(self, organisations: Any, name: str, value: str) -> Any:
        return worklists.COMPANY_FAULTS[value](organisations)


class Digits(serializers.CharField):
    """An ИНН or ОГРН whose check digits are right; "" where the company has none."""

    def __init__(self, check: Callable[[str], str], words: str, **options: Any) -> None:
        super().__init__(max_length=15, allow_blank=True, required=False, **options)
        self.check, self.words = check, words

    def to_internal_value(self, data: Any) -> str:
        text: str = super().to_internal_value(data)
        try:
            valid = self.check(text) if text else ""
        except NumberError:
            raise ValidationError(self.words % {"number": text}) from None
        if valid != text:  # spaces inside, which the check passes over
            raise ValidationError(self.words % {"number": text})
        return valid


class OrganisationChanged(serializers.Serializer):
    kind = serializers.ChoiceField(choices=OrganisationKind.choices, required=False)
    name = serializers.CharField(max_length=500, required=False, help_text="As chats name it.")
    full_name = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    inspector = AskedNumber(allow_null=True, required=False, help_text="Owns the chats of the houses that it manages.")
    reason = Reason(required=False, default="")

    def get_fields(self) -> dict[str, Any]:
        inn_words, ogrn_words = _("%(number)s is no ИНН: check its digits."), _("%(number)s is no ОГРН: check it.")
        return {
            **super().get_fields(),
            "inn": Digits(inn.validate, inn_words),
            "ogrn": Digits(ogrn.validate, ogrn_words),
        }


class OrganisationAsked(OrganisationChanged):
    region = serializers.CharField(max_length=2, help_text="Code of the region.")
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    name = serializers.CharField(max_length=500, help_text="As chats name it.")


EXAMPLE = OpenApiExample(
    "company",
    {"region": "55", "kind": "uk", "name": "ООО «УК Уют»", "inn": "5503249258", "ogrn": "1145543013880"},
    request_only=True,
)


class Organisations(Exported, Writing, Resource):
    """УК, ТСЖ and ЖСК as they stand in a region's register; the same ИНН may stand in several regions."""

    rows = staticmethod(access.organisations)
    serializer_class = OrganisationShown
    filterset_class = OrganisationFilters
    orders = {**Resource.orders, "name": ("name", "id"), "-name": ("-name", "-id")}
    kind = ChangeKind.ORGANISATION
    write_scope = ApiScope.REGISTER

    @extend_schema(request=OrganisationAsked, responses={201: OrganisationShown}, examples=[EXAMPLE])
    @written
    def create(self, request: Request) -> Response:
        """Enters a company in a region's register; 409 where its ОГРН is there already."""
        asked = self.content_of(OrganisationAsked)
        region = region_of(request.user, asked["region"])
        self.need_region(region)
        inspector = inspector_of(request.user, region, asked["inspector"]) if asked.get("inspector") else None
        facts = CompanyFacts(**{name: asked[name] for name in FACTS if name in asked})
        company = companies.add(region=region, facts=facts, by=request.user, reason=asked["reason"])
        if inspector:
            inspectors.assign_organisation(organisation=company, inspector=inspector, by=request.user)
        return self.written_row(company, status=201)

    @extend_schema(request=OrganisationChanged, responses=OrganisationShown)
    @written
    def partial_update(self, request: Request, **named: Any) -> Response:
        """Corrects a company, or gives it to an inspector (null: to nobody by name)."""
        company: Organisation = self.row_to_write(lambda row: row.region)
        asked = self.content_of(OrganisationChanged)
        facts, reason = anything(asked, "reason"), asked["reason"]
        companies.change(organisation=company, facts=facts, by=request.user, reason=reason)
        if "inspector" in facts and facts["inspector"] != company.inspector_id:
            number = facts["inspector"]
            inspector = inspector_of(request.user, company.region, number) if number else None
            inspectors.assign_organisation(organisation=company, inspector=inspector, by=request.user, reason=reason)
        return self.written_row(company)
