"""Sentences of the framework that this project says otherwise in Russian: what is listed here is in its catalogue.

Names of models stand in the nominative, so a sentence that would bend them has its name after a colon.
"""

from django.utils.translation import gettext_noop

SAID_OTHERWISE = (
    gettext_noop("Add %s"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Change %s"),
    gettext_noop("View %s"),
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
)
