"""What is asked of whoever enters an absence or a dismissal, and the houses that were given by hand on the way."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldBooleanWidget,
)

from supervision import access
from supervision.actions.absences import Leave
from supervision.admin.changes.company_form import check_year
from supervision.admin.decisions.reason import ReasonField
from supervision.models import Inspector


def given_of(text: str) -> dict[int, int]:
    """House -> inspector, as the page carries it along: "12:3 15:3"."""
    try:
        pairs = [pair.split(":") for pair in text.split()]
        return {int(house): int(inspector) for house, inspector in pairs}
    except ValueError as error:
        raise ValidationError(_("The houses given by hand cannot be read. Start anew.")) from error


def with_choice(text: str, houses: Iterable[str], to: str) -> str:
    """The same with these houses given to another inspector; to "" takes them back to the rules."""
    given = {house: inspector for house, _colon, inspector in (pair.partition(":") for pair in text.split())}
    given |= dict.fromkeys(houses, to)
    return " ".join(f"{house}:{inspector}" for house, inspector in given.items() if inspector)


class LeaveForm(forms.Form):
    since = forms.DateField(
        label=gettext_lazy("From"),
        widget=UnfoldAdminSingleDateWidget,
        validators=[check_year],
        help_text=gettext_lazy("First day away. From its midnight in the region the chats go to others."),
    )
    until = forms.DateField(
        label=gettext_lazy("Back on"),
        widget=UnfoldAdminSingleDateWidget,
        validators=[check_year],
        required=False,
        help_text=gettext_lazy("First day back in office. Empty: not known yet."),
    )
    substitute: Any = forms.ModelChoiceField(
        label=gettext_lazy("Substitute"),
        queryset=None,
        required=False,
        widget=UnfoldAdminSelectWidget,
        empty_label=gettext_lazy("By the rules: colleagues of the zone"),
    )
    reason = ReasonField(max_length=300)
    closes_login = forms.BooleanField(
        label=gettext_lazy("Close the login with the dismissal"), required=False, widget=UnfoldBooleanWidget
    )
    given = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, inspector: Inspector, user: Any, for_good: bool = False, began: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.inspector, self.for_good, self.began = inspector, for_good, began
        rows = access.inspectors(user).filter(region=inspector.region, dismissed_on=None, messenger_id__isnull=False)
        self.colleagues = {one.pk: one for one in rows.exclude(pk=inspector.pk).order_by("full_name")}
        field = cast(forms.ModelChoiceField, self.fields["substitute"])
        field.queryset = rows.exclude(pk=inspector.pk).order_by("full_name")
        if for_good:
            del self.fields["until"]
        if not for_good or inspector.user_id is None:
            del self.fields["closes_login"]

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since < self.inspector.region.today() and not self.began:
            raise ValidationError(_("Choose today or a day ahead: what is past stays as it was."))
        return since

    def clean_given(self) -> Mapping[int, Inspector]:
        given = given_of(self.cleaned_data["given"])
        if not given.keys() or set(given.values()) <= self.colleagues.keys():
            return {house: self.colleagues[to] for house, to in given.items()}
        raise ValidationError(_("A house was given to somebody who cannot own chats now. Start anew."))

    def leave(self) -> Leave:
        values = self.cleaned_data
        return Leave(
            substitute=values["substitute"],
            houses=values["given"],
            reason=values["reason"],
            ends_in_dismissal=self.for_good,
            closes_login=values.get("closes_login", False),
        )
