"""Representatives of companies: who becomes an administrator of chats, under which account, until when."""

from typing import Any

from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.actions import representatives
from supervision.api.bounded_fields import AskedDay, AskedNumber, Reason, no_such
from supervision.api.export import Exported
from supervision.api.filtering import Filters, NumberFilter
from supervision.api.idempotency import written
from supervision.api.people import OF_PEOPLE, WithPeople
from supervision.api.resource import UPDATED, FollowedRow, Resource
from supervision.api.writing import Writing
from supervision.enums import ApiScope, ChangeKind, RefusalKind
from supervision.errors import Refused
from supervision.models import Organisation, Representative
from supervision.outgoing.payloads import FORMS


class RepresentativeShown(FollowedRow):
    region = serializers.CharField(source="organisation.region_id", read_only=True)
    columns = {"region": ("organisation__region",)}

    class Meta:
        model = Representative
        fields = (*FORMS[ChangeKind.REPRESENTATIVE].shared, UPDATED)
        read_only_fields = fields


class RepresentativeFilters(Filters):
    region = filters.CharFilter(field_name="organisation__region")
    organisation = NumberFilter()
    messenger_id = NumberFilter()
    several = ("region", "organisation", "messenger_id")
    spans = ("since", "until")

    class Meta:
        model = Representative
        fields = ()


class RepresentativeAsked(serializers.Serializer):
    organisation = AskedNumber()
    full_name = serializers.CharField(max_length=200)
    messenger_id = AskedNumber(
        required=False, allow_null=True, help_text="Left out: the person becomes known by an invitation."
    )
    since = AskedDay(required=False, help_text="First day with rights; today if left out.")


class RemovalAsked(serializers.Serializer):
    on = AskedDay(required=False, help_text="First day without rights, today or later; today if left out.")
    reason = Reason(required=False, default="")


class AccountAsked(serializers.Serializer):
    messenger_id = AskedNumber()
    reason = Reason(required=False, default="")


EXAMPLE = OpenApiExample(
    "representative",
    {"organisation": 17, "full_name": "Петров Пётр Петрович", "messenger_id": 123456789, "since": "2026-12-01"},
    request_only=True,
)


class Representatives(Exported, Writing, Resource):
    """People of companies who are administrators of their houses' chats, up to but not including `until`."""

    rows = staticmethod(access.representatives)
    permission_classes = (WithPeople,)
    further_scopes = OF_PEOPLE
    serializer_class = RepresentativeShown
    filterset_class = RepresentativeFilters
    orders = {**Resource.orders, "full_name": ("full_name", "id"), "-full_name": ("-full_name", "-id")}
    kind = ChangeKind.REPRESENTATIVE
    write_scope = ApiScope.WRITE_PEOPLE

    @extend_schema(request=RepresentativeAsked, responses={201: RepresentativeShown}, examples=[EXAMPLE])
    @written
    def create(self, request: Request) -> Response:
        """From `since` the person is administrator of the chats of the company's houses; without a `messenger_id`
        as soon as an invitation was answered."""
        asked = self.content_of(RepresentativeAsked)
        company = self._company(asked["organisation"])
        person = representatives.add(
            organisation=company,
            full_name=asked["full_name"],
            messenger_id=asked.get("messenger_id"),
            since=asked.get("since") or company.region.today(),
            by=request.user,
        )
        return self.written_row(person, status=201)

    @extend_schema(request=RemovalAsked, responses=RepresentativeShown)
    @action(detail=True, methods=["post"])
    @written
    def remove(self, request: Request, **named: Any) -> Response:
        """The rights end on a day."""
        person = self._person()
        asked = self.content_of(RemovalAsked)
        today = person.organisation.region.today()
        on = asked.get("on") or today
        if on < today:
            raise ValidationError({"on": [_("Choose today or a day ahead: what is past stays as it was.")]})
        if person.until and person.until <= on:  # a later day would give rights back
            raise Refused(
                _("%(name)s is no representative any more.") % {"name": person}, kind=RefusalKind.REPRESENTATIVE_GONE
            )
        representatives.remove(person=person, on=on, by=request.user, reason=asked["reason"])
        return self.written_row(person)

    @extend_schema(request=AccountAsked, responses={201: RepresentativeShown})
    @action(detail=True, methods=["post"])
    @written
    def account(self, request: Request, **named: Any) -> Response:
        """From today the rights belong to another messenger account; the answer is the new row, the old one ends."""
        person = self._person()
        asked = self.content_of(AccountAsked)
        added = representatives.change_account(
            person=person, messenger_id=asked["messenger_id"], by=request.user, reason=asked["reason"]
        )
        answer = self.written_row(added, status=201)
        answer.headers["Location"] = f"/api/v1/representatives/{added.pk}/"
        return answer

    def _person(self) -> Representative:
        person: Representative = self.row_to_write(lambda row: row.organisation.region)
        return person

    def _company(self, number: int) -> Organisation:
        found = access.organisations(self.request.user).filter(pk=number).select_related("region").first()
        if found is None:
            words = _("There is no such organisation, or it belongs to a region that you do not see.")
            raise no_such("organisation", words)
        self.need_region(found.region)
        return found
