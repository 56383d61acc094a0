"""Fields that requests bring: bounded as the tables are, so that what does not fit is named and not refused below."""

from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from supervision.api.parsing import DAY, INSTANT

LARGEST = 2**63 - 1  # of a number in the tables
FIRST_YEAR, LAST_YEAR = 1950, 2100  # co-operatives of those years manage their houses to this day
LONGEST_REASON = 2000


class AskedNumber(serializers.IntegerField):
    """The number of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST, **options)


def _check_year(when: date) -> None:
    """Of a day or an instant."""
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise ValidationError(_("Check the year: nothing changes in %(year)s.") % {"year": when.year})


class AskedDay(serializers.DateField):
    """A date of the region, as YYYY-MM-DD. A slip in the year is told."""

    default_error_messages = {"invalid": gettext_lazy("Write the day as YYYY-MM-DD.")}

    def to_internal_value(self, value: Any) -> date:
        if isinstance(value, str) and not DAY.fullmatch(value):
            self.fail("invalid")
        day: date = super().to_internal_value(value)
        _check_year(day)
        return day


class AskedInstant(serializers.DateTimeField):
    """An instant as YYYY-MM-DDThh:mm:ssZ; without an offset it is UTC."""

    default_error_messages = {
        "invalid": gettext_lazy("Write the instant as YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)

    def to_internal_value(self, value: Any) -> datetime:
        if isinstance(value, str) and not INSTANT.fullmatch(value):
            self.fail("invalid")
        at: datetime = super().to_internal_value(value)
        _check_year(at)
        return at


class Reason(serializers.CharField):
    """Goes into the record beside the program's login."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_blank", not options.get("required", True))
        super().__init__(max_length=LONGEST_REASON, **options)


class Grounds(serializers.Serializer):
    """A change that needs its reason on record."""

    reason = Reason()


class Nothing(serializers.Serializer):
    """A request without content."""


def anything(asked: dict[str, Any], *but: str) -> dict[str, Any]:
    """What a PATCH changes; 422 where it names nothing to change."""
    named = {name: value for name, value in asked.items() if name not in but}
    if not named:
        raise ValidationError({"": [_("Name at least one field to change.")]})
    return named


def no_such(field: str, words: str) -> ValidationError:
    return ValidationError({field: [words]})
