"""`python -m benchmarks [NAME] [--data FOLDER] [--quick]`: one benchmark, or all of them and a table at the end.

Each runs in a process and a place of its own. The exit code is not 0 where a bar was missed.
"""

import argparse
import importlib
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import judgement
from benchmarks.files import DEFAULT_FOLDER
from benchmarks.judgement import Bar, say
from benchmarks.place import machine, place

NAMES = (
    "import_registry",
    "mark_company",
    "calls_per_change",
    "push_rate",
    "region",
    "webhooks",
    "million",
    "reports",
    "interface",
)
MOST_SECONDS = 45 * 60
QUICK_SECONDS = 10 * 60


def main() -> int:
    options = _arguments()
    if options.name:
        bars = _one(options)
        if options.results:
            judgement.keep(bars, options.results)
    else:
        bars = _all(options)
    say(f"\n{judgement.table(bars)}")
    return 0 if all(bar.is_reached for bar in bars) else 1


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
    bars: list[Bar] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            results = Path(folder) / f"{name}.json"
            given = ["--data", str(options.data), "--results", str(results), *["--quick"] * options.quick]
            code = subprocess.run([sys.executable, "-m", "benchmarks", name, *given]).returncode
            say("")
            bars += judgement.kept(results) if results.exists() else [Bar(name, f"broke off ({code})", "ends", False)]
    return bars


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
