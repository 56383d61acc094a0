"""The language of what is kept and of what residents read: the portal's own, whoever asks and in whatever language.

    with in_portal_language():
        title = _("%(houses)s → %(new)s") % {...}   # goes into a table, or into a chat

Only what is told to the reader of this one answer follows Accept-Language.
"""

from django.conf import settings
from django.utils import translation


def in_portal_language() -> translation.override:
    return translation.override(settings.LANGUAGE_CODE)
