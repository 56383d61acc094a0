"""Regions that the login sees."""

from typing import Any

from django.utils.translation import gettext as _

from supervision import access
from supervision.api.bounded_fields import no_such
from supervision.api.resource import DatedRow, Resource
from supervision.models import Region


class RegionShown(DatedRow):
    key = "code"

    class Meta:
        model = Region
        fields = (
            *("code", "name", "time_zone", "body_name", "scope_kinds", "min_flats", "rights_preset"),
            *("unknown_admins", "hand_changes", "handover_days", "updated_at"),
        )
        read_only_fields = fields


class Regions(Resource):
    """Subjects of the federation that the login sees, with what decides which houses get a chat."""

    rows = staticmethod(access.regions)
    serializer_class = RegionShown
    orders = {"code": ("code",), "-code": ("-code",)}
    lookup_value_converter = "str"


def region_of(user: Any, code: str) -> Region:
    found = access.regions(user).filter(pk=code).first()
    if found is None:
        raise no_such("region", _("There is no such region, or this login does not see it."))
    return found
