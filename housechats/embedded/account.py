"""As whom PostgreSQL's programs run, and a place that this account can reach.

PostgreSQL refuses to run as root. For root the programs therefore run as `nobody`; for everyone else as himself.
Refuses to loosen the rights of any folder it did not make: where a closed folder (a checkout under /root) bars
the way of `nobody`, the data lives under /var/lib instead.
"""

import hashlib
import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from housechats.embedded import CannotServe

UNPRIVILEGED = "nobody"
LASTING = Path("/var/lib")  # not /var/tmp, from which systemd removes files that were not touched for 30 days
# Not tempfile.gettempdir(): two shells with different TMPDIR must find the same server.
SHORT = Path("/tmp")  # noqa: S108 - `own_folder` refuses what somebody else put there


def owner() -> pwd.struct_passwd | None:
    """The account to change to, None where the caller's own will do."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise CannotServe(
            f"PostgreSQL does not run as root and this machine has no account '{UNPRIVILEGED}' to run it as. "
            "Work as an ordinary user, or set DATABASE_URL and REDIS_URL."
        ) from error


def run(command: Sequence[str], log: Path, timeout: float) -> int:
    """Runs a program as the owner with its output in `log`; gives its exit code.

    The output goes to a file because a server that a program leaves behind would keep a pipe open for ever.
    """
    account = owner()
    switch: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    # A bare environment: PGPORT, PGDATA or a half-installed locale of the caller must not reach the server.
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    with log.open("ab") as output:
        return subprocess.run(
            command,
            cwd="/",  # the caller's folder may be closed to the account
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            timeout=timeout,
            check=False,
            **switch,
        ).returncode


def can_enter(folder: Path) -> bool:
    """Asked of the system as the account itself: mode bits of one folder do not tell about its parents."""
    return owner() is None or run(["test", "-x", str(folder)], Path(os.devnull), timeout=10) == 0


def key(folder: Path) -> str:
    """A short name of a folder, the same in every process of one user."""
    return hashlib.sha256(f"{os.geteuid()}:{folder}".encode()).hexdigest()[:12]


def own_folder(path: Path, mode: int = 0o700) -> Path:
    """A folder of the account that nobody else can enter or could have prepared."""
    account = owner()
    path.mkdir(mode=mode, exist_ok=True)
    if account and path.lstat().st_uid == 0:
        os.chown(path, account.pw_uid, account.pw_gid)
    return _checked(path, account.pw_uid if account else os.geteuid())


def open_folder(path: Path) -> Path:
    """A folder of the caller through which the account can pass."""
    path.mkdir(exist_ok=True)
    _checked(path, os.geteuid()).chmod(0o755)  # whatever the umask says
    return path


def open_to_readers(folder: Path) -> None:
    """Programs that were copied under a strict umask can be run by the account all the same."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _checked(path: Path, uid: int) -> Path:
    # In /tmp and /var/tmp another user may have made the folder first, to read or to forge what is put there.
    if path.is_symlink() or path.lstat().st_uid != uid:
        raise CannotServe(f"{path} belongs to somebody else. Remove it, or set HOUSECHATS_LOCAL_DIR to another folder.")
    return path
