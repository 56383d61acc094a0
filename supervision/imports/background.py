"""An uploaded file is read, and applied when a person said so, by whichever worker comes first.

    waiting_regions   whose uploads wait for a worker, or were left by one that fell silent
    work_on           the oldest of a region:  take up -> recognise -> read and store what would be
                                                                  -> or apply what a person has seen and confirmed

The importers are those of the commands. Uploads of one region are worked off one at a time, and uploads never take all
workers: both by session locks in PostgreSQL, which the database gives back when a worker dies.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils.translation import gettext as _

from supervision import locks
from supervision.enums import UploadState
from supervision.errors import BadFile, Busy, Refused
from supervision.imports import importer
from supervision.imports import upload_progress as progress
from supervision.imports.requests import Follower, FoundDifference, ImportRequest
from supervision.imports.upload_files import UploadedFiles, under_own_names
from supervision.messenger.errors import MessengerError
from supervision.models import ImportRun, Upload
from supervision.reconcile.sentences import words_for
from supervision.registry import stored
from supervision.registry.report import ChatsReport
from supervision.registry.sources import recognise

AT_ONCE = 2  # in all regions together: each may need the memory of a whole region; they have workers of their own
READING_PERCENT = 90  # the comparison is the rest
TOLD_EVERY_SECONDS = 1.0


class SeenOtherwise(Refused):
    """What would be applied is not what the person confirmed."""


class Worker(Follower):
    """Notes the progress, and lets nothing be applied but what was seen."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.told_at = 0.0

    def read(self, share: float) -> None:
        if share == 1 or time.monotonic() - self.told_at >= TOLD_EVERY_SECONDS:
            self.told_at = time.monotonic()
            progress.note(self.upload, int(share * READING_PERCENT))

    def agree(self, found: FoundDifference) -> None:
        if found.digest != self.upload.report["digest"]:
            raise SeenOtherwise("")

    def written(self, run: ImportRun | None) -> None:
        progress.finish(self.upload, run=run)


def waiting_regions() -> list[str]:
    return list(progress.due().order_by().values_list("region", flat=True).distinct())


def work_on(region_code: str) -> None:
    """One upload, from being taken up to its end. Another worker at the same region means: nothing to do."""
    with _turn(region_code) as is_ours:
        upload = progress.due().filter(region=region_code).order_by("pk").first() if is_ours else None
        if upload and progress.begin(upload):
            _carry_on(upload)


def _carry_on(upload: Upload) -> None:
    try:
        with under_own_names(upload) as files:
            if upload.state == UploadState.APPLYING:
                _apply(upload, files)
            else:
                _read(upload, files)
    except BadFile as error:
        progress.fail(upload, str(error).replace("\0", ""), stored.of_bad_file(error))
    except Busy as error:
        progress.postpone(upload, str(error))
    except Refused as refusal:
        progress.fail(upload, refusal.message, upload.report)
    except MessengerError as error:
        progress.postpone(upload, words_for(error))


def _read(upload: Upload, files: UploadedFiles, *, message: str = "") -> None:
    source, found = importer.look(_request(upload, files), waives_doubts=False)
    report = stored.of_report(found.report, kind=source.kind_name, sha256=files.digests(), digest=found.digest)
    adoption = found.report.adoption if isinstance(found.report, ChatsReport) else None
    progress.show(upload, report, message=message, adoption=adoption)


def _apply(upload: Upload, files: UploadedFiles) -> None:
    """Writes a fresh difference; where that is not the one that was confirmed, it is shown again instead."""
    if files.digests() != upload.report["sha256"]:
        raise BadFile(_("is not what was uploaded. Upload it again."), code="changed", file=upload.file_name)
    try:
        applied = importer.apply(_request(upload, files), by=upload.confirmed_by).applied
    except SeenOtherwise:
        applied = False
    if not applied:
        words = _("The register changed after you had looked. This is how it would be now.")
        _read(upload, files, message=words)


def _request(upload: Upload, files: UploadedFiles) -> ImportRequest:
    return ImportRequest(
        file=files.first,
        organisations=files.second,
        as_of=upload.as_of,
        region=upload.region_id,
        approval=upload.approval,
        follower=Worker(upload),
        sort=recognise.sort_of(files.first),
        by=upload.by,
        adoption=upload.adoption if upload.state == UploadState.APPLYING else None,
        numbers={UUID(house): number for house, number in (upload.numbers or {}).items()},
    )


@contextmanager
def _turn(region_code: str) -> Iterator[bool]:
    """Holds the region, and one of the places that uploads may take; gives False where either is taken."""
    with locks.first_free(f"upload {region_code}") as region:
        free = range(AT_ONCE) if region is not None else ()
        with locks.first_free("upload place", free) as place:
            yield place is not None
