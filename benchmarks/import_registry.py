"""Import of a region from cold, against a COPY of the rows that it wrote.

Both in the same run, the same tables with all their indexes and constraints, turn about. The baseline is stricter than
the import can be: its rows are ready, history included, and no trigger of ours runs. The import reads the file,
compares, checks, writes the facts, their history and the marks.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from benchmarks import files, judgement, largest_memory
from benchmarks.files import Register
from benchmarks.judgement import Bar, say
from benchmarks.processes import MANAGE

ROUNDS, QUICK_ROUNDS = 5, 2
MOST_TIMES, MOST_MEGABYTES = 4.0, 300.0
BLOCK = 1 << 20
NOT_EMPTIED = "not_emptied"  # the trigger of every table that is a record
TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname
"""
REFERENCES = "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    register = files.register("55", data, folder)
    if quick:
        register = files.cut(register, folder, chats=400)
    empty = _empty()
    imports, copies, peaks = [], [], []
    rounds = QUICK_ROUNDS if quick else ROUNDS
    for number in range(1, rounds + 1):
        _forget(empty)
        report, megabytes = _import(register, folder)
        houses = report["houses"]["added"]
        imports.append(report["seconds"])
        peaks.append(megabytes)
        rows = {table: _count(table) for table in empty if _count(table)}
        _take_out(rows, folder)
        _forget(empty)
        copies.append(_copy_back(rows, folder))
        say(f"round {number}: import {imports[-1]:.2f} s, COPY {copies[-1]:.2f} s, peak memory {megabytes:.0f} MB")
    say("\nrows: " + ", ".join(f"{table.removeprefix('supervision_')} {count:,}" for table, count in rows.items()))
    return _judge(imports, copies, max(peaks), houses, is_real=register.is_real, quick=quick)


def _judge(
    imports: list[float], copies: list[float], megabytes: float, houses: int, *, is_real: bool, quick: bool
) -> list[Bar]:
    middle = statistics.median(imports)
    times = middle / statistics.median(copies)
    worst = max(one / other for one, other in zip(imports, copies, strict=True))
    say(f"{'real' if is_real else 'generated'} file, {houses:,} houses: {houses / middle:,.0f} houses/s")
    say(f"import {_spread(imports)}, COPY {_spread(copies)}: {times:.2f} times, worst round {worst:.2f}")
    within = [judgement.at_most("import: times the COPY of its rows", times, MOST_TIMES)]
    memory = judgement.at_most("import: peak memory", megabytes, MOST_MEGABYTES, " MB")
    return [memory] if quick else [*within, memory]  # a few rows tell nothing about a ratio


def _spread(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"


def _import(register: Register, folder: Path) -> tuple[dict, float]:
    """The command in a process of its own, and the most megabytes that it took."""
    memory = folder / "memory"
    command = [sys.executable, str(MANAGE), "import_registry", str(register.houses), str(register.companies)]
    ended = subprocess.run(
        [sys.executable, largest_memory.__file__, memory, *command, "--region", "55", "--apply", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    report = json.loads(ended.stdout)
    if ended.returncode or not report["applied"]:
        raise RuntimeError(f"the import failed: {ended.stdout[-2000:]}")
    return report, int(memory.read_text()) / 1024


def _take_out(tables: Iterable[str], folder: Path) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            with cursor.copy(f"COPY {table} TO STDOUT") as copy, (folder / table).open("wb") as file:
                for block in copy:
                    file.write(block)


def _copy_back(tables: Iterable[str], folder: Path) -> float:
    """How long one transaction takes to put the rows into the empty tables."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        started = time.perf_counter()
        with transaction.atomic():  # foreign keys are checked at its end
            for table in tables:
                with cursor.copy(f"COPY {table} FROM STDIN") as copy, (folder / table).open("rb") as file:
                    while block := file.read(BLOCK):
                        copy.write(block)
        seconds = time.perf_counter() - started
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return seconds


def _forget(tables: list[str]) -> None:
    """As before the first import, nothing left to write for the server. What is kept as a record refuses to be emptied,
    but for whoever says for one statement that this is meant."""
    kept = [model._meta.label for model in apps.get_models() if _refuses_to_be_emptied(model)]
    with connection.cursor() as cursor:
        with pgtrigger.ignore(*(f"{label}:{NOT_EMPTIED}" for label in kept)):
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def _refuses_to_be_emptied(model: type[Model]) -> bool:
    return any(trigger.name == NOT_EMPTIED for trigger in getattr(model._meta, "triggers", ()))


def _empty() -> list[str]:
    """The tables without rows that can be emptied again: no table that keeps its rows refers to them."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        empty = {name for (name,) in cursor.fetchall()}
        cursor.execute(REFERENCES)
        references = cursor.fetchall()
    empty = {table for table in empty if not _count(table)}
    while held := {target for source, target in references if target in empty and source not in empty}:
        empty -= held
    return sorted(empty)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
