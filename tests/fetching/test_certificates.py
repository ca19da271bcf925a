"""The connection goes to an address, and the certificate is that of the name."""

import datetime
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from judge import fetching
from tests.fetching.conftest import PUBLIC
from tests.fetching.test_hostile_urls import address_of
from tests.harness.pages import Handler, Pages, Server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "secure.example.com")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("secure.example.com")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(certificate, monkeypatch, internet):
    """A site with that certificate, which ours believes."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    pages = Pages(f"127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("Own", (Handler,), {"pages": pages})
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    internet.sites[PUBLIC, 443] = address_of(pages)
    pages.put("/", "<p>Safe</p>")
    yield pages
    server.shutdown()
    server.server_close()


def test_a_certificate_is_asked_for_by_name(secure, internet):
    internet.names["secure.example.com"] = [PUBLIC]
    assert fetching.fetch("https://secure.example.com/").body == b"<p>Safe</p>"
    assert secure.headers[0]["Host"] == "secure.example.com"


def test_another_names_certificate_is_not_believed(secure, internet):
    internet.names["other.example.com"] = [PUBLIC]
    with pytest.raises(fetching.Unreachable):
        fetching.fetch("https://other.example.com/")
    assert secure.asked == []


def test_one_that_nobody_vouches_for_is_not_believed(secure, internet, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    internet.names["secure.example.com"] = [PUBLIC]
    with pytest.raises(fetching.Unreachable):
        fetching.fetch("https://secure.example.com/")
    assert secure.asked == []
