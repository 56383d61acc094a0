"""What a worker notes on an uploaded file: taken up, how far, what was found, what came of it, deleted at last.

Every change is made to the state that the worker knows: of an upload that a person gave up meanwhile nothing is noted.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from supervision.enums import UploadState
from supervision.models import ImportRun, Upload
from supervision.notice_kinds import NoticeKind
from supervision.notices import marking
from supervision.queue import clock

SILENCE_SECONDS = 60  # a worker that has not been heard of for so long is taken for dead
MOST_ATTEMPTS = 3  # a file that kills its worker each time must not do so for ever
IN_HAND = (UploadState.READING, UploadState.APPLYING)


def due() -> QuerySet[Upload]:
    """Those that wait for a worker, and those whose worker fell silent."""
    silent = Q(touched_at=None) | Q(touched_at__lte=clock.now() - timedelta(seconds=SILENCE_SECONDS))
    return Upload.objects.filter(Q(state=UploadState.WAITING) | Q(silent, state__in=IN_HAND))


def ahead(upload: Upload) -> tuple[int, int]:
    """What stands before one that waits: files of its region, and files of other regions in work just now."""
    own = Upload.objects.filter(state__in=(UploadState.WAITING, *IN_HAND), region=upload.region_id, pk__lt=upload.pk)
    others = Upload.objects.filter(state__in=IN_HAND).exclude(region=upload.region_id)
    return own.count(), others.count()


def begin(upload: Upload) -> bool:
    """Whether this worker has the upload now. After too many attempts it fails, so that a person looks at it."""
    mine = due().filter(pk=upload.pk)
    if upload.attempts >= MOST_ATTEMPTS:
        words = _("The reading was broken off %(n)s times and is not tried again. Tell the portal's administrator.")
        mine.update(state=UploadState.FAILED, message=words % {"n": upload.attempts})
        _tell(upload, UploadState.FAILED)
        return False
    state = UploadState.APPLYING if upload.state == UploadState.APPLYING else UploadState.READING
    values = {"state": state, "touched_at": clock.now(), "attempts": F("attempts") + 1}
    is_mine = mine.filter(state=upload.state).update(**values) == 1
    upload.refresh_from_db()
    return is_mine


def note(upload: Upload, percent: int) -> None:
    Upload.objects.filter(pk=upload.pk, state__in=IN_HAND).update(percent=percent, touched_at=clock.now())


def show(upload: Upload, report: Mapping[str, Any], *, message: str = "", adoption: int | None = None) -> None:
    """Read: a person may now look at what would be done."""
    _end(upload, state=UploadState.READ, report=report, message=message, adoption_id=adoption, percent=100)


def fail(upload: Upload, message: str, report: Mapping[str, Any]) -> None:
    _end(upload, state=UploadState.FAILED, report=report, message=message)


def postpone(upload: Upload, message: str) -> None:
    """Something outside stands in the way, and not the file: it is tried again after the silence."""
    _end(upload, touched_at=clock.now(), message=message)


def finish(upload: Upload, *, run: ImportRun | None) -> None:
    """In the transaction of the facts themselves, so that no worker applies them a second time."""
    _end(upload, state=UploadState.APPLIED, run=run, message="", percent=100)


def delete_files(*, older_than: timedelta) -> int:
    """Deletes the files of old uploads; their rows stay. One that was never applied is given up with its file."""
    old = Upload.objects.filter(at__lt=clock.now() - older_than).exclude(file="").exclude(state__in=IN_HAND)
    gone = 0
    for upload in old:
        for stored in (upload.file, upload.second_file):
            if stored:
                stored.storage.delete(str(stored.name))
        rows = Upload.objects.filter(pk=upload.pk)
        rows.exclude(state=UploadState.APPLIED).update(state=UploadState.CANCELLED)
        gone += rows.update(file="", second_file="")
    return gone


def _end(upload: Upload, **values: object) -> None:
    """Tells whoever brought the file that it was read, applied or has failed."""
    with transaction.atomic():
        ended = Upload.objects.filter(pk=upload.pk, state=upload.state).update(attempts=0, **values)
        if ended and "state" in values:
            _tell(upload, UploadState(str(values["state"])))


def _tell(upload: Upload, state: UploadState) -> None:
    marking.tell(NoticeKind.IMPORT, upload.region, upload.pk, state.value, [upload.by])
