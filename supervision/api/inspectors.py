"""Inspectors: names and messenger ids, for programs with the scope "people"."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters

from supervision import access
from supervision.api.asked import no_such
from supervision.api.filtering import Filters, Flag, NumberFilter
from supervision.api.people import OF_PEOPLE, WithPeople
from supervision.api.resource import Resource, ShownRow
from supervision.models import Inspector, Region


class InspectorShown(ShownRow):
    class Meta:
        model = Inspector
        fields = ("id", "region", "full_name", "position", "messenger_id", "dismissed_on")
        read_only_fields = fields


class InspectorFilters(Filters):
    region = filters.CharFilter()
    dismissed = Flag(lambda rows, gone: rows.filter(dismissed_on__isnull=not gone), help_text="Not in office any more.")
    messenger_id = NumberFilter()

    class Meta:
        model = Inspector
        fields = ()


class Inspectors(Resource):
    """People of the supervision body, in whose messenger accounts chats are owned."""

    rows = staticmethod(access.inspectors)
    permission_classes = (WithPeople,)
    further_scopes = OF_PEOPLE
    serializer_class = InspectorShown
    filterset_class = InspectorFilters


def inspector_of(user: Any, region: Region, number: int) -> Inspector:
    """Somebody of the region who is in office; 422 otherwise."""
    in_office = Q(dismissed_on=None) | Q(dismissed_on__gt=region.today())
    found = access.inspectors(user).filter(in_office, region=region, pk=number).first()
    if found is None:
        raise no_such("inspector", _("No inspector in office in this region has this number."))
    return found
