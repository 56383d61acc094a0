"""`python -m benchmarks [NAME] [--data FOLDER] [--quick]`: one benchmark, or all of them and a table at the end.

Each runs in a process and a place of its own, all quick ones two at a time on the servers of one place. The exit code
is not 0 where a bar was missed; of a quick run, where a bar was missed that is not of speed.
"""

import argparse
import importlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import judgement
from benchmarks.files import DEFAULT_FOLDER
from benchmarks.judgement import Bar, say
from benchmarks.place import copies, machine, place

NAMES = (
    "import_registry",
    "mark_company",
    "calls_per_change",
    "calls_per_joined_chat",
    "push_rate",
    "region",
    "webhooks",
    "million",
    "reports",
    "interface",
)
MOST_SECONDS = 45 * 60
QUICK_SECONDS = 10 * 60
AT_ONCE = 2  # of the quick ones: most of their time is the start of processes and waiting


def main() -> int:
    options = _arguments()
    if options.name:
        bars = _one(options)
        if options.results:
            judgement.keep(bars, options.results)
    else:
        bars = _all_quick(options) if options.quick else _all(options)
    say(f"\n{judgement.table(bars, quick=options.quick)}")
    return 0 if judgement.is_passed(bars, quick=options.quick) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", choices=NAMES, help="without it: all")
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="folder of ФРТ exports (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="a few hundred chats: shows that it works, not how fast")
    parser.add_argument("--results", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _one(options: argparse.Namespace) -> list[Bar]:
    port = _free_port()
    with place(emulator_port=port, most_seconds=QUICK_SECONDS if options.quick else MOST_SECONDS) as folder:
        say(f"{options.name}\n{machine()}\n")
        # the models can only be imported in a place that is set up
        benchmark = importlib.import_module(f"benchmarks.{options.name}")
        return benchmark.measure(folder, data=options.data, port=port, quick=options.quick)


def _all(options: argparse.Namespace) -> list[Bar]:
    with tempfile.TemporaryDirectory() as folder:
        return [bar for name in NAMES for bar in _child(name, Path(folder), options, {})]


def _all_quick(options: argparse.Namespace) -> list[Bar]:
    with place(emulator_port=_free_port(), most_seconds=MOST_SECONDS) as folder, ThreadPoolExecutor(AT_ONCE) as hands:
        lent = copies(NAMES)
        done = hands.map(lambda name: _child(name, folder, options, lent[name]), NAMES)
        return [bar for bars in done for bar in bars]


def _child(name: str, folder: Path, options: argparse.Namespace, lent: Mapping[str, str]) -> list[Bar]:
    """One benchmark in a process of its own; of one that was lent its servers the words come at its end."""
    results = folder / f"{name}.json"
    given = ["--data", str(options.data), "--results", str(results), *["--quick"] * options.quick]
    command = [sys.executable, "-m", "benchmarks", name, *given]
    ended = subprocess.run(
        command,
        env={**os.environ, **lent},
        stdout=subprocess.PIPE if lent else None,
        stderr=subprocess.STDOUT if lent else None,
        text=True,
    )
    say(ended.stdout or "")
    return (
        judgement.kept(results) if results.exists() else [Bar(name, f"broke off ({ended.returncode})", "ends", False)]
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
