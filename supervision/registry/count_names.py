"""What the counts of a report are called, for whoever reads them on a screen or in a terminal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Any] = {
    "houses": _("houses"),
    "organisations": _("organisations"),
    "licences": _("licences"),
    "periods": _("management periods"),
    "people": _("people"),
    "chats": _("chats"),
    "added": _("added"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "missing": _("missing in the file"),
    "started": _("started"),
    "replaced": _("replaced"),
    "ended": _("ended"),
    "unknown": _("manager unknown"),
    "houses_excluded": _("houses excluded"),
    "houses_unknown": _("houses not known here"),
    "bad_rows": _("lines left out"),
    "chats_marked": _("chats marked"),
    "new_owners": _("new owners of chats"),
    "issues": _("remarks"),
    "seconds": _("seconds"),
}


def named(name: str) -> str:
    """A name that is new here stays as it is: an old record may hold it."""
    return str(NAMES.get(name, name))


def in_words(counts: dict[str, Any]) -> str:
    """A group of counts in a line."""
    return ", ".join(f"{named(name)} {count}" for name, count in counts.items())
