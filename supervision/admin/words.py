"""Words of the screen: links to lists and rows, journal lines in words, and unfold's vocabulary."""

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from supervision.desired.state import Person
from supervision.models import MessengerCall
from supervision.planning import steps

STEPS: dict[str, Any] = {
    step.__name__: step
    for step in (
        steps.CreateChat,
        steps.TransferOwner,
        steps.Rename,
        steps.SetDescription,
        steps.GrantAdmin,
        steps.SetRights,
        steps.RevokeAdmin,
        steps.Announce,
        steps.PinAnnouncement,
    )
}

# Django's own sentences decline no kind of thing; named here, they are said anew in our catalogue
DJANGO = (
    *(gettext_noop("Add %s"), gettext_noop("Add %(name)s"), gettext_noop("Select %s"), gettext_noop("Change %s")),
    *(gettext_noop("View %s"), gettext_noop("Select %s to change"), gettext_noop("Select %s to view")),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was added successfully. You may edit it again below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
)

# and allauth's: its Russian calls the secret and the code by one name, and does not say what is being confirmed
ALLAUTH = (
    gettext_noop("Authenticator secret"),
    gettext_noop("You can store this secret and use it to reinstall your authenticator app at a later time."),
    *(gettext_noop("Confirm Access"), gettext_noop("Please reauthenticate to safeguard your account.")),
)


def journal_line(call: MessengerCall) -> str:
    """What was asked for, in the words of the step; a step that this version does not know keeps its name."""
    step = STEPS.get(call.step)
    if step is None:
        return call.step
    values = {key: Person(**value) if isinstance(value, dict) else value for key, value in call.detail.items()}
    try:
        return str(step(**values).describe())
    except TypeError:  # written by another version, whose step had other fields
        return call.step


def change_url(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def titled_link(row: models.Model, title: str) -> SafeString:
    return format_html('<a class="hc-link" href="{}">{}</a>', change_url(row), title)


def list_url(model: type[models.Model], **narrowed: object) -> str:
    """The list of the model, narrowed by its filters."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?{urlencode(narrowed)}" if narrowed else url


def list_link(model: type[models.Model], title: Any, **narrowed: object) -> SafeString:
    return format_html('<a class="hc-link" href="{}">{}</a>', list_url(model, **narrowed), title)


# unfold ships no Russian; named here, its words stand in our catalogue and are translated with ours
UNFOLD = (
    *(gettext_noop("Welcome back to"), gettext_noop("Return to site")),
    *(gettext_noop("Filters"), gettext_noop("Apply Filters"), gettext_noop("Reset filters")),
    *(gettext_noop("Clear all filters"), gettext_noop("Type to search"), gettext_noop("Select value")),
    *(gettext_noop("No data"), gettext_noop("No results found"), gettext_noop("No results matching your query")),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    *(gettext_noop("Previous"), gettext_noop("Next"), gettext_noop("Show all"), gettext_noop("Show counts")),
    *(gettext_noop("Light"), gettext_noop("Dark"), gettext_noop("System"), gettext_noop("View")),
    *(gettext_noop("Toggle sorting"), gettext_noop("Remove from sorting"), gettext_noop("General")),
    *(gettext_noop("Select action"), gettext_noop("Select action to run"), gettext_noop("Run")),
    gettext_noop("After you've created a user, you’ll be able to edit more user options."),
    gettext_noop(
        "Raw passwords are not stored, so there is no way to see this user’s password, but you can change the password "
        'using <a href="{}" class="text-primary-600 dark:text-primary-500">this form</a>.'
    ),
    *(gettext_noop("Select all rows"), gettext_noop("Select record"), gettext_noop("Choose file to upload")),
    *(gettext_noop("True"), gettext_noop("False"), gettext_noop("Go back"), gettext_noop("Expand row")),
    *(
        gettext_noop("Toggle password visibility"),
        gettext_noop("You have been successfully logged out from the administration"),
    ),
)
