"""The files of an upload under the names that people gave them: importers read region and day from a file's name.

Storage keeps them under names of its own, so they are linked into a folder that goes with the block.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.models import Upload

LONGEST = 240  # bytes; file systems end at 255


@dataclass(frozen=True, slots=True)
class UploadedFiles:
    first: Path
    second: Path | None

    def digests(self) -> list[str]:
        return [_digest(path) for path in (self.first, self.second) if path]


@contextmanager
def under_own_names(upload: Upload) -> Iterator[UploadedFiles]:
    """Raises BadFile where a file is gone from storage."""
    with TemporaryDirectory(prefix="upload-") as folder:
        first = _link(Path(folder, "first"), upload.file_name, upload.file)
        second = _link(Path(folder, "second"), upload.second_name, upload.second_file) if upload.second_file else None
        yield UploadedFiles(first, second)


def _link(folder: Path, name: str, stored: FieldFile) -> Path:
    if not stored or not stored.storage.exists(stored.name or ""):
        raise BadFile(
            _(
                "is not in the storage of the portal. Upload it again; if that does not help, web and worker do not "
                "share one FILES_DIR."
            ),
            code="not_stored",
            file=name,
        )
    folder.mkdir()
    link = folder / _short(name)
    link.symlink_to(stored.path)
    return link


def _short(name: str) -> str:
    """The end of a long name holds its kind and mostly its date. A name of dots alone would be a folder."""
    short = name.encode()[-LONGEST:].decode(errors="ignore").replace("/", "_")
    return short if short.strip(".") else "file"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
