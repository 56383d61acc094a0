"""Two people change the same row: the second is told who changed what meanwhile, and overwrites nothing unseen.

The form carries, signed, the values that it showed. Where the stored ones differ when it comes back, nothing is saved:
the differences are named, what the second had not touched shows the new value, and own input is kept. Sent once more,
it is saved: then it was seen.
"""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils.translation import gettext as _

from supervision import audit, history
from supervision.actions.locked import locked
from supervision.admin.decisions import signed_values
from supervision.admin.decisions.signed_values import LOADED

SALT = "second writer"
Values = dict[str, Any]


class SecondWriterForm(forms.ModelForm):
    """For models whose history is kept (`models/history.py`)."""

    loaded = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial[LOADED] = signed_values.signed(self._values(self.instance), about=SALT)

    def clean(self) -> Values:
        values = super().clean() or self.cleaned_data
        now = self._stored()
        was = self._shown()
        if changed := signed_values.changed(was, now):
            told = _told(self.instance, changed)
            self._show_anew(changed, was, now)
            raise ValidationError(
                [*told, _("Nothing was saved, your input is kept. Look at it once more and save again.")]
            )
        return values

    def _values(self, row: Model) -> Values:
        names = [name for name in self._meta.fields or () if name in self.fields]
        return {name: audit.plain(value) for name, value in model_to_dict(row, fields=names).items()}

    def _stored(self) -> Values:
        """As they are now; nobody changes them before this answer is written."""
        return self._values(locked(self.instance))

    def _shown(self) -> Values:
        shown = signed_values.read_back(self.data.get(self.add_prefix(LOADED), ""), about=SALT)
        if shown is None:
            raise ValidationError(signed_values.cannot_tell())
        return shown

    def _show_anew(self, changed: list[str], was: Values, now: Values) -> None:
        """What was not touched would be saved with its old value otherwise."""
        data = cast(QueryDict, self.data).copy()
        for name in changed:
            field, key = self.fields[name], self.add_prefix(name)
            sent = field.widget.value_from_datadict(self.data, self.files, key)
            if not field.has_changed(was[name], sent):
                new = field.prepare_value(now[name])
                data.setlist(key, new if isinstance(new, list) else [] if new in (None, False) else [str(new)])
        data[self.add_prefix(LOADED)] = signed_values.signed(now, about=SALT)
        self.data = data


def _told(row: Any, names: list[str]) -> list[str]:
    """A sentence for each field: who changed it, from what to what."""
    changes = history.changes([row])
    return [_sentence(str(row._meta.get_field(name).verbose_name), changes) for name in names]


def _sentence(label: str, changes: list[history.Revision]) -> str:
    for change in changes:  # newest first
        for difference in change.differences:
            if difference.label == label:
                words = _("%(who)s changed “%(field)s” meanwhile: it was “%(before)s” and is “%(after)s”.")
                return words % {
                    "who": change.who,
                    "field": label,
                    "before": difference.before,
                    "after": difference.after,
                }
    return _("“%(field)s” was changed meanwhile.") % {"field": label}
