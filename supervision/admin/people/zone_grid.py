"""Zones as a grid: municipalities down, inspectors across, a box for each pair; a row for the whole region on top.

What is saved is every inspector's area; chats that would go to others are shown before. A box is an ordinary checkbox,
so the grid is walked with Tab and Space, and each box says its pair to a screen reader.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision import access
from supervision.actions import zones
from supervision.actions.zones import Beat
from supervision.admin import links
from supervision.admin.decisions.decision import DecisionPage
from supervision.admin.decisions.reason import ReasonField
from supervision.admin.lists.base import person
from supervision.confirmed import Confirmable
from supervision.enums import OperationKind
from supervision.errors import Refused
from supervision.models import Inspector, Region, Zone
from supervision.previews.handing_over import HandingOver, foresee

WHOLE_REGION = "all"


@dataclass(frozen=True, slots=True)
class DrawnGrid(Confirmable):
    """What changes for whom, in words, and where the chats go; `drawn` are the areas themselves, by inspector."""

    changes: tuple[tuple[str, str, str], ...]
    chats: HandingOver
    drawn: Mapping[int, Beat]

    def decided(self) -> object:
        return self.changes, self.drawn, self.chats.decided()


class ZoneGridForm(forms.Form):
    """`box` holds a value "municipality:inspector" for each box ticked ("all" for the whole region)."""

    reason = ReasonField(max_length=300)

    def __init__(self, data: Any, *, people: Mapping[int, Inspector], places: Mapping[int, str]) -> None:
        super().__init__(data)
        self.people, self.places = people, places
        self.ticked: set[tuple[str, int]] = set()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for box in cast(QueryDict, self.data).getlist("box"):
            place, _colon, inspector = box.partition(":")
            is_place = place == WHOLE_REGION or (place.isdecimal() and int(place) in self.places)
            if not (is_place and inspector.isdecimal() and int(inspector) in self.people):
                raise ValidationError(_("The grid has changed since you opened it. Open it anew."))
            self.ticked.add((place, int(inspector)))
        return values

    def beats(self) -> dict[int, Beat]:
        """The area of everybody in the grid."""
        mine: dict[int, set[str]] = {inspector: set() for inspector in self.people}
        for place, inspector in self.ticked:
            mine[inspector].add(place)
        return {
            inspector: Beat(frozenset(int(place) for place in places - {WHOLE_REGION}), WHOLE_REGION in places)
            for inspector, places in mine.items()
        }


class ZoneGridPage(DecisionPage):
    """For those who manage the region."""

    template = "admin/supervision/zone/grid.html"

    def subject_of(self, request: HttpRequest, **named: Any) -> Region:
        return get_object_or_404(access.regions(request.user), pk=named["pk"])

    @property
    def region(self) -> Region:
        return cast(Region, self.subject)

    def may_decide(self, request: HttpRequest) -> bool:
        return access.can_manage(request.user, self.region)

    def people(self) -> dict[int, Inspector]:
        """Everybody in office, and whoever has left and still stands in a zone: a successor may own the houses."""
        rows = access.inspectors(self.request.user).filter(region=self.region).order_by("full_name", "pk")
        standing = self.now.keys()
        return {one.pk: one for one in rows if one.dismissed_on is None or one.pk in standing}

    def form_of(self, data: Any = None) -> ZoneGridForm:
        self.now = zones.beats(self.region)
        rows = access.municipalities(self.request.user).filter(region=self.region).order_by("name")
        places = dict(rows.values_list("pk", "name"))
        return ZoneGridForm(data, people=self.people(), places=places)

    def foresee(self, form: ZoneGridForm) -> DrawnGrid:
        changes = zones.changed_beats(self.region, form.beats())
        if not changes:
            raise Refused(_("No box was changed."))
        concerned = zones.concerned(self.region, changes)
        moved = foresee(self.region, concerned, lambda: self._draw(form), on=self.region.today())
        lines = tuple(
            (form.people[inspector].full_name, _areas(after, before, form.places), _areas(before, after, form.places))
            for inspector, (before, after) in changes.items()
        )
        return DrawnGrid(lines, moved, {inspector: after for inspector, (_before, after) in changes.items()})

    def _draw(self, form: ZoneGridForm) -> int:
        reason = form.cleaned_data["reason"]
        return zones.draw(region=self.region, wanted=form.beats(), by=person(self.request), reason=reason)

    def carry_out(self, form: ZoneGridForm, shown: DrawnGrid) -> str:
        title, reason, today = _("Zones drawn anew"), form.cleaned_data["reason"], self.region.today()
        marked = self._draw(form)
        self.keep_on_record(
            OperationKind.REASSIGNMENT, shown.chats, region=self.region, title=title, since=today, reason=reason
        )
        done = ngettext(
            "The zones are saved. %(n)s chat goes to another owner.",
            "The zones are saved. %(n)s chats go to other owners.",
            marked,
        )
        return done % {"n": marked}

    def back(self) -> str:
        return links.list_url(Zone)

    def words(self) -> dict[str, Any]:
        return {"title": _("Zones"), "region": self.region, "opts": Zone._meta}

    def show(self, form: Any, **more: Any) -> Any:
        ticked = form.ticked if form.is_bound else _ticked(self.now)
        drawn = more.get("shown")
        if drawn:
            more |= {"boxes": sorted(f"{place}:{inspector}" for place, inspector in ticked), "moved": drawn.chats}
        more |= {"people": list(form.people.values()), "rows": list(_rows(form, ticked))}
        return super().show(form, **more)


def _ticked(now: Mapping[int, Beat]) -> set[tuple[str, int]]:
    pairs = {(str(place), inspector) for inspector, beat in now.items() for place in beat.municipalities}
    return pairs | {(WHOLE_REGION, inspector) for inspector, beat in now.items() if beat.whole_region}


def _rows(form: ZoneGridForm, ticked: set[tuple[str, int]]) -> Iterator[dict[str, Any]]:
    for place, name in ((WHOLE_REGION, _("Whole region")), *((str(pk), name) for pk, name in form.places.items())):
        boxes = [
            {
                "value": f"{place}:{one.pk}",
                "checked": (place, one.pk) in ticked,
                "label": f"{name}: {one.full_name}",
            }
            for one in form.people.values()
        ]
        yield {"name": name, "boxes": boxes, "nobody": not any(box["checked"] for box in boxes)}


def _areas(more: Beat, less: Beat, places: Mapping[int, str]) -> str:
    """What the first has and the second has not, in words."""
    names = sorted(places[place] for place in more.municipalities - less.municipalities)
    whole = [_("Whole region")] if more.whole_region and not less.whole_region else []
    return ", ".join((*whole, *names))
