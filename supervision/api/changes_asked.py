"""Changes of company as a request brings them: checked all at once, each fault named by its place.

Takes the items of a JSON list; gives what `changes_by_program` takes, or every fault there is. A house that is unknown
and one of a region that the login does not see are told of in the same words.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from stdnum.exceptions import ValidationError as NumberError
from stdnum.ru import inn

from supervision import access
from supervision.actions import obstacles
from supervision.actions.period_changes import Papers, PeriodChange
from supervision.api.bounded_fields import LARGEST, AskedDay, AskedInstant, AskedNumber
from supervision.api.problems import FieldFault, fault_of, faults_of
from supervision.enums import HouseState
from supervision.models import House, Organisation, Region

Entry = dict[str, Any]


@extend_schema_field({"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "format": "uuid"}]})
class HouseNamed(serializers.Field):
    """A number, or a ФИАС GUID (as int or UUID)."""

    def to_internal_value(self, data: Any) -> int | UUID:
        if _is_number(data):
            return int(data)
        try:
            return UUID(data)
        except (ValueError, TypeError, AttributeError):
            raise ValidationError(_("Name the house by its number or its ФИАС GUID.")) from None


# null is said by `allow_null`: named twice, it would fit none of them
@extend_schema_field(
    {"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^(\d{10}|\d{12})$"}]}
)
class OrganisationNamed(serializers.Field):
    """A number, or an ИНН whose check digits are right (as int or str)."""

    def to_internal_value(self, data: Any) -> int | str:
        if _is_number(data):
            return int(data)
        if not isinstance(data, str):
            raise ValidationError(_("Name the organisation by its number or its ИНН; null is direct management."))
        try:
            if inn.validate(data) == data:  # spaces inside are passed over by the check
                return data
        except NumberError:
            pass
        raise ValidationError(_("%(number)s is no ИНН: check its digits.") % {"number": data[:20]})


class ChangeAsked(serializers.Serializer):
    """From `since` on, this organisation manages this house."""

    house = HouseNamed(help_text="Number or ФИАС GUID.")
    organisation = OrganisationNamed(allow_null=True, help_text="Number or ИНН; null: direct management.")
    since = AskedDay(help_text="Start of powers: acts from its midnight in the region.")
    basis = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")
    document_number = serializers.CharField(max_length=100, allow_blank=True, required=False, default="")
    registered_at = AskedInstant(
        required=False, allow_null=True, default=None, help_text="Entry in the register; kept, does not act."
    )
    replaces = AskedNumber(
        required=False,
        allow_null=True,
        default=None,
        help_text="Period of the house that starts on the same day and gives way; without it such a period stands.",
    )

    def to_internal_value(self, data: Any) -> Entry:
        if not isinstance(data, Mapping):
            raise ValidationError({"non_field_errors": [_("A change is a JSON object.")]})
        unknown = sorted(set(data) - set(self.fields))
        found = {name: [_("There is no such field.")] for name in unknown}
        try:
            valid: Entry = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**found, **error.detail}) from None
        if found:
            raise ValidationError(found)
        return valid


@dataclass(frozen=True, slots=True)
class Understood:
    """`faults` are all that is wrong; where there are any, nothing may be done with the rest.

    `is_refused`: each of them is understood, and refused for what the register holds. `places` is what the field of a
    house's fault begins with.
    """

    region: Region | None
    houses: tuple[House, ...]
    changes: tuple[PeriodChange, ...]
    faults: tuple[FieldFault, ...]
    places: Mapping[int, str]
    is_refused: bool = False

    def refused(self, lines: Mapping[int, str]) -> "Understood":
        """With what stands in the way of houses (`obstacles`), each at its place."""
        more = tuple(fault_of(lines[house], f"{place}since") for house, place in self.places.items() if house in lines)
        return replace(self, faults=self.faults + more, is_refused=not self.faults)


def understand(user: Any, items: Sequence[Any], *, place: str = "changes[{}].") -> Understood:
    """Reads the items; a constant number of queries. `place` is what a fault's field begins with, by index."""
    faults: list[FieldFault] = []
    entries: dict[int, Entry] = {}
    form = ChangeAsked()  # one for all: making its fields costs more than using them
    for index, item in enumerate(items):
        try:
            entries[index] = form.run_validation(item)
        except ValidationError as error:
            faults += faults_of(error.detail, place.format(index).rstrip("."))
    houses = _houses(user, entries.values())
    region = next((houses[entry["house"]].region for entry in entries.values() if entry["house"] in houses), None)
    companies = _organisations(user, region, entries.values())
    chosen: dict[int, tuple[House, PeriodChange]] = {}
    places: dict[int, int] = {}
    for index, entry in entries.items():
        wrong = [*_twice(index, houses.get(entry["house"]), places), *_wrong(entry, houses, companies, region)]
        faults += [FieldFault(place.format(index) + field, words) for field, words in wrong]
        if not wrong:
            house = houses[entry["house"]]
            company = companies[entry["organisation"]][0] if entry["organisation"] is not None else None
            chosen[index] = house, _change(entry, house, company)
    named = {house.pk: place.format(index) for index, (house, _change_of_it) in chosen.items()}
    changes = tuple(change for _house, change in chosen.values())
    found = Understood(region, tuple(house for house, _change in chosen.values()), changes, tuple(faults), named)
    # where all is understood the action itself looks, while it holds the houses; else it is never asked
    return found.refused(obstacles.to_passing(changes, shown=False)) if faults else found


