"""The way to the registry, on listeners of this machine: one that answers, refuses, hangs."""

import socket
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.operations.doctor.given import account


@contextmanager
def registry(status=200, tls=None):
    """A registry that answers GET /v2/."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def silent():
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def full():
    """A port whose queue is full: connections hang, as behind a security group."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        waiting = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
            waiting.append(one)
        yield port
        for one in waiting:
            one.close()


@pytest.fixture
def shut():
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def at(port, scheme="http", **changes):
    """The AWS whose API and registry are at a port of this machine."""
    url = f"{scheme}://localhost:{port}"
    aws = account(
        GetAuthorizationToken={
            "authorizationData": [{"authorizationToken": "QVdTOnNlY3JldA==", "proxyEndpoint": url}]
        },
        **changes,
    )
    aws.endpoint_url = url
    return aws


@pytest.fixture
def see(doctor):
    def see(aws, *words, resolve=lambda *_: ["127.0.0.1"], **network):
        network = {"resolve": resolve, **network}
        return doctor(aws, "payments:1.0", "--timeout", "0.5", *words, origin=None, network=network)

    return see


def codes(done, test):
    return {one["code"] for one in done.of(test)["findings"]}


def test_a_registry_that_answers_is_reached(see):
    with registry() as port:
        done = see(at(port))
    assert done.of("names")["state"] == "ok"
    assert done.of("TCP")["state"] == "ok"
    assert done.of("TLS")["found"] == ["no name speaks TLS"]


def test_a_port_that_refuses_is_told_from_one_that_hangs(see, shut, full):
    assert codes(see(at(shut)), "TCP") == {"connection-refused"}
    assert codes(see(at(full)), "TCP") == {"connection-times-out"}


def test_a_name_without_an_address_is_told(see, shut):
    def unknown(*_):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    done = see(at(shut), resolve=unknown)
    assert codes(done, "names") == {"name-not-resolved"}
    assert "Name or service not known" in done.of("names")["findings"][0]["problem"]


def test_a_resolver_that_hangs_is_given_up(see, shut):
    forever = Event()
    done = see(at(shut), resolve=lambda *_: forever.wait(30) and [])
    forever.set()
    assert "no answer within 0.5 s" in done.of("names")["findings"][0]["problem"]


def test_private_and_public_addresses_are_told_apart(see, shut):
    addresses = ["10.0.1.7", "52.94.1.1"]
    done = see(at(shut), "--timeout", "0.1", resolve=lambda *_: addresses)
    (api, _registry) = done.of("names")["found"]
    assert api == "localhost: 10.0.1.7 (private), 52.94.1.1 (public)"


@pytest.fixture
def certificate(tmp_path):
    """A certificate of localhost that nobody vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "certificate").write_bytes(made.public_bytes(Encoding.PEM))
    (tmp_path / "key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return tmp_path / "certificate", tmp_path / "key"


def test_a_certificate_is_trusted_or_told(see, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with registry(tls=context) as port:
        done = see(at(port, "https"))
        assert codes(done, "TLS") == {"tls-fails"}
        assert "not trusted" in done.of("TLS")["findings"][0]["problem"]
        trusted = ssl.create_default_context(cafile=certificate[0])
        assert see(at(port, "https"), trusted=trusted).of("TLS")["state"] == "ok"


def test_a_port_that_never_says_a_word_fails_at_tls(see, silent):
    done = see(at(silent, "https"))
    assert done.of("TCP")["state"] == "ok"
    assert "never answers" in done.of("TLS")["findings"][0]["problem"]


@pytest.mark.parametrize(
    ("status", "state"), [(200, "ok"), (401, "bad"), (403, "bad"), (500, "not tested")]
)
def test_the_registry_itself_judges_the_login(see, tmp_path, status, state):
    (tmp_path / "docker").mkdir()
    with registry(status) as port:
        entry = f'{{"auths": {{"localhost:{port}": {{"auth": "QVdTOnNlY3JldA=="}}}}}}'
        (tmp_path / "docker/config.json").write_text(entry)
        done = see(at(port))
    assert done.of("answer")["state"] == state
    assert "secret" not in done.done.output


@contextmanager
def metadata(identity):
    """An instance's metadata service: a token is asked for first."""

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self):
            self._say("token-1")

        def do_GET(self):
            right = self.headers.get("X-aws-ec2-metadata-token") == "token-1"
            self._say(identity if right else "")

        def _say(self, text):
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        log_message = partial(lambda *_: None)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_on_an_instance_of_the_vpc_a_public_address_is_a_cause(doctor, monkeypatch):
    with metadata("i-0abc") as url:
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", url)
        done = doctor(
            account(),
            "payments:1.0",
            "--timeout",
            "0.1",
            origin="here",
            network={"resolve": lambda *_: ["52.94.1.1"]},
        )
    assert codes(done, "private DNS") == {"name-is-public"}


def test_a_machine_that_is_no_instance_is_told(doctor, monkeypatch, shut):
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://127.0.0.1:{shut}")
    done = doctor(account(), "payments:1.0", origin="here").done
    assert done.exit_code == 3
    assert "--vpc or --subnet" in done.stderr
