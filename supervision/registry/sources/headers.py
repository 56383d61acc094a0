"""What is said of a header that lacks columns: which, what is there instead, and what the file is most like."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.registry.normalise import clean, comparable
from supervision.registry.sources.declared import KindOfFile, most_like
from supervision.registry.sources.kinds import FRT_ORGANISATIONS, KINDS

NAMED_AT_MOST, LONGEST_NAMED = 12, 40


def in_words(header: Sequence[str]) -> str:
    """The captions that a file has, for a refusal: as many and as much of each as a person will read."""
    named = [name[:LONGEST_NAMED] for name in header if name]
    return ", ".join(named[:NAMED_AT_MOST]) + (", …" if len(named) > NAMED_AT_MOST else "") or "—"


def lacking(
    file: str, kind: KindOfFile, found: Sequence[str], line: int | None = None, *, words: str = "", missing: str = ""
) -> BadFile:
    """The refusal of a file read as `kind`. `words` replaces its first sentence, `missing` what it says to lack."""
    like = most_like(KINDS, found)
    if like is None and not words:
        words = _(
            "is like none of the files that the portal reads. It has: %(found)s. Take the template of the file that "
            "you mean from the page “Upload a file”."
        )
    words = words or _("is not %(title)s: columns that it lacks: %(columns)s. It has: %(found)s.")
    missing = missing or ", ".join(_missing(kind, found)) or "—"
    message = words % {"title": kind.title, "columns": missing, "found": in_words(found)}
    if like and like is not kind:
        message = f"{message} {_likeness(like, found)}"
    return BadFile(message, code="missing_column", file=file, line=line)


def _likeness(like: KindOfFile, found: Sequence[str]) -> str:
    if missing := _missing(like, found):
        words = _("It is most like %(title)s, which needs the columns as well: %(columns)s.")
        return words % {"title": like.title, "columns": ", ".join(missing)}
    if like is FRT_ORGANISATIONS:
        return _("It is %(title)s: give it as the second file, beside the file of houses.") % {"title": like.title}
    return _("It is %(title)s.") % {"title": like.title}


def _missing(kind: KindOfFile, found: Sequence[str]) -> list[str]:
    """The first captions of needed columns that a header has under no caption."""
    there = {comparable(clean(cell)) for cell in found}
    columns = (column for column in kind.columns.values() if column.is_needed)
    return [
        column.captions[0]
        for column in columns
        if not any(comparable(spelling) in there for each in column.captions for spelling in (each, each.lower()))
    ]
