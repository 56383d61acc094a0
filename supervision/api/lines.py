"""Lines of the exports, as OpenAPI describes them; what makes them is `outgoing/payloads.py`.

A field that the resource has too means the same there (`tests/integration/test_export_lines.py` holds both to it).
"""

from rest_framework import serializers

from supervision.enums import ChangeKind
from supervision.house_facts import SHOWN
from supervision.models import Chat, House, ManagementPeriod


class HouseLine(serializers.ModelSerializer):
    municipality_name = serializers.CharField(allow_null=True)

    class Meta:
        model = House
        fields = (
            *("id", "region", "municipality", "municipality_name", "fias_guid"),
            *SHOWN,
        )
        read_only_fields = fields


class ChatLine(serializers.ModelSerializer):
    fias_guid = serializers.UUIDField(help_text="Of the house.")
    out_of_step = serializers.BooleanField(help_text="A change is on its way or held up.")
    frozen = serializers.BooleanField()
    changed_by_hand = serializers.BooleanField(help_text="In the messenger.")

    class Meta:
        model = Chat
        fields = (
            *("id", "house", "fias_guid", "region", "messenger_id", "link", "out_of_step", "frozen"),
            *("changed_by_hand", "bot_state", "observed_title", "participants_count"),
        )
        read_only_fields = fields


class PeriodLine(serializers.ModelSerializer):
    fias_guid = serializers.UUIDField(help_text="Of the house.")
    region = serializers.CharField()
    organisation_name = serializers.CharField(allow_null=True)
    organisation_inn = serializers.CharField(allow_null=True)

    class Meta:
        model = ManagementPeriod
        fields = (
            *("id", "house", "fias_guid", "region", "organisation", "organisation_name", "organisation_inn", "kind"),
            *("since", "until", "registered_at", "excluded_on", "basis", "document_number", "source"),
        )
        read_only_fields = fields


class RemovedLine(serializers.Serializer):
    """A row that is gone, or that the login sees no more."""

    id = serializers.IntegerField()
    removed = serializers.BooleanField(help_text="Always true.")


class LastLine(serializers.Serializer):
    """Ends every answer."""

    next = serializers.CharField(help_text="To go on from, as `updated_since`.")
    at_end = serializers.BooleanField(help_text="false: there are more rows already.")


ROWS: dict[ChangeKind, type[serializers.ModelSerializer]] = {
    ChangeKind.HOUSE: HouseLine,
    ChangeKind.CHAT: ChatLine,
    ChangeKind.PERIOD: PeriodLine,
}
