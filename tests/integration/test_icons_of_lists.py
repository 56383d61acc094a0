"""A green tick stands for something good: no list shows a fault, or what merely happened, as one."""

from typing import Any

from django.contrib import admin
from django.db.models import BooleanField

# yes is good and no is a fault, which is what the two icons say
GOOD = {
    "organisation.numbers_are_right",
    "syncrequest.is_approved",
    "webhookendpoint.is_enabled",
}


# answers to a plain question, in which neither is a fault
NEUTRAL = {"absence.ends_in_dismissal", "zone.whole_region"}


def icons() -> set[str]:
    found = set()
    for model, page in admin.site._registry.items():
        if model._meta.app_label == "supervision":
            shown = (*page.list_display, *(page.fields or ()), *page.readonly_fields)
            found |= {f"{model._meta.model_name}.{name}" for name in shown if _is_icon(page, model, name)}
    return found


def _is_icon(page: Any, model: Any, name: Any) -> bool:
    if getattr(getattr(page, str(name), None), "boolean", False):
        return True
    fields = {field.name: field for field in model._meta.get_fields()}
    return isinstance(fields.get(name), BooleanField)


def test_every_icon_of_yes_and_no_means_good_and_bad() -> None:
    assert icons() <= GOOD | NEUTRAL
