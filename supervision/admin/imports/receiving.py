"""The ceiling of what a browser may send: a larger file is thrown away while it arrives, and its page says so."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest


class UploadCeiling(FileUploadHandler):
    """Skips the file and not the request: the form arrives whole, so that its page can answer in words."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            if self.request is not None:
                self.request.META["upload_too_large"] = self.field_name
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        return None


class LeavesNoHalf(TemporaryFileUploadHandler):
    """A file of which no more can be kept goes at once: whoever holds the error would hold the half of it too."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            with suppress(OSError):  # what was not written yet cannot be written now either
                self.file.close()
            raise


def too_large(request: HttpRequest) -> str:
    """The field whose file was thrown away; "" where none was."""
    return str(request.META.get("upload_too_large", ""))
