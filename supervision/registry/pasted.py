"""A list of people pasted into a field, a line each: "name; messenger id", or the name alone.

Lines that cannot be read are named.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from supervision.registry.normalise import clean

SEPARATOR = re.compile(r"[;\t,]")  # a semicolon as asked, a tab as spreadsheets paste
LONGEST_NAME = 200
LARGEST_ID = 2**63 - 1


@dataclass(slots=True)
class Pasted:
    """Line number, name and id of what could be read; a remark for each other line."""

    people: list[tuple[int, str, int | None]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read(text: str) -> Pasted:
    found = Pasted()
    seen: dict[int, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, messenger_id, remark = _parse(line)
        if not remark and messenger_id is not None and messenger_id in seen:
            remark = _("the same messenger id as in line %(other)s") % {"other": seen[messenger_id]}
        if remark:
            found.remarks.append(_("Line %(line)s: %(why)s") % {"line": number, "why": remark})
            continue
        if messenger_id is not None:
            seen[messenger_id] = number
        found.people.append((number, name, messenger_id))
    return found


def _parse(line: str) -> tuple[str, int | None, str]:
    """Name, id (None where the line has none), and what is wrong with the line ("" if nothing)."""
    parts = [clean(part) for part in SEPARATOR.split(line)]
    if len(parts) == 1 and 0 < len(parts[0]) <= LONGEST_NAME and not any(sign.isdigit() for sign in parts[0]):
        return parts[0], None, ""
    if len(parts) != 2:
        return "", 0, _("write the name, a semicolon and the messenger id")
    name, number = parts
    if not name or len(name) > LONGEST_NAME:
        return "", 0, _("the name is missing or too long")
    if not (number.isascii() and number.isdecimal()) or not 0 < int(number) <= LARGEST_ID:
        return "", 0, _("“%(id)s” is no messenger id") % {"id": number[:40]}
    return name, int(number), ""
