"""A link as a picture that the camera of a phone reads, drawn into the page."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr(link: str) -> SafeString | str:
    """The invite link as a picture drawn into the page, "" where there is none. The drawing holds no text of it."""
    if not link:
        return ""
    picture = segno.make(link, error="m", micro=False)
    return mark_safe(picture.svg_inline(scale=3, border=4, svgclass="hc-qr", lineclass=None, omitsize=True, title=None))  # noqa: S308
