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
        raise BadFile("is named .zip and is not a zip archive. Download it again.", code="not_a_zip", file=path.name)
    return OpenedFile(path.name, "", raw, digest)


def sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFile(f"is larger than {megabytes(MAX_BYTES)}.", code="too_large", file=path.name)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadFile("there is no such file.", code="unreadable", file=str(path)) from None
    except OSError as error:
        raise BadFile(f"cannot be read: {error.strerror}.", code="unreadable", file=str(path)) from error
    if not raw:
        raise BadFile("is empty.", code="empty", file=path.name)
    return raw


def unpack_only_csv(raw: bytes, name: str) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            members = guarded_members(archive, name, max_ratio=MAX_RATIO)
            tables = [member for member in members if member.filename.lower().endswith(".csv")]
            if len(tables) != 1:
                found = ", ".join(member.filename for member in members[:5]) or "nothing"
                raise BadFile(
                    f"must hold exactly one CSV file and holds {len(tables)} (in it: {found}).",
                    code="not_one_csv",
                    file=name,
                )
            return Path(tables[0].filename).name, archive.read(tables[0])
    except DAMAGE as error:
        raise BadFile(
            f"the archive is cut off or damaged ({error}). Download it again.", code="damaged_zip", file=name
        ) from error


def guarded_members(
    archive: zipfile.ZipFile, name: str, *, max_ratio: int, max_bytes: int = MAX_BYTES
) -> list[zipfile.ZipInfo]:
    """The archive's files, after every guard; nothing has been unpacked yet."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise BadFile(f"holds {len(entries)} entries; at most {MAX_ENTRIES} are read.", code="zip_bomb", file=name)
    if sum(entry.file_size for entry in entries) > max_bytes:
        raise BadFile(f"would unpack to more than {megabytes(max_bytes)}.", code="zip_bomb", file=name)
    for entry in entries:
        guard_entry(entry, name, max_ratio)
    return [entry for entry in entries if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")]


def guard_entry(entry: zipfile.ZipInfo, name: str, max_ratio: int) -> None:
    if entry.flag_bits & 0x1:
        raise BadFile(f"{entry.filename} inside is encrypted.", code="encrypted_zip", file=name)
    if entry.filename.lower().endswith(ARCHIVES):
        raise BadFile(f"{entry.filename} inside is an archive itself.", code="nested_zip", file=name)
    if entry.filename.startswith(("/", "\\")) or ".." in Path(entry.filename).parts:
        raise BadFile(f"{entry.filename} inside points outside of the archive.", code="unsafe_zip", file=name)
    if entry.file_size > max_ratio * max(entry.compress_size, 1024):
        raise BadFile(
            f"{entry.filename} inside unpacks to more than {max_ratio} times its size.", code="zip_bomb", file=name
        )


def megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
