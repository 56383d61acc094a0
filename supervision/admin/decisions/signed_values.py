"""What a page showed, carried in its form and signed: by it the second of two writers is told what the first changed.

`second_writer` compares the fields of a row by it, `meanwhile` who manages a house and whose a chat is.
"""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

LOADED = "loaded"  # name of the field in the page's form


def signed(shown: Mapping[str, Any], *, about: str) -> str:
    """`shown` as JSON takes it; `about` keeps what one kind of page showed from being taken for another's."""
    return signing.dumps(dict(shown), salt=about)


def read_back(signed_text: str, *, about: str) -> dict[str, Any] | None:
    """None where the page cannot tell what it showed."""
    try:
        return dict(signing.loads(signed_text, salt=about))
    except signing.BadSignature:
        return None


def changed(shown: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Names of what stands otherwise than it was shown; what was not shown is nobody's mistake."""
    return [name for name, value in now.items() if name in shown and shown[name] != value]


def cannot_tell() -> str:
    return _("The page cannot tell what it showed you. Open it anew.")
