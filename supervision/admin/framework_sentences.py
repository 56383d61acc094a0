"""Sentences of the frameworks that have no Russian, or another than this project wants: listed here, they are in its
catalogue.

Names of models stand in the nominative, so a sentence that would bend them has its name after a colon.
"""

from django.utils.translation import gettext_noop

# said with the name after a colon
SAID_OTHERWISE = (
    *(gettext_noop("Add %s"), gettext_noop("Add %(name)s"), gettext_noop("Select %s"), gettext_noop("Change %s")),
    *(gettext_noop("View %s"), gettext_noop("Select %s to change"), gettext_noop("Select %s to view")),
)

# Django's own sentences decline no kind of thing; named here, they are said anew in our catalogue
DJANGO = (
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
