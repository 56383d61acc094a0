"""Uploaded files, as people treat them: taken, read again, confirmed, given up. The reading is `upload_progress.py`'s.

A file is kept in private storage under a name of the portal's own; what the person called it is text and nothing else.
"""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.files import File
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.confirmed import KeptPreview
from supervision.enums import ImportKind, RefusalKind, UploadState
from supervision.errors import Refused
from supervision.models import Region, Upload
from supervision.outages import is_full

LONGEST_NAME = 300
APPLIED = {
    ImportKind.INSPECTORS.value: "inspectors.imported",
    ImportKind.REPRESENTATIVES.value: "representatives.imported",
}
MAY_BE_READ_AGAIN = (UploadState.READ, UploadState.FAILED)
MAY_BE_CANCELLED = (UploadState.WAITING, UploadState.READING, UploadState.READ, UploadState.FAILED)


def take(
    region: Region,
    file: File,
    *,
    by: User,
    second: File | None = None,
    as_of: date | None = None,
    numbers: Mapping[str, str] | None = None,
) -> Upload:
    """Stores the files; a worker finds them. `second` is the ФРТ file of organisations, `numbers` by GUID are those of
    houses of whose number a spreadsheet made a date."""
    upload = Upload(region=region, by=by, as_of=as_of, numbers=numbers, file_name=plain_name(file.name or ""))
    upload.second_name = plain_name(second.name or "") if second else ""
    details = {
        "file": upload.file_name,
        "second": upload.second_name,
        "bytes": file.size + (second.size if second else 0),
        **({"numbers": dict(numbers)} if numbers else {}),
    }
    kept = [(upload.file, uuid4().hex, file), *([(upload.second_file, uuid4().hex, second)] if second else [])]
    try:
        with audit.event("upload.taken", by=by, region=region, details=details):
            for place, name, content in kept:
                place.save(name, content, save=False)
            upload.save(force_insert=True)
    except BaseException as error:
        for place, name, _content in kept:
            # without its row nobody would ever find the file to delete it; a half of one has not even its name there
            place.storage.delete(place.field.generate_filename(upload, name))
        if is_full(error):
            words = _("There is no room for the file. Nothing of it was kept.")
            raise Refused(words, kind=RefusalKind.DISK_FULL) from error
        raise
    return upload


def confirm(upload: Upload, *, seen: str, by: User, reason: str = "") -> None:
    """What was seen is to be applied. `seen` is the digest of the preview, `reason` the approval of a refused one."""
    access.ask(_applied(upload), by, upload.region)
    with audit.event("upload.confirmed", by=by, reason=reason, region=upload.region, details=_details(upload)):
        locked = _locked(upload)
        if locked.state != UploadState.READ:
            raise Refused(_already(locked), kind=RefusalKind.UPLOAD_PAST)
        preview(locked).refuse_unseen(seen)
        if locked.report["refusal"] and not locked.report["can_be_approved"]:
            raise Refused(
                _("This file cannot be applied. Correct it and upload it again."), kind=RefusalKind.UPLOAD_UNUSABLE
            )
        if locked.report["refusal"] and not reason.strip():
            words = _("Say why the file is applied in spite of the doubts: the reason goes into the record.")
            raise Refused(words, kind=RefusalKind.REASON_MISSING)
        approval = reason.strip() or locked.approval
        _change(locked, state=UploadState.APPLYING, confirmed_by=by, approval=approval, percent=0)


def preview(upload: Upload) -> KeptPreview:
    """As a worker made it when it read the file."""
    return KeptPreview(upload.report.get("digest", ""))


def _applied(upload: Upload) -> str:
    """The act that a worker will do in the name of whoever confirms it: by the kind of file, as far as it was read."""
    return "chats.adopted" if upload.adoption_id else APPLIED.get(upload.report.get("kind", ""), "register.imported")


def may_apply(upload: Upload, by: User) -> bool:
    return access.may("upload.confirmed", by, upload.region) and access.may(_applied(upload), by, upload.region)


def asks_for_day(upload: Upload) -> bool:
    """Whether the only thing wrong with the file is that its name does not tell its day."""
    codes = {issue["code"] for issue in upload.report.get("issues", [])}
    return upload.state == UploadState.FAILED and codes == {"no_date"}


def read_again(
    upload: Upload, *, by: User, reason: str = "", as_of: date | None = None, numbers: Mapping[str, str] | None = None
) -> None:
    """A reason approves what stood in the way of the first reading: an older file, a date far ahead.

    `as_of` is the day of a file whose name does not tell it.
    """
    details = {**_details(upload), **({"numbers": dict(numbers)} if numbers else {})}
    with audit.event("upload.read_again", by=by, reason=reason, region=upload.region, details=details):
        locked = _locked(upload)
        if locked.state not in MAY_BE_READ_AGAIN:
            raise Refused(_already(locked), kind=RefusalKind.UPLOAD_PAST)
        if not locked.file:
            raise Refused(
                _("The file was deleted, as every file is after some time. Upload it again."),
                kind=RefusalKind.UPLOAD_UNUSABLE,
            )
        approval = reason.strip() or locked.approval
        known = {**(locked.numbers or {}), **(numbers or {})} or None
        values = {"approval": approval, "as_of": as_of or locked.as_of, "numbers": known}
        _change(locked, state=UploadState.WAITING, percent=0, report={}, **values)


def cancel(upload: Upload, *, by: User) -> None:
    """Nobody can apply the file any more. A worker that is reading it finds that out at the end."""
    with audit.event("upload.cancelled", by=by, region=upload.region, details=_details(upload)):
        locked = _locked(upload)
        if locked.state not in MAY_BE_CANCELLED:
            raise Refused(_already(locked), kind=RefusalKind.UPLOAD_PAST)
        _change(locked, state=UploadState.CANCELLED)


def plain_name(name: str) -> str:
    """Without folders and control characters; the end stays, because it says what kind of file it is."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-LONGEST_NAME:] or "file"


def _locked(upload: Upload) -> Upload:
    return Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)


def _change(upload: Upload, **values: object) -> None:
    Upload.objects.filter(pk=upload.pk).update(message="", attempts=0, touched_at=None, **values)


def _details(upload: Upload) -> dict[str, object]:
    return {"upload": upload.pk, "file": upload.file_name}


def _already(upload: Upload) -> str:
    words = _("Somebody or something was faster: the file now stands at “%(state)s”.")
    return words % {"state": upload.get_state_display()}
