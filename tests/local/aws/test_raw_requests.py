"""Whatever is written to the server's socket: who has no key gets nothing, and nothing breaks."""

import pytest

from local.aws import server
from tests.local.aws.raw import request, sent, statuses
from tests.local.conftest import ACCOUNT, REGION

FORM = "Content-Type: application/x-www-form-urlencoded"
LIST = b"Action=ListUsers&Version=2010-05-08"
SCOPE = "20260101/ap-northeast-2/iam/aws4_request"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A server whose log nobody else writes to."""
    state = tmp_path_factory.mktemp("raw")
    local = server.start(state, ACCOUNT, REGION)
    yield local, state / server.LOG
    server.stop(state)


def signed(key, scope=SCOPE):
    return f"Authorization: AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders=host"


def good(local, *headers, host=None, close=True):
    return request(
        "POST / HTTP/1.1",
        signed(local.access_key),
        FORM,
        f"Content-Length: {len(LIST)}",
        *headers,
        host=host or f"127.0.0.1:{local.port}",
        body=LIST,
        close=close,
    )


@pytest.fixture(autouse=True)
def unharmed(own):
    """No traceback, no key in the log, and it serves."""
    yield
    local, log = own
    assert statuses(sent(local.port, good(local))) == [200]
    said = log.read_text(errors="replace")
    assert "Traceback" not in said
    assert local.access_key not in said


def answered(local, data, **how):
    """The statuses of an answer that no page may read and that tells no key."""
    answer = sent(local.port, data, **how)
    assert b"\r\naccess-control" not in answer.lower()
    assert local.access_key.encode() not in answer
    return statuses(answer)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1:{port}.", "localhost.:{port}", "localhost:0{port}"),
        *("localhost:{port}/x", "localhost:{port}@evil", "u:p@localhost:{port}", "localhost"),
        *("evil@127.0.0.1:{port}", "localhost.evil:{port}", "localhost:", "localhost:1", ""),
        *("[0:0:0:0:0:0:0:1]:{port}", "::1:{port}", "[::1%lo]:{port}", "[::ffff:127.0.0.1]:{port}"),
        *("127.1:{port}", "2130706433:{port}", "0x7f.1:{port}", "0:{port}"),
        *("localhost:{port}#", "localhost:{port}?x", "ⓛocalhost:{port}", "localhost:{port},evil"),
        *("evil", "localhost:{port}\x00evil", "iam.amazonaws.com", "a.localhost:{port}", "[::]"),
        "evil\r\nX-Forwarded-Host: 127.0.0.1:{port}",
        "evil\r\nForwarded: host=127.0.0.1:{port}",
        "evil\r\nHTTP_HOST: 127.0.0.1:{port}",
        "evil\r\nHost: 127.0.0.1:{port}",
        "127.0.0.1:{port}\r\nHost: evil",
        "127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}",
        "evil\r\n 127.0.0.1:{port}",
        None,
    ],
)
@pytest.mark.parametrize("path", ["/", "/v2/", "/moto-api/data.json"])
def test_a_foreign_host_in_any_spelling_is_refused_with_the_key(own, host, path):
    local, _ = own
    named = None if host is None else host.format(port=local.port)
    for key in (signed(local.access_key), f"Authorization: Bearer {local.access_key}"):
        line = f"GET {path} HTTP/1.1" if named is not None else f"GET {path} HTTP/1.0"
        assert answered(local, request(line, key, host=named)) == [403]


@pytest.mark.parametrize("host", ["LOCALHOST:{port}", " 127.0.0.1:{port}", "[::1]:{port}"])
def test_the_own_host_is_served_however_it_is_written(own, host):
    local, _ = own
    assert answered(local, good(local, host=host.format(port=local.port))) == [200]


def test_it_listens_on_both_loopbacks_and_asks_the_same_there(own):
    local, _ = own
    assert answered(local, good(local, host=f"[::1]:{local.port}"), address="::1") == [200]
    without = request("GET /moto-api/data.json HTTP/1.1", host=f"[::1]:{local.port}")
    assert answered(local, without, address="::1") == [403]


@pytest.mark.parametrize(
    "line",
    [
        *("GET http://127.0.0.1:{port}/ HTTP/1.1", "GET http://evil/v2/ HTTP/1.1"),
        *("GET http://evil:{port}/moto-api/data.json HTTP/1.1", "GET https://evil/ HTTP/1.1"),
        *("GET //evil/moto-api/data.json HTTP/1.1", "GET * HTTP/1.1", "OPTIONS * HTTP/1.1"),
        *("CONNECT 127.0.0.1:{port} HTTP/1.1", "CONNECT evil:443 HTTP/1.1", "TRACE / HTTP/1.1"),
        *("PATCH / HTTP/1.1", "DELETE /b HTTP/1.1", "HEAD / HTTP/1.1", "PUT /b/o HTTP/1.1"),
        *("FOO / HTTP/1.1", "get / HTTP/1.1", "GET / HTTP/1.0", "GET /%00 HTTP/1.1"),
        *("GET /é HTTP/1.1", "GET /%ff HTTP/1.1", "GET /%zz HTTP/1.1", "GET /%\udcff HTTP/1.1"),
        *("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", "GET /../moto-api/data.json HTTP/1.1"),
        *("GET /..%5c..%5c HTTP/1.1", "GET /%6doto-api/data.json HTTP/1.1"),
        *("GET /MOTO-API/data.json HTTP/1.1", "GET /moto-api%2fdata.json HTTP/1.1"),
        *("GET ///moto-api/data.json HTTP/1.1", "GET /./moto-api/data.json HTTP/1.1"),
        *("GET /moto-api/data.json;x HTTP/1.1", "POST /moto-api/reset HTTP/1.1"),
        *("POST /moto-api/config HTTP/1.1", "POST /moto-api/seed?a=1 HTTP/1.1"),
        *("GET /moto-api/recorder/download-recording HTTP/1.1", "GET /_health HTTP/1.1"),
        *("GET /local-aws/identity HTTP/1.1", "POST /local-aws/registry HTTP/1.1"),
        *("GET /local-aws/layers/x HTTP/1.1", "GET /V2/ HTTP/1.1", "GET /%762/ HTTP/1.1"),
        *("GET /latest/api/token HTTP/1.1", "GET /_aws/ses HTTP/1.1", "GET /static/x HTTP/1.1"),
        *("GET /@connections/x HTTP/1.1", "GET /us-east-1_x/.well-known/jwks.json HTTP/1.1"),
        f"GET {'/a' * 30_000} HTTP/1.1",
    ],
)
def test_without_a_key_nothing_is_served_on_any_path_by_any_method(own, line):
    local, _ = own
    line = line.format(port=local.port)
    host = f"127.0.0.1:{local.port}"
    assert answered(local, request(line, "Content-Length: 0", host=host)) == [403]


@pytest.mark.parametrize(
    "line",
    [
        "GET /",
        "GET",
        "GET / HTTP/0.9",
        "GET / HTTP/2.0",
        "PRI * HTTP/2.0",
        "GET / FTP/1.1",
        "\x16\x03",
    ],
)
def test_what_is_no_http_gets_nothing(own, line):
    local, _ = own
    answer = sent(local.port, request(line, host=f"127.0.0.1:{local.port}"))
    assert b"AccessDenied" in answer or b"Error" in answer or answer == b""


@pytest.mark.parametrize(
    "authorization",
    [
        *("", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=", "AWS4-HMAC-SHA256 Credential=/"),
        *("AWS4-HMAC-SHA256 Credential={key}", "AWS4-HMAC-SHA256 Credential={key}/"),
        *("AWS4-HMAC-SHA256 Credential={key}/x", "AWS4-HMAC-SHA256 Credential={key}/////"),
        *(
            "AWS4-HMAC-SHA256 Credential={key}/not/a/date/x",
            "aws4-hmac-sha256 Credential={key}/{s}",
        ),
        "AWS4-HMAC-SHA256 Credential={key}/20260101//iam/aws4_request",
        "AWS4-HMAC-SHA256 Credential={key}/20260101/../../x/aws4_request",
        "AWS4-HMAC-SHA256 Credential={key}/20260101/é/iam/aws4_request",
        "AWS4-HMAC-SHA256 Credential={key}/{s}x",
        "AWS4-HMAC-SHA256 Credential={key}%2F{s}",
        "AWS4-HMAC-SHA256 Credential={key}\x00/{s}",
        "AWS4-HMAC-SHA256 Credential=é{key}/{s}",
        "AWS4-HMAC-SHA256 Credential=\udcff/{s}",
        "AWS4-HMAC-SHA256 SignedHeaders=host, Credential={key}/{s}",
        "AWS4-HMAC-SHA256 Credential=x/{s}, Credential={key}/{s}",
        f"AWS4-HMAC-SHA256 Credential={'x' * 50_000}/{SCOPE}",
        *(
            "AWS {key}:sig",
            "AWS3-HTTPS AWSAccessKeyId={key}",
            "Basic {key}",
            "Bearer",
            "bearer {key}",
        ),
        *("Bearer {key} x", "Bearer {key}x", "Bearer {lower}", "Digest username={key}", "{key}"),
        "Bearer x\r\nAuthorization: Bearer {key}",
    ],
)
def test_a_malformed_credential_is_none(own, authorization):
    local, _ = own
    key = local.access_key
    said = authorization.format(key=key, lower=key.lower(), s=SCOPE)
    for path in ("/", "/moto-api/data.json"):
        data = request(
            f"GET {path} HTTP/1.1", f"Authorization: {said}", host=f"127.0.0.1:{local.port}"
        )
        assert answered(local, data) == [403]


@pytest.mark.parametrize(
    "query",
    [
        *("x-amz-credential={key}/{s}", "X-Amz-Credential=", "X-Amz-Credential=%ff"),
        *("X-Amz-Credential=x&X-Amz-Credential={key}/{s}", "AWSAccessKeyId={key}&Signature=x"),
        *("a=b;X-Amz-Credential={key}/{s}", "X-Amz-Credential={key}%00/{s}", "{key}"),
        "X-Amz-Credential={lower}/{s}&X-Amz-Signature=0",
    ],
)
def test_a_malformed_presigned_url_carries_no_key(own, query):
    local, _ = own
    key = local.access_key
    line = f"GET /bucket/object?{query.format(key=key, lower=key.lower(), s=SCOPE)} HTTP/1.1"
    assert answered(local, request(line, host=f"127.0.0.1:{local.port}")) == [403]


def test_a_presigned_url_is_served_and_leaves_no_key_in_the_log(own):
    local, log = own
    for scope in (SCOPE, SCOPE.replace("/", "%2F")):
        line = f"GET /no-such-bucket?X-Amz-Credential={local.access_key}/{scope} HTTP/1.1"
        assert answered(local, request(line, host=f"127.0.0.1:{local.port}")) == [404]
    assert "/no-such-bucket?X-Amz-Credential=LOCAL..." in log.read_text()


def test_the_log_keeps_no_line_of_a_stranger_whole(own):
    local, log = own
    before = log.stat().st_size
    line = f"GET /{'a' * 60_000} HTTP/1.1"
    assert answered(local, request(line, host=f"127.0.0.1:{local.port}")) == [403]
    assert log.stat().st_size - before < 2000


def test_a_key_of_an_earlier_start_is_one_of_a_stranger(own, tmp_path):
    local, _ = own
    earlier = server.start(tmp_path, ACCOUNT, REGION)
    server.stop(tmp_path)
    later = server.start(tmp_path, ACCOUNT, REGION, port=earlier.port)
    try:
        assert answered(later, good(earlier)) == [403]
        assert answered(later, good(later)) == [200]
        assert answered(local, good(later, host=f"127.0.0.1:{local.port}")) == [403]
    finally:
        server.stop(tmp_path)


@pytest.mark.parametrize("origin", ["http://evil", "", "null", "http://127.0.0.1:{port}", "x, y"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT"])
def test_a_page_gets_nothing_by_any_method(own, origin, method):
    local, _ = own
    for path in ("/", "/v2/", "/local-aws/identity"):
        data = request(
            f"{method} {path} HTTP/1.1",
            f"Origin: {origin.format(port=local.port)}",
            "Access-Control-Request-Method: POST",
            "Sec-Fetch-Site: cross-site",
            "Referer: http://evil/",
            f"Authorization: Bearer {local.access_key}",
            "Content-Length: 0",
            host=f"127.0.0.1:{local.port}",
        )
        assert answered(local, data) == [403]
