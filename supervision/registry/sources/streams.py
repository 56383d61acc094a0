"""Opens a table that is larger than memory: a CSV, or every CSV of a zip one after the other. Gives lines of text.

Nothing is unpacked to the disk, and no line longer than `LONGEST_LINE` is ever held: a file without line breaks would
be one line of its whole size.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader, FileIO, TextIOWrapper
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.registry.sources import encoding
from supervision.registry.sources.files import (
    DAMAGE,
    ZIP_STARTS,
    OpenedFile,
    damaged,
    guarded_members,
    too_large,
    unreadable,
)

MAX_BYTES = 8 * 1024 * 1024 * 1024  # Moscow has about four million premises, half a kilobyte each
MAX_RATIO = 1_100  # what deflate can reach at all: lines of one house repeat each other, and memory is bounded anyway
LONGEST_LINE = 65_536
SAMPLE = 262_144


class Heard(FileIO):
    """A file that tells after each read how far it has been read: of a zip too, where only the packed size is known."""

    heard: Callable[[float], None] | None = None
    size = 1

    def readinto(self, buffer: Any) -> int | None:
        count = super().readinto(buffer)
        if self.heard:
            self.heard(self.tell() / self.size)
        return count


@contextmanager
def opened(
    path: Path, heard: Callable[[float], None] | None = None
) -> Iterator[tuple[str, list[tuple[str, IO[bytes]]]]]:
    """The file's SHA-256, and (name, stream) of its parts: "" is the name of a plain file."""
    try:
        raw = Heard(path)
        with BufferedReader(raw, SAMPLE) as file:
            raw.size = path.stat().st_size or 1
            if raw.size > MAX_BYTES:
                raise too_large(path.name, MAX_BYTES)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            raw.heard = heard
            file.seek(0)
            if file.read(4) in ZIP_STARTS:
                with _archive(file, path.name) as archive:
                    yield digest, _parts(archive, path.name)
            else:
                file.seek(0)
                yield digest, [("", file)]
    except FileNotFoundError:
        raise BadFile(_("there is no such file."), code="unreadable", file=str(path)) from None
    except (IsADirectoryError, PermissionError) as error:
        raise unreadable(path, error) from error


def _archive(file: "BufferedReader[Heard]", name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except DAMAGE as error:  # also where the name of a member is no text
        raise damaged(name) from error


def _parts(archive: zipfile.ZipFile, name: str) -> list[tuple[str, IO[bytes]]]:
    members = guarded_members(archive, name, max_ratio=MAX_RATIO, max_bytes=MAX_BYTES)
    tables = sorted(
        (each for each in members if each.filename.lower().endswith(".csv")), key=lambda each: each.filename
    )
    if not tables:
        raise BadFile(_("holds no CSV file."), code="not_one_csv", file=name)
    try:
        return [(Path(table.filename).name, archive.open(table)) for table in tables]
    except DAMAGE as error:
        raise damaged(name) from error


def lines(stream: IO[bytes], file: OpenedFile) -> Iterator[str]:
    """The lines as they stand, with their ends. Raises BadFile at the first that cannot be read."""
    number, text = 0, None
    try:
        start = stream.read(SAMPLE)
        stream.seek(0)
        text = TextIOWrapper(
            stream, encoding=encoding.of_beginning(file, start, is_whole=len(start) < SAMPLE), newline=""
        )
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                words = _("a line is longer than %(n)s characters: this is no table.") % {"n": LONGEST_LINE}
                raise BadFile(words, code="long_line", file=file.name, line=number)
            yield line
    except UnicodeDecodeError as error:
        raise BadFile(
            _("has bytes that do not belong to its encoding near this line. Export it anew."),
            code="encoding",
            file=file.name,
            line=number + 1,
        ) from error
    except DAMAGE as error:
        raise damaged(file.name) from error
    finally:
        if text and not text.closed:
            text.detach()  # the stream is closed by whoever opened it
