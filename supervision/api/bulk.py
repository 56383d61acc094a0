"""Thousands of changes of company in one request: checked whole, then all or none, then followed as an operation."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.actions import changes_by_program
from supervision.api.bounded_fields import Reason
from supervision.api.changes_asked import ChangeAsked, Understood, understand
from supervision.api.filtering import refuse_unknown
from supervision.api.idempotency import written
from supervision.api.problems import FieldFault, Problem
from supervision.api.writing import Writing
from supervision.enums import RefusalKind
from supervision.errors import HousesRefused
from supervision.models import Region
from supervision.previews import consequences

MOST_CHANGES = 10_000
MOST_FAULTS = 1_000
DRY_RUN = "dry_run"


class Unread(serializers.Field):
    """Read later, with all the others."""

    def to_internal_value(self, data: Any) -> Any:
        return data


@extend_schema_field(ChangeAsked(many=True))
class Changes(serializers.ListField):
    child = Unread(allow_null=True)
    default_error_messages = {
        "max_length": gettext_lazy("At most {max_length} changes in one request."),
        "not_a_list": gettext_lazy("Send a list of changes."),
    }


class BulkAsked(serializers.Serializer):
    changes = Changes(min_length=1, max_length=MOST_CHANGES)
    reason = Reason(required=False, default="")


class Job(serializers.Serializer):
    operation = serializers.IntegerField(help_text="Followed at `Location`, /operations/{id}/.")
    region = serializers.CharField()
    houses = serializers.IntegerField()
    acts_at = serializers.DateTimeField(help_text="When the first of the changes acts.")


class ForeseenShown(serializers.Serializer):
    """What would happen; nothing was written."""

    region = serializers.CharField()
    houses = serializers.IntegerField(source="house_count")
    chats = serializers.IntegerField(source="chat_count", help_text="Houses that have an official chat.")
    changing = serializers.IntegerField(help_text="Existing chats that would change.")
    most_changing = serializers.IntegerField(help_text="More than these wait until a head approves.")
    is_beyond_limit = serializers.BooleanField()
    calls = serializers.IntegerField(help_text="Requests to the messenger.")
    minutes = serializers.IntegerField(help_text="How long these take at the region's rate.")
    work_orders = serializers.IntegerField(source="orders", help_text="Chats in which a person has to do something.")


EXAMPLE = OpenApiExample(
    "two houses",
    {
        "reason": "Выгрузка ГИС ЖКХ от 20.11.2026",
        "changes": [
            {"house": 1204, "organisation": 17, "since": "2026-12-01", "document_number": "4"},
            {"house": "b58b0a5c-7b5f-4c5e-9c3f-0b8b7a1f0a11", "organisation": None, "since": "2026-12-01"},
        ],
    },
    request_only=True,
)


class Bulk(Writing):
    """Mixin of the resource of management periods."""

    @extend_schema(
        operation_id="management_periods_bulk",
        request=BulkAsked,
        responses={200: ForeseenShown, 202: Job},
        examples=[EXAMPLE],
        parameters=[OpenApiParameter(DRY_RUN, bool, description="true: checks and foresees, writes nothing (200).")],
    )
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Any:
        """Up to 10,000 changes of company in one region, one a house: all of them or none."""
        refuse_unknown(request, [DRY_RUN])
        return self.foreseen(request) if _is_dry(request) else self.taken(request)

    @written
    def taken(self, request: Request) -> Response:
        asked, found, region = self._understood()
        with told_by_place(found):
            operation = changes_by_program.take(
                houses=found.houses, changes=found.changes, by=request.user, reason=asked["reason"]
            )
        job = {"operation": operation.pk, "region": region.pk, "houses": len(found.houses)}
        where = {"Location": f"/api/v1/operations/{operation.pk}/"}
        return Response(Job({**job, "acts_at": operation.acts_at}).data, status=202, headers=where)

    def foreseen(self, request: Request) -> Response:
        asked, found, region = self._understood()
        last = max(max(change.since for change in found.changes), region.today())  # by then all of them act
        chats = access.chats(request.user).filter(house__in=found.houses).order_by("pk").values_list("pk", flat=True)
        with told_by_place(found):
            shown = consequences.foresee(
                region,
                [house.pk for house in found.houses],
                list(chats),
                lambda: changes_by_program.take(
                    houses=found.houses, changes=found.changes, by=request.user, reason=asked["reason"]
                ),
                on=last,
            )
        return Response(ForeseenShown(shown).data)

    def _understood(self) -> tuple[dict[str, Any], Understood, Region]:
        asked = self.content_of(BulkAsked)
        found = understand(self.request.user, asked["changes"])
        if found.region:
            self.need_region(found.region)
        refuse_faults(found)
        return asked, found, found.houses[0].region


def refuse_faults(found: Understood) -> None:
    """The first MOST_FAULTS and how many there are in all: 409 where only the register is against it, else 422."""
    if faults := found.faults:
        words = _("Nothing was written: %(n)s things are wrong.") % {"n": len(faults)}
        more: dict[str, Any] = {"errors_total": len(faults)}
        if not found.is_refused:
            raise Problem(422, "invalid", words, errors=faults[:MOST_FAULTS], more=more)
        kinds = {fault.slug for fault in faults}
        if len(faults) == 1:
            more |= faults[0].more
        more["houses"] = [fault.more["house"] for fault in faults if "house" in fault.more]
        slug = kinds.pop() if len(kinds) == 1 else RefusalKind.HOUSES_IN_THE_WAY
        raise Problem(409, slug, words, errors=faults[:MOST_FAULTS], more=more)


@contextmanager
def told_by_place(found: Understood) -> Iterator[None]:
    """What the action refuses of houses, told at their places in the request."""
    try:
        yield
    except HousesRefused as refusal:
        refuse_faults(found.refused(refusal.lines))
        raise


def _is_dry(request: Request) -> bool:
    text = request.query_params.get(DRY_RUN, "false")
    if text not in ("true", "false"):
        words = _("Say true or false.")
        raise Problem(400, "bad-parameter", words, errors=[FieldFault(DRY_RUN, words)])
    return bool(text == "true")
