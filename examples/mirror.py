"""A copy of the register in SQLite that is kept up by the portal's exports.

    HOUSECHATS_ID=... HOUSECHATS_SECRET=... python examples/mirror.py https://portal.example.ru copy.sqlite houses chats

A row and the cursor behind it are kept in one transaction: stopped at any moment, the next run goes on from what is
kept. A row may come again, and is then as it stands now. A cursor that is refused (`bad-cursor`: the portal was
restored) begins that resource anew; do so yourself when the program is given another region.
"""

import argparse
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS line (resource TEXT, id, content TEXT NOT NULL, PRIMARY KEY (resource, id));
CREATE TABLE IF NOT EXISTS progress (resource TEXT PRIMARY KEY, cursor TEXT, complete_until TEXT);
CREATE TABLE IF NOT EXISTS heard (message TEXT PRIMARY KEY);
"""
SECONDS = 60  # for one answer to begin
TRIES = 5


def opened(path: str) -> sqlite3.Connection:
    copy = sqlite3.connect(path, timeout=SECONDS)
    copy.executescript(TABLES)
    return copy


def keep(copy: sqlite3.Connection, resource: str, line: dict[str, Any]) -> None:
    """The row as it stands, or that it is gone; nothing where a newer one is kept. The caller commits."""
    kept = copy.execute("SELECT content FROM line WHERE resource = ? AND id = ?", (resource, line["id"])).fetchone()
    if kept and _changed(line) < _changed(json.loads(kept[0])):
        return
    copy.execute("DELETE FROM line WHERE resource = ? AND id = ?", (resource, line["id"]))
    if not line.get("removed"):
        copy.execute("INSERT INTO line VALUES (?, ?, ?)", (resource, line["id"], json.dumps(line, ensure_ascii=False)))


def _changed(line: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(line["updated_at"]) if line.get("updated_at") else datetime.max.replace(tzinfo=UTC)


class Portal:
    """The interface, with a token that is asked for anew when it has run out."""

    def __init__(self, address: str, client_id: str, secret: str) -> None:
        self.address = address.rstrip("/")
        self.client = {"client_id": client_id, "client_secret": secret}
        self.token = ""

    def lines(self, resource: str, **asked: str) -> Iterator[dict[str, Any]]:
        """One answer of an export, line by line."""
        url = f"{self.address}/api/v1/{resource}/export/?{urllib.parse.urlencode(asked)}"
        with self._answer(url) as answer:
            for line in answer:
                yield json.loads(line)

    def _answer(self, url: str) -> Any:
        """Raises HTTPError for a refusal that does not pass by waiting."""
        for tried in range(1, TRIES + 1):
            if not self.token:
                self.token = self._new_token()
            request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self.token}"})
            try:
                return urllib.request.urlopen(request, timeout=SECONDS)
            except urllib.error.HTTPError as refusal:
                if tried == TRIES or refusal.code not in (401, 429, 502, 503):
                    raise
                if refusal.code == 401:
                    self.token = ""  # it serves an hour
                else:
                    time.sleep(int(refusal.headers.get("Retry-After") or 2**tried))
        raise AssertionError("unreachable")

    def _new_token(self) -> str:
        form = urllib.parse.urlencode({"grant_type": "client_credentials", **self.client}).encode()
        with urllib.request.urlopen(f"{self.address}/api/token/", data=form, timeout=SECONDS) as answer:
            return str(json.load(answer)["access_token"])


def follow(portal: Portal, copy: sqlite3.Connection, resource: str) -> int:
    """Brings the copy of the resource up to now; gives the number of lines read."""
    try:
        return sum(_pages(portal, copy, resource))
    except urllib.error.HTTPError as refusal:
        if refusal.code != 400 or not str(json.load(refusal).get("type", "")).endswith("/bad-cursor"):
            raise
    with copy:  # what was kept may be of another past
        copy.execute("DELETE FROM line WHERE resource = ?", (resource,))
        copy.execute("DELETE FROM progress WHERE resource = ?", (resource,))
    return sum(_pages(portal, copy, resource))


def _pages(portal: Portal, copy: sqlite3.Connection, resource: str) -> Iterator[int]:
    at_end = False
    while not at_end:
        known = copy.execute("SELECT cursor FROM progress WHERE resource = ?", (resource,)).fetchone()
        asked = {"updated_since": known[0]} if known else {"removed": "0"}  # of a first load nothing is gone
        read = 0
        with copy:
            for line in portal.lines(resource, **asked):
                if "at_end" in line:
                    at_end = line["at_end"]
                    place = (resource, line["next"], line["complete_until"])
                    copy.execute("INSERT OR REPLACE INTO progress VALUES (?, ?, ?)", place)
                else:
                    keep(copy, resource, line)
                    read += 1
        yield read


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Keeps a copy of the register in SQLite.")
    parser.add_argument("portal")
    parser.add_argument("copy")
    parser.add_argument("resources", nargs="+")
    asked = parser.parse_args(arguments)
    portal = Portal(asked.portal, os.environ["HOUSECHATS_ID"], os.environ["HOUSECHATS_SECRET"])
    copy = opened(asked.copy)
    for resource in asked.resources:
        print(f"{resource}: {follow(portal, copy, resource)} lines")


if __name__ == "__main__":
    main(sys.argv[1:])
