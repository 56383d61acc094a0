"""Rows as files: PostgreSQL's own CSV, compressed, and beside it what is needed to trust and to read it.

    <ARCHIVE_DIR>/<name of the term>/<table>-<first>-<last>-<moment>.csv.gz
    <ARCHIVE_DIR>/<name of the term>/<table>-<first>-<last>-<moment>.json    table, columns, rows, checksum, version

A file is written whole and synced before the deletion of its rows commits, its description last: a file without
a description holds only rows that are still in the database, so a row may be in two files but never in none.
"""

import csv
import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone

FOLDER_MODE, FILE_MODE = 0o700, 0o600  # names of people may stand in them


@dataclass(frozen=True, slots=True)
class Archived:
    """One file. `columns` are those of the table at `made_at`, by `portal` version; `sha256` is of the packed file."""

    table: str
    columns: list[str]
    rows: int
    first: int | str
    last: int | str
    sha256: str
    made_at: str
    portal: str


def write(name: str, model: type[Model], keys: Sequence[Any], *, by: str = "") -> Path:
    """The rows of these keys (not empty), in the order of `by`, into a new file; gives it. Within a transaction that
    holds them. `by` is the column that the keys are of, the table's own key where it is empty. Raises OSError where the
    disk is full: then nothing may be deleted."""
    column = by or str(model._meta.pk and model._meta.pk.column)
    table = model._meta.db_table
    quote = connection.ops.quote_name
    chosen = f"SELECT * FROM {quote(table)} WHERE {quote(column)} = ANY(%s) ORDER BY {quote(column)}"  # noqa: S608
    moment = timezone.now().strftime("%Y%m%dT%H%M%S%f")
    return store(name, f"{table}-{min(keys)}-{max(keys)}-{moment}.csv.gz", _copied(chosen, list(keys)), table=table,
                 first=min(keys), last=max(keys))  # fmt: skip


def store(name: str, file_name: str, pieces: Iterable[bytes], *, table: str, first: int | str, last: int | str) -> Path:
    """Pieces of CSV with a header, or lines of JSON, as a file of the archive with its description."""
    folder = Path(settings.ARCHIVE_DIR) / name.lower()
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    path = folder / file_name
    rows = _packed(pieces, path)
    columns = _columns(path) if file_name.endswith(".csv.gz") else []
    said = Archived(
        table=table,
        columns=columns,
        rows=rows - bool(columns),
        first=first,
        last=last,
        sha256=_digest(path),
        made_at=timezone.now().isoformat(),
        portal=settings.PORTAL_VERSION,
    )
    _written(path.with_name(_described(path)), json.dumps(asdict(said), ensure_ascii=False, indent=1).encode())
    return path


def broken(folder: Path) -> list[str]:
    """Files that are not what their description says, or whose file is gone; in words."""
    found = []
    for described in sorted(folder.rglob("*.json")):
        said = Archived(**json.loads(described.read_text(encoding="utf-8")))
        packed = [path for path in described.parent.glob(f"{described.stem}.*.gz")]
        if not packed:
            found.append(f"{described}: its file is gone")
        elif _digest(packed[0]) != said.sha256:
            found.append(f"{packed[0]}: the checksum differs")
    return found


def _copied(chosen: str, keys: list[Any]) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        statement = f"COPY ({chosen}) TO STDOUT (FORMAT csv, HEADER true)"
        with cursor.connection.cursor() as session, session.copy(statement, [keys]) as copy:
            for piece in copy:
                yield bytes(piece)


def _packed(pieces: Iterable[bytes], path: Path) -> int:
    """Gives how many lines there are; a value with a line break within counts once for each record of COPY."""
    partial, records = path.with_suffix(".part"), 0
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
            for piece in pieces:
                packed.write(piece)
                records += 1
        raw.flush()
        os.fsync(raw.fileno())
    partial.replace(path)
    return records


def _written(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as raw:
        raw.write(content)
        raw.flush()
        os.fsync(raw.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _columns(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        return next(csv.reader(text), [])


def _digest(path: Path) -> str:
    with path.open("rb") as packed:
        return hashlib.file_digest(packed, "sha256").hexdigest()


def _described(path: Path) -> str:
    return path.name.removesuffix(".gz").rpartition(".")[0] + ".json"
