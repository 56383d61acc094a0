"""Uploads: an address for the file, the address itself, and a chat's icon made of what was uploaded."""

import re
from typing import Any

from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.refusals import Refusal, malformed
from supervision.messenger.emulator.rules import Call
from supervision.messenger.emulator.state import State

PREFIX = "/_upload/"
KINDS = frozenset({"image", "video", "audio", "file"})
WITH_TOKEN_AT_ONCE = frozenset({"video", "audio"})
MOST_IMAGE_BYTES = 50 << 20
FILE_PART = re.compile(rb'content-disposition:[^\r\n]*\bname="data"[^\r\n]*', re.IGNORECASE)
BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
ICON_WAYS = ("url", "token", "photos")


def upload(call: Call) -> Json:
    """No file yet: where it is to be posted."""
    kind = call.choice("type", KINDS)
    ticket = f"{call.state.next_seq():x}"
    call.state.tickets[ticket] = kind
    place = {"url": f"{call.base_url}{PREFIX}{ticket}"}
    return place | ({"token": f"{kind}-{ticket}"} if kind in WITH_TOKEN_AT_ONCE else {})


def receive(state: State, ticket: str, content_type: str, body: bytes) -> Json:
    """Takes a multipart field `data`, or the bytes themselves. The address holds for one file."""
    kind = state.tickets.get(ticket)
    if kind is None:
        raise Refusal(404, "not.found", "This address for an upload is not known, or was used already")
    content = file_of(content_type, body)
    if kind == "image" and (not content.startswith(IMAGES) or len(content) > MOST_IMAGE_BYTES):
        raise malformed("data: an image of at most 50 MB expected")
    if not content:
        raise malformed("data: the file is empty")
    del state.tickets[ticket]
    if kind != "image":
        return {"token": f"{kind}-{ticket}"}
    state.images.add(ticket)
    state.shared_changed = True
    return {"photos": {ticket: {"token": f"image-{ticket}"}}}


def file_of(content_type: str, body: bytes) -> bytes:
    boundary = BOUNDARY.search(content_type)
    if not content_type.startswith("multipart/") or boundary is None:
        return body
    for part in body.split(b"--" + boundary[1].encode()):
        headers, _, content = part.partition(b"\r\n\r\n")
        if FILE_PART.search(headers):
            return content.removesuffix(b"\r\n")
    raise malformed("data: the multipart field is missing")


def icon(call: Call) -> str | None:
    """The address of the icon that ChatPatch asks for; None where it asks for none."""
    asked = call.body.get("icon")
    if asked is None:
        return None
    given = {name: asked[name] for name in ICON_WAYS if asked.get(name) is not None} if isinstance(asked, dict) else {}
    if len(given) != 1:
        raise malformed("icon: one of url, token and photos expected")
    ((way, value),) = given.items()
    if way == "url":
        return _public_address(value)
    token = value if way == "token" else _token_of(value)
    ticket = token.removeprefix("image-") if isinstance(token, str) else ""
    if ticket not in call.state.images:
        raise Refusal(400, "attachment.not.ready", "Key: errors.process.attachment.file.not.processed")
    return f"https://i.oneme.ru/i?r={ticket}"


def _public_address(value: Any) -> str:
    if not isinstance(value, str) or not re.match(r"https?://[^/\s]+", value):
        raise malformed("icon.url: the address of an image expected")
    return value


def _token_of(photos: Any) -> Any:
    """Of `{"<id>": {"token": …}}`, as the upload answered."""
    if not isinstance(photos, dict) or len(photos) != 1:
        raise malformed("icon.photos: one photo expected")
    (photo,) = photos.values()
    return photo.get("token") if isinstance(photo, dict) else None
