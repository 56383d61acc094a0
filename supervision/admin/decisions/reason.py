"""Why somebody decides: one field for every form that writes into the record of events."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget


class ReasonField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Reason"),
            widget=UnfoldAdminTextInputWidget,
            help_text=gettext_lazy("Goes into the record of events."),
            **kwargs,
        )
