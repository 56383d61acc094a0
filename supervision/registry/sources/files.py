"""Opens a file that somebody sent: plain or in a zip. Gives its bytes; refuses whatever could hurt before unpacking it.

Sizes are read from the archive's central directory first; `zipfile` never reads past the declared size, so the
declared ceiling holds for an archive that lies about itself too.
"""

import hashlib
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _

from supervision.errors import BadFile

MAX_BYTES = 100 * 1024 * 1024  # a quarter of a million houses; the largest region has less than a third of that
MAX_ENTRIES = 2_000
MAX_RATIO = 100  # real exports shrink about tenfold
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz")
# What `zipfile` raises on archives that were cut or altered; the last three by trial with thousands of them.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError),
    *(ValueError, struct.error, OverflowError),
)
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """`name` is what the person named, `inner_name` the member of the archive ("" for a plain file)."""

    name: str
    inner_name: str
    data: bytes
    sha256: str


def open_csv(path: Path) -> OpenedFile:
    """The only CSV of a zip, or the plain file itself."""
    raw = read_bytes(path)
    digest = sha256(raw)
    if raw.startswith(ZIP_STARTS):
        inner_name, data = unpack_only_csv(raw, path.name)
        return OpenedFile(path.name, inner_name, data, digest)
    if path.suffix.lower() == ".zip":
        words = _("is named .zip and is not a zip archive. Download it again.")
        raise BadFile(words, code="not_a_zip", file=path.name)
    return OpenedFile(path.name, "", raw, digest)


def sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_large(path.name, MAX_BYTES)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadFile(_("there is no such file."), code="unreadable", file=str(path)) from None
    except OSError as error:
        raise unreadable(path, error) from error
    if not raw:
        raise BadFile(_("is empty."), code="empty", file=path.name)
    return raw


def unpack_only_csv(raw: bytes, name: str) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            members = guarded_members(archive, name, max_ratio=MAX_RATIO)
            tables = [member for member in members if member.filename.lower().endswith(".csv")]
            if len(tables) != 1:
                found = ", ".join(member.filename for member in members[:5]) or _("nothing")
                words = _("must hold exactly one CSV file and holds %(n)s (in it: %(found)s).")
                raise BadFile(words % {"n": len(tables), "found": found}, code="not_one_csv", file=name)
            return Path(tables[0].filename).name, archive.read(tables[0])
    except DAMAGE as error:
        raise damaged(name) from error


def guarded_members(
    archive: zipfile.ZipFile, name: str, *, max_ratio: int, max_bytes: int = MAX_BYTES
) -> list[zipfile.ZipInfo]:
    """The archive's files, after every guard; nothing has been unpacked yet."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        words = _("holds %(n)s entries; at most %(most)s are read.") % {"n": len(entries), "most": MAX_ENTRIES}
        raise BadFile(words, code="zip_bomb", file=name)
    if sum(entry.file_size for entry in entries) > max_bytes:
        words = _("would unpack to more than %(size)s.") % {"size": megabytes(max_bytes)}
        raise BadFile(words, code="zip_bomb", file=name)
    for entry in entries:
        guard_entry(entry, name, max_ratio)
    return [entry for entry in entries if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")]


def guard_entry(entry: zipfile.ZipInfo, name: str, max_ratio: int) -> None:
    values = {"inner": entry.filename, "times": max_ratio}
    if entry.flag_bits & 0x1:
        raise BadFile(_("%(inner)s inside is encrypted.") % values, code="encrypted_zip", file=name)
    if entry.filename.lower().endswith(ARCHIVES):
        raise BadFile(_("%(inner)s inside is an archive itself.") % values, code="nested_zip", file=name)
    if entry.filename.startswith(("/", "\\")) or ".." in Path(entry.filename).parts:
        raise BadFile(_("%(inner)s inside points outside of the archive.") % values, code="unsafe_zip", file=name)
    if entry.file_size > max_ratio * max(entry.compress_size, 1024):
        words = _("%(inner)s inside unpacks to more than %(times)s times its size.")
        raise BadFile(words % values, code="zip_bomb", file=name)


def too_large(name: str, most: int) -> BadFile:
    return BadFile(_("is larger than %(size)s.") % {"size": megabytes(most)}, code="too_large", file=name)


def unreadable(path: Path, error: OSError) -> BadFile:
    words = _("cannot be read (%(error)s).") % {"error": error.strerror}
    return BadFile(words, code="unreadable", file=str(path))


def damaged(name: str) -> BadFile:
    words = _("the archive is cut off or damaged. Download it again.")
    return BadFile(words, code="damaged_zip", file=name)


def megabytes(size: int) -> str:
    return _("%(n)s MB") % {"n": size // (1024 * 1024)}
