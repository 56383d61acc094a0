"""`python largest_memory.py FILE COMMAND...`: runs the command and writes its largest memory in kB to the file.

A process of its own, and a small one: the system counts for a command what the process that starts it had in memory,
so a large one would see itself.
"""

import os
import subprocess
import sys
from pathlib import Path


def main() -> int:
    child = subprocess.Popen(sys.argv[2:])
    _, status, usage = os.wait4(child.pid, 0)
    Path(sys.argv[1]).write_text(str(usage.ru_maxrss))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
