"""Which webhooks a bot may subscribe to."""

import pytest

HOOK = "https://portal.example/max"


def subscribe(place, url=HOOK, **options):
    return place.raw("POST", "/subscriptions", json={"url": url} | options)


def test_the_secret_is_not_shown_and_the_same_address_replaces(place):
    subscribe(place, secret="secret-1", update_types=["bot_added"])
    subscribe(place, secret="secret-2")
    (kept,) = place.raw("GET", "/subscriptions").json()["subscriptions"]
    assert kept.keys() == {"url", "time"} and kept["url"] == HOOK


@pytest.mark.parametrize(
    "url",
    [
        "http://portal.example/max",
        "https://portal.example:8443/max",
        "portal.example",
        "https://",
        "ftp://x/",
        "https://[::1",
    ],
)
def test_only_https_on_port_443_may_be_subscribed(place, url):
    assert subscribe(place, url).json()["code"] == "proto.payload"


def test_the_port_may_be_written_out(place):
    assert subscribe(place, "https://portal.example:443/max").json() == {"success": True}


def test_a_local_run_may_subscribe_http_on_any_port(place):
    place.emulator.switches.set("allow_http_webhooks", True)
    assert subscribe(place, "http://127.0.0.1:8000/max").json() == {"success": True}


@pytest.mark.parametrize(
    "wrong",
    [{"secret": "1234"}, {"secret": "с пробелом"}, {"update_types": ["typo"]}, {"update_types": ["bot_added"] * 2}],
)
def test_a_subscription_outside_the_schema_is_refused(place, wrong):
    assert subscribe(place, **wrong).status_code == 400


def test_another_bot_neither_sees_nor_removes_the_subscription(place):
    subscribe(place)
    seen = place.raw("GET", "/subscriptions", token="emulator-25").json()
    assert seen == {"subscriptions": []}
    assert not place.raw("DELETE", f"/subscriptions?url={HOOK}", token="emulator-25").json()["success"]
