"""The region's identity provider on loopback, in a process of its own: oidc-provider-mock, of the main environment.

Its page asks who one is and believes it. What stands in the claims of a person it signs into their token.
"""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from portal import PYTHON

START_SECONDS, STOP_SECONDS = 120, 30
CLIENT_ID = "housechats"


@contextmanager
def providing(*people: dict[str, Any]) -> Iterator[dict[str, str]]:
    """`people` are their claims, `sub` among them. Gives the settings of a portal that trusts it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    known = [f"--user-claims={json.dumps(one)}" for one in people]
    command = [
        PYTHON,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
        *known,
    ]
    process = subprocess.Popen(
        command,
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/.well-known/openid-configuration", process)
        yield {
            "OIDC_ISSUER": address,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_CLIENT_SECRET": "of no use on loopback",
            "OIDC_NAME": "единый вход региона",
        }
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own provider on loopback
            return
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, "the identity provider did not start"
            assert time.monotonic() < end, f"the identity provider did not start in {START_SECONDS} s"
            time.sleep(0.2)
