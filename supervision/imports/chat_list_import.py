"""An uploaded list of existing chats: read like `manage.py adopt_chats`, linked when a person confirmed it."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from supervision.enums import AdoptionVerdict
from supervision.errors import Refused
from supervision.imports import upload_progress
from supervision.linking import adoption as adoptions
from supervision.models import Adoption, MessengerAccount, Upload
from supervision.reconcile.accounts import open_messenger
from supervision.registry import stored
from supervision.registry.rows import RowIssue

KIND = "chats"
SHOWN = 10


def read(upload: Upload, path: Path, *, told: Callable[[float], None]) -> Adoption:
    """Every chat of the list is looked at. Raises BadFile, and MessengerError where the rest must wait."""
    adoption = adoptions.start(path, upload.region, by=upload.by)
    account = MessengerAccount.objects.select_related("region").get(region=upload.region)
    with closing(open_messenger(account)) as messenger:
        while adoptions.read_some(adoption, messenger, parallel=settings.MESSENGER_PARALLEL_CHATS):
            told(1 - adoption.lines.filter(verdict=AdoptionVerdict.WAITING).count() / adoption.lines.count())
    return adoption


def report(adoption: Adoption, sha256: Sequence[str]) -> dict[str, Any]:
    fits = adoption.lines.filter(verdict=AdoptionVerdict.FITS).order_by("line")
    problems = adoption.lines.filter(verdict=AdoptionVerdict.PROBLEM).order_by("line")
    lines = [f"{line.chat and line.chat.house}: {line.plan}" for line in fits.select_related("chat__house")[:SHOWN]]
    total = fits.count()
    return stored.stored(
        kind=KIND,
        counts={KIND: _counts(adoption)},
        sections=[{"title": _("Plans"), "lines": lines, "total": total}] if total else [],
        issues=[RowIssue(line.line, line.code, line.message) for line in problems[: stored.MOST_ISSUES]],
        issues_total=problems.count(),
        refusal=adoptions.doubts(adoption),
        can_be_approved=True,
        sha256=sha256,
    )


def apply(upload: Upload) -> None:
    """Raises Refused where the list was applied or given up on its own page meanwhile."""
    if upload.adoption is None or upload.confirmed_by is None:
        raise Refused(_("The list was not read. Read the file again."))
    with transaction.atomic():
        adoptions.apply(upload.adoption, by=upload.confirmed_by)
        upload_progress.finish(upload, run=None)


def _counts(adoption: Adoption) -> dict[str, int]:
    found = dict(adoption.lines.order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict.value: found[verdict.value] for verdict in AdoptionVerdict if verdict.value in found}
