"""Invite links lead to the messenger, whoever reads them: they become an address to press and a picture to scan."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supervision.messenger import wire

CHAT = {"chat_id": -5, "type": "chat", "status": "active"}
HOSTS = ("max.ru",)


def kept(address: object) -> str:
    return wire.chat(CHAT | {"link": address}, link_hosts=HOSTS).link


@pytest.mark.parametrize(
    "address, spelt",
    [
        ("https://max.ru/join/abc", "https://max.ru/join/abc"),
        ("https://web.max.ru/-7", "https://web.max.ru/-7"),
        ("https://max.ru:443/join", "https://max.ru/join"),
        ("HTTPS://Web.MAX.ru/Join?a=Ab#B", "https://web.max.ru/Join?a=Ab#B"),
        ("https://max.ru", "https://max.ru"),
    ],
)
def test_a_link_of_the_messenger_is_kept_in_one_spelling(address: str, spelt: str) -> None:
    assert kept(address) == spelt


@pytest.mark.parametrize(
    "address",
    [
        "http://max.ru/join/abc",
        "https://max.ru:8443/join",
        "https://max.ru:/join",
        "https://max.ru:0443/join",
        "https://evilmax.ru/join",
        "https://max.ru./join",
        "https://max.ru.evil.example/join",
        "https://max.ru@evil.example/",
        "https://user@max.ru/",
        "https://:@max.ru/",
        "https://evil.example\\.max.ru/",
        "https://evil.example\\@max.ru/",
        "https:\\\\max.ru/",
        "https://max.ru/\\evil.example",
        "https://evil.example%5c.max.ru/",
        "https://evil.example/.max.ru",
        "https://evil.example?.max.ru",
        "https://evil.example#.max.ru",
        "https://evil.example\uff0f.max.ru",
        "https://evil.example\t.max.ru/",
        "https://max\uff0eru/",
        "https://\u212a.max.ru/",
        "https:///max.ru/",
        "https:max.ru",
        "//max.ru/join",
        " https://max.ru/",
        "https://max.ru/ join",
        "https://max.ru/\x00",
        "https://max.ru/\u202e",
        "javascript:alert(1)//max.ru",
        "https://max.ru/\njoin",
        "https://max.ru/join\n",
        "https://[max.ru/",
        "https://[::1].max.ru/",
        "https://max.ru/" + "a" * 500,
        5,
        None,
    ],
)
def test_a_link_that_may_lead_elsewhere_is_none(address: object) -> None:
    assert kept(address) == ""


def host_in_a_browser(address: str) -> str:
    """As the URL standard has it for https, read as generously as it can be: whatever may lead elsewhere does."""
    text = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33)))).replace("\\", "/")
    scheme, _colon, rest = text.partition(":")
    assert scheme.lower() == "https"
    authority = re.split(r"[/?#]", unquote(rest.lstrip("/")), maxsplit=1)[0]
    host, _colon, port = authority.rpartition("@")[2].partition(":")
    assert port in {"", "443"}
    return unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower()


pieces = st.sampled_from(
    [
        *("https://", "https:", "HTTPS://", "http://", "//", "/", "\\", "max.ru", ".max.ru", "MAX.ru", "evil.example"),
        *("@", ":", ":443", "443", "?", "#", "%", "%5c", "%2f", "%40", "%2e", ".", "..", "-", "_", "[", "]", "\t"),
        *("\n", "\r", " ", "\0", "\x7f", "\u3002", "\uff0f", "\uff0e", "\u2100", "\u00ad", "\ud83d", "join", "7"),
    ]
)
addresses = st.lists(pieces | st.characters(), max_size=8).map("".join)


@given(addresses | addresses.map(lambda rest: f"https://{rest}") | addresses.map(lambda rest: f"https://max.ru{rest}"))
@example("https://evil.example\\.max.ru/")
def test_whatever_is_kept_leads_to_the_messenger_in_a_browser_too(address: str) -> None:
    link = kept(address)
    if link:
        host = host_in_a_browser(link)
        assert host == "max.ru" or host.endswith(".max.ru")
        assert host_in_a_browser(address) == host
        assert kept(link) == link and link.isascii() and link.isprintable()
