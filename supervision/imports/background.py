"""An uploaded file is read, and applied when a person said so, by whichever worker comes first.

    waiting_regions   whose uploads wait for a worker, or were left by one that fell silent
    work_on           the oldest of a region:  claim -> recognise -> read and store what would be
                                                                  -> or apply what a person has seen and confirmed

The importers are those of the commands. A region's uploads are worked off one at a time, and never all workers are
taken by uploads: both by session locks in PostgreSQL, which the database gives back when a worker dies.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from supervision import locks
from supervision.enums import UploadState
from supervision.errors import BadFile, Busy, Refused
from supervision.imports import importer, listed_chats, people_importer
from supervision.imports import upload_progress as progress
from supervision.imports.requests import Follower, ImportRequest
from supervision.imports.upload_files import UploadedFiles, under_own_names
from supervision.messenger.errors import MessengerError
from supervision.models import ImportRun, Upload
from supervision.reconcile.sentences import words_for
from supervision.registry import stored
from supervision.registry.report import ImportReport, PeopleReport
from supervision.registry.sources import recognise
from supervision.registry.sources.recognise import Sort

AT_ONCE = 2  # in all regions together; a worker has four processes, and chats must go on being pushed
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

    def agree(self, report: ImportReport | PeopleReport) -> None:
        if stored.digest(report.counts()) != self.upload.report["digest"]:
            raise SeenOtherwise("")

    def written(self, run: ImportRun) -> None:
        progress.finish(self.upload, run=run)


def waiting_regions() -> list[str]:
    return list(progress.due().order_by().values_list("region", flat=True).distinct())


def work_on(region_code: str) -> None:
    """One upload, from claim to end. Another worker at the same region means: nothing to do."""
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
    sort = recognise.sort_of(files.first)
    if sort is Sort.CHATS:
        adoption = listed_chats.read(upload, files.first, told=lambda share: progress.note(upload, int(share * 100)))
        found = listed_chats.report(adoption, files.digests())
        progress.show(upload, found, message=message, adoption=adoption)
    else:
        kind, report = _preview(sort, upload, files)
        progress.show(upload, stored.of_report(report, kind=kind, sha256=files.digests()), message=message)


def _preview(sort: Sort, upload: Upload, files: UploadedFiles) -> tuple[str, ImportReport | PeopleReport]:
    if sort is Sort.PEOPLE:
        people = people_importer.preview(files.first, upload.region_id, follower=Worker(upload))
        return people.kind, people
    return recognise.kind_of(files.first).value, importer.preview(_order(upload, files), waives_doubts=False)


def _apply(upload: Upload, files: UploadedFiles) -> None:
    """What is written is a fresh difference: where it is not the one that was confirmed, it is shown anew."""
    if files.digests() != upload.report["sha256"]:
        raise BadFile(_("is not what was uploaded. Upload it again."), code="changed", file=upload.file_name)
    sort = recognise.sort_of(files.first)
    if sort is Sort.CHATS:
        listed_chats.apply(upload)
        return
    try:
        if sort is Sort.PEOPLE:
            report: ImportReport | PeopleReport = people_importer.apply(
                files.first, upload.region_id, by=upload.confirmed_by, follower=Worker(upload)
            )
        else:
            report = importer.apply(_order(upload, files), by=upload.confirmed_by)
    except SeenOtherwise:
        report = PeopleReport()
    if not report.applied:
        words = _("The register changed after you had looked. This is how it would be now.")
        _read(upload, files, message=words)


def _order(upload: Upload, files: UploadedFiles) -> ImportRequest:
    return ImportRequest(
        file=files.first,
        organisations=files.second,
        as_of=upload.as_of,
        region=upload.region_id,
        approval=upload.approval,
        follower=Worker(upload),
    )


@contextmanager
def _turn(region_code: str) -> Iterator[bool]:
    """Holds the region, and one of the places that uploads may take; gives False where either is taken."""
    with locks.first_free(f"upload {region_code}") as region:
        free = range(AT_ONCE) if region is not None else ()
        with locks.first_free("upload place", free) as place:
            yield place is not None
