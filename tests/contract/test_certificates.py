"""Whom the client trusts: the public roots and the named one, never just anybody."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from supervision.messenger.connect import connect
from supervision.messenger.errors import NotReached
from supervision.messenger.repetition import Repetition
from supervision.messenger.throttle import Unpaced

ADDRESS = "127.0.0.1"


class Bot(BaseHTTPRequestHandler):
    """Answers every GET as /me."""

    def do_GET(self):
        body = b'{"user_id": 5, "first_name": "Bot", "is_bot": true}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


@pytest.fixture(scope="module")
def own_certificate(tmp_path_factory):
    """A certificate that no public root knows, and its key, in one PEM file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.OID_COMMON_NAME, "Own")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=2)).not_valid_after(now + timedelta(days=2))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(ADDRESS))]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path_factory.mktemp("tls") / "own.pem"
    certificate = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    file.write_bytes(certificate + key.private_bytes(serialization.Encoding.PEM, *form))
    return str(file)


@pytest.fixture(scope="module")
def url(own_certificate):
    server = HTTPServer((ADDRESS, 0), Bot)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"https://{ADDRESS}:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def account(url, ca_file):
    once = Repetition(attempts=1)
    return connect(url=url, token="t-1", provisioning="manual", ca_file=ca_file, pace=Unpaced(), repetition=once)


def test_a_server_under_the_named_root_is_trusted(url, own_certificate):
    with account(url, own_certificate) as trusting:
        assert trusting.me().user_id == 5


def test_a_server_under_an_unknown_root_gets_no_request_and_the_reason_is_told(url):
    with account(url, "") as careful, pytest.raises(NotReached, match="certificate verify failed"):
        careful.me()


def test_a_certificate_for_another_name_is_refused(url, own_certificate):
    elsewhere, words = url.replace(ADDRESS, "localhost"), "certificate is not valid for 'localhost'"
    with account(elsewhere, own_certificate) as careful, pytest.raises(NotReached, match=words):
        careful.me()
