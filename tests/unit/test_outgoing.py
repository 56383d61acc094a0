"""Addresses that may be posted to, signatures, pauses: values in, values out; and one post over a real connection."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from standardwebhooks import Webhook, WebhookVerificationError

from supervision.outgoing import deliver, destinations, posting, signing
from supervision.outgoing.destinations import BadAddress
from supervision.outgoing.posting import PostAnswer
from tests.receiver import Receiver, handler, listening, pouring

NAME = "hooks.example.ru"
BODY = '{"type":"chat.changed","data":{"title":"Дом"}}'.encode()


def now() -> datetime:
    return datetime.now(UTC)


# --- signatures ---


def test_the_standard_s_own_library_accepts_the_signature_and_no_other_body() -> None:
    salt = signing.new_salt()
    headers = signing.headers(salt, "msg_1", BODY, now())
    webhook = Webhook(signing.secret(salt))
    assert webhook.verify(BODY, headers)["type"] == "chat.changed"
    with pytest.raises(WebhookVerificationError):
        webhook.verify(BODY + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.secret(signing.new_salt())).verify(BODY, headers)


def test_for_a_day_after_a_renewal_both_secrets_verify_and_then_only_the_new_one() -> None:
    former = signing.new_salt()
    salt = signing.renewed(former, now())
    assert len(salt) <= 64
    both = signing.headers(salt, "msg_1", BODY, now())
    for each in (former, salt):
        Webhook(signing.secret(each)).verify(BODY, both)
    assert signing.secret(former) != signing.secret(salt)
    late = signing.headers(salt, "msg_1", BODY, now() + timedelta(hours=25))
    assert len(late["webhook-signature"].split()) == 1


def test_while_the_installation_s_key_is_replaced_receivers_notice_nothing(settings: Any) -> None:
    salt = signing.new_salt()
    kept_by_receiver = signing.secret(salt)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of the installation"
    headers = signing.headers(salt, "msg_1", BODY, now())
    for secret in (kept_by_receiver, signing.secret(salt)):
        Webhook(secret).verify(BODY, headers)


# --- addresses ---


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1"),
        *("ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "2002:a00:1::", "::10.0.0.1", "fec0::1"),
        "2001:db8::1",
    ],
)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not destinations.is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "95.163.0.1", "2a00:1450:4010:c0e::64"])
def test_an_address_outside_is_public(address: str) -> None:
    assert destinations.is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.ru/hook", "ftp://example.ru/", "https://", "https://user@example.ru/", "//example.ru/"),
        *("https://u:p@example.ru/", "https://example.ru/#part", "https://пример.рф/", "https://example.ru:99999/"),
        *("https://10.0.0.1/", "https://[::1]/", "https://127.0.0.1/", "http://127.0.0.1/", "https://example.ru/ x"),
        *("https://exa\nmple.ru/", "https://[::ffff:10.0.0.1]/", "https://example.ru/" + "x" * 500),
        *("https://evil.example\\.example.ru/", "https://example.ru\\@evil.example/", "https:\\\\example.ru/"),
        *("https://example.ru/\\x", "https://exa%2fmple.ru/", "https://a..example.ru/", "https://exa!mple.ru/"),
        *("https://[", "https://[::1", "https://[v1.a]/", "https://[fe80::1%25eth0]/"),
    ],
)
def test_what_may_not_be_posted_to_is_refused_as_it_is_written(url: str, settings: Any) -> None:
    settings.LOCAL = False
    with pytest.raises(BadAddress):
        destinations.check(url)


def test_a_name_that_leads_inside_is_refused_when_it_is_resolved(settings: Any) -> None:
    settings.LOCAL = False
    with pytest.raises(BadAddress, match="localhost"):
        destinations.resolve("https://localhost/hook")
    answer = anyio.run(posting.post, "https://localhost/hook", BODY, {})
    assert answer.status is None
    assert "localhost" in answer.error


@pytest.mark.parametrize("tricky", ["https://0177.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://127.1/"])
def test_other_spellings_of_this_machine_lead_nowhere(tricky: str, settings: Any) -> None:
    settings.LOCAL = False
    with pytest.raises(BadAddress):
        destinations.resolve(tricky)


def test_one_inner_address_among_public_ones_is_enough(settings: Any) -> None:
    settings.LOCAL = False
    with pytest.raises(BadAddress):
        destinations.refuse_unreachable(NAME, [ip_address("8.8.8.8"), ip_address("10.0.0.1")])


# --- one post ---


def test_a_redirect_is_not_followed() -> None:
    with listening() as elsewhere, listening(Receiver(answers=[(307, {"Location": elsewhere.url})])) as receiver:
        answer = anyio.run(posting.post, receiver.url, BODY, {})
        assert (answer.status, len(receiver.got), elsewhere.got) == (307, 1, [])
        assert answer.error


def test_who_never_answers_is_left_in_time() -> None:
    with listening(Receiver(meanwhile=threading.Event())) as receiver:
        answer = anyio.run(posting.post, receiver.url, BODY, {})
        assert answer.status is None
        assert not answer.is_taken
        assert len(receiver.got) == 1


def test_who_drips_the_answer_is_left_in_time() -> None:
    over = threading.Event()

    class Dripping(handler(Receiver())):  # type: ignore[misc]
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
            while not over.wait(0.5):
                try:
                    self.wfile.write(b"x")
                except OSError:  # the portal has hung up
                    over.set()

    server = HTTPServer(("127.0.0.1", 0), Dripping)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    try:
        answer = anyio.run(posting.post, f"http://127.0.0.1:{server.server_port}/", BODY, {})
        assert answer.status is None
    finally:
        over.set()
        thread.join()
        server.server_close()


ENDLESS = 1 << 30
HEADERS_ONLY = b"HTTP/1.1 200 OK\r\n"
BY_LENGTH = b"HTTP/1.1 %d OK\r\nContent-Length: 9999999999999\r\n\r\n"
CHUNKED = b"HTTP/1.1 %d OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PIECE = b"x" * 65536


@pytest.mark.parametrize(
    ("head", "piece"), [(BY_LENGTH, PIECE), (CHUNKED, b"%x\r\n%s\r\n" % (len(PIECE), PIECE))], ids=["long", "chunked"]
)
@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_without_end_is_not_read(head: bytes, piece: bytes, status: int) -> None:
    """Its status is all that is wanted of it: what it pours goes no further than the buffers of the connection."""
    with pouring(head % status, piece, most=ENDLESS) as (url, poured):
        answer = anyio.run(posting.post, url, BODY, {})
        assert answer.status == status
    assert poured[0] < ENDLESS / 8


def test_headers_without_end_are_not_read() -> None:
    with pouring(HEADERS_ONLY, b"X-Long: " + PIECE + b"\r\n", most=ENDLESS) as (url, poured):
        answer = anyio.run(posting.post, url, BODY, {})
        assert not answer.is_taken
        assert answer.error
    assert poured[0] < ENDLESS / 8


def certificate(folder: Path, name: str) -> str:
    """A certificate for the name, and its key, in one PEM file."""
    key, issuer = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.OID_COMMON_NAME, name)])
    made = x509.CertificateBuilder(issuer, issuer, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now() - timedelta(days=2)).not_valid_after(now() + timedelta(days=2))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / f"{name}.pem"
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    file.write_bytes(pem + key.private_bytes(serialization.Encoding.PEM, *form))
    return str(file)


@pytest.mark.parametrize(("shown", "is_taken"), [(NAME, True), ("other.example.ru", False)])
def test_the_connection_goes_to_the_checked_address_and_speaks_to_the_name(
    shown: str, is_taken: bool, tmp_path: Path
) -> None:
    receiver, file = Receiver(), certificate(tmp_path, shown)
    server = HTTPServer(("127.0.0.1", 0), handler(receiver))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    target = destinations.target(urlsplit(f"https://{NAME}:{server.server_port}/a?b=c"), ip_address("127.0.0.1"))

    async def send() -> PostAnswer:
        return await posting.send(target, BODY, {}, tls=ssl.create_default_context(cafile=file))

    try:
        if is_taken:
            assert anyio.run(send).is_taken
            assert receiver.got[0][0]["Host"] == f"{NAME}:{server.server_port}"
        else:
            with pytest.raises(httpx.ConnectError, match="certificate"):
                anyio.run(send)
    finally:
        thread.join()
        server.server_close()


# --- when to try again ---


def test_ten_attempts_in_three_days_and_then_no_more() -> None:
    moment = now()
    pauses = [deliver.next_attempt(attempt, PostAnswer(500), moment) for attempt in range(1, 11)]
    assert pauses[-1] is None
    for least, at in zip(deliver.PAUSES, pauses, strict=False):
        assert at is not None
        assert least <= at - moment <= least * 1.2


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [(429, "120", 120), (503, "9999999", 86400), (500, "120", None), (429, "soon", None), (429, "", None)],
)
def test_a_busy_receiver_says_how_long_it_wants_to_be_left_alone(status: int, header: str, seconds: int | None) -> None:
    asked = posting.answer(status, header).retry_after
    assert asked == (None if seconds is None else timedelta(seconds=seconds))
    again = deliver.next_attempt(1, posting.answer(status, header), now())
    assert again is not None
    assert again - now() > timedelta(seconds=(seconds or 5) - 1)


def test_a_date_in_retry_after_is_read_as_well() -> None:
    asked = posting.answer(503, "Wed, 01 Jan 2031 00:00:00 GMT").retry_after
    assert asked == timedelta(days=1)
