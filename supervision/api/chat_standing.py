"""Where one chat stands: what it should be today, what was last seen of it, and the steps between the two."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from supervision.models import Chat, Inspector
from supervision.previews.outlooks import ChatOutlook, standing


class PersonShown(serializers.Serializer):
    """A messenger account. `inspector` is the number of the inspector whose it is, null for others."""

    inspector = serializers.IntegerField(allow_null=True)
    messenger_id = serializers.IntegerField(allow_null=True, help_text="Null without the scope “people”.")
    name = serializers.CharField(allow_null=True, help_text="Null without the scope “people”.")


class AdministratorShown(PersonShown):
    rights = serializers.ListField(child=serializers.CharField())
    alias = serializers.CharField(allow_null=True, help_text="Null without the scope “people”.")


class WishShown(serializers.Serializer):
    existence = serializers.CharField(help_text="wanted, retired or unwanted")
    title = serializers.CharField()
    description = serializers.CharField()
    owner = PersonShown(allow_null=True)
    owner_reason = serializers.CharField()
    administrators = AdministratorShown(many=True)
    valid_until = serializers.DateField(allow_null=True, help_text="The wish holds up to but not including this day.")


class ObservationShown(serializers.Serializer):
    """What was last seen; of a chat that was never created nothing."""

    title = serializers.CharField()
    description = serializers.CharField()
    owner = PersonShown(allow_null=True)
    administrators = AdministratorShown(many=True)
    bot_state = serializers.CharField()


class StandingShown(serializers.Serializer):
    wished = WishShown()
    observed = ObservationShown(allow_null=True)
    steps = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="In words; null without the scope “people”."
    )
    step_kinds = serializers.ListField(child=serializers.CharField())


def standing_of(chat: Chat, inspectors: QuerySet[Inspector], *, people: bool) -> dict[str, Any]:
    """`inspectors` are those whom the asker may see, by their numbers; names and messenger ids only where `people`."""
    now = standing(chat)
    known = dict(inspectors.filter(region=chat.region_id).values_list("messenger_id", "pk"))
    shown = _Faces(known, people)
    return {
        "wished": _wished(now, shown),
        "observed": _observed(now, shown) if now.observed.messenger_id is not None else None,
        "steps": [str(step.describe()) for step in now.plan.steps] if people else None,
        "step_kinds": [step.name for step in now.plan.steps],
    }


class _Faces:
    def __init__(self, known: Mapping[Any, int], people: bool) -> None:
        self.known, self.people = known, people

    def of(self, user_id: int, name: str) -> dict[str, Any]:
        shown = {"messenger_id": user_id, "name": name} if self.people else {"messenger_id": None, "name": None}
        return {"inspector": self.known.get(user_id), **shown}

    def alias(self, text: str) -> str | None:
        return text if self.people else None  # people write their names into it


def _wished(now: ChatOutlook, shown: _Faces) -> dict[str, Any]:
    wish = now.desired
    return {
        "existence": wish.existence.value,
        "title": wish.title,
        "description": wish.description,
        "owner": shown.of(wish.owner.user_id, wish.owner.name) if wish.owner else None,
        "owner_reason": wish.owner_reason,
        "administrators": [
            {
                **shown.of(one.person.user_id, one.person.name),
                "rights": _names(one.rights),
                "alias": shown.alias(one.alias),
            }
            for one in wish.administrators
        ],
        "valid_until": wish.valid_until.isoformat() if wish.valid_until else None,
    }


def _observed(now: ChatOutlook, shown: _Faces) -> dict[str, Any]:
    seen = now.observed
    owner = seen.administrators.get(seen.owner_id or 0)
    return {
        "title": seen.title,
        "description": seen.description,
        "owner": shown.of(seen.owner_id, owner.name if owner else "") if seen.owner_id else None,
        "administrators": [
            {**shown.of(one.user_id, one.name), "rights": _names(one.rights), "alias": shown.alias(one.alias)}
            for one in sorted(seen.administrators.values(), key=lambda one: one.user_id)
            if not one.is_owner and not one.is_bot
        ],
        "bot_state": seen.bot.value,
    }


def _names(rights: Any) -> list[str]:
    return sorted(right.value for right in rights)