def _change(entry: Entry, house: House, company: Organisation | None) -> PeriodChange:
    papers = Papers(entry["basis"], entry["document_number"], entry["registered_at"])
    number = company.pk if company else None
    return PeriodChange(house.pk, number, entry["since"], papers, entry["replaces"])


def _houses(user: Any, entries: Any) -> dict[int | UUID, House]:
    """By what they were named by; under another GUID of a corner house as well."""
    named = {entry["house"] for entry in entries}
    numbers, guids = _parted(named, UUID)
    rows = access.houses(user).select_related("region")
    found: dict[int | UUID, House] = {}
    for house in rows.filter(Q(pk__in=numbers) | Q(fias_guid__in=guids)):
        found |= {house.pk: house, house.fias_guid: house}
    # of a record that was merged its own GUID is an alias of the one that stays, which is meant
    others = access.aliases(user).filter(fias_guid__in=guids)
    return found | {alias.fias_guid: alias.house for alias in others.select_related("house__region")}


def _organisations(user: Any, region: Region | None, entries: Any) -> dict[int | str, list[Organisation]]:
    """Of the region, by what they were named by; an ИНН may be that of several."""
    found: dict[int | str, list[Organisation]] = defaultdict(list)
    numbers, numbers_of_tax = _parted({entry["organisation"] for entry in entries} - {None}, str)
    rows = access.organisations(user).filter(region=region)
    for company in rows.filter(Q(pk__in=numbers) | Q(inn__in=numbers_of_tax)):
        found[company.pk].append(company)
        found[company.inn].append(company)
    return found


def _wrong(
    entry: Entry,
    houses: Mapping[int | UUID, House],
    companies: Mapping[int | str, list[Organisation]],
    region: Region | None,
) -> Iterator[tuple[str, str]]:
    """What does not fit in one entry: field and words."""
    house, named = houses.get(entry["house"]), entry["organisation"]
    if house is None:
        yield "house", _("There is no such house, or it belongs to a region that you do not see.")
    elif house.region != region:
        yield "house", _("One request is about one region: the first house of this one stands in another.")
    elif house.state != HouseState.STANDING:
        yield "house", obstacles.demolished_words(house)
    if named is None or region is None:
        return
    known = companies.get(named, [])
    if not known:
        yield "organisation", _("No organisation in the region's register has this number.")
    elif len(known) > 1:
        words = _("Several organisations of the region have this ИНН; name one by its number: %(numbers)s.")
        yield "organisation", words % {"numbers": ", ".join(str(company.pk) for company in known)}


def _twice(index: int, house: House | None, places: dict[int, int]) -> Iterator[tuple[str, str]]:
    """Which of two changes of one house would be the last is nobody's to guess."""
    if house and (first := places.setdefault(house.pk, index)) != index:
        words = _("changes[%(first)s] is about this house already: one change of a house a request.")
        yield "house", words % {"first": first}


def _parted(named: set[Any], kind: type) -> tuple[list[int], list[Any]]:
    return [each for each in named if not isinstance(each, kind)], [each for each in named if isinstance(each, kind)]


def _is_number(data: Any) -> bool:
    return isinstance(data, int) and not isinstance(data, bool) and 1 <= data <= LARGEST
