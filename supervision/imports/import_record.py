"""What stays of an import besides the facts: its record with remarks. And the lock that keeps imports apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils.translation import gettext as _

from supervision import locks
from supervision.enums import ImportKind, RefusalKind
from supervision.errors import Busy
from supervision.imports.undoing import traces
from supervision.models import Event, ImportIssue, ImportRun, Region
from supervision.registry.report import Report
from supervision.registry.sources.files import OpenedFile

MOST_ISSUES = 1_000  # beyond that the file is the better list
IMPORT_LOCK = "import"  # of a region, whose code is its number

FILLED = ("house", "organisation", "managementperiod", "chat", "syncrequest")


@contextmanager
def one_at_a_time(region: Region) -> Iterator[None]:
    """A transaction in which no other import of the region runs. Raises Busy while another one does."""
    with transaction.atomic():
        if not locks.until_commit(IMPORT_LOCK, int(region.code)):
            words = _("Another import of region %(region)s is running. Try again when it has ended.")
            raise Busy(words % {"region": region}, kind=RefusalKind.BUSY)
        yield


def keep(
    kind: ImportKind,
    region: Region,
    file: OpenedFile,
    report: Report,
    *,
    as_of: date | None = None,
    by: User | None = None,
) -> ImportRun:
    run = ImportRun.objects.create(
        region=region,
        kind=kind,
        file_name=file.name[:300],
        sha256=file.sha256,
        as_of=as_of,
        by=by,
        counts=report.counts() | {"issues": len(report.issues), "seconds": round(report.seconds, 3)},
    )
    ImportIssue.objects.bulk_create(
        ImportIssue(run=run, line=issue.line, code=issue.code, message=issue.message, file=issue.file[:300])
        for issue in report.issues[:MOST_ISSUES]
    )
    return run


def tie(run: ImportRun, event: Event, since: traces.Positions) -> None:
    """Notes by which event the rows were changed, and where their histories keep it, so that it can be taken back."""
    spans = {name: [since[name], end] for name, end in traces.positions().items()}
    ImportRun.objects.filter(pk=run.pk).update(event=event.pk, spans=spans)


def tell_the_planner() -> None:
    """A first import fills empty tables: until autovacuum looks at them (a minute), each lease would sort the queue."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(f"supervision_{name}" for name in FILLED))
