"""The stored report of an upload in the words of the screen: kind, counts, samples and remarks."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from supervision.enums import AdoptionVerdict, ImportKind, UploadState
from supervision.imports import upload_progress
from supervision.models import Upload
from supervision.registry.count_names import named


def ahead(upload: Upload) -> str:
    """What a file that waits is waiting for: files of its region, and files of others in work; "" for others."""
    if upload.state != UploadState.WAITING:
        return ""
    own, others = upload_progress.ahead(upload)
    if not own and not others:
        return _("Nothing is ahead of it: it is read within seconds. Chats are worked on apart and do not hold it up.")
    words = _("Ahead of it: files of this region: %(own)s; of other regions, in work now: %(others)s.")
    return words % {"own": own, "others": others}


def kind(report: dict[str, Any]) -> str:
    name = report.get("kind", "")
    if name == "chats":
        return _("List of existing chats")
    return str(ImportKind(name).label) if name in ImportKind.values else ""


def counts(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Groups of counts and single ones; a group that this kind of file has nothing of is left out."""
    for name, value in report.get("counts", {}).items():
        if not isinstance(value, dict):
            yield named(name), str(value)
        elif any(value.values()):
            parts = (f"{_count(name, key)}: {number}" for key, number in value.items() if number)
            yield named(name), ", ".join(parts)


def sections(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**part, "more": part["total"] - len(part["lines"])} for part in report.get("sections", [])]


def issues(report: dict[str, Any]) -> list[dict[str, Any]]:
    return list(report.get("issues", []))


def _count(group: str, key: str) -> str:
    if group == "chats":
        return str(AdoptionVerdict(key).label)
    return named(key)
