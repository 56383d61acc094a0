"""PostgreSQL and Valkey from Python wheels, for a machine that has nothing but Python.

`postgres` and `valkey` each start one server, attach to it where it runs already, and stop it.
`account` says as whom the programs run and where they may keep their files.
When they start and stop is decided one floor higher, in `housechats.local`.
"""


class CannotServe(Exception):
    """An embedded server cannot be lent; the text says to a person what to do."""


def tail(log: str, lines: int = 8) -> str:
    """The end of a server's log, where the reason of a failed start stands."""
    return "\n".join(f"    {line}" for line in log.splitlines()[-lines:])
