"""Inspectors: names and messenger ids, for programs with the scope "people"."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters

from supervision import access, worklists
from supervision.api.bounded_fields import no_such
from supervision.api.export import Exported
from supervision.api.filtering import Filters, Flag, NumberFilter
from supervision.api.people import OF_PEOPLE, WithPeople
from supervision.api.resource import UPDATED, FollowedRow, Resource
from supervision.enums import ChangeKind
from supervision.models import Inspector, Region
from supervision.outgoing.payloads import FORMS


class InspectorShown(FollowedRow):
    class Meta:
        model = Inspector
        fields = (*FORMS[ChangeKind.INSPECTOR].shared, UPDATED)
        read_only_fields = fields


class Dismissed(Flag):
    def __init__(self, *, help_text: str) -> None:
        super().__init__(self._in_office_or_not, help_text=help_text)

    def _in_office_or_not(self, rows: Any, gone: bool) -> Any:
        return worklists.OFFICES["0" if gone else "1"](rows, self.parent.today)


class InspectorFilters(Filters):
    region = filters.CharFilter()
    dismissed = Dismissed(help_text="Not in office any more, on the day of the region.")
    messenger_id = NumberFilter()
    several = ("region", "messenger_id")
    spans = ("dismissed_on",)

    class Meta:
        model = Inspector
        fields = ()


class Inspectors(Exported, Resource):
    """People of the supervision body, in whose messenger accounts chats are owned."""

    rows = staticmethod(access.inspectors)
    permission_classes = (WithPeople,)
    further_scopes = OF_PEOPLE
    serializer_class = InspectorShown
    filterset_class = InspectorFilters
    orders = {**Resource.orders, "full_name": ("full_name", "id"), "-full_name": ("-full_name", "-id")}
    kind = ChangeKind.INSPECTOR


def inspector_of(user: Any, region: Region, number: int) -> Inspector:
    """Somebody of the region who is in office; 422 otherwise."""
    in_office = Q(dismissed_on=None) | Q(dismissed_on__gt=region.today())
    found = access.inspectors(user).filter(in_office, region=region, pk=number).first()
    if found is None:
        raise no_such("inspector", _("No inspector in office in this region has this number."))
    return found
