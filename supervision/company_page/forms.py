"""What a company types on its page."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 200
CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


class NameField(forms.CharField):
    """Words of a person: one line, spaces as written once, no signs that cannot be seen."""

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        if CONTROLS.search(text):
            raise forms.ValidationError(_("Write it in one line, with letters only."))
        return " ".join(text.split())


class NominationForm(forms.Form):
    full_name = NameField(label=gettext_lazy("Full name"), min_length=3, max_length=LONGEST)
    position = NameField(label=gettext_lazy("Position"), required=False, max_length=LONGEST)

    def clean_full_name(self) -> str:
        name: str = self.cleaned_data["full_name"]
        if not any(sign.isalpha() for sign in name):
            raise forms.ValidationError(_("Write the name of a person."))
        return name


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"\A\s*[0-9]{8}\s*\Z",
        label=gettext_lazy("Code from the e-mail"),
        error_messages={"invalid": gettext_lazy("The code has eight digits.")},
    )
