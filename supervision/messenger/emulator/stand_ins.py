"""What a balancer, a firewall or a broken line in front of the messenger may answer in its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"
PAGE = "<html><head><title>{title}</title></head><body><h1>{title}</h1><hr>nginx</body></html>"


@dataclass(frozen=True, slots=True)
class StandIn:
    """`carried_out`: the messenger had the request and did what it says; its own answer was lost on the way back.

    `headers` are sent beside content-type and content-length, `location` or `content-encoding` for instance.
    """

    status: int
    body: bytes = b""
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    carried_out: bool = False


def page(status: int, title: str) -> StandIn:
    return StandIn(status, PAGE.format(title=title).encode())


NAMED: dict[str, StandIn] = {
    "html_200": page(200, "Welcome"),  # a sign-in page of a network, a page about maintenance
    "html_403": page(403, "403 Forbidden"),
    "html_404": page(404, "404 Not Found"),
    "proxy_408": page(408, "408 Request Time-out"),
    "proxy_520": page(520, "Web server is returning an unknown error"),
    "redirect": StandIn(302, headers={"location": "https://portal.example/login"}),
    "empty": StandIn(200, content_type="application/json"),
}
