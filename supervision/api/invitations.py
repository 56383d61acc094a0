"""Invitations of representatives: how a program has people become known in the messenger without any number."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.actions import invitations as actions
from supervision.actions.invitations import Shown
from supervision.actions.invited import PENDING
from supervision.api.bounded_fields import AskedNumber, Nothing, no_such
from supervision.api.filtering import Filters, NumberFilter
from supervision.api.idempotency import written
from supervision.api.people import OF_PEOPLE, WithPeople
from supervision.api.resource import DatedRow, Resource
from supervision.api.writing import Writing
from supervision.enums import ApiScope, RefusalKind
from supervision.errors import Refused
from supervision.models import Invitation, InvitationState, Representative


class InvitationShown(DatedRow):
    class Meta:
        model = Invitation
        fields: tuple[str, ...] = (
            *("id", "region", "representative", "state", "made_at", "until", "code_until"),
            *("opened_at", "answered_at", "updated_at"),
        )
        read_only_fields = fields


class InvitationHandedOver(InvitationShown):
    """With what is handed to the person, which is shown this once."""

    link = serializers.CharField(read_only=True, help_text="Empty while the region's bot has no name for links.")
    code = serializers.CharField(read_only=True, help_text="Eight digits, pressed in the bot's dialog.")

    class Meta(InvitationShown.Meta):
        fields = (*InvitationShown.Meta.fields, "link", "code")
        read_only_fields = fields


class InvitationFilters(Filters):
    region = filters.CharFilter()
    representative = NumberFilter()
    state = filters.ChoiceFilter(choices=InvitationState.choices)
    several = ("region", "representative", "state")

    class Meta:
        model = Invitation
        fields = ()


class InvitationAsked(serializers.Serializer):
    representative = AskedNumber()


EXAMPLE = OpenApiExample("invitation", {"representative": 17}, request_only=True)


def of_representatives(user: User) -> QuerySet[Invitation]:
    """Inspectors own chats: their invitations are for the pages alone."""
    return access.invitations(user).filter(representative__isnull=False)


class Invitations(Writing, Resource):
    """How representatives become known in the messenger: a link and a code of one use for each."""

    rows = staticmethod(of_representatives)
    permission_classes = (WithPeople,)
    further_scopes = OF_PEOPLE
    serializer_class = InvitationShown
    filterset_class = InvitationFilters
    write_scope = ApiScope.WRITE_PEOPLE

    @extend_schema(request=InvitationAsked, responses={201: InvitationHandedOver}, examples=[EXAMPLE])
    def create(self, request: Request) -> Any:
        """A new link and code for the person, shown this once and in no repetition; those before no longer hold."""
        made: list[Shown] = []
        answer: Any = self._made(request, made)
        if made:  # a repetition gives the row without them: nothing of it was kept
            answer.data = {**answer.data, "link": made[0].link, "code": made[0].code}
        return answer

    @written
    def _made(self, request: Request, made: list[Shown]) -> Response:
        person = self._person(self.content_of(InvitationAsked)["representative"])
        invitation = actions.invite(person=person, by=request.user)
        made.append(actions.shown(invitation, invitation.region.account))
        return self.written_row(invitation, status=201)

    @extend_schema(request=Nothing, responses=InvitationShown)
    @action(detail=True, methods=["post"])
    @written
    def revoke(self, request: Request, **named: Any) -> Response:
        """The link and the code no longer hold, nor does an answer that nobody confirmed; who is known stays known."""
        invitation: Invitation = self.row_to_write(lambda row: row.region)
        self.content_of(Nothing)
        if invitation.state not in PENDING:
            raise Refused(_("This invitation is over already."), kind=RefusalKind.NOT_WAITING)
        actions.revoke(invitation=invitation, by=request.user)
        return self.written_row(invitation)

    def _person(self, number: int) -> Representative:
        rows = access.representatives(self.request.user).select_related("organisation__region")
        found = rows.filter(pk=number).first()
        if found is None:
            words = _("There is no such representative, or they belong to a region that you do not see.")
            raise no_such("representative", words)
        self.need_region(found.organisation.region)
        return found
